"""The right to a decision: six months on, whoever is a party may ask for one in writing.

Förvaltningslagen (2017:900) 12 §: the authority then decides within four weeks, or refuses to in a
decision of its own, which can be appealed. Once for each case (spec ST-15, L4).
"""

import datetime as dt
from enum import StrEnum

from sqlalchemy import Column, Date, ForeignKey
from sqlmodel import Field, SQLModel

from models.calendar import Moment
from models.database import Id, enum_column, moment_column, reference_column, table_of


class Ended(StrEnum):
    """How a request for a decision ended."""

    DECIDED = "decided"
    REFUSED = "refused"


class DelayAction(SQLModel, table=True):
    """One request. `due_on` is the last of the four weeks."""

    __tablename__ = "delay_action"

    submission_id: int = Field(
        sa_column=Column(Id, ForeignKey("submission.id"), primary_key=True, autoincrement=False)
    )
    requested_at: Moment = Field(sa_column=moment_column())
    due_on: dt.date = Field(sa_column=Column(Date, nullable=False))
    ended_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    ended: Ended | None = Field(
        default=None, sa_column=enum_column(Ended, nullable=True, guarded=False)
    )
    text_id: int | None = Field(
        default=None, sa_column=reference_column("text.id", nullable=True, index=False)
    )
    """Our decision, or why we do not decide yet; and how either is appealed."""


delay_actions = table_of(DelayAction)
