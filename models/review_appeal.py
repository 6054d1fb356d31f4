"""Appeals against a verdict: somebody else looks at it again (MQ-11).

A complaint by article 20 of the DSA (EU 2022/2065): free, without an account, for six months, from
whoever wrote the text or said that it breaks the rules. Not the appeal of a decision of a board.
"""

import datetime as dt
import secrets
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ColumnElement,
    Index,
    Select,
    String,
    exists,
    or_,
    select,
    text,
    update,
)
from sqlmodel import Field, Session, SQLModel

from models.before_verdict import before_verdicts
from models.calendar import Moment, end_of, local, now, six_months_after, today
from models.database import Id, enum_column, id_column, moment_column, reference_column, table_of
from models.verdict import verdicts

DECIDED_WITHIN = dt.timedelta(days=14)
"""Calendar days until somebody else has decided; then it is late."""

MOST_WORDS, MOST_REASONS = 2000, 1000
"""Characters of what somebody writes in an appeal, and of the reasons for its outcome."""

RECEIVED, DECIDED = "appeal_received", "appeal_decided"
"""The kinds of the letters about it: folders of templates/mail."""

_CODE_BYTES = 10


class Party(StrEnum):
    """Who appeals."""

    AUTHOR = "author"
    REPORTER = "reporter"


class AppealState(StrEnum):
    WAITING = "waiting"
    DECIDED = "decided"
    LAPSED = "lapsed"
    """What it was about was disposed of by a rule before anybody decided."""


class AppealOutcome(StrEnum):
    UPHELD = "upheld"
    REVERSED = "reversed"
    PARTLY = "partly"
    """The text is shown with a detail hidden."""


_WAITING_SQL = "state = 'waiting'"
IS_WAITING = text(f"review_appeal.{_WAITING_SQL}")
"""As the partial index has it: SQLite uses that only for the same condition with constants."""


class ReviewAppeal(SQLModel, table=True):
    """One appeal. One verdict, or one sanction, is appealed once by each who may.

    Its words and the reasons are texts; both go, and nobody stands behind it any more, when the
    case is disposed of. What stays is that there was one and how it ended: the register and the
    yearly report count it.
    """

    __tablename__ = "review_appeal"
    __table_args__ = (
        CheckConstraint(
            "(verdict_id IS NULL) <> (sanction_id IS NULL)", name="review_appeal_one_target"
        ),
        Index(
            "review_appeal_of_author",
            "verdict_id",
            unique=True,
            sqlite_where=text("report_id IS NULL"),
            postgresql_where=text("report_id IS NULL"),
        ),
        Index(
            "review_appeal_of_reporter",
            "report_id",
            "verdict_id",
            unique=True,
            sqlite_where=text("report_id IS NOT NULL"),
            postgresql_where=text("report_id IS NOT NULL"),
        ),
        Index("review_appeal_of_sanction", "sanction_id", unique=True),
        Index(
            "review_appeal_waiting",
            "due_at",
            "id",
            sqlite_where=text(_WAITING_SQL),
            postgresql_where=text(_WAITING_SQL),
        ),
    )

    id: int | None = Field(default=None, sa_column=id_column())
    code: str = Field(sa_column=Column(String(20), nullable=False, unique=True))
    submission_id: int | None = Field(
        default=None, sa_column=reference_column("submission.id", nullable=True)
    )
    verdict_id: int | None = Field(
        default=None, sa_column=reference_column("verdict.id", nullable=True)
    )
    sanction_id: int | None = Field(default=None, sa_column=Column(Id, nullable=True))
    """Of models.sanction. Without a foreign key: its table is made after this one."""
    report_id: int | None = Field(
        default=None, sa_column=reference_column("report.id", nullable=True, index=False)
    )
    """The report of the one who appeals; None for an author."""
    party: Party = Field(sa_column=enum_column(Party))
    contact_id: int | None = Field(
        default=None, sa_column=reference_column("contact.id", nullable=True)
    )
    language: str = Field(default="sv", sa_column=Column(String(5), nullable=False))
    text_id: int | None = Field(
        default=None, sa_column=reference_column("text.id", nullable=True, index=False)
    )
    received_at: Moment = Field(sa_column=moment_column(index=True))
    due_at: Moment = Field(sa_column=moment_column())
    state: AppealState = Field(default=AppealState.WAITING, sa_column=enum_column(AppealState))
    decided_by: int | None = Field(
        default=None, sa_column=reference_column("person.id", nullable=True)
    )
    decided_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    outcome: AppealOutcome | None = Field(
        default=None, sa_column=enum_column(AppealOutcome, nullable=True)
    )
    reasons_id: int | None = Field(
        default=None, sa_column=reference_column("text.id", nullable=True, index=False)
    )

    @property
    def stream(self) -> str:
        return stream_of(self.code)

    @property
    def is_late(self) -> bool:
        return is_late(self)


appeals = table_of(ReviewAppeal)
_a = appeals.c


def stream_of(code: str) -> str:
    return f"appeal-{code}"


def fresh_code() -> str:
    """The public id of an appeal: 80 bits, which nobody guesses."""
    return secrets.token_hex(_CODE_BYTES)


def last_day(informed_at: Moment) -> dt.date:
    """The last day to appeal what somebody was told at that moment: six calendar months on."""
    return six_months_after(local(informed_at).date())


def due() -> Moment:
    """By when an appeal that comes now is decided: the end of the fourteenth calendar day."""
    return end_of(today() + DECIDED_WITHIN)


def is_late(row: Any) -> bool:
    """Whether an appeal, a row or the object, was not or is not decided in time."""
    return bool((row.decided_at or now()) > row.due_at)


def reversed_verdicts() -> Select[tuple[int]]:
    """The ids of verdicts that an appeal reversed, wholly or partly: for the register (MQ-13)."""
    return select(_a.verdict_id).where(
        _a.verdict_id.is_not(None),
        _a.outcome.in_((AppealOutcome.REVERSED, AppealOutcome.PARTLY)),
    )


def found_wrong(of: Any = verdicts) -> ColumnElement[bool]:
    """The condition, over verdict, for those that an appeal reversed, wholly or partly: nothing is
    held against an author for them. Also what followed on the one she appealed was put back then.
    """
    put_back = exists().where(
        before_verdicts.c.verdict_id == of.c.id, before_verdicts.c.reversed_at.is_not(None)
    )
    return or_(put_back, of.c.id.in_(reversed_verdicts()))


def forget(session: Session, submission_id: int) -> None:
    """The case is disposed of: the words go with it, and what nobody has decided, nobody will."""
    here = _a.submission_id == submission_id
    session.execute(
        update(appeals)
        .where(here, _a.state == AppealState.WAITING)
        .values(state=AppealState.LAPSED)
    )
    session.execute(
        update(appeals).where(here).values(text_id=None, reasons_id=None, contact_id=None)
    )
