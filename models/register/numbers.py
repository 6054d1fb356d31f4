"""Numbers of the register (diarienummer): one series for each board and year, without a gap.

The counter is a row of its own, raised in the transaction that uses the number: whoever is second
waits for the first, and what is rolled back was never counted. A number is never changed and never
used again; one that was wrong is followed by another, which says so (spec section 7, L10).
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    Integer,
    Row,
    String,
    UniqueConstraint,
    bindparam,
    insert,
    select,
    text,
    update,
)
from sqlmodel import Field, Session, SQLModel

from models.actor import SYSTEM, Actor
from models.board import boards
from models.calendar import Moment, local, now
from models.database import (
    enum_column,
    id_column,
    moment_column,
    reference_column,
    table_of,
    upsert,
)
from models.errors import Invalid, NotAllowed
from models.event import EventKind, record
from models.particulars import particulars
from models.register.series import LONGEST, Series, of_board, plain
from models.states import Kind
from models.submission import Submission

HOLDS = "ended_at IS NULL"
MOST_FORMER = 20
"""Former numbers of one case that a page shows."""


class Wrong(StrEnum):
    """Why a number was followed by another."""

    OTHER_BOARD = "other_board"
    """The matter is another board's."""
    MISTAKE = "mistake"


class DiaryCounter(SQLModel, table=True):
    """The last number given in one series and year."""

    __tablename__ = "diary_counter"

    series: str = Field(sa_column=Column(String(60), primary_key=True))
    year: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    last: int = Field(sa_column=Column(Integer, nullable=False))


class DiaryNumber(SQLModel, table=True):
    """One number of one case. `series` is the slug of the board, or "" where it is no board's;
    `found_by` is the number without signs. `ended_at` is when another followed it.
    """

    __tablename__ = "diary_number"
    __table_args__ = (
        UniqueConstraint("series", "year", "number"),
        CheckConstraint("(ended_at IS NULL) = (why IS NULL)", name="diary_number_ended"),
        Index(
            "diary_number_holds",
            "submission_id",
            unique=True,
            sqlite_where=text(HOLDS),
            postgresql_where=text(HOLDS),
        ),
    )

    id: int | None = Field(default=None, sa_column=id_column())
    submission_id: int = Field(sa_column=reference_column("submission.id"))
    series: str = Field(sa_column=Column(String(60), nullable=False))
    year: int = Field(sa_column=Column(Integer, nullable=False))
    number: int = Field(sa_column=Column(Integer, nullable=False))
    written: str = Field(sa_column=Column(String(LONGEST), nullable=False))
    found_by: str = Field(sa_column=Column(String(LONGEST), nullable=False, unique=True))
    at: Moment = Field(sa_column=moment_column())
    by_id: int | None = Field(
        default=None, sa_column=reference_column("person.id", nullable=True, index=False)
    )
    """None where the profile says that such a case gets one by itself."""
    ended_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    why: Wrong | None = Field(default=None, sa_column=enum_column(Wrong, nullable=True))


counters = table_of(DiaryCounter)
diary = table_of(DiaryNumber)
_d = diary.c

_HELD = select(_d.id, _d.series, _d.written).where(
    _d.submission_id == bindparam("case"), _d.ended_at.is_(None)
)
_ALL = (
    select(_d.id, _d.series, _d.written, _d.at, _d.ended_at, _d.why)
    .where(_d.submission_id == bindparam("case"))
    .order_by(_d.id.desc())
    .limit(MOST_FORMER + 1)
)
_OWNER = select(_d.submission_id).where(_d.found_by == bindparam("typed"))


def held(session: Session, submission_id: int) -> Row[Any] | None:
    """The number that a case has: id, series, written; None for a case without one."""
    return session.execute(_HELD, {"case": submission_id}).first()


def all_of(session: Session, submission_id: int) -> Sequence[Row[Any]]:
    """Every number a case has had, the one that holds first."""
    return session.execute(_ALL, {"case": submission_id}).all()


