"""Getting updates: asked for without an account, changed by a link that never ends."""

from dataclasses import replace
from typing import Annotated, Any

from pydantic import AfterValidator, ValidationInfo

from models import following, person, showing, subscription
from models.errors import NotFound
from models.states import PUBLIC
from models.subscription import MANAGE, Extent, Subscription, Topic
from web.answers import Answer, Go, Shown
from web.forms import Form, choice, fail, words
from web.pages import carrying
from web.pages.reaching import Where, offered, shown
from web.pages.votes import sent
from web.visit import Visit

ALL = "all"
"""Stands in the address of the page for everything having been stopped."""


def _submission(value: str, info: ValidationInfo) -> str:
    if not value and info.data.get("topic") is Topic.SUBMISSION:
        raise fail("missing")
    return value


class Wish(Where):
    topic: Annotated[Topic, choice(Topic)]
    submission: Annotated[str, words(16), AfterValidator(_submission)] = ""
    extent: Annotated[Extent, choice(Extent)] = Extent.ANSWERS


class Much(Form):
    extent: Annotated[Extent, choice(Extent)]


def new(visit: Visit) -> Answer:
    """How, and of what? Answers and decisions only is what most want."""
    reference = visit.query.get("submission", "")
    topic = Topic.SUBMISSION if reference else Topic.DECISIONS
    if topic is Topic.DECISIONS and not visit.site.modules.proposals:
        raise NotFound
    preset = {"topic": topic.value, "submission": reference, "extent": Extent.ANSWERS.value}
    return form(visit, preset)


def again(visit: Visit) -> Answer:
    return form(visit, dict(visit.values))


def create(visit: Visit) -> Answer:
    """Ask by letter: the answer is the same whether the address is known, follows, or neither."""
    wish: Wish = visit.form
    row = _case(visit, wish.submission) if wish.topic is Topic.SUBMISSION else None
    made = following.follow(
        visit.session,
        offered(visit.site, wish.channel),
        wish.address,
        wish.topic,
        submission_id=row.id if row else None,
        extent=wish.extent,
        language=visit.language,
        own_contacts=visit.contacts,
    )
    kept = carrying.kept(visit.values)
    if made is not None and not kept:
        return Go(_managed(made))
    back = f"/submissions/{row.reference}" if row else ""
    answer = sent("subscription", wish, back=back, back_title=row.title if row else "")
    more = {"kept": kept, "confirmed": made is not None}
    return replace(answer, context=answer.context | more)


def manage(visit: Visit) -> Answer:
    """Everything this address hears of, and the way back from what was stopped just now."""
    held = _held(visit)
    contact = person.contact(visit.session, held.contact_id)
    if contact is None:
        raise NotFound
    here = _here(visit)
    return Shown(
        "subscriptions/manage.html",
        {
            "address": shown(contact.channel, contact.address),
            "channel": contact.channel.value,
            "wishes": [
                {
                    **told(row),
                    "stop_action": f"{here}/wishes/{row.id}/stop",
                    "extent_action": f"{here}/wishes/{row.id}/extent",
                }
                for row in following.wishes(visit.session, [held.contact_id])
            ],
            "stopped": _stopped(visit, held),
            "stop_all_action": f"{here}/stop",
        },
        kept=True,
    )


def stop(visit: Visit) -> Answer:
    """Stop one, and offer to undo it."""
    wish = _wish(visit)
    subscription.stop(visit.session, wish)
    return Go(f"{_here(visit)}?stopped={wish.id}")


def resume(visit: Visit) -> Answer:
    """Undo."""
    following.resume(visit.session, _wish(visit))
    return Go(_here(visit))


def extent(visit: Visit) -> Answer:
    """Hear of more, or of less."""
    much: Much = visit.form
    following.change_extent(visit.session, _wish(visit), much.extent)
    return Go(_here(visit))


def stop_all(visit: Visit) -> Answer:
    """Stop everything, and offer to undo it."""
    following.stop_all(visit.session, _held(visit).contact_id)
    return Go(f"{_here(visit)}?stopped={ALL}")


def resume_all(visit: Visit) -> Answer:
    """Undo."""
    following.resume_all(visit.session, _held(visit).contact_id)
    return Go(_here(visit))


def told(row: Any) -> dict[str, Any]:
    """One wish as pages show it. A case that is not public has only its number for a name."""
    return {
        "id": row.id,
        "topic": row.topic.value,
        "extent": row.extent.value,
        "reference": row.reference if row.title else "",
        "title": row.title or row.reference or "",
    }


def _held(visit: Visit) -> Subscription:
    """The wish whose link this is: it stands for its address. Raises NotFound for a forged one."""
    return subscription.by_link(visit.session, visit.params["token"], MANAGE)


def _wish(visit: Visit) -> Subscription:
    contact_id, wish_id = _held(visit).contact_id, visit.number("wish")
    return following.of_contact(visit.session, contact_id, wish_id, lock=True)


def _stopped(visit: Visit, held: Subscription) -> dict[str, str] | None:
    """What was stopped just now, with the way back."""
    given = visit.query.get("stopped", "")
    if given == ALL:
        return {"title": "", "topic": "", "resume_action": f"{_here(visit)}/resumption"}
    if not (given.isascii() and given.isdigit() and len(given) < 19):
        return None
    wish = following.of_contact(visit.session, held.contact_id, int(given))
    if not following.can_resume(wish):
        return None
    row = told(following.described(visit.session, wish))
    action = f"{_here(visit)}/wishes/{wish.id}/resumption"
    return {"title": row["title"], "topic": row["topic"], "resume_action": action}


def form(visit: Visit, values: dict[str, str]) -> Answer:
    """How, and of what; with what was typed. Raises NotFound for a case that nobody may follow."""
    reference = values.get("submission", "")
    return Shown(
        "subscriptions/new.html",
        {
            "case": _case(visit, reference) if reference else None,
            "values": values,
            "errors": visit.errors,
            "kept": carrying.kept(values),
        },
    )


def _case(visit: Visit, reference: str) -> Any:
    """The case, while everyone may read it: nobody is told of any other. Raises NotFound."""
    row = showing.case(visit.session, reference, visit.viewer, visit.contacts)
    if row.publication not in PUBLIC:
        raise NotFound
    return row


def _here(visit: Visit) -> str:
    return f"/subscriptions/{visit.params['token']}"


def _managed(wish: Subscription) -> str:
    return f"/subscriptions/{subscription.link(wish, MANAGE)}"
