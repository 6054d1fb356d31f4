"""Signed out, or signed in too weakly, while she wrote: nothing typed is lost (ASVS 7.1.1, 7.3).

A form from a browser whose cookie signs nobody in any more is answered with all its words, in a
form that goes to the same address again once she has signed in beside it. It says the same of every
address, whether anything is there or not. Without a cookie there is 404 as before.

The status is 403: what was shown to say who she is does not suffice, and with other proof the same
may be sent again (RFC 9110, 15.5.4). A 401 would have to name a scheme of HTTP authentication.
"""

from collections.abc import Sequence
from urllib.parse import quote

from sqlmodel import Session

from models.errors import Invalid, NotFound, Refusal
from models.session import whose
from web.answers import Answer, Go, Shown
from web.entry import Entry
from web.responses import session_cookie
from web.towards import own_page
from web.unit import Unit

STATUS = 403
FACTOR = "/sign-in/factor"
AS_A_STRANGER = "as_a_stranger"
"""The button of the page that sends the form all the same, by nobody."""

_FREE = ("/sign-in", "/sign-out", "/language", "/me/")
"""Where signing in, out and over is done, and what is hers whichever roles she has."""
_ASKED_OF_STRANGERS = frozenset({"channel", "email", "phone"})


class TooWeak(NotFound):
    """The form was begun with roles that this browser has lost meanwhile."""


def towards_factor(path: str) -> str:
    """Where a second factor is shown, to come back to a page of ours."""
    return f"{FACTOR}?next={quote(own_page(path), safe='/')}"


def towards_sign_in(path: str) -> str:
    """Where one signs in, to come back to a page of ours."""
    return f"/sign-in?next={quote(own_page(path), safe='/')}"


def onward(session: Session, cookie: str, towards: str, *, home: str) -> str:
    """Where somebody goes on to who has just signed in with this cookie: whoever works here shows
    her second factor first.
    """
    if whose(session, cookie).waits_for_factor:
        return towards_factor(towards)
    return towards or home


def is_too_weak(unit: Unit) -> bool:
    """Whether the form was begun with roles that this browser has lost meanwhile.

    Sent on as a resident's it would say something else than its writer meant.
    """
    return (
        unit.entry.method == "POST"
        and unit.viewer.lapsed
        and not _is_free(unit.entry)
        and AS_A_STRANGER not in unit.values
    )


def instead(unit: Unit, refusal: Refusal | None, errors: Sequence[Invalid] = ()) -> Answer | None:
    """What is answered instead of a refusal whose only reason is who she is just now, or None."""
    viewer = unit.viewer
    if unit.entry.machine or not (isinstance(refusal, NotFound) or _was_known(unit, errors)):
        return None
    if unit.entry.method == "GET":
        # Shown beside what only her roles open, a 404 would be a lie; for nothing it stays one.
        return Go(towards_factor(unit.path)) if viewer.waits_for_factor else None
    ended = viewer.person_id is None and bool(unit.cookies.get(session_cookie()))
    if _is_free(unit.entry) and not unit.entry.path.startswith("/me/"):
        return None
    if not (ended or viewer.waits_for_factor):
        return None
    return _page(unit, ended=ended, strange=type(refusal) is not NotFound)


def _is_free(entry: Entry) -> bool:
    return entry.path.startswith(_FREE) or "{token}" in entry.path


def _was_known(unit: Unit, errors: Sequence[Invalid]) -> bool:
    """Whether a form was made for somebody signed in: it lacks what strangers are asked for."""
    asked = {error.field for error in errors if error.code == "missing"}
    return (
        bool(asked & _ASKED_OF_STRANGERS)
        and not _ASKED_OF_STRANGERS & unit.values.keys()
        and AS_A_STRANGER not in unit.values
    )


def _page(unit: Unit, *, ended: bool, strange: bool) -> Shown:
    """Every field goes along; what she has typed stands there and can be changed. `strange`: it
    could be sent by anybody too.
    """
    values = {name: text for name, text in unit.values.items() if name != AS_A_STRANGER}
    typed = {name for name, text in values.items() if _is_typed(name, text)}
    return Shown(
        "stepping_up/signed_out.html",
        {
            "action": unit.path,
            "ended": ended,
            "typed": [(name, text) for name, text in values.items() if name in typed],
            "others": [(name, text) for name, text in values.items() if name not in typed],
            "files": bool(unit.sent),
            "stranger": AS_A_STRANGER if strange and unit.entry.allow.action is None else "",
        },
        status=STATUS,
    )


_TYPED = frozenset({"name", "title", "text", "place", "email", "phone", "address", "message"})


def _is_typed(name: str, text: str) -> bool:
    """Words, not the number of a row or the code of a choice."""
    return bool(text.strip()) and (name in _TYPED or any(sign.isspace() for sign in text.strip()))