def owner(session: Session, typed: str) -> int | None:
    """The id of the case that has, or had, a number, however that is typed."""
    wanted = plain(typed)
    if len(wanted) > LONGEST or not wanted or wanted.isalpha():
        # No words that somebody looks for are a number.
        return None
    found: int | None = session.execute(_OWNER, {"typed": wanted}).scalar()
    return found


def give(
    session: Session, submission: Submission, *, by: Actor, series: Series, why: Wrong | None = None
) -> int:
    """Enter a case in the register, and return the event's id. `why` says what was wrong with the
    number it has: then that one ends.

    Raises NotAllowed for a case that has a number already, or none that could be wrong; Invalid
    for another number in the same series because of another board.
    """
    former = held(session, submission.id or 0)
    if (former is not None) != (why is not None):
        raise NotAllowed("has_number" if former is not None else "no_number")
    if former is not None and why is Wrong.OTHER_BOARD and former.series == series.board:
        raise Invalid("series", "same_board")
    facts: dict[str, str | int] = {}
    if former is not None and why is not None:
        ended = update(diary).where(_d.id == former.id)
        session.execute(ended.values(ended_at=now(), why=why))
        facts |= {"former": former.id, "why": why.value}
    facts |= _given(session, submission.id or 0, series, by)
    submission.version += 1
    session.add(submission)
    session.flush()
    return record(session, submission.stream, EventKind.REGISTERED, by=by, facts=facts)


def at_receipt(
    session: Session, submission_id: int, kind: Kind, rows: Sequence[Series]
) -> dict[str, str | int]:
    """What the event of receiving says of a number that such a case gets by itself, if it does."""
    series = of_board(rows, "")
    if series is None or kind not in series.kinds:
        return {}
    return _given(session, submission_id, series, SYSTEM)


def at_referral(
    session: Session, submission: Submission, board_id: int | None, rows: Sequence[Series]
) -> dict[str, str | int]:
    """The same of the event that refers a case to a board; nothing where it has a number."""
    if board_id is None or held(session, submission.id or 0) is not None:
        return {}
    slug = session.execute(select(boards.c.slug).where(boards.c.id == board_id)).scalar_one()
    series = of_board(rows, slug)
    if series is None or submission.kind not in series.kinds:
        return {}
    return _given(session, submission.id or 0, series, SYSTEM)


def usual(session: Session, submission_id: int, rows: Sequence[Series]) -> Series:
    """The series that a case most likely belongs to: of its board, or else the one of no board."""
    slug = session.execute(
        select(boards.c.slug)
        .join(particulars, particulars.c.board_id == boards.c.id)
        .where(particulars.c.submission_id == submission_id)
    ).scalar()
    return of_board(rows, slug or "") or of_board(rows, "") or rows[0]


def _given(session: Session, submission_id: int, series: Series, by: Actor) -> dict[str, str | int]:
    at = now()
    year = local(at).year
    number = _next(session, series.board, year)
    while owner(session, written := series.written(year, number)) is not None:
        # Only where a board took over the letters of another within the year.
        number = _next(session, series.board, year)
    row_id: int = session.execute(
        insert(diary).returning(_d.id),
        {
            "submission_id": submission_id,
            "series": series.board,
            "year": year,
            "number": number,
            "written": written,
            "found_by": plain(written),
            "at": at,
            "by_id": by.person_id,
        },
    ).scalar_one()
    return {"diary": row_id, "diary_year": year, "diary_number": number}


def _next(session: Session, series: str, year: int) -> int:
    """One more than the last. The row is held until this transaction ends."""
    counted: Any = upsert(counters).values(series=series, year=year, last=1)
    raised = counted.on_conflict_do_update(
        index_elements=["series", "year"], set_={"last": counters.c.last + 1}
    )
    number: int = session.execute(raised.returning(counters.c.last)).scalar_one()
    return number
