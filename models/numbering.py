"""The public numbers of the one register: never used again, gaps allowed (ST-1)."""

from sqlalchemy import Sequence, text
from sqlmodel import Field, Session, SQLModel

from models.calendar import local, now
from models.database import is_postgres

submission_number = Sequence("submission_number", metadata=SQLModel.metadata)


class SubmissionCounter(SQLModel, table=True):
    """The last number given on SQLite, which has no sequences; empty on PostgreSQL."""

    __tablename__ = "submission_counter"

    id: int = Field(default=1, primary_key=True)
    value: int


def next_reference(session: Session) -> str:
    """The next public reference, `2026-00123`: never used again, gaps allowed (ST-1)."""
    if is_postgres():
        number = session.scalar(submission_number)
    else:
        number = session.execute(
            text(
                "INSERT INTO submission_counter (id, value) VALUES (1, 1)"
                " ON CONFLICT (id) DO UPDATE SET value = value + 1 RETURNING value"
            )
        ).scalar_one()
    return f"{local(now()).year}-{number:05d}"
