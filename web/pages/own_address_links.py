"""The pages behind the links about an address: the button at the new one, and undo at the old."""

from models import changing_address, person
from models.address import masked
from models.errors import Gone
from models.token import Purpose
from web.answers import Answer, Cookie, Shown
from web.pages.over import over
from web.responses import session_cookie
from web.visit import Visit

ADDRESSES = "/me/addresses"


def show(visit: Visit) -> Answer:
    """Is this yours?"""
    return _page(visit, Purpose.NEW_ADDRESS)


def confirm(visit: Visit) -> Answer:
    """It is: she is reached here from now on."""
    try:
        changing_address.confirm(visit.session, visit.params["token"], visit.viewer)
    except Gone as gone:
        return _over(gone)
    return _done(visit, Purpose.NEW_ADDRESS)


def show_undo(visit: Visit) -> Answer:
    """Was it not you?"""
    return _page(visit, Purpose.UNDO_ADDRESS)


def undo(visit: Visit) -> Answer:
    """It was not: everything is put back, and everybody is signed out, in this browser as well."""
    try:
        changing_address.undo(visit.session, visit.params["token"], visit.viewer)
    except Gone as gone:
        return _over(gone)
    return _done(visit, Purpose.UNDO_ADDRESS, Cookie(session_cookie(), None))


def _page(visit: Visit, purpose: Purpose) -> Answer:
    given = visit.params["token"]
    try:
        change = changing_address.of_link(visit.session, given, purpose, visit.viewer)
    except Gone as gone:
        return _over(gone)
    new = person.contact(visit.session, change.new_id)
    confirms = purpose is Purpose.NEW_ADDRESS
    return Shown(
        "own/address_link.html",
        {
            "purpose": purpose.value,
            "action": visit.path.partition("?")[0],
            "address": masked(new.address) if confirms and new is not None else "",
            "done": False,
        },
        kept=True,
    )


def _done(visit: Visit, purpose: Purpose, *cookies: Cookie) -> Answer:
    said = {"purpose": purpose.value, "action": "", "address": "", "done": True}
    return Shown("own/address_link.html", said, kept=True, cookies=cookies)


def _over(gone: Gone) -> Answer:
    return over(gone, again=ADDRESSES)
