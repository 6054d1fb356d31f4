"""What is noted of each verdict for the register and the figures: where the text belonged, whether
it spoke of the municipality, and what screening had found in it (spec MQ-13, MQ-14, MQ-16).

Verdicts are never changed, cases are moved and texts disposed of; a figure of last year must not
change with them. No word of the text is in here, and nobody.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Boolean, Column, ForeignKey, Integer, Row, String, func, select
from sqlmodel import Field, Session, SQLModel

from models.before_verdict import before_verdicts
from models.calendar import DAY, MINUTE, Moment, now
from models.database import Id, moment_column, table_of, upsert
from models.review import reviewables
from models.submission import submissions
from models.text import Text
from models.verdict import verdicts

SETTLED_AFTER = 3 * MINUTE
"""By then nobody can undo her verdict any more (moderation.undoing)."""
LATE_COMMIT = DAY
"""Verdicts may become visible out of their order; no transaction takes longer than this."""


class VerdictNote(SQLModel, table=True):
    """One row for each verdict, made some minutes after it by the clock (moderation.noting)."""

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
    undone: bool = Field(sa_column=Column(Boolean, nullable=False))
    """Its own moderator took it back within two minutes: no figure counts it."""


notes = table_of(VerdictNote)
_texts = table_of(Text)
_v, _n, _r, _s, _b = verdicts.c, notes.c, reviewables.c, submissions.c, before_verdicts.c


def not_noted(session: Session, *, most: int) -> Sequence[Row[Any]]:
    """Verdicts without a note that nobody can undo any more, the oldest first, with the words that
    were judged: id, at, judgement, reason, by_id, undone, text_id, title, source, category_id,
    unit_id.
    """
    newest = session.execute(select(func.max(_n.at))).scalar() or 0
    wanted = (
        select(
            _v.id,
            _v.at,
            _v.judgement,
            _v.reason,
            _v.by_id,
            _b.undone_at.is_not(None).label("undone"),
            _texts.c.id.label("text_id"),
            _texts.c.title,
            _texts.c.source,
            _s.category_id,
            _s.unit_id,
        )
        .join(reviewables, _r.id == _v.reviewable_id)
        .join(submissions, _s.id == _v.submission_id)
        .outerjoin(before_verdicts, _b.verdict_id == _v.id)
        .join(_texts, _texts.c.id == func.coalesce(_b.item_text_id, _r.text_id))
        .outerjoin(notes, _n.verdict_id == _v.id)
        .where(_v.at.between(newest - LATE_COMMIT, now() - SETTLED_AFTER), _n.verdict_id.is_(None))
        .order_by(_v.at, _v.id)
        .limit(most)
    )
    return session.execute(wanted).all()


def note(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Keep notes: a row each, by the names of the columns. A verdict is noted once."""
    if rows:
        session.execute(upsert(notes).on_conflict_do_nothing(), rows)
