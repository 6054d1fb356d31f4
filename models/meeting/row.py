"""A meeting of a board, and the cases it takes up, each with the draft of its decision."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    String,
    UniqueConstraint,
    bindparam,
    select,
    text,
)
from sqlmodel import Field, Session, SQLModel

from models import event
from models.attachment.row import LONGEST_ALT
from models.board import chosen
from models.calendar import Moment, now
from models.database import (
    enum_column,
    id_column,
    lock_rows,
    moment_column,
    reference_column,
    table_of,
)
from models.errors import Invalid, NotAllowed, NotFound, Stale
from models.masking import Masked
from models.states import Ruling
from models.submission import stream_of, submissions

MOST_CASES = 20
"""Of one meeting: what fits on one page, and in one form."""
WAITING = "show_at IS NOT NULL"


class MeetingState(StrEnum):
    """Planned until its first decision is shown; minutes_posted when the notice board has them."""

    PLANNED = "planned"
    HELD = "held"
    MINUTES_POSTED = "minutes_posted"


class Meeting(SQLModel, table=True):
    """One meeting of one board. What is decided there is a secret of its drafts until `show_at`."""

    __table_args__ = (
        CheckConstraint(
            "(show_at IS NULL) = (show_by_id IS NULL)", name="meeting_shown_by_somebody"
        ),
        CheckConstraint(
            "minutes_posted IS NULL OR minutes_approved IS NOT NULL", name="meeting_minutes"
        ),
        Index("meeting_days", "day", "id"),
        Index(
            "meeting_to_show",
            "show_at",
            sqlite_where=text(WAITING),
            postgresql_where=text(WAITING),
        ),
    )

    id: int | None = Field(default=None, sa_column=id_column())
    board_id: int = Field(sa_column=reference_column("board.id", index=False))
    day: dt.date = Field(sa_column=Column(Date, nullable=False))
    place: str = Field(default="", sa_column=Column(Masked(200), nullable=False))
    presenter: str = Field(default="", sa_column=Column(Masked(200), nullable=False))
    participants: str = Field(default="", sa_column=Column(Masked(1000), nullable=False))
    """Who presented and who took part, as the record of a decision says it (FL 31 §)."""
    state: MeetingState = Field(default=MeetingState.PLANNED, sa_column=enum_column(MeetingState))
    show_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    """When what is filled in shall be shown; None when nothing waits to be."""
    show_by_id: int | None = Field(
        default=None, sa_column=reference_column("person.id", nullable=True, index=False)
    )
    """Who chose that, and so decides when the time comes."""
    shown_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    minutes_approved: dt.date | None = Field(default=None, sa_column=Column(Date, nullable=True))
    minutes_posted: dt.date | None = Field(default=None, sa_column=Column(Date, nullable=True))
    updated_at: Moment = Field(sa_column=moment_column())
    version: int = Field(default=1, sa_column=Column(Integer, nullable=False))

    def change(self) -> None:
        """Whoever looked before must look again."""
        self.version += 1
        self.updated_at = now()


class MeetingCase(SQLModel, table=True):
    """A case of a meeting. What was written of its decision is for officials alone."""

    __tablename__ = "meeting_case"
    __table_args__ = (UniqueConstraint("meeting_id", "submission_id"),)

    id: int | None = Field(default=None, sa_column=id_column())
    meeting_id: int = Field(sa_column=reference_column("meeting.id", index=False))
    submission_id: int = Field(sa_column=reference_column("submission.id"))
    position: int = Field(sa_column=Column(Integer, nullable=False))
    ruling: Ruling | None = Field(default=None, sa_column=enum_column(Ruling, nullable=True))
    paragraph: str = Field(default="", sa_column=Column(String(20), nullable=False))
    summary_id: int | None = Field(
        default=None, sa_column=reference_column("text.id", nullable=True, index=False)
    )
    reasons_id: int | None = Field(
        default=None, sa_column=reference_column("text.id", nullable=True, index=False)
    )
    appealable: bool = Field(default=True, sa_column=Column(Boolean, nullable=False))
    document_id: int | None = Field(
        default=None, sa_column=reference_column("attachment.id", nullable=True, index=False)
    )
    """A document that no decision has yet; the nightly tidying leaves it where it is."""
    document_alt: str = Field(default="", sa_column=Column(String(LONGEST_ALT), nullable=False))
    decision_id: int | None = Field(
        default=None, sa_column=reference_column("decision.id", nullable=True, index=False)
    )
    """What came of it; the draft is empty then."""
    left_out: str = Field(default="", sa_column=Column(String(32), nullable=False))
    """Why it could not be shown when its time came: a code, or ""."""


meetings = table_of(Meeting)
meeting_cases = table_of(MeetingCase)

_ONE = select(Meeting).where(meetings.c.id == bindparam("meeting"))
_OWN = (
    select(MeetingCase)
    .where(meeting_cases.c.meeting_id == bindparam("meeting"))
    .order_by(meeting_cases.c.position, meeting_cases.c.id)
)


def take(session: Session, meeting_id: int, *, version: int | None = None) -> Meeting:
    """A meeting, locked, with all its cases. Raises NotFound, and Stale for another `version`."""
    found: Meeting | None = session.scalars(lock_rows(_ONE), {"meeting": meeting_id}).first()
    if found is None:
        raise NotFound(str(meeting_id))
    if version is not None and version != found.version:
        raise Stale
    return found


def cases_of(session: Session, meeting: Meeting) -> list[MeetingCase]:
    """Its cases in their order. Whoever changes one holds the meeting."""
    again = _OWN.execution_options(populate_existing=True)
    return list(session.scalars(again, {"meeting": meeting.id}))


def call(
    session: Session,
    *,
    board: str,
    day: dt.date,
    place: str = "",
    presenter: str = "",
    participants: str = "",
) -> Meeting:
    """Write a meeting down; `board` is a slug. Raises Invalid for an unknown one."""
    made = Meeting(
        board_id=chosen(session, board).id,
        day=day,
        place=place,
        presenter=presenter,
        participants=participants,
        updated_at=now(),
    )
    session.add(made)
    session.flush()
    return made


def change(
    session: Session,
    meeting: Meeting,
    *,
    day: dt.date,
    place: str,
    presenter: str,
    participants: str,
) -> None:
    """Another day or place, or who took part. Decisions keep the day they were made: raises Invalid
    for another day once one was shown, or is about to be.
    """
    if day != meeting.day and (meeting.shown_at is not None or meeting.show_at is not None):
        raise Invalid("day", "decided")
    if day != meeting.day:
        _touch(session, meeting)
    meeting.day, meeting.place = day, place
    meeting.presenter, meeting.participants = presenter, participants
    meeting.change()
    session.add(meeting)
    session.flush()


def _touch(session: Session, meeting: Meeting) -> None:
    """The pages of its cases say when they are taken up."""
    wanted = (
        select(submissions.c.reference)
        .join(meeting_cases, meeting_cases.c.submission_id == submissions.c.id)
        .where(meeting_cases.c.meeting_id == meeting.id)
    )
    for reference in sorted(session.scalars(wanted)):
        event.touch(session, stream_of(reference))


def cancel(session: Session, meeting: Meeting) -> None:
    """It does not take place. Raises NotAllowed while it has a case: nothing written is lost."""
    if cases_of(session, meeting):
        raise NotAllowed("has_cases")
    session.delete(meeting)
    session.flush()
