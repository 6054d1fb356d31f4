"""Allowances: how often an address, a number or a network may ask something of us."""

from sqlalchemy import Column, Integer, PrimaryKeyConstraint, String, update
from sqlmodel import Field, Session, SQLModel

from models.calendar import SECOND, Moment, now
from models.database import moment_column, table_of, upsert
from models.errors import TooMany


class Allowance(SQLModel, table=True):
    """How much of a limit was used in the window that began at `since`."""

    __table_args__ = (PrimaryKeyConstraint("what", "who", "since"),)

    what: str = Field(sa_column=Column(String(40), nullable=False))
    who: str = Field(sa_column=Column(String(64), nullable=False))
    since: Moment = Field(sa_column=moment_column())
    used: int = Field(sa_column=Column(Integer, nullable=False))


_allowances = table_of(Allowance)


def spend(session: Session, what: str, who: str, *, most: int, seconds: int) -> None:
    """Use one of `most` per window of `seconds`. Raises TooMany with the seconds left to wait.

    `who` is a hash, never an address itself: this table is a log of behaviour.
    """
    window = seconds * SECOND
    at = now()
    since = at - at % window
    used: int = session.execute(
        upsert(_allowances)
        .values(what=what, who=who, since=since, used=1)
        .on_conflict_do_update(
            index_elements=["what", "who", "since"], set_={"used": _allowances.c.used + 1}
        )
        .returning(_allowances.c.used)
    ).scalar_one()
    if used > most:
        raise TooMany(max(1, (since + window - at) // SECOND))


def give_back(session: Session, what: str, who: str, *, seconds: int) -> None:
    """Take back what was spent in this transaction, because it turned out not to count."""
    window, at = seconds * SECOND, now()
    session.execute(
        update(_allowances)
        .where(
            _allowances.c.what == what,
            _allowances.c.who == who,
            _allowances.c.since == at - at % window,
            _allowances.c.used > 0,
        )
        .values(used=_allowances.c.used - 1)
    )
