"""A dialogue as it is stored: what a matter of the register has more, when it is one.

Its question, state, unit, history, thread and followers are those of its row of `submission`.
"""

import datetime as dt

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.calendar import Moment
from models.database import Id, enum_column, id_column, moment_column, reference_column, table_of
from models.dialogue.kinds import Level, PhaseKind
from models.masking import LongMasked, Masked


class Dialogue(SQLModel, table=True):
    """What the municipality says of a dialogue besides its question and background.

    All words are the municipality's own and plain text; `can` and `cannot` are what may and what
    may not be influenced.
    """

    submission_id: int = Field(sa_column=Column(Id, ForeignKey("submission.id"), primary_key=True))
    slug: str = Field(sa_column=Column(String(60), nullable=False, unique=True))
    level: Level = Field(sa_column=enum_column(Level, guarded=False))
    purpose: str = Field(default="", sa_column=Column(LongMasked, nullable=False))
    can: str = Field(default="", sa_column=Column(LongMasked, nullable=False))
    cannot: str = Field(default="", sa_column=Column(LongMasked, nullable=False))
    target: str = Field(default="", sa_column=Column(Masked(300), nullable=False))
    """Whom we want to hear, in words."""
    decider: str = Field(default="", sa_column=Column(Masked(200), nullable=False))
    """Who decides in the matter: a board, most often."""
    decision_on: dt.date | None = Field(default=None, sa_column=Column(Date, nullable=True))
    feedback_on: dt.date | None = Field(default=None, sa_column=Column(Date, nullable=True))
    """The last day on which it is told what was heard and what comes of it."""
    opens_on: dt.date = Field(sa_column=Column(Date, nullable=False))
    closes_on: dt.date = Field(sa_column=Column(Date, nullable=False))
    """The last day of listening, that day included."""
    ended_words: str = Field(default="", sa_column=Column(LongMasked, nullable=False))
    """Why it was broken off, or to what ordinary work it was handed over."""
    ended_by: str = Field(default="", sa_column=Column(Masked(200), nullable=False))
    """Who broke it off or took it over, as everyone may read it."""
    ended_link: str = Field(default="", sa_column=Column(String(500), nullable=False))
    """Where the ordinary work is read of."""
    panel_id: int | None = Field(default=None, sa_column=Column(Id, nullable=True, index=True))
    """The group that it is for alone."""
    updated_at: Moment = Field(sa_column=moment_column())
    version: int = Field(default=1, sa_column=Column(Integer, nullable=False))


class Leader(SQLModel, table=True):
    """Somebody who answers for a dialogue, by name, as everyone may reach her."""

    __tablename__ = "dialogue_leader"

    id: int | None = Field(default=None, sa_column=id_column())
    submission_id: int = Field(sa_column=reference_column("submission.id"))
    person_id: int | None = Field(
        default=None, sa_column=reference_column("person.id", nullable=True)
    )
    """Her account, where she has one."""
    position: int = Field(sa_column=Column(Integer, nullable=False))
    name: str = Field(sa_column=Column(Masked(120), nullable=False))
    title: str = Field(default="", sa_column=Column(Masked(120), nullable=False))
    phone: str = Field(default="", sa_column=Column(Masked(40), nullable=False))
    email: str = Field(default="", sa_column=Column(String(254), nullable=False))


class DialogueUnit(SQLModel, table=True):
    """A unit that takes part besides the one whose dialogue it is."""

    __tablename__ = "dialogue_unit"

    submission_id: int = Field(sa_column=Column(Id, ForeignKey("submission.id"), primary_key=True))
    unit_id: int = Field(sa_column=Column(Id, ForeignKey("unit.id"), primary_key=True))


class Part(SQLModel, table=True):
    """A part of a large dialogue, with a leader of its own."""

    __tablename__ = "dialogue_part"

    id: int | None = Field(default=None, sa_column=id_column())
    submission_id: int = Field(sa_column=reference_column("submission.id"))
    position: int = Field(sa_column=Column(Integer, nullable=False))
    title: str = Field(sa_column=Column(Masked(200), nullable=False))
    leader_id: int | None = Field(
        default=None, sa_column=reference_column("dialogue_leader.id", nullable=True, index=False)
    )


class Phase(SQLModel, table=True):
    """A time in which something may be done: from `opens_at` on, until just before `closes_at`.

    By these two alone it is open or not. `opened_at` and `closed_at` are when the clock noted it,
    and told of it.
    """

    __tablename__ = "dialogue_phase"
    __table_args__ = (
        UniqueConstraint("submission_id", "position", name="dialogue_phase_order"),
        Index("dialogue_phase_opens", "opens_at"),
        Index("dialogue_phase_closes", "closes_at"),
    )

    id: int | None = Field(default=None, sa_column=id_column())
    submission_id: int = Field(sa_column=reference_column("submission.id", index=False))
    part_id: int | None = Field(
        default=None, sa_column=reference_column("dialogue_part.id", nullable=True)
    )
    position: int = Field(sa_column=Column(Integer, nullable=False))
    kind: PhaseKind = Field(sa_column=enum_column(PhaseKind, guarded=False))
    title: str = Field(default="", sa_column=Column(Masked(200), nullable=False))
    words: str = Field(default="", sa_column=Column(LongMasked, nullable=False))
    opens_at: Moment = Field(sa_column=moment_column())
    closes_at: Moment = Field(sa_column=moment_column())
    opened_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    closed_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    last_days_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    """When it was told that it soon closes."""
    version: int = Field(default=1, sa_column=Column(Integer, nullable=False))


dialogues = table_of(Dialogue)
leaders = table_of(Leader)
dialogue_units = table_of(DialogueUnit)
parts = table_of(Part)
phases = table_of(Phase)
