"""Signing in: a link by letter, a button behind it, a session. Every address is answered alike."""

from typing import Annotated

from pydantic import AfterValidator

from models import address, health, me, signing_in
from models.actor import Role
from models.address import masked
from models.calendar import SECOND
from models.errors import Gone, Invalid, NotFound
from models.person import Channel
from models.session import ABSOLUTE
from models.session import end as end_session
from models.settings import settings
from models.typos import email_suggestion
from models.viewer import EnteredBy
from web.answers import Answer, Cookie, Go, Shown
from web.forms import Form, checked, words
from web.pages import waiting_texts
from web.pages.over import over
from web.pages.provider_buttons import buttons, way_out
from web.pages.reaching import shown
from web.responses import session_cookie
from web.signed_out import onward
from web.towards import own_page
from web.visit import Visit

HOME = "/me"
SESSION_SECONDS = ABSOLUTE // SECOND


def _canonical(value: str, _info: object) -> str:
    """One field for both: a mobile number is what has no @ and no letters."""
    if "@" not in value and any(sign.isdigit() for sign in value):
        return address.sms_number(value)
    return address.email(value)


class Wanted(Form):
    address: Annotated[str, words(300), AfterValidator(checked(_canonical))] = ""
    next: Annotated[str, words(300)] = ""

    @property
    def channel(self) -> Channel:
        return Channel.EMAIL if "@" in self.address else Channel.SMS


def new(visit: Visit) -> Answer:
    """Which address?"""
    return _page(visit, {"next": own_page(visit.query.get("next", ""))})


def again(visit: Visit) -> Answer:
    return _page(visit, dict(visit.values))


def create(visit: Visit) -> Answer:
    """Send a link to an address that we know; the page is the same for any other."""
    wanted: Wanted = visit.form
    if wanted.channel is Channel.SMS and not visit.site.modules.sms:
        raise Invalid("address", "mail_only")
    signing_in.ask(
        visit.session,
        wanted.channel,
        wanted.address,
        towards=own_page(wanted.next),
        language=visit.language,
    )
    by_mail = wanted.channel is Channel.EMAIL
    meant = email_suggestion(wanted.address) if by_mail else None
    return _sent(
        channel=wanted.channel.value,
        address=shown(wanted.channel, wanted.address),
        meant=address.shown_email(meant) if meant else "",
    )


def renew(visit: Visit) -> Answer:
    """A new link in place of one that is over, to the same address, whosever it is."""
    signing_in.renew(visit.session, visit.params["token"], language=visit.language)
    return _sent(channel="", address="", meant="")


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
            "topic": "",
            **waiting_texts.NOTHING,
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
    on = onward(visit.session, entered.cookie, own_page(entered.towards), home=HOME)
    return Go(on, (_cookie(entered.cookie),))


def leave(visit: Visit) -> Answer:
    """Sign out, on the server too."""
    if visit.viewer.session_id is not None:
        end_session(visit.session, visit.viewer)
    return Go(way_out(visit.viewer) or "/", (Cookie(session_cookie(), None),))


def enter_demo(visit: Visit) -> Answer:
    """Be somebody of the demonstration; anywhere else there is no such page."""
    chosen = visit.values.get("person", "")
    if chosen not in {person["value"] for person in _demo_people(visit)}:
        raise NotFound
    cookie = signing_in.begin(visit.session, int(chosen), visit.viewer, by=EnteredBy.DEMO)
    return Go(HOME, (_cookie(cookie),))


def _sent(**said: str) -> Answer:
    return Shown("sign_in_sent.html", said, kept=True)


def _page(visit: Visit, values: dict[str, str]) -> Answer:
    return Shown(
        "sign_in.html",
        {
            "values": values,
            "errors": visit.errors,
            "late": health.is_late(health.sending(visit.session)),
            "providers": buttons(visit.language, next=own_page(values.get("next", ""))),
            "demo_people": _demo_people(visit),
        },
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
    return over(gone, again="", renewal=f"/sign-in/{visit.params['token']}/renewal")


def _cookie(value: str) -> Cookie:
    return Cookie(session_cookie(), value, seconds=SESSION_SECONDS)
