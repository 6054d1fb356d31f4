"""Where we reach her: every address, adding one, changing one for another, taking one away."""

from typing import Any

from models import address_change, changing_address, person
from models.address import masked
from models.changing_address import Wanted
from models.errors import Invalid, NotFound
from models.identity import identities
from models.person import Channel, Contact
from web.answers import Answer, Go, Shown
from web.forms import Tick
from web.pages import signing_in
from web.pages.own_entrance import stale, stranger, who
from web.visit import Visit

HERE = "/me/addresses"


class Replaced(signing_in.Wanted):
    along: Tick = False


def index(visit: Visit) -> Answer:
    """Every address, and what waits to be confirmed."""
    led = stranger(visit, HERE)
    if led is not None:
        return led
    waits = address_change.waiting(visit.session, who(visit))
    return Shown(
        "own/addresses.html",
        {
            "rows": [_row(contact) for contact in _contacts(visit)],
            "waits": _masked(visit, waits.new_id) if waits is not None else "",
            "full": len(visit.contacts) >= changing_address.MOST,
            "last": _is_last(visit),
        },
    )


def new(visit: Visit) -> Answer:
    """Which address?"""
    return stale(visit, f"{HERE}/new") or _form(visit, None)


def create(visit: Visit) -> Answer:
    """Write to a new address beside the others."""
    return stale(visit, f"{HERE}/new") or _ask(visit, None, along=False)


def replacement(visit: Visit) -> Answer:
    """Which address instead of this one, and what goes along?"""
    return stale(visit, _path(visit, "replacement")) or _form(visit, _contact(visit))


def replace(visit: Visit) -> Answer:
    """Write to the new address; until its button is pressed nothing changes."""
    led = stale(visit, _path(visit, "replacement"))
    return led or _ask(visit, _contact(visit).id, along=visit.form.along)


def removal(visit: Visit) -> Answer:
    """What it means to take this one away."""
    led = stale(visit, _path(visit, "removal"))
    if led is not None:
        return led
    contact = _contact(visit)
    return Shown("own/removal.html", {**_row(contact), "last": _is_last(visit)})


def remove(visit: Visit) -> Answer:
    """Take it away, with what was written from it."""
    led = stale(visit, _path(visit, "removal"))
    if led is None:
        changing_address.remove(visit.session, visit.viewer, _contact(visit).id or 0)
    return led or Go(HERE)


def give_up(visit: Visit) -> Answer:
    """She wants the new address no more."""
    address_change.give_up(visit.session, who(visit))
    return Go(HERE)


def _ask(visit: Visit, old_id: int | None, *, along: bool) -> Answer:
    typed: signing_in.Wanted = visit.form
    if typed.channel is Channel.SMS and not visit.site.modules.sms:
        raise Invalid("address", "mail_only")
    wanted = Wanted(typed.channel, typed.address, old_id, along)
    changing_address.ask(visit.session, who(visit), wanted, language=visit.language)
    return Go(HERE)


def _form(visit: Visit, old: Contact | None) -> Answer:
    return Shown(
        "own/address.html",
        {
            "old": _row(old) if old is not None else None,
            "values": dict(visit.values) if visit.values else {"along": "yes"},
            "errors": visit.errors,
        },
    )


def _path(visit: Visit, what: str) -> str:
    return f"{HERE}/{visit.number('id')}/{what}"


def _contacts(visit: Visit) -> list[Contact]:
    found = [person.contact(visit.session, one) for one in sorted(visit.contacts)]
    return [contact for contact in found if contact is not None]


def _contact(visit: Visit) -> Contact:
    """One of her own addresses. Raises NotFound for any other (T07)."""
    wanted = visit.number("id")
    for contact in _contacts(visit):
        if contact.id == wanted:
            return contact
    raise NotFound


def _row(contact: Contact) -> dict[str, Any]:
    return {
        "id": contact.id,
        "channel": contact.channel.value,
        "address": masked(contact.address),
        "since": contact.confirmed_at,
    }


def _masked(visit: Visit, contact_id: int | None) -> str:
    found = person.contact(visit.session, contact_id)
    return masked(found.address) if found is not None else ""


def _is_last(visit: Visit) -> bool:
    """Whether she could not sign in any more without it."""
    return len(visit.contacts) < 2 and not identities(visit.session, who(visit))
