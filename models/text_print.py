"""Prints of texts that wait: a few numbers of each, by which the same words are known again.

The eight smallest hashes of a text's shingles (Broder 1997, bottom-k sketch): two texts that share
most of them share most of their words. No word can be read from them, and they go with their text.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Row, delete, func, insert, select
from sqlmodel import Field, Session, SQLModel

from models.calendar import DAY, Moment, now
from models.database import Id, changed, moment_column, table_of
from models.review import IS_OPEN, reviewables
from models.text import Text

KEPT = 7 * DAY
"""For so long the same words are known again."""
HASHES = 8
FEWEST_SHARED = 6
"""Of eight: two texts that differ by a greeting share so many."""
NONE = 0
"""The one hash of a text too short to be known by its words."""
BATCH = 200
SHOWN = 10


class TextPrint(SQLModel, table=True):
    """One hash of one text, and when the text came in."""

    __tablename__ = "text_print"
    __table_args__ = (Index("text_print_hash", "hash", "at"), Index("text_print_at", "at"))

    text_id: int = Field(
        sa_column=Column(Id, ForeignKey("text.id", ondelete="CASCADE"), primary_key=True)
    )
    hash: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    at: Moment = Field(sa_column=moment_column())


_prints = table_of(TextPrint)
_texts = table_of(Text)
_p, _r = _prints.c, reviewables.c


def unprinted(session: Session) -> Sequence[Row[Any]]:
    """Texts that came to review these days and have no print yet: text_id, source, created_at."""
    printed = select(_p.text_id).where(_p.text_id == _r.text_id)
    return session.execute(
        select(_r.text_id, _texts.c.source, func.min(_r.created_at).label("created_at"))
        .join(_texts, _texts.c.id == _r.text_id)
        .where(IS_OPEN, _r.created_at > now() - KEPT, ~printed.exists())
        .group_by(_r.text_id, _texts.c.source)
        .order_by(_r.text_id)
        .limit(BATCH)
    ).all()


def keep(session: Session, text_id: int, hashes: Sequence[int], at: Moment) -> None:
    """Keep the print of a text; NONE alone where there is none."""
    rows = [{"text_id": text_id, "hash": one, "at": at} for one in hashes or (NONE,)]
    session.execute(insert(_prints), rows)


def forget(session: Session) -> int:
    """Delete what is too old to be compared with; how many rows went."""
    return changed(session, delete(_prints).where(_p.at < now() - KEPT))


def same_words(session: Session, text_id: int) -> list[int]:
    """The ids of other texts of these days with nearly the same words, the likest first."""
    mine = session.scalars(select(_p.hash).where(_p.text_id == text_id, _p.hash != NONE)).all()
    if not mine:
        return []
    fewest = min(FEWEST_SHARED, len(mine))
    shared = func.count()
    return list(
        session.scalars(
            select(_p.text_id)
            .where(_p.hash.in_(mine), _p.at > now() - KEPT, _p.text_id != text_id)
            .group_by(_p.text_id)
            .having(shared >= fewest)
            .order_by(shared.desc(), _p.text_id.desc())
            .limit(SHOWN)
        )
    )
