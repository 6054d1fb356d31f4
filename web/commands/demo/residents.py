"""What residents do in a demonstration, each by the real verb."""

from dataclasses import replace
from typing import Any

from sqlalchemy import select

from models import (
    confirming,
    eligibility,
    following,
    following_up,
    form_key,
    publishing,
    revising,
    supplement,
    tally,
    text,
    token,
    vote,
)
from models.actor import Actor
from models.attachment import row as attachment
from models.comment import comment as write_comment
from models.database import table_of
from models.declaration import NOTHING, Said
from models.eligibility import Act
from models.person import Channel, Contact
from models.reply import ReplyBy
from models.review import enqueue
from models.satisfaction import Helped
from models.states import Kind
from models.submitting import Draft
from models.subscription import Extent, Topic
from models.token import Token
from moderation import reporting
from notifications import inbound
from web.commands.demo import helped
from web.commands.demo.plan import Step, Told
from web.commands.demo.town import Town

tokens = table_of(Token)

SAID = Said(tied=True, birth_year=1968)
"""What everybody says of herself, where a town asks for it."""


def hand_in(town: Town, step: Step) -> None:
    """Somebody hands it in: signed in, or with an address, a telephone or a letter box."""
    told = step.told
    words = town.words(told["text"])
    name = told.get("by", "")
    contact = town.contact(name) if name else None
    signed_in = contact is not None and not told.get("signed_out", False)
    draft = Draft(
        kind=Kind(told["kind"]),
        title=told["title"],
        source=words,
        html=text.prepare(words),
        subject=town.subject(told["subject"]),
        place=told.get("place", ""),
        name=name or told.get("name", ""),
        byline=told.get("as", ""),
        shown=told.get("shown", True),
        language="sv",
        appeal=told.get("appeal", False),
        photo=_photo(town, told),
        photo_alt=told.get("photo_alt", ""),
        said=_said(town, Act.SUBMIT) if told["kind"] == Kind.PROPOSAL else NOTHING,
        **(_reached(told) if contact is None else _written_to(contact)),
    )
    if "organisation" in told:
        _, number, label = helped.speaking(town, f"{told['organisation']}/{name}")
        draft = replace(draft, organisation_id=number, byline=label)
    receipt = helped.submitted(
        town,
        told,
        draft,
        by=town.resident(name if signed_in else ""),
        contacts=[contact.id or 0] if signed_in and contact else [],
    )
    town.references[told["title"]] = receipt.reference


def _said(town: Town, act: Act) -> Said:
    return NOTHING if eligibility.rule(town.site.participation, act).is_plain else SAID


def _photo(town: Town, told: Told) -> str:
    picture = town.pictures.get(told.get("photo", ""))
    return attachment.stage(town.session, picture) if picture else ""


def _written_to(contact: Contact) -> dict[str, Any]:
    return {"channel": contact.channel, "address": contact.address}


def _reached(told: Told) -> dict[str, Any]:
    """How somebody without an account of any kind wants her answer."""
    for way in (ReplyBy.CALL, ReplyBy.LETTER):
        if way in told:
            return {"channel": None, "address": "", "reply_by": way, "reply_to": told[way]}
    if "stranger" in told:
        return {"channel": Channel.EMAIL, "address": told["stranger"]}
    return {"channel": None, "address": "", "reply_by": ReplyBy.NONE}


def confirm(town: Town, step: Step) -> None:
    """The sender presses the button in the letter that asks whether the address is hers."""
    case = town.case(step)
    buttons = select(Token).where(tokens.c.submission_id == case.id)
    confirming.press(town.session, token.secret(town.session.scalars(buttons).one()))


def add(town: Town, step: Step, words: str) -> None:
    """The sender adds what we asked for."""
    supplement.add(town.session, town.case(step), by=_author(town, step), source=words)


def text_us(town: Town, step: Step, words: str) -> None:
    """The sender answers a text message of ours; where it goes, the rules say."""
    sender = town.session.get_one(Contact, town.case(step).contact_id)
    form = {"from": sender.address, "message": words}
    inbound.text_received(town.session, inbound.read(inbound.inbox(), form))


def tell(town: Town, step: Step, said: str, mark: int = 0, words: str = "") -> None:
    """The sender says whether it helped, and how we did where she wants to."""
    case, by = town.case(step), _author(town, step)
    following_up.tell(town.session, case, by=by, helped=Helped(said))
    if mark:
        following_up.tell_more(town.session, case, by=by, mark=mark, words=words)


def open_again(town: Town, step: Step, reason: str) -> None:
    following_up.open_again(
        town.session, town.case(step), by=_author(town, step), reason=town.words(reason)
    )


def rewrite(town: Town, step: Step, title: str, words: str) -> None:
    """The sender changes what she wrote."""
    revising.revise(
        town.session,
        town.case(step),
        by=_author(town, step),
        title=title,
        source=town.words(words),
    )


def _author(town: Town, step: Step) -> Actor:
    return town.resident(step.told["by"])


def comment(town: Town, step: Step, who: str, words: str, reply_to: int | None) -> None:
    name, organisation_id, byline = helped.speaking(town, who)
    made = write_comment(
        town.session,
        town.reference(step),
        by=town.resident(name),
        source=words,
        contact_id=town.contact(name).id,
        byline=byline,
        confirmed=True,
        reply_to=reply_to,
        organisation_id=organisation_id,
    )
    enqueue(town.session, comment_id=made.id, text_id=made.text_id)


def support(town: Town, step: Step, first: int, last: int) -> None:
    """The supporters between two numbers press the button, and the clock counts them."""
    many, rules = len(town.supporters), town.site.participation
    said = _said(town, Act.SUPPORT)
    for number in range(first, last):
        supporter = town.supporters[(step.case * 7 + number) % many]
        vote.support(town.session, town.reference(step), supporter, rules=rules, said=said)
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
            own_contacts=[contact.id or 0],
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
        by=_author(town, step),
        rules=town.site.proposals,
    )
