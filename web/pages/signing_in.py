"""Signing in: a link by letter, a button behind it, a session. Every address is answered alike."""

from typing import Annotated

from pydantic import AfterValidator

from models import address, me, signing_in
from models.actor import Role
from models.address import masked
from models.calendar import SECOND
from models.errors import Gone, NotFound
from models.session import ABSOLUTE
from models.session import end as end_session
from models.settings import settings
from web.answers import Answer, Cookie, Go, Shown
from web.forms import Form, checked, words
from web.pages.over import over
from web.responses import session_cookie
from web.towards import own_page
from web.visit import Visit

HOME = "/me"
SESSION_SECONDS = ABSOLUTE // SECOND


def _email(value: str, _info: object) -> str:
    return address.email(value)


class Wanted(Form):
    email: Annotated[str, words(300), AfterValidator(checked(_email))] = ""
    next: Annotated[str, words(300)] = ""


def new(visit: Visit) -> Answer:
    """Which address?"""
    return _page(visit, {"next": own_page(visit.query.get("next", ""))})


def again(visit: Visit) -> Answer:
    return _page(visit, dict(visit.values))


def create(visit: Visit) -> Answer:
    """Send a link to a confirmed address; the page is the same for any other."""
    wanted: Wanted = visit.form
    signing_in.ask(
        visit.session, wanted.email, towards=own_page(wanted.next), language=visit.language
    )
    return Shown("sign_in_sent.html", {"address": address.shown_email(wanted.email)})


def show(visit: Visit) -> Answer:
    """The button behind the link, and whom it signs in: nobody becomes somebody else unawares."""
    try:
        _, owner = signing_in.link(visit.session, visit.params["token"])
    except Gone as gone:
        return _over(visit, gone)
    return Shown(
        "confirm.html",
        {
            "purpose": "sign_in",
            "action": f"/sign-in/{visit.params['token']}",
            "title": masked(owner.address),
            "reference": "",
            "decisions": False,
            "done": False,
        },
        kept=True,
    )


def enter(visit: Visit) -> Answer:
    """Sign in, in place of whoever was signed in here."""
    try:
        entered = signing_in.enter(visit.session, visit.params["token"], visit.viewer)
    except Gone as gone:
        return _over(visit, gone)
    return Go(own_page(entered.towards) or HOME, (_cookie(entered.cookie),))


def leave(visit: Visit) -> Answer:
    """Sign out, on the server too."""
    if visit.viewer.session_id is not None:
        end_session(visit.session, visit.viewer)
    return Go("/", (Cookie(session_cookie(), None),))


def enter_demo(visit: Visit) -> Answer:
    """Be somebody of the demonstration; anywhere else there is no such page."""
    chosen = visit.values.get("person", "")
    if chosen not in {person["value"] for person in _demo_people(visit)}:
        raise NotFound
    cookie = signing_in.begin(visit.session, int(chosen), visit.viewer)
    return Go(HOME, (_cookie(cookie),))


def _page(visit: Visit, values: dict[str, str]) -> Answer:
    return Shown(
        "sign_in.html",
        {"values": values, "errors": visit.errors, "demo_people": _demo_people(visit)},
    )


def _demo_people(visit: Visit) -> list[dict[str, str]]:
    if not settings().demo:
        return []
    return [
        {
            "value": str(row.id),
            "name": row.name,
            "role": (row.role or Role.RESIDENT).value,
        }
        for row in me.demo_people(visit.session)
    ]


def _over(visit: Visit, gone: Gone) -> Answer:
    """A link that is over; whoever it has signed in here goes on as if it were not (ST-25)."""
    if gone.code == "used" and signing_in.is_in(visit.session, visit.params["token"], visit.viewer):
        return Go(HOME)
    return over(gone, again="/sign-in")


def _cookie(value: str) -> Cookie:
    return Cookie(session_cookie(), value, seconds=SESSION_SECONDS)
