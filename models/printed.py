"""Finding one's case again by what was printed: its number and its code (ST-26)."""

import re

from sqlalchemy import bindparam, select
from sqlmodel import Session

from models import allowance, keys
from models.submission import KEY_PURPOSE, submissions

TRIES, WINDOW = 5, 900
"""Wrong tries of one network, and for one case, in so many seconds: nobody may guess for long."""

_MISREAD = str.maketrans("oil", "011")
_NUMBER = re.compile(r"(20\d\d)\D*(\d{1,9})")
_DUMMY = "0" * 24
_NONCE = select(submissions.c.nonce).where(submissions.c.reference == bindparam("case"))


def reference_of(typed: str) -> str:
    """The number of a case as it was typed: `2026 123`, `nr 202600123`, `2O26-OO123`; "" for none.

    Without a year it could be several cases, so the year is asked for.
    """
    digits = typed.lower().translate(_MISREAD)
    found = _NUMBER.search(digits)
    return f"{found[1]}-{int(found[2]):05d}" if found else ""


def key_for(session: Session, reference: str, code: str, *, network: str) -> str | None:
    """The key of a case for whoever typed its number and its code; None when they do not belong
    together, which takes as long whether there is such a case or not.

    Only wrong tries are counted. Raises TooMany after TRIES of them from one network or for one
    number, known or not.
    """
    counted = [("code:network", network), ("code:case", reference)]
    for what, whose in counted:
        _spend(session, what, whose)
    nonce = session.execute(_NONCE, {"case": reference}).scalar()
    fits = keys.fits(code, KEY_PURPOSE, reference, nonce or _DUMMY)
    if nonce is None or not fits:
        return None
    for what, whose in counted:
        allowance.give_back(session, what, _hashed(what, whose), seconds=WINDOW)
    return keys.key(KEY_PURPOSE, reference, nonce)


def _spend(session: Session, what: str, whose: str) -> None:
    allowance.spend(session, what, _hashed(what, whose), most=TRIES, seconds=WINDOW)


def _hashed(what: str, whose: str) -> str:
    return keys.key("allowance", what, whose)
