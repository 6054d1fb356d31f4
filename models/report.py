"""Reports: somebody says that a text breaks the rules."""

from sqlalchemy import Column, String
from sqlmodel import Field, Session, SQLModel

from models.calendar import Moment, now
from models.database import id_column, moment_column, reference_column
from models.masking import LongMasked
from models.review import Reviewable


class Report(SQLModel, table=True):
    """Somebody said that a text breaks the rules. The words are hers and never published."""

    id: int | None = Field(default=None, sa_column=id_column())
    reviewable_id: int = Field(sa_column=reference_column("reviewable.id"))
    reason: str = Field(sa_column=Column(String(32), nullable=False))
    explanation: str = Field(sa_column=Column(LongMasked, nullable=False))
    contact_id: int | None = Field(
        default=None, sa_column=reference_column("contact.id", nullable=True)
    )
    at: Moment = Field(sa_column=moment_column())


def add(
    session: Session, item: Reviewable, *, reason: str, explanation: str, contact_id: int | None
) -> int:
    """Add one report to an item and return its id. It never makes a second item (MQ-2)."""
    made = Report(
        reviewable_id=item.id or 0,
        reason=reason,
        explanation=explanation,
        contact_id=contact_id,
        at=now(),
    )
    session.add(made)
    item.reports += 1
    session.add(item)
    session.flush()
    return made.id or 0
