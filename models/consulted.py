"""What units were asked, as officials read it: of one case, and all that waits for a unit."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, select, text
from sqlmodel import Session

from models.consulting import UNANSWERED, consultations
from models.database import table_of
from models.person import Person
from models.submission import submissions
from models.text import Text

SHOWN = 20

_c = consultations.c
_people = table_of(Person)
_repliers = _people.alias("replier")
_texts = table_of(Text)
_answers = _texts.alias("answer")
_OPEN = text(f"consultation.{UNANSWERED}")
"""Written out: SQLite uses a partial index only for the very condition it was made with."""

_OF_CASE = (
    select(
        _c.id,
        _c.unit_id,
        _c.due_on,
        _c.asked_at,
        _c.answered_at,
        _c.quotable,
        _texts.c.html.label("question_html"),
        _answers.c.html.label("answer_html"),
        _people.c.name.label("asker"),
        _repliers.c.name.label("replier"),
    )
    .join(_texts, _texts.c.id == _c.question_id)
    .join(_people, _people.c.id == _c.asked_by)
    .outerjoin(_answers, _answers.c.id == _c.answer_id)
    .outerjoin(_repliers, _repliers.c.id == _c.answered_by)
    .where(_c.submission_id == bindparam("case"))
    .order_by(_c.id.desc())
    .limit(SHOWN)
)


def of_case(session: Session, submission_id: int) -> list[Row[Any]]:
    """What other units were asked about a case, the latest first. For officials alone."""
    return list(session.execute(_OF_CASE, {"case": submission_id}))


def for_units(unit_ids: Collection[int]) -> ColumnElement[bool]:
    """The condition, over submission, for the cases that these units have still to answer about."""
    waiting = select(_c.submission_id).where(_OPEN, _c.unit_id.in_(unit_ids))
    return submissions.c.id.in_(waiting)


def days_for(session: Session, unit_ids: Collection[int]) -> dict[int, dt.date]:
    """By case, the day by which these units are to answer about it; the soonest first."""
    wanted = (
        select(_c.submission_id, _c.due_on)
        .join(submissions, submissions.c.id == _c.submission_id)
        .where(_OPEN, _c.unit_id.in_(unit_ids), _c.unit_id != submissions.c.unit_id)
    )
    found: dict[int, dt.date] = {}
    for row in session.execute(wanted.order_by(_c.due_on, _c.id)):
        found.setdefault(row.submission_id, row.due_on)
    return found
