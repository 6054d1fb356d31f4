"""Votes of a dialogue as they are stored: the ballot's options, who has voted, and what was voted.

The last two are kept apart (decisions.md, Ballots). While a vote is open its secret can find a
person's ballot, so that she may change it; when it closes the secret goes, and with it the way from
one to the other. Nothing here has a time, nor a number that counts up: rows that came together
would tell whose they are. That is why these tables have no row ids on SQLite either.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    Row,
    String,
    select,
)
from sqlmodel import Field, Session, SQLModel

from models.calendar import Moment
from models.counting import Method
from models.database import Id, enum_column, id_column, moment_column, reference_column, table_of
from models.dialogue.row import phases
from models.masking import LongMasked, Masked
from models.profile import Level

MOST_OPTIONS = 20
RECEIPT_LETTERS = 16
LONGEST_CHOICES = 200
_NO_ROW_ID = {"sqlite_with_rowid": False}


def _of_poll() -> Column[int]:
    return Column(
        Id, ForeignKey("poll.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )


class Poll(SQLModel, table=True):
    """The vote of one phase."""

    id: int | None = Field(default=None, sa_column=id_column())
    submission_id: int = Field(sa_column=reference_column("submission.id"))
    phase_id: int = Field(
        sa_column=Column(
            Id, ForeignKey("dialogue_phase.id", ondelete="CASCADE"), nullable=False, unique=True
        )
    )
    method: Method = Field(sa_column=enum_column(Method, guarded=False))
    question: str = Field(sa_column=Column(Masked(300), nullable=False))
    most: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    """How many options a ballot of approval may name; None for all of them."""
    live: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
    """Whether the count is shown while it goes on."""
    level: Level | None = Field(
        default=None, sa_column=enum_column(Level, nullable=True, guarded=False)
    )
    """What must be known of a voter; as of support for a proposal where it is None."""
    secret: bytes | None = Field(default=None, sa_column=Column(LargeBinary(32), nullable=True))
    """What makes the keys of its ballots, while it is open."""
    opened_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    closed_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    """When its ballots were counted: the time to vote ended with its phase, before that."""
    ballots: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    counts: str = Field(default="", sa_column=Column(String(400), nullable=False))
    """By option, with commas between: of the last count, or the final one."""
    digest: str = Field(default="", sa_column=Column(String(64), nullable=False))
    """SHA-256 of the published ballots (models.dialogue.ballot_file)."""
    version: int = Field(default=1, sa_column=Column(Integer, nullable=False))


class PollOption(SQLModel, table=True):
    """One thing to vote for. `number` is its place on the ballot, from 1."""

    __tablename__ = "poll_option"

    poll_id: int = Field(sa_column=_of_poll())
    number: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    title: str = Field(sa_column=Column(Masked(200), nullable=False))
    words: str = Field(default="", sa_column=Column(LongMasked, nullable=False))


class Roll(SQLModel, table=True):
    """That somebody has voted: once. Never how, and never public."""

    __tablename__ = "poll_roll"
    __table_args__ = _NO_ROW_ID

    person_id: int = Field(
        sa_column=Column(Id, ForeignKey("person.id"), primary_key=True, autoincrement=False)
    )
    poll_id: int = Field(sa_column=_of_poll())


class BallotPaper(SQLModel, table=True):
    """A ballot in the box, while the vote is open. `key` is HMAC-SHA256(secret, person)."""

    __tablename__ = "ballot_paper"
    __table_args__ = _NO_ROW_ID

    poll_id: int = Field(sa_column=_of_poll())
    key: bytes = Field(sa_column=Column(LargeBinary(32), primary_key=True))
    choices: str = Field(sa_column=Column(String(LONGEST_CHOICES), nullable=False))
    """As models.counting writes them."""
    receipt: str = Field(sa_column=Column(String(RECEIPT_LETTERS), nullable=False))


class Ballot(SQLModel, table=True):
    """A ballot that was counted, and is nobody's: everyone may read it."""

    __table_args__ = _NO_ROW_ID

    poll_id: int = Field(sa_column=_of_poll())
    receipt: str = Field(sa_column=Column(String(RECEIPT_LETTERS), primary_key=True))
    choices: str = Field(sa_column=Column(String(LONGEST_CHOICES), nullable=False))


polls = table_of(Poll)
poll_options = table_of(PollOption)
rolls = table_of(Roll)
papers = table_of(BallotPaper)
ballots = table_of(Ballot)

_OF = (
    select(
        polls,
        phases.c.opens_at,
        phases.c.closes_at,
        phases.c.title.label("phase_title"),
        phases.c.position,
    )
    .join(phases, phases.c.id == polls.c.phase_id)
    .order_by(phases.c.position)
)
_OPTIONS = select(poll_options).order_by(poll_options.c.number)


def of_dialogue(session: Session, submission_id: int) -> Sequence[Row[Any]]:
    """The votes of a dialogue with the times of their phases, in the order of those."""
    return session.execute(_OF.where(polls.c.submission_id == submission_id)).all()


def of_phase(session: Session, phase_id: int) -> Row[Any] | None:
    """The same of one phase; None where nothing is set up yet."""
    return session.execute(_OF.where(polls.c.phase_id == phase_id)).first()


def options(session: Session, poll_id: int) -> Sequence[Row[Any]]:
    """What a ballot has to choose from, in its order."""
    return session.execute(_OPTIONS.where(poll_options.c.poll_id == poll_id)).all()
