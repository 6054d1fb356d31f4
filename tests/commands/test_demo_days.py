"""Whatever day somebody starts the demonstration on, it is told in working days and never in the night."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from models import calendar
from models.calendar import DAY, HOUR, is_working_day, local
from models.database import table_of, transaction
from models.decision import decisions
from models.event import Event
from models.reconfiguring import seed
from models.settings.fields import ROOT
from models.states import HANDED_IN
from models.submission import submissions
from tests import databases, people
from tests.commands.a_demonstration import a_moment
from web.commands.demo import days, fill, steps, told

pytestmark = pytest.mark.once

_, CASES = told()
ANY_TIME = {"hand_in", "comment", "support", "report", "follow", "withdraw"}
MOMENTS = [
    pytest.param(a_moment(2026, 11, 16, 8), id="a Monday morning"),
    pytest.param(a_moment(2027, 1, 1, 0), id="New Year"),
]
# Midsummer, and a 29th of February, beside every other month.
A_YEAR = [a_moment(2026, 6, 20, 23), a_moment(2028, 2, 29)] + [
    a_moment(2026, 12, 27, 3) + number * 37 * DAY + number * 5 * HOUR for number in range(10)
]


@pytest.mark.parametrize("moment", A_YEAR, ids=lambda moment: local(moment).date().isoformat())
def test_everything_that_is_told_has_happened_in_its_order(moment):
    calendar.freeze(moment)
    planned = steps(CASES)
    told_of = sum(
        1
        + sum(2 if len(said) < 5 or said[4] != "waits" else 1 for said in case.get("comments", ()))
        + sum(entry[1] != "votes" for entry in case.get("life", ()))
        + ("decision" in case)
        + ("minutes" in case.get("decision", {}))
        + ("followers" in case)
        for case in CASES
    )
    assert sum(step.does != "support" for step in planned) == told_of
    assert [step.at for step in planned] == sorted(step.at for step in planned)


@pytest.mark.parametrize("moment", A_YEAR, ids=lambda moment: local(moment).date().isoformat())
def test_officials_work_in_office_hours_and_residents_are_awake(moment):
    calendar.freeze(moment)
    for step in steps(CASES):
        at = local(step.at)
        if step.does in ANY_TIME:
            assert at.hour >= 5
        else:
            assert is_working_day(at.date()), (step.does, at, step.told["title"])
            assert 8 <= at.hour < 17, (step.does, at, step.told["title"])


# The days are the same on both databases, and filling a town takes a while.
@pytest.mark.parametrize("moment", MOMENTS[:1] if databases.is_postgres() else MOMENTS)
def test_the_town_is_as_late_and_as_much_in_time_on_any_day(town, moment):
    calendar.freeze(moment)
    with transaction() as session:
        people.municipality(session)
    assert fill(pictures=False) == len(CASES)
    today = calendar.today()
    with transaction(write=False) as session:
        cases = select(submissions).where(submissions.c.kind.in_(HANDED_IN))
        rows = session.execute(cases.order_by(submissions.c.id)).all()
        latest = session.execute(select(func.max(table_of(Event).c.at))).scalar_one()
        decided = session.scalars(select(decisions.c.decided_on)).all()
    assert latest <= moment
    assert [day for day in decided if not is_working_day(day)] == []
    numbers = [int(row.reference.split("-")[1]) for row in rows]
    assert numbers == sorted(numbers)
    assert [row.received_at for row in rows] == sorted(row.received_at for row in rows)
    late = [
        row for row in rows if row.answered_at is None and _is_open(row) and row.answer_by < today
    ]
    assert len(late) == 3
    assert sum(row.answered_at is not None and not row.kept for row in rows) == 2
    assert any(row.status == "voting" for row in rows)
    assert any(row.outcome == "below_threshold" for row in rows)


def test_another_municipality_can_be_shown_too(town):
    with transaction() as session:
        seed(session, ROOT / "models" / "profiles" / "ljungvalla.toml")
    assert fill(pictures=False) == len(CASES)


def _is_open(row) -> bool:
    return row.status in {"received", "in_progress", "waiting_resident", "planned"}


def test_a_day_before_another_is_counted_over_weekends_and_holidays():
    assert days.before(date(2026, 11, 16), 1) == date(2026, 11, 13)
    assert days.before(date(2027, 1, 7), 3) == date(2026, 12, 30)


def test_what_is_written_in_the_evening_is_read_the_next_morning():
    evening = calendar.moment(datetime(2026, 11, 13, 20, 10, tzinfo=UTC))
    assert local(days.at_work(evening)).strftime("%Y-%m-%d %H") == "2026-11-16 08"


def test_nobody_hands_anything_in_at_four_in_the_morning():
    night = calendar.moment(datetime(2026, 11, 13, 3, 10, tzinfo=UTC))
    assert local(days.awake(night)).strftime("%Y-%m-%d %H") == "2026-11-12 21"
