"""Showing who one is once more: the second factor of staff, and a new letter for everybody else."""

from typing import Annotated, Any

from models import factor, factor_passkey, person, signing_in, stepping_up
from models.address import masked, shown_email, shown_phone
from models.calendar import now
from models.errors import Invalid, NotFound
from models.factor import FactorKind
from models.identity import identities
from models.person import Channel, Contact
from models.settings import settings
from models.viewer import FRESH, EnteredBy
from web.answers import Answer, Cookie, Go, Plain, Shown
from web.forms import Form, words
from web.networks import Limit
from web.pages import provider_buttons
from web.pages.signing_in import SESSION_SECONDS
from web.responses import session_cookie
from web.signed_out import towards_factor, towards_sign_in
from web.towards import own_page
from web.visit import Visit

AGAIN, FACTORS = "/sign-in/again", "/me/factors"
WORK, HOME = "/work", "/me"
CODES = Limit("factor", most=120, seconds=600)
"""Tries of one network: a whole office behind one address comes in the morning."""


class Typed(Form):
    code: Annotated[str, words(40, least=1)]
    next: Annotated[str, words(300)] = ""


class Signed(Form):
    credential: Annotated[str, words(factor_passkey.LONGEST_ANSWER)] = ""
    next: Annotated[str, words(300)] = ""


class Chosen(Form):
    contact: Annotated[str, words(18, least=1)]
    next: Annotated[str, words(300)] = ""


def show(visit: Visit) -> Answer:
    """A code or a passkey, please. Whoever works here and has none yet sets one up."""
    return _page(visit, {"next": own_page(visit.query.get("next", ""))})


def again(visit: Visit) -> Answer:
    return _page(visit, dict(visit.values))


def create(visit: Visit) -> Answer:
    """A code was typed. A wrong one is counted, so it is answered, not raised."""
    typed: Typed = visit.form
    cookie = stepping_up.by_code(visit.session, visit.viewer, typed.code)
    return _done(visit, cookie, Invalid("code", "wrong"), typed.next)


def challenge(visit: Visit) -> Answer:
    """What a passkey shall sign; asked for by script when the button is pressed."""
    if visit.viewer.person_id is None:
        raise NotFound
    asked = factor_passkey.asked(visit.session, visit.viewer)
    return Plain(asked, media="application/json")


def passkey(visit: Visit) -> Answer:
    """A passkey was shown."""
    signed: Signed = visit.form
    cookie = stepping_up.by_passkey(visit.session, visit.viewer, signed.credential)
    return _done(visit, cookie, Invalid("passkey", "failed"), signed.next)


def _done(visit: Visit, cookie: str | None, wrong: Invalid, wanted: str) -> Answer:
    if cookie is None:
        visit.errors = [wrong]
        return _page(visit, {"next": own_page(wanted)}, status=422)
    return Go(_onward(visit, wanted), (session_of(cookie),))


def session_of(value: str) -> Cookie:
    """The cookie of a session that has become strong."""
    return Cookie(session_cookie(), value, seconds=SESSION_SECONDS)


def _page(visit: Visit, values: dict[str, str], *, status: int = 200) -> Answer:
    person_id = visit.viewer.person_id
    wanted = own_page(values.get("next", ""))
    if person_id is None:
        return Go(towards_sign_in(wanted))
    has = factor.kinds(visit.session, person_id)
    elsewhere = providers(visit, wanted, strong=True)
    if not (has & set(factor.OWN) or elsewhere):
        return Go(FACTORS if visit.viewer.waits_for_factor else wanted or HOME)
    return Shown(
        "stepping_up/factor.html",
        {
            "passkey": FactorKind.PASSKEY in has and bool(factor_passkey.host()),
            "app": FactorKind.APP in has,
            "codes": FactorKind.CODE in has,
            "providers": elsewhere,
            "values": {"next": wanted},
            "errors": visit.errors,
        },
        status=status,
    )


def _onward(visit: Visit, wanted: str) -> str:
    return own_page(wanted) or (WORK if visit.viewer.as_strong().is_staff else HOME)


# For everybody: a change that opens or closes an account is asked of nobody else.


def once_more(visit: Visit) -> Answer:
    """How she shows that it is still she: by her second factor, or by a letter to herself."""
    return _once_more(visit, own_page(visit.query.get("next", "")))


def once_more_again(visit: Visit) -> Answer:
    return _once_more(visit, own_page(visit.values.get("next", "")))


def send(visit: Visit) -> Answer:
    """A letter with a link to the chosen address, which is one of her own."""
    chosen: Chosen = visit.form
    wanted = own_page(chosen.next)
    if not _by_letter(visit):
        return _once_more(visit, wanted)
    to = next((one for one in _addresses(visit) if str(one.id) == chosen.contact), None)
    if to is None:
        raise Invalid("contact", "unknown")
    signing_in.ask(visit.session, to.channel, to.address, towards=wanted, language=visit.language)
    return Shown(
        "sign_in_sent.html",
        {"channel": to.channel.value, "address": _whole(to), "meant": ""},
        kept=True,
    )


def _once_more(visit: Visit, wanted: str) -> Answer:
    viewer = visit.viewer
    if viewer.person_id is None:
        return Go(towards_sign_in(wanted))
    if viewer.is_fresh:
        return Go(wanted or HOME)
    if not _by_letter(visit):
        return Go(towards_factor(wanted))
    if viewer.waits_for_factor and viewer.begun_at > now() - FRESH:
        # A letter was enough to set up her first, and nothing less than that one is from now on.
        return Go(FACTORS)
    addresses = [(str(one.id), masked(one.address)) for one in _addresses(visit)]
    only = {"contact": addresses[0][0]} if len(addresses) == 1 else {}
    return Shown(
        "stepping_up/again.html",
        {
            "addresses": addresses,
            "providers": providers(visit, wanted),
            "demo": settings().demo and viewer.entered_by is EnteredBy.DEMO,
            "values": {"next": wanted, **only, **visit.values},
            "errors": visit.errors,
        },
    )


def _by_letter(visit: Visit) -> bool:
    """Whether a letter is enough: who has a second factor is asked for nothing less."""
    person_id = visit.viewer.person_id
    return person_id is not None and not factor.has(visit.session, person_id)


def providers(visit: Visit, wanted: str, *, strong: bool = False) -> list[dict[str, Any]]:
    """Buttons of the providers that know her; with `strong`, of those that show a second factor."""
    names = [row.provider for row in identities(visit.session, visit.viewer.person_id or 0)]
    found = [settings().provider(name) for name in dict.fromkeys(names)]
    return [
        provider_buttons.button(one, visit.language, next=wanted, again="yes")
        for one in found
        if one is not None and (one.second_factor or not strong)
    ]


def _addresses(visit: Visit) -> list[Contact]:
    found = [person.contact(visit.session, one) for one in visit.contacts]
    return [one for one in found if one is not None]


def _whole(to: Contact) -> str:
    return shown_email(to.address) if to.channel is Channel.EMAIL else shown_phone(to.address)
