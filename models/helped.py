"""A case that somebody handed in for somebody else: who helped, and what the form said of it."""

from dataclasses import dataclass

from sqlalchemy import Column, ForeignKey
from sqlmodel import Field, SQLModel

from models.calendar import Moment
from models.database import Id, moment_column, reference_column
from models.masking import Masked
from models.person import Channel

LONGEST_NAME = 80


@dataclass(frozen=True)
class Helped:
    """What the helper says of herself and of whoever she helps.

    `name` is the helper's own; the draft's is the name of whoever the case belongs to. `channel`
    and `address` say where that person is reached, None and "" where the helper did not say.
    `updates` is whether the helper wants to hear of it also when it is no longer hers to see.
    """

    name: str = ""
    channel: Channel | None = None
    address: str = ""
    updates: bool = False


class Helping(SQLModel, table=True):
    """One case with its helper. Until the person takes it over the helper stands as its sender."""

    submission_id: int = Field(
        sa_column=Column(Id, ForeignKey("submission.id"), primary_key=True, autoincrement=False)
    )
    contact_id: int | None = Field(
        default=None, sa_column=reference_column("contact.id", nullable=True)
    )
    """Where the helper is reached; None for one who wanted no message, or was forgotten."""
    name: str = Field(default="", sa_column=Column(Masked(LONGEST_NAME), nullable=False))
    taken_over_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
