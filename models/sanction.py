"""A measure against somebody who breaks the rules again and again: its row (MQ-15)."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, String
from sqlmodel import Field, SQLModel

from models.calendar import Moment
from models.database import enum_column, id_column, moment_column, reference_column, table_of
from models.masking import LongMasked

LETTER = "sanction"
"""The kind of the letter about it: a folder of templates/mail, and a file of templates/sms."""


class Measure(StrEnum):
    """What was done."""

    WARNING = "warning"
    RESTRICTED = "restricted"
    """What she writes is read before it is shown, and she writes less often."""
    SUSPENDED = "suspended"
    """She writes nothing that is shown, and supports nothing."""


class Conduct(StrEnum):
    """What it is about: the two that article 23 knows."""

    WRITING = "writing"
    REPORTING = "reporting"
    """Reports that are manifestly unfounded."""


class Sanction(SQLModel, table=True):
    """One measure against a person, or an address behind which nobody stands yet; against nobody
    any more once she is erased. `message` is hers alone.
    """

    __table_args__ = (
        CheckConstraint("person_id IS NULL OR contact_id IS NULL", name="sanction_of_one"),
        CheckConstraint(
            "(kind = 'warning') = (until_at IS NULL)", name="sanction_is_limited_in_time"
        ),
    )

    id: int | None = Field(default=None, sa_column=id_column())
    code: str = Field(sa_column=Column(String(20), nullable=False, unique=True))
    person_id: int | None = Field(
        default=None, sa_column=reference_column("person.id", nullable=True)
    )
    contact_id: int | None = Field(
        default=None, sa_column=reference_column("contact.id", nullable=True)
    )
    kind: Measure = Field(sa_column=enum_column(Measure))
    conduct: Conduct = Field(sa_column=enum_column(Conduct))
    reason: str = Field(sa_column=Column(String(32), nullable=False))
    message: str = Field(default="", sa_column=Column(LongMasked, nullable=False))
    reviewable_id: int | None = Field(
        default=None, sa_column=reference_column("reviewable.id", nullable=True)
    )
    """The item that was judged when it was given."""
    by_id: int = Field(sa_column=reference_column("person.id", index=False))
    second_id: int | None = Field(
        default=None, sa_column=reference_column("person.id", nullable=True, index=False)
    )
    """Who agreed to it, where the town wants two."""
    from_at: Moment = Field(sa_column=moment_column(index=True))
    until_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    lifted_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    lifted_by: int | None = Field(
        default=None, sa_column=reference_column("person.id", nullable=True, index=False)
    )
    lifted_why: str | None = Field(default=None, sa_column=Column(String(32), nullable=True))
    """A code: it was wrong, an appeal was upheld, it is no longer needed."""


sanctions = table_of(Sanction)
