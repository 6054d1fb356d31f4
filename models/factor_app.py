"""An app on a telephone that shows a new code every half minute (TOTP, RFC 6238).

The secret is encrypted with a key made from ours, so the database alone shows no codes. A code
works once, and one that is half a minute early or late still does: clocks differ (ASVS 6.5.1).
"""

import base64
import hashlib
import hmac

import pyotp
from pyotp.exceptions import OTPVerificationError
from sqlalchemy import bindparam, delete, insert, select, update
from sqlmodel import Session

from models import factor
from models.calendar import SECOND, now
from models.database import lock_rows
from models.errors import NotFound
from models.factor import FactorKind, factors
from models.settings import settings

DIGITS = 6
WINDOW = 1
"""Half minutes before and after the present one whose codes are taken."""

_f = factors.c
_APPS = (
    select(_f.id, _f.secret, _f.counter)
    .where(
        _f.person_id == bindparam("person"),
        _f.kind == FactorKind.APP,
        _f.confirmed_at.is_not(None),
    )
    .limit(factor.MOST)
)


def begin(session: Session, person_id: int, name: str) -> int:
    """A new app, which counts once its first code has come. Returns its id.

    Raises NotAllowed for whoever has as many as anybody may have.
    """
    factor.room_for_one(session, person_id)
    session.execute(
        delete(factors).where(
            _f.person_id == person_id, _f.kind == FactorKind.APP, _f.confirmed_at.is_(None)
        )
    )
    row = {
        "person_id": person_id,
        "kind": FactorKind.APP,
        "name": name,
        "secret": _encrypted(pyotp.random_base32()),
        "counter": 0,
        "created_at": now(),
    }
    made: int = session.execute(insert(factors).values(row).returning(_f.id)).scalar_one()
    return made


def secret(session: Session, person_id: int, factor_id: int) -> str:
    """What the app is to be given, in base32, until its first code has come. Raises NotFound."""
    found = session.execute(
        select(_f.secret).where(
            _f.id == factor_id,
            _f.person_id == person_id,
            _f.kind == FactorKind.APP,
            _f.confirmed_at.is_(None),
        )
    ).scalar()
    if found is None:
        raise NotFound
    return _decrypted(found)


def address(secret: str, *, whose: str, site: str) -> str:
    """The otpauth: address that an app reads from a link or a square code."""
    return pyotp.TOTP(secret, digits=DIGITS).provisioning_uri(name=whose, issuer_name=site)


def confirm(session: Session, person_id: int, factor_id: int, code: str) -> bool:
    """The first code: from now on the app counts. False for a wrong one. Raises NotFound."""
    step = _step(secret(session, person_id, factor_id), code)
    if step is None:
        return False
    session.execute(
        update(factors)
        .where(_f.id == factor_id)
        .values(counter=step, confirmed_at=now(), used_at=now())
    )
    factor.added(session, person_id)
    return True


def fits(session: Session, person_id: int, code: str) -> bool:
    """Whether one of her apps shows this code now, and has not shown it here before."""
    for row in session.execute(lock_rows(_APPS), {"person": person_id}).all():
        kept = _decrypted(row.secret)
        step = _step(kept, code)
        if step is not None and factor.shown(session, row.id, step):
            _renew(session, row.id, row.secret, kept)
            return True
    return False


def _step(secret: str, code: str) -> int | None:
    """The half minute whose code this is."""
    totp = pyotp.TOTP(secret, digits=DIGITS)
    try:
        return totp.verify_and_get_timecode(code, for_time=now() // SECOND, valid_window=WINDOW)
    except OTPVerificationError:
        return None


def _renew(session: Session, factor_id: int, sealed: bytes, kept: str) -> None:
    """A secret that was encrypted with the former key is encrypted with the present one."""
    if not _opens(settings().secret_key, sealed):
        session.execute(update(factors).where(_f.id == factor_id).values(secret=_encrypted(kept)))


def _encrypted(secret: str) -> bytes:
    # Not loaded at start: only who sets up an app needs it.
    from cryptography.fernet import Fernet

    return Fernet(_key(settings().secret_key)).encrypt(secret.encode())


def _decrypted(sealed: bytes) -> str:
    """Raises NotFound where neither our key nor the former one opens it: set up a new app."""
    for ours in (settings().secret_key, settings().secret_key_previous):
        opened = _opens(ours, sealed) if ours else None
        if opened is not None:
            return opened
    raise NotFound


def _opens(ours: str, sealed: bytes) -> str | None:
    from cryptography.fernet import Fernet, InvalidToken

    try:
        return Fernet(_key(ours)).decrypt(sealed).decode()
    except InvalidToken:
        return None


def _key(ours: str) -> bytes:
    made = hmac.new(ours.encode(), b"torget/factor/app", hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made)
