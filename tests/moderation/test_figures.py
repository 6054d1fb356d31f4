"""How soon the desk reads: everything counted, nothing made to look better, nobody named (MQ-18)."""

import datetime as dt

import pytest

from models import calendar
from models.calendar import DAY, HOUR, start_of
from models.database import transaction
from models.keeping import LEAST, Figures
from models.review import ReviewState, reviewables
from moderation import figures
from tests import people
from tests.moderation.room import counted, noon

TUESDAY = dt.date(2026, 3, 3)


@pytest.fixture
def at_noon(town):
    calendar.freeze(noon())


def _items(session, number: int, **values) -> None:
    """So many items of the queue: waiting since yesterday, or as `values` say."""
    for _ in range(number):
        case = people.a_submission(session)
        session.execute(
            reviewables.update()
            .where(reviewables.c.submission_id == case.id)
            .values({"created_at": noon() - DAY} | values)
        )


def _read(session, number: int, *, at: int, due: int, **more) -> None:
    _items(session, number, state=ReviewState.APPROVED, decided_at=at, due_at=due, **more)


def test_the_last_ninety_days_count_what_was_read_and_all_that_is_late(at_noon):
    with transaction() as session:
        assert figures.lately(session) == Figures()
        _read(session, 6, at=noon() - DAY, due=noon())
        _read(session, 1, at=noon(), due=noon() - HOUR)
        # Found late, and shown by the rule then: the later time it was given helps nobody.
        _read(session, 1, at=noon() - DAY, due=noon(), missed_at=noon() - 2 * DAY)
        _read(session, 3, at=noon() - 100 * DAY, due=noon())
        _items(session, 2, due_at=noon() - HOUR)
        _items(session, 4, due_at=noon() + HOUR)
        # What its author took back nobody had to read.
        _items(session, 5, state=ReviewState.IGNORED, decided_at=noon(), due_at=noon())
        found = figures.lately(session)
        assert found == Figures(answered=8, in_time=6, late=2)
        assert found.share == 60
        desk = figures.desk(session)
        assert desk == (6, noon() - DAY, 2)


def test_weeks_begin_on_monday_and_months_on_their_first_by_our_clocks(at_noon):
    with transaction() as session:
        monday = start_of(TUESDAY - dt.timedelta(days=1))
        march = start_of(dt.date(2026, 3, 1))
        _read(session, LEAST, at=monday, due=monday)
        _read(session, LEAST, at=monday - 1, due=monday - 2)
        _read(session, LEAST, at=march - 1, due=march)
        _items(session, 1, due_at=monday - HOUR)
        with counted() as sent:
            weeks, months = figures.by_week(session), figures.by_month(session)
        assert len(sent) == 2
        assert [week.first for week in weeks[:2]] == [dt.date(2026, 3, 2), dt.date(2026, 2, 23)]
        assert [week.kept for week in weeks[:2]] == [
            Figures(LEAST, LEAST, 0),
            # The last moment of February is in the same week as the first of March.
            Figures(2 * LEAST, LEAST, 1),
        ]
        assert [(m.first, m.last) for m in months[:2]] == [
            (dt.date(2026, 3, 1), dt.date(2026, 3, 31)),
            (dt.date(2026, 2, 1), dt.date(2026, 2, 28)),
        ]
        assert [m.kept for m in months[:2]] == [
            Figures(2 * LEAST, LEAST, 1),
            Figures(LEAST, LEAST, 0),
        ]
        assert months[-1].first == dt.date(2025, 4, 1)
