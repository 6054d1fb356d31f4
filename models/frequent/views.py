"""Indirect views: what people ask of the service centre, counted by day and nothing more.

Who asks where she finds something says without meaning to that it cannot be found. Each press of a
button counts one up, under a subject or a question and a reason from a closed list: no name, no
word and no time of day is kept.
"""

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, Date, Index, Integer, Row, case, func, insert, select, update
from sqlmodel import Field, Session, SQLModel

from models.actor import Source
from models.calendar import today
from models.database import changed, enum_column, id_column, reference_column, table_of
from models.question import questions_table

TOP = 20
"""Rows of a list of what is asked most."""


class Tag(StrEnum):
    """What lies behind a question. ANSWERED is a case that was answered at once with one of ours,
    SOLVED what a resident said of one.
    """

    ASKED = "asked"
    NOT_FOUND = "not_found"
    UNCLEAR = "unclear"
    WAITING = "waiting"
    WRONG = "wrong"
    ANSWERED = "answered"
    SOLVED = "solved"


BEHIND = (Tag.ASKED, Tag.NOT_FOUND, Tag.UNCLEAR, Tag.WAITING, Tag.WRONG)
"""What the service centre chooses from."""


class IndirectView(SQLModel, table=True):
    """How often on one day, by which channel. Nothing tells of anybody."""

    __tablename__ = "indirect_view"
    __table_args__ = (Index("indirect_view_day", "day", "tag", "question_id"),)

    id: int | None = Field(default=None, sa_column=id_column())
    day: dt.date = Field(sa_column=Column(Date, nullable=False))
    source: Source = Field(sa_column=enum_column(Source, guarded=False))
    tag: Tag = Field(sa_column=enum_column(Tag, guarded=False))
    category_id: int | None = Field(
        default=None, sa_column=reference_column("category.id", nullable=True)
    )
    question_id: int | None = Field(
        default=None, sa_column=reference_column("question.id", nullable=True)
    )
    count: int = Field(sa_column=Column(Integer, nullable=False))


views = table_of(IndirectView)
_v = views.c


def count(
    session: Session,
    tag: Tag,
    source: Source,
    *,
    category_id: int | None = None,
    question_id: int | None = None,
) -> None:
    """One more today. Two who press in one moment make two rows on PostgreSQL: readers add up."""
    row = {
        "day": today(),
        "source": source,
        "tag": tag,
        "category_id": category_id,
        "question_id": question_id,
    }
    # `==` says IS NULL of None.
    same = [_v[name] == value for name, value in row.items()]
    number = select(func.min(_v.id)).where(*same).scalar_subquery()
    one_more = update(views).where(_v.id == number).values(count=_v.count + 1)
    if not changed(session, one_more):
        session.execute(insert(views).values(count=1, **row))


_SOLVED = func.sum(case((_v.tag == Tag.SOLVED, _v.count), else_=0))
_ASKED = func.sum(case((_v.tag == Tag.SOLVED, 0), else_=_v.count))


def top(session: Session, since: dt.date) -> Sequence[Row[Any]]:
    """The questions that were asked most from a day on: `asked` by officials' count, `solved` by
    residents' own; id, slug, question_sv, question_en, live (everyone may read it now).
    """
    q = questions_table.c
    return session.execute(
        select(
            q.id,
            q.slug,
            q.question_sv,
            q.question_en,
            (q.published_at.is_not(None) & q.retired_at.is_(None)).label("live"),
            _ASKED.label("asked"),
            _SOLVED.label("solved"),
        )
        .join(views, _v.question_id == q.id)
        .where(_v.day >= since)
        .group_by(q.id, q.slug, q.question_sv, q.question_en, q.published_at, q.retired_at)
        .order_by(_ASKED.desc(), _SOLVED.desc(), q.id)
        .limit(TOP)
    ).all()


def behind(session: Session, since: dt.date) -> Sequence[Row[Any]]:
    """What lay behind what was asked from a day on: category_id (None for no subject), tag, count,
    the most frequent first.
    """
    number = func.sum(_v.count)
    return session.execute(
        select(_v.category_id, _v.tag, number.label("count"))
        .where(_v.day >= since, _v.tag.in_(BEHIND))
        .group_by(_v.category_id, _v.tag)
        .order_by(number.desc(), _v.tag)
        .limit(TOP)
    ).all()


def counted(session: Session, since: dt.date, until: dt.date) -> int:
    """How many questions the service centre only counted, from a day on and before another."""
    asked = select(func.coalesce(func.sum(_v.count), 0)).where(
        _v.day >= since, _v.day < until, _v.tag.in_(BEHIND)
    )
    found: int = session.execute(asked).scalar_one()
    return found
