"""Showing the second factor: a code or a passkey makes a browser's session strong (spec T14)."""

from sqlmodel import Session

from models import allowance, factor_app, factor_codes, factor_passkey, keys
from models import session as sessions
from models.errors import NotFound
from models.viewer import Viewer

TRIES: tuple[tuple[int, int], ...] = ((5, 300), (30, 86_400))
"""Wrong codes of one person, in so many seconds, from however many browsers (ASVS 6.3.1).

A code of six digits guessed at that pace for a year is found with a chance below 4 in 100.
"""


def by_code(session: Session, viewer: Viewer, typed: str) -> str | None:
    """The new cookie of whoever typed a code of her app, or one of those on paper; None for a wrong
    code, which is counted. Raises TooMany after five.
    """
    person_id = _whose(viewer)
    _spend(session, person_id)
    digits = "".join(typed.split())
    is_app = len(digits) == factor_app.DIGITS and digits.isascii() and digits.isdigit()
    right = factor_app.fits if is_app else factor_codes.fits
    if not right(session, person_id, digits):
        return None
    _give_back(session, person_id)
    return sessions.strengthen(session, viewer)


def by_passkey(session: Session, viewer: Viewer, answer: str) -> str | None:
    """The new cookie of whoever showed one of her passkeys; None where the answer does not hold.

    Nobody guesses a signature, so these are not counted.
    """
    _whose(viewer)
    if not factor_passkey.fits(session, viewer, answer):
        return None
    return sessions.strengthen(session, viewer)


def just_made(session: Session, viewer: Viewer) -> str:
    """The new cookie of whoever has set one up in this moment, and so has it in her hands."""
    return sessions.strengthen(session, viewer)


def _spend(session: Session, person_id: int) -> None:
    """Count one code, before it is looked at. Raises TooMany."""
    for most, seconds in TRIES:
        allowance.spend(
            session, f"factor:{seconds}", _counted(person_id), most=most, seconds=seconds
        )


def _give_back(session: Session, person_id: int) -> None:
    """It was right: only wrong ones count."""
    for _, seconds in TRIES:
        allowance.give_back(session, f"factor:{seconds}", _counted(person_id), seconds=seconds)


def _counted(person_id: int) -> str:
    return keys.key("allowance", "factor", str(person_id))


def _whose(viewer: Viewer) -> int:
    if viewer.person_id is None:
        raise NotFound
    return viewer.person_id
