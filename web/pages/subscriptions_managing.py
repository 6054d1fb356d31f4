"""Dina besked: everything an address hears of, changed by a link that never ends. No account."""

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator

from models import following, pause, person, sent, subscription
from models.calendar import local, today
from models.errors import NotFound
from models.subscription import MANAGE, Extent, Frequency, Subscription
from web.answers import Answer, Go, Shown
from web.forms import Form, choice, fail, words
from web.pages.reaching import shown
from web.pages.subscriptions_told import told
from web.visit import Visit

ALL = "all"
"""Stands in the address of the page for everything having been stopped."""

LANGUAGES = ("sv", "en")


def _day(value: str) -> str:
    try:
        date.fromisoformat(value)
    except ValueError:
        raise fail("bad") from None
    return value


def _language(value: str) -> str:
    if value not in LANGUAGES:
        raise fail("unknown")
    return value


class Much(Form):
    """How much, how often and in what language."""

    extent: Annotated[Extent, choice(Extent)]
    frequency: Annotated[Frequency, choice(Frequency)] = Frequency.AT_ONCE
    language: Annotated[str, words(5), AfterValidator(_language)]


class Until(Form):
    until: Annotated[str, words(10, least=1), AfterValidator(_day)]


def manage(visit: Visit) -> Answer:
    """Everything this address hears of, and the way back from what was stopped just now."""
    held = holder(visit)
    contact = person.contact(visit.session, held.contact_id)
    if contact is None:
        raise NotFound
    at = here(visit)
    until = pause.until(visit.session, held.contact_id)
    return Shown(
        "subscriptions/manage.html",
        {
            "managed": at,
            "address": shown(contact.channel, contact.address),
            "channel": contact.channel.value,
            "wishes": [
                {**told(row, visit.language), "action": f"{at}/wishes/{row.id}"}
                for row in following.wishes(visit.session, [held.contact_id])
            ],
            "stopped": _stopped(visit, held),
            "paused": local(until).date() if until else None,
            "tomorrow": date.fromordinal(today().toordinal() + 1),
            "values": visit.values,
            "errors": visit.errors,
        },
        kept=True,
    )


def messages(visit: Visit) -> Answer:
    """What we have sent her of what she follows: the last of them, and what became of each.

    Letters about her own cases do not stand there: whoever was passed a letter has this link, too.
    """
    rows = sent.to(visit.session, holder(visit).contact_id)
    why = sent.reasons(visit.session, [row.id for row in rows])
    return Shown(
        "subscriptions/messages.html",
        {
            "managed": here(visit),
            "rows": [
                {
                    **row._asdict(),
                    "state": row.state.value,
                    "title": row.title or "",
                    "why": [told(wish, visit.language) for wish in why.get(row.id, [])],
                }
                for row in rows
            ],
            "most": sent.SHOWN,
        },
        kept=True,
    )


def change(visit: Visit) -> Answer:
    """Hear of more or of less, sooner or later, in another language."""
    much: Much = visit.form
    following.change(visit.session, _wish(visit), much.extent, much.frequency, much.language)
    return Go(here(visit))


def stop(visit: Visit) -> Answer:
    """Stop one, and offer to undo it."""
    wish = _wish(visit)
    subscription.stop(visit.session, wish)
    return Go(f"{here(visit)}?stopped={wish.id}")


def resume(visit: Visit) -> Answer:
    """Undo."""
    following.resume(visit.session, _wish(visit))
    return Go(here(visit))


def stop_all(visit: Visit) -> Answer:
    """Stop everything, and offer to undo it."""
    following.stop_all(visit.session, holder(visit).contact_id)
    return Go(f"{here(visit)}?stopped={ALL}")


def resume_all(visit: Visit) -> Answer:
    """Undo."""
    following.resume_all(visit.session, holder(visit).contact_id)
    return Go(here(visit))


def rest(visit: Visit) -> Answer:
    """Tell her nothing of what she follows until a day."""
    until: Until = visit.form
    pause.begin(visit.session, holder(visit).contact_id, date.fromisoformat(until.until))
    return Go(here(visit))


def go_on(visit: Visit) -> Answer:
    """End the pause now."""
    pause.end(visit.session, holder(visit).contact_id)
    return Go(here(visit))


def holder(visit: Visit) -> Subscription:
    """The wish whose link this is: it stands for its address. Raises NotFound for a forged one."""
    return subscription.by_link(visit.session, visit.params["token"], MANAGE)


def here(visit: Visit) -> str:
    return f"/subscriptions/{visit.params['token']}"


def _wish(visit: Visit) -> Subscription:
    contact_id, wish_id = holder(visit).contact_id, visit.number("wish")
    return following.of_contact(visit.session, contact_id, wish_id, lock=True)


def _stopped(visit: Visit, held: Subscription) -> dict[str, Any] | None:
    """What was stopped just now, with the way back."""
    given = visit.query.get("stopped", "")
    if given == ALL:
        return {"title": "", "topic": "", "resume_action": f"{here(visit)}/resumption"}
    if not (given.isascii() and given.isdigit() and len(given) < 19):
        return None
    wish = following.of_contact(visit.session, held.contact_id, int(given))
    if not following.can_resume(wish):
        return None
    row = told(following.described(visit.session, wish), visit.language)
    action = f"{here(visit)}/wishes/{wish.id}/resumption"
    return {"title": row["title"], "topic": row["topic"], "resume_action": action}
