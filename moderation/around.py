"""What stands around a thing that is judged: reports, the thread above it, its earlier verdicts."""

from typing import Any

from sqlalchemy import Row, and_, select
from sqlmodel import Session

from models.comment import NUMBER_WIDTH, comments
from models.database import table_of
from models.person import Person
from models.report import Report
from models.review import reviewables, target
from models.text import Text
from models.verdict import verdicts

REPORTS_SHOWN = 50
VERDICTS_SHOWN = 20
THREAD_SHOWN = 5
"""The nearest comments above the one that is judged."""

_texts = table_of(Text)
_reports = table_of(Report)
_people = table_of(Person)
_r = reviewables.c
_c = comments.c


def reported(session: Session, row: Row[Any]) -> list[Row[Any]]:
    """Every report of the thing, also those of its earlier items."""
    return list(
        session.execute(
            select(
                _reports.c.id,
                _reports.c.reason,
                _reports.c.explanation,
                _reports.c.others,
                _reports.c.at,
            )
            .join(reviewables, _r.id == _reports.c.reviewable_id)
            .where(_of(row))
            .order_by(_reports.c.id.desc())
            .limit(REPORTS_SHOWN)
        )
    )


def _of(row: Row[Any]) -> Any:
    return target(row.submission_id, row.comment_id)


def thread(session: Session, row: Row[Any]) -> list[Row[Any]]:
    """The comments above a comment, from the top down."""
    above = [
        int(row.path[at : at + NUMBER_WIDTH])
        for at in range(0, len(row.path) - NUMBER_WIDTH, NUMBER_WIDTH)
    ]
    return list(
        session.execute(
            select(_c.number, _c.byline, _c.official, _c.created_at.label("at"), _texts.c.html)
            .join(_texts, _texts.c.id == _c.text_id)
            .where(_c.submission_id == row.submission_id, _c.number.in_(above[-THREAD_SHOWN:]))
            .order_by(_c.path)
        )
    )


def judged(session: Session, row: Row[Any]) -> list[Row[Any]]:
    """Every verdict on the same thing, newest first."""
    same_thing = and_(
        verdicts.c.submission_id == row.submission_id,
        verdicts.c.comment_id.is_not_distinct_from(row.comment_id),
    )
    return list(
        session.execute(
            select(
                verdicts.c.id,
                verdicts.c.judgement,
                verdicts.c.reason,
                verdicts.c.message,
                verdicts.c.at,
                _people.c.name.label("by_name"),
            )
            .outerjoin(_people, _people.c.id == verdicts.c.by_id)
            .where(same_thing)
            .order_by(verdicts.c.id.desc())
            .limit(VERDICTS_SHOWN)
        )
    )
