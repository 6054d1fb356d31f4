"""Ten codes on paper, each good for one time, for who has lost her passkey and her app.

Shown when they are made and never again. What is kept of them is made with our secret, so the
database alone opens nothing, though they are short enough to be typed (ASVS 6.5.2 would have a slow
hash there, against a reader of the database, who lacks our secret).
"""

import secrets

from sqlalchemy import bindparam, delete, insert, select, update
from sqlmodel import Session

from models import factor_letter, keys
from models.calendar import now
from models.database import lock_rows
from models.factor import FactorKind, factors
from models.factor_letter import What

COUNT = 10
LETTERS = 10
"""50 bits: five wrong tries are all that anybody has."""

_PURPOSE = "recovery"
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_f = factors.c
_LEFT = select(_f.id, _f.secret).where(
    _f.person_id == bindparam("person"), _f.kind == FactorKind.CODE, _f.used_at.is_(None)
)


def make(session: Session, person_id: int, *, again: bool = False) -> list[str]:
    """Ten new codes; the old ones are good for nothing any more. Made `again`, a letter says so."""
    session.execute(delete(factors).where(_f.person_id == person_id, _f.kind == FactorKind.CODE))
    codes = ["".join(secrets.choice(_ALPHABET) for _ in range(LETTERS)) for _ in range(COUNT)]
    at = now()
    session.execute(
        insert(factors),
        [
            {
                "person_id": person_id,
                "kind": FactorKind.CODE,
                "name": "",
                "secret": keys.key(_PURPOSE, person_id, code).encode(),
                "counter": 0,
                "created_at": at,
                "confirmed_at": at,
            }
            for code in codes
        ],
    )
    if again:
        factor_letter.tell(session, person_id, What.CODES_MADE)
    return codes


def left(session: Session, person_id: int) -> int:
    """How many of them are not used yet."""
    return len(session.execute(_LEFT, {"person": person_id}).all())


def fits(session: Session, person_id: int, typed: str) -> bool:
    """Whether it is one of hers, unused; then it is used, and a letter tells her so."""
    code = keys.plain(typed).translate(keys.MISREAD)
    if len(code) != LETTERS:
        return False
    for row in session.execute(lock_rows(_LEFT), {"person": person_id}).all():
        # The hash stands where the key of a link would: made from our secret, compared in
        # constant time, and good after the secret has changed once.
        if keys.fits(row.secret.decode(), _PURPOSE, person_id, code):
            session.execute(update(factors).where(_f.id == row.id).values(used_at=now()))
            factor_letter.tell(session, person_id, What.CODE_USED)
            return True
    return False
