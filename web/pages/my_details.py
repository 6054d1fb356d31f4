"""About me: what we call her, the language of page and messages, where she is signed in."""

from enum import StrEnum
from typing import Annotated, Any

from models import own_details
from models import session as sessions
from models.actor import Role
from models.errors import NotFound
from web.answers import Answer, Cookie, Go, Shown
from web.forms import Form, choice, words
from web.language import COOKIE
from web.pages import own_identity, residents, speaking
from web.pages.languages import A_YEAR
from web.pages.me import addresses
from web.visit import Visit

HERE = "/me/details"
HANDLERS = frozenset({Role.OFFICIAL, Role.ADMINISTRATOR})


class Language(StrEnum):
    SV = "sv"
    EN = "en"


class Daily(StrEnum):
    YES = "yes"
    NO = "no"


class StaffMail(Form):
    daily: Annotated[Daily, choice(Daily)]


class Named(Form):
    name: Annotated[str, words(80)] = ""


class Spoken(Form):
    language: Annotated[Language, choice(Language)]


def show(visit: Visit) -> Answer:
    """Everything about her; strangers are led to the sign-in."""
    if visit.viewer.person_id is None:
        return Go(f"/sign-in?next={HERE}")
    person = own_details.person(visit.session, visit.viewer.person_id)
    return Shown(
        "me_details.html",
        {
            "addresses": addresses(visit),
            # Colleagues know each other by these names: only the town changes them.
            "renames": not visit.viewer.works_here,
            "works_here": visit.viewer.works_here,
            "called": person.name,
            "bylines": own_details.bylines(visit.session, visit.contacts),
            "ways": own_identity.section(visit),
            "taking": residents.section(visit),
            "writes_for": [name for _, name in speaking.choices(visit)],
            "sessions": [_session(visit, row) for row in _sessions(visit)],
            "works": bool(visit.viewer.roles & HANDLERS),
            "values": {
                "name": person.name,
                "language": person.language,
                "daily": (Daily.YES if person.staff_mail else Daily.NO).value,
                **visit.values,
            },
            "errors": visit.errors,
        },
    )


def name(visit: Visit) -> Answer:
    """Call her otherwise from now on."""
    named: Named = visit.form
    if visit.viewer.works_here:
        raise NotFound
    own_details.rename(visit.session, _who(visit), named.name)
    return Go(HERE)


def language(visit: Visit) -> Answer:
    """Speak another language with her, on this site and in messages."""
    spoken: Spoken = visit.form
    own_details.speak(visit.session, _who(visit), visit.contacts, spoken.language.value)
    return Go(HERE, (Cookie(COOKIE, spoken.language.value, seconds=A_YEAR),))


def mail(visit: Visit) -> Answer:
    """Whether an official wants the daily mail of her work; what cannot wait comes all the same."""
    wanted: StaffMail = visit.form
    visit.acting(*HANDLERS)
    own_details.want_staff_mail(visit.session, _who(visit), wanted=wanted.daily is Daily.YES)
    return Go(HERE)


def end_one(visit: Visit) -> Answer:
    """Sign one other browser out, on the server, at once."""
    _who(visit)
    sessions.end_one(visit.session, visit.viewer, visit.number("id"))
    return Go(HERE)


def end_others(visit: Visit) -> Answer:
    """Sign out everywhere but here."""
    _who(visit)
    sessions.end_others(visit.session, visit.viewer)
    return Go(HERE)


def _who(visit: Visit) -> int:
    if visit.viewer.person_id is None:
        raise NotFound
    return visit.viewer.person_id


def _sessions(visit: Visit) -> list[Any]:
    """This browser first, then the others as they were last used."""
    found = sessions.of_person(visit.session, _who(visit))
    return sorted(found, key=lambda row: row.id != visit.viewer.session_id)


def _session(visit: Visit, row: Any) -> dict[str, Any]:
    return {**row._asdict(), "here": row.id == visit.viewer.session_id}
