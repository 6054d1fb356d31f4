"""Several cases taken for a change at once, always in one order: no two such acts wait for each
other.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import bindparam, select
from sqlmodel import Session

from models.database import lock_rows, table_of
from models.event import Stream
from models.submission import Submission, submissions

_streams = table_of(Stream)
_CASES = (
    select(Submission)
    .where(submissions.c.reference.in_(bindparam("cases", expanding=True)))
    .order_by(submissions.c.reference)
)
_SEQS = (
    select(_streams.c.key, _streams.c.seq)
    .where(_streams.c.key.in_(bindparam("keys", expanding=True)))
    .order_by(_streams.c.key)
)


def take(session: Session, references: Sequence[str]) -> dict[str, Submission]:
    """The cases by their numbers, locked; unknown ones are left out."""
    found = session.scalars(lock_rows(_CASES), {"cases": list(references)})
    return {one.reference: one for one in found}


def lock_streams(session: Session, keys: Collection[str]) -> dict[str, int]:
    """How far each of these histories has come (`seq`); nothing is added until the transaction is
    over.
    """
    rows = session.execute(lock_rows(_SEQS), {"keys": list(keys)})
    return {row.key: row.seq for row in rows}
