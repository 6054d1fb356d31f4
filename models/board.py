"""The boards of the town, from its profile: who takes up what residents propose."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Integer, Row, String, bindparam, select
from sqlmodel import Field, Session, SQLModel

from models.calendar import Moment
from models.database import id_column, moment_column, table_of
from models.errors import Invalid


class Board(SQLModel, table=True):
    """A board that meets and decides. Decisions say its name in words of their own."""

    id: int | None = Field(default=None, sa_column=id_column())
    slug: str = Field(sa_column=Column(String(60), nullable=False, unique=True))
    name_sv: str = Field(sa_column=Column(String(120), nullable=False))
    name_en: str = Field(sa_column=Column(String(120), nullable=False))
    position: int = Field(default=0, sa_column=Column(Integer, nullable=False, server_default="0"))
    retired_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    """Since when no profile names it. Its old meetings still say whose they were."""


boards = table_of(Board)

_ALL = select(boards).order_by(boards.c.position, boards.c.id)
_ONE = select(boards).where(boards.c.slug == bindparam("slug"))


def in_use(session: Session) -> Sequence[Row[Any]]:
    """The boards of the profile in force, in its order."""
    return session.execute(_ALL.where(boards.c.retired_at.is_(None))).all()


def of_slug(session: Session, slug: str) -> Row[Any] | None:
    """A board by its slug, retired or not; None when there never was one."""
    return session.execute(_ONE, {"slug": slug}).first()


def chosen(session: Session, slug: str) -> Row[Any]:
    """A board that may be chosen now. Raises Invalid `board` for any other."""
    found = of_slug(session, slug)
    if found is None or found.retired_at is not None:
        raise Invalid("board", "unknown")
    return found
