"""What is noted of each verdict for the figures, at the time: where the text belonged, whether it
spoke of the municipality, and what screening had found in it (spec MQ-14, MQ-16).

Verdicts are never changed, cases are moved and texts disposed of; a figure of last year must not
change with them. No word of the text is in here, and nobody.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Boolean, Column, ForeignKey, Integer, Row, String, func, insert, select
from sqlmodel import Field, Session, SQLModel

from models.calendar import DAY, Moment
from models.comment import comments
from models.database import Id, moment_column, table_of
from models.review import reviewables
from models.submission import submissions
from models.text import Text
from models.verdict import verdicts

LATE_COMMIT = DAY
"""Verdicts may become visible out of their order; a transaction that took longer is none."""


class VerdictNote(SQLModel, table=True):
    """One row for each verdict, made within a minute or two after it."""

    __tablename__ = "verdict_note"

    verdict_id: int = Field(sa_column=Column(Id, ForeignKey("verdict.id"), primary_key=True))
    at: Moment = Field(sa_column=moment_column(index=True))
    """The verdict's own time."""
    month: str = Field(sa_column=Column(String(7), nullable=False, index=True))
    """Of that time, on the town's clocks: `2026-03`."""
    category_id: int | None = Field(default=None, sa_column=Column(Id, nullable=True))
    unit_id: int = Field(sa_column=Column(Id, nullable=False))
    about_us: bool = Field(sa_column=Column(Boolean, nullable=False))
    """Whether the text spoke of the municipality."""
    rules: str = Field(default="", sa_column=Column(String(300), nullable=False))
    """The rules of screening that flagged the text, in order, parted by commas."""
    rules_version: int = Field(sa_column=Column(Integer, nullable=False))


notes = table_of(VerdictNote)
_texts = table_of(Text)
_v, _n, _r, _c, _s = verdicts.c, notes.c, reviewables.c, comments.c, submissions.c


def not_noted(session: Session, *, most: int) -> Sequence[Row[Any]]:
    """Verdicts without a note, the oldest first, with the words that were judged: id, at,
    judgement, by_id, title, source, category_id, unit_id, text_id, urgent.
    """
    newest = session.execute(select(func.max(_n.at))).scalar() or 0
    wanted = (
        select(
            _v.id,
            _v.at,
            _v.judgement,
            _v.reason,
            _v.by_id,
            _r.text_id,
            _texts.c.title,
            _texts.c.source,
            _s.category_id,
            _s.unit_id,
        )
        .join(reviewables, _r.id == _v.reviewable_id)
        .join(submissions, _s.id == _v.submission_id)
        .join(_texts, _texts.c.id == _r.text_id)
        .outerjoin(notes, _n.verdict_id == _v.id)
        .where(_v.at >= newest - LATE_COMMIT, _n.verdict_id.is_(None))
        .order_by(_v.at, _v.id)
        .limit(most)
    )
    return session.execute(wanted).all()


def note(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Keep notes: a row each, by the names of the columns."""
    if rows:
        session.execute(insert(notes), rows)
