"""What residents do in a demonstration, each by the real verb."""

from models import following, form_key, publishing, tally, text, vote
from models.comment import comment as write_comment
from models.person import Channel
from models.review import enqueue
from models.states import Kind
from models.submitting import Draft, submit
from models.subscription import Extent, Topic
from moderation import reporting
from web.commands.demo.plan import Step
from web.commands.demo.town import Town


def hand_in(town: Town, step: Step) -> None:
    """Somebody hands it in: signed in, or as a stranger whose address nobody has confirmed."""
    told = step.told
    words = town.words(told["text"])
    name = told.get("by", "")
    contact = town.contact(name) if name else None
    draft = Draft(
        kind=Kind(told["kind"]),
        title=told["title"],
        source=words,
        html=text.prepare(words),
        subject=town.subject(told["subject"]),
        place=told.get("place", ""),
        channel=contact.channel if contact else Channel.EMAIL,
        address=contact.address if contact else told["stranger"],
        name=name,
        byline=told.get("as", ""),
        shown=told.get("shown", True),
        language="sv",
    )
    receipt = submit(
        town.session,
        draft,
        by=town.resident(name),
        site=town.site,
        form=form_key.fresh(),
        own_contacts=[contact.id] if contact else [],
    )
    town.references[told["title"]] = receipt.reference


def comment(town: Town, step: Step, who: str, words: str, reply_to: int | None) -> None:
    made = write_comment(
        town.session,
        town.reference(step),
        by=town.resident(who),
        source=words,
        contact_id=town.contact(who).id,
        byline=who,
        confirmed=True,
        reply_to=reply_to,
    )
    enqueue(town.session, comment_id=made.id, text_id=made.text_id)


def support(town: Town, step: Step, first: int, last: int) -> None:
    """The supporters between two numbers press the button, and the clock counts them."""
    many = len(town.supporters)
    for number in range(first, last):
        supporter = town.supporters[(step.case * 7 + number) % many]
        vote.support(town.session, town.reference(step), supporter)
    tally.recount(town.session, town.reference(step))


def follow(town: Town, step: Step, *names: str) -> None:
    submission = town.case(step)
    for name in names:
        contact = town.contact(name)
        following.follow(
            town.session,
            contact.channel,
            contact.address,
            Topic.SUBMISSION,
            submission_id=submission.id,
            extent=Extent.ANSWERS,
            language="sv",
            own_contacts=[contact.id],
        )


def report(town: Town, step: Step, who: str, reason: str, *words: str | int) -> None:
    """Somebody says that a text breaks the rules: her words, and the number of a comment."""
    contact = town.contact(who)
    reporting.report(
        town.session,
        town.reference(step),
        int(words[1]) if len(words) > 1 else None,
        by=town.resident(who),
        reason=reason,
        explanation=str(words[0]),
        form=form_key.fresh(),
        rules=town.site.proposals,
        channel=contact.channel,
        address=contact.address,
    )


def withdraw(town: Town, step: Step) -> None:
    publishing.withdraw(
        town.session,
        town.case(step),
        by=town.resident(step.told["by"]),
        rules=town.site.proposals,
    )
