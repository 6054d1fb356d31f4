"""Texts that a second moderator judges without knowing what the first one said (spec MQ-16).

What she says changes nothing for the text: it tells how far we agree.
"""

from typing import Any

from sqlalchemy import Boolean, Column, ForeignKey, Index, String, text
from sqlmodel import Field, Session, SQLModel

from models.calendar import Moment, now
from models.database import Id, id_column, moment_column, reference_column, table_of, upsert

_WAITS = "judged_at IS NULL"
WAITS = text(f"second_look.{_WAITS}")
"""As the partial index has it: SQLite uses that only for the same condition with constants."""


class SecondLook(SQLModel, table=True):
    """One verdict that was drawn, and what somebody else says of the same text.

    `text_id` is what was judged, without a foreign key: once its words are disposed of, or others
    stand in their place, nobody looks any more.
    """

    __tablename__ = "second_look"
    __table_args__ = (
        Index(
            "second_look_waits",
            "drawn_at",
            "id",
            sqlite_where=text(_WAITS),
            postgresql_where=text(_WAITS),
        ),
    )

    id: int | None = Field(default=None, sa_column=id_column())
    verdict_id: int = Field(
        sa_column=Column(Id, ForeignKey("verdict.id"), nullable=False, unique=True)
    )
    text_id: int = Field(sa_column=Column(Id, nullable=False))
    drawn_at: Moment = Field(sa_column=moment_column())
    by_id: int | None = Field(
        default=None, sa_column=reference_column("person.id", nullable=True, index=False)
    )
    judged_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    shown: bool | None = Field(default=None, sa_column=Column(Boolean, nullable=True))
    """Whether she would show the text."""
    reason: str | None = Field(default=None, sa_column=Column(String(32), nullable=True))
    """Why not, a code of moderation.reasons."""


looks = table_of(SecondLook)


def draw(session: Session, drawn: list[tuple[int, int]]) -> None:
    """Put verdicts in the heap of second looks, each once: pairs of verdict and text."""
    rows: list[dict[str, Any]] = [
        {"verdict_id": verdict_id, "text_id": text_id, "drawn_at": now()}
        for verdict_id, text_id in drawn
    ]
    if rows:
        session.execute(upsert(looks).on_conflict_do_nothing(), rows)
