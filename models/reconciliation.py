"""What the nightly counting of all notices found: figures alone, for whoever watches the town."""

from typing import Any

from sqlalchemy import BigInteger, Column, Integer, Row, delete, select
from sqlmodel import Field, Session, SQLModel

from models.calendar import DAY, Moment, now
from models.database import table_of, upsert

KEPT = 60 * DAY


class Reconciliation(SQLModel, table=True):
    """One counting: when it ended, of how many events and messages, and what was wrong."""

    at: Moment = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    events: int = Field(sa_column=Column(Integer, nullable=False))
    messages: int = Field(sa_column=Column(Integer, nullable=False))
    differences: int = Field(sa_column=Column(Integer, nullable=False))
    not_known: int = Field(sa_column=Column(Integer, nullable=False))


_all = table_of(Reconciliation)


def note(session: Session, **figures: int) -> None:
    """Write one down, and forget those of long ago."""
    session.execute(upsert(_all).values(at=now(), **figures).on_conflict_do_nothing())
    session.execute(delete(_all).where(_all.c.at < now() - KEPT))


def last(session: Session) -> Row[Any] | None:
    """The newest: at, events, messages, differences, not_known. None before the first night."""
    return session.execute(select(_all).order_by(_all.c.at.desc()).limit(1)).first()
