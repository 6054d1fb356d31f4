"""Statements of reasons: what an author is told when her text is restricted, field by field.

The fields are those of article 17(3) of the Digital Services Act (2022/2065) and of spec MQ-9. It
is written in the transaction of the verdict and never changed; whoever told us is not in it.
"""

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import Boolean, Column, Date, ForeignKey, String, select
from sqlmodel import Field, Session, SQLModel

from models import keys
from models.calendar import Moment
from models.database import Id, enum_column, moment_column, reference_column, table_of
from models.errors import NotFound
from models.masking import LongMasked

PURPOSE = "statement"
SITE = "site"
"""The only scope there is: the whole website, for everyone."""


class Source(StrEnum):
    """How we came to look at the text (article 17(3)(b))."""

    NOTICE = "notice"
    OWN = "own"
    AUTOMATED = "automated"


class GroundType(StrEnum):
    ILLEGAL = "illegal"
    RULES = "rules"


class Statement(SQLModel, table=True):
    """Of one restricting verdict. It goes with its case, by a rule of retention alone.

    `facts` are the moderator's own words to the author, '' where the reason's own sentence says it
    all. `ground` is a code of moderation.reasons, `ground_ref` a law with its section or a place in
    our rules. `duration_until` is None for until further notice; `deadline` the last day to ask for
    it to be looked at again.
    """

    verdict_id: int = Field(sa_column=Column(Id, ForeignKey("verdict.id"), primary_key=True))
    submission_id: int = Field(sa_column=reference_column("submission.id"))
    comment_id: int | None = Field(
        default=None, sa_column=reference_column("comment.id", nullable=True, index=False)
    )
    nonce: str = Field(sa_column=Column(String(32), nullable=False))
    decision: str = Field(sa_column=Column(String(32), nullable=False))
    change: bool = Field(sa_column=Column(Boolean, nullable=False))
    """Whether it is a change of a shown text that is not shown, and the text stands."""
    scope: str = Field(default=SITE, sa_column=Column(String(32), nullable=False))
    duration_until: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    facts: str = Field(default="", sa_column=Column(LongMasked, nullable=False))
    source: Source = Field(sa_column=enum_column(Source, guarded=False))
    automated_detection: bool = Field(sa_column=Column(Boolean, nullable=False))
    automated_decision: bool = Field(sa_column=Column(Boolean, nullable=False))
    ground_type: GroundType = Field(sa_column=enum_column(GroundType, guarded=False))
    ground: str = Field(sa_column=Column(String(32), nullable=False))
    ground_ref: str = Field(sa_column=Column(String(80), nullable=False))
    deadline: dt.date = Field(sa_column=Column(Date, nullable=False))
    made_at: Moment = Field(sa_column=moment_column())


statements = table_of(Statement)


def code(statement: Statement) -> str:
    """What stands in the address of its page: its number, and a key that nobody can guess."""
    return f"{statement.verdict_id}-{keys.key(PURPOSE, statement.verdict_id, statement.nonce)}"


def find(session: Session, given: str) -> Statement:
    """The statement of a code: whoever has it may read it. Raises NotFound."""
    number, _, key = given.partition("-")
    found = None
    if number.isascii() and number.isdigit() and len(number) < 19:
        found = session.get(Statement, int(number))
    if found is None or not keys.fits(key, PURPOSE, found.verdict_id, found.nonce):
        raise NotFound(given)
    return found


def of_verdict(session: Session, verdict_id: int) -> Statement | None:
    """The statement of a verdict, if it restricted anything."""
    return session.get(Statement, verdict_id)


def codes_of(session: Session, comments: Sequence[int]) -> dict[int, str]:
    """The code of the newest statement of each of these comments that has one."""
    rows = session.scalars(
        select(Statement)
        .where(statements.c.comment_id.in_(comments))
        .order_by(statements.c.verdict_id)
    )
    return {one.comment_id or 0: code(one) for one in rows}


def newest(session: Session, submission_id: int, comment_id: int | None) -> Statement | None:
    """The last statement about a thing, whatever became of it since."""
    found: Statement | None = session.scalars(
        select(Statement)
        .where(
            statements.c.submission_id == submission_id,
            statements.c.comment_id.is_not_distinct_from(comment_id),
        )
        .order_by(statements.c.verdict_id.desc())
        .limit(1)
    ).first()
    return found
