"""The clock and the working calendar (spec/sweden.md 7, ST-9, ST-11)."""

from datetime import UTC, date, datetime, timedelta

import holidays as oracle
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import calendar
from models.calendar import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    add_working_days,
    appeal_last_day,
    end_of,
    is_working_day,
    last_day,
    local,
    moment,
    next_working_day,
    six_months_after,
    start_of,
)

NOON = moment(datetime(2026, 6, 17, 10, 0, tzinfo=UTC))
DAYS = st.dates(date(2005, 1, 1), date(2100, 12, 31))


def d(text):
    return date.fromisoformat(text)


@pytest.fixture(autouse=True)
def _as_it_was():
    yield
    calendar.unfreeze()
    calendar.use_zone("Europe/Stockholm")


def test_the_running_clock_tells_microseconds_of_this_century():
    first = calendar.now()
    assert isinstance(first, int)
    assert first > moment(datetime(2024, 1, 1, tzinfo=UTC))
    assert calendar.now() >= first


def test_a_frozen_clock_stands_still_until_it_is_moved_or_released():
    calendar.freeze(NOON)
    assert calendar.now() == NOON
    assert calendar.advance(1.5) == NOON + 1_500_000
    assert calendar.now() == NOON + 1_500_000
    calendar.unfreeze()
    assert calendar.now() != NOON + 1_500_000


def test_a_clock_stopped_for_a_block_is_put_back_as_it_was_even_after_an_error():
    calendar.freeze(NOON)

    def fail():
        with calendar.at(NOON + DAY) as then:
            assert calendar.now() == then == NOON + DAY
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert calendar.now() == NOON


def test_advancing_a_running_clock_freezes_it():
    calendar.advance(HOUR / SECOND)
    assert calendar.now() == calendar.now()


def test_today_is_the_date_in_the_municipality_not_in_utc():
    late = moment(datetime(2026, 6, 17, 22, 30, tzinfo=UTC))
    with calendar.at(late):
        assert calendar.today() == d("2026-06-18")
        calendar.use_zone("UTC")
        assert calendar.today() == d("2026-06-17")
    assert calendar.zone().key == "UTC"


def test_a_datetime_without_a_zone_is_no_moment():
    with pytest.raises(ValueError, match="without a zone"):
        moment(datetime(2026, 6, 17, 12, 0))


@given(st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)))
def test_a_moment_shown_locally_is_the_same_moment_to_the_microsecond(when):
    assert local(moment(when)) == when
    assert moment(local(moment(when))) == moment(when)


@pytest.mark.parametrize(
    ("day", "hours", "end"),
    [
        ("2026-03-28", 24, "2026-03-28T22:59:59.999999+00:00"),
        ("2026-03-29", 23, "2026-03-29T21:59:59.999999+00:00"),
        ("2026-10-25", 25, "2026-10-25T22:59:59.999999+00:00"),
        ("2026-12-31", 24, "2026-12-31T22:59:59.999999+00:00"),
    ],
)
def test_a_local_day_ends_at_its_own_midnight_also_when_the_clocks_change(day, hours, end):
    assert end_of(d(day)) == moment(datetime.fromisoformat(end))
    assert end_of(d(day)) + 1 - start_of(d(day)) == hours * HOUR


def test_a_day_begins_where_the_one_before_ended():
    for offset in range(800):
        day = d("2026-01-01") + timedelta(days=offset)
        assert start_of(day) == end_of(day - timedelta(days=1)) + 1
        assert local(start_of(day)).date() == local(end_of(day)).date() == day
    assert HOUR == 60 * MINUTE


@pytest.mark.parametrize("year", range(2024, 2036))
def test_our_holidays_are_those_of_the_package_holidays(year):
    theirs = oracle.country_holidays(
        "SE", years=year, categories=("public", "de_facto"), include_sundays=False
    )
    off = {day for day in theirs if day.weekday() < 5}
    first = date(year, 1, 1)
    for offset in range((date(year + 1, 1, 1) - first).days):
        day = first + timedelta(days=offset)
        assert is_working_day(day) == (day.weekday() < 5 and day not in off), day


@pytest.mark.parametrize(
    ("year", "easter_monday", "ascension", "midsummers_eve", "working_days"),
    [
        (2024, "04-01", "05-09", "06-21", 251),
        (2025, "04-21", "05-29", "06-20", 249),
        (2026, "04-06", "05-14", "06-19", 251),
        (2027, "03-29", "05-06", "06-25", 253),
        (2028, "04-17", "05-25", "06-23", 251),
    ],
)
def test_the_moving_holidays_and_the_number_of_working_days(
    year, easter_monday, ascension, midsummers_eve, working_days
):
    assert {d(f"{year}-{day}") for day in (easter_monday, ascension, midsummers_eve)} <= (
        calendar.holiday_names(year).keys()
    )
    days = [date(year, 1, 1) + timedelta(days=offset) for offset in range(366)]
    assert sum(is_working_day(day) for day in days if day.year == year) == working_days


def test_a_bridge_day_is_a_working_day():
    assert is_working_day(d("2026-05-15"))
    assert not is_working_day(d("2026-05-14"))


@pytest.mark.parametrize(
    ("received", "count", "due"),
    [
        ("2026-06-17", 2, "2026-06-22"),
        ("2026-06-18", 2, "2026-06-23"),
        ("2026-06-18", 10, "2026-07-03"),
        ("2026-12-22", 2, "2026-12-28"),
        ("2026-12-22", 10, "2027-01-12"),
        ("2026-04-01", 2, "2026-04-07"),
        ("2026-05-13", 2, "2026-05-18"),
        ("2026-01-02", 2, "2026-01-07"),
        ("2025-12-30", 2, "2026-01-05"),
        ("2027-05-05", 2, "2027-05-10"),
        ("2026-06-13", 1, "2026-06-15"),  # a Saturday is day 0; Monday is day 1
        ("2026-06-17", 0, "2026-06-17"),
    ],
)
def test_a_promise_in_working_days_is_due_on_the_right_day(received, count, due):
    assert add_working_days(d(received), count) == d(due)


def test_working_days_are_not_counted_backwards():
    with pytest.raises(ValueError, match="forwards"):
        add_working_days(d("2026-06-17"), -1)


@given(DAYS, st.integers(0, 30), st.integers(0, 30))
def test_working_days_add_up_and_end_on_a_working_day(day, some, more):
    assert add_working_days(add_working_days(day, some), more) == add_working_days(day, some + more)
    assert is_working_day(add_working_days(day, some + 1))
    assert add_working_days(day, some + 1) > add_working_days(day, some)


@given(DAYS)
def test_the_next_working_day_skips_only_days_off(day):
    following = next_working_day(day)
    between = [day + timedelta(days=n) for n in range(1, (following - day).days)]
    assert is_working_day(following)
    assert not any(map(is_working_day, between))
    assert last_day(day) == (day if is_working_day(day) else following)


@pytest.mark.parametrize(
    ("announced", "last"),
    [
        ("2026-05-29", "2026-06-22"),  # three weeks end on midsummer's eve
        ("2026-12-03", "2026-12-28"),
        ("2026-12-10", "2027-01-04"),
        ("2026-03-13", "2026-04-07"),  # on Good Friday
        ("2026-05-16", "2026-06-08"),  # on the national day, a Saturday
        ("2026-06-01", "2026-06-22"),
        ("2026-11-26", "2026-12-17"),
    ],
)
def test_the_last_day_to_appeal_is_three_weeks_on_or_the_next_working_day(announced, last):
    assert appeal_last_day(d(announced)) == d(last)


@pytest.mark.parametrize(
    ("day", "later", "last"),
    [
        ("2026-08-31", "2027-02-28", "2027-03-01"),  # no 31st, and the 28th is a Sunday
        ("2027-08-31", "2028-02-29", "2028-02-29"),
        ("2026-06-17", "2026-12-17", "2026-12-17"),
        ("2026-12-31", "2027-06-30", "2027-06-30"),
        ("2026-07-01", "2027-01-01", "2027-01-04"),
    ],
)
def test_six_months_on_is_the_same_day_or_the_last_of_the_month(day, later, last):
    assert six_months_after(d(day)) == d(later)
    assert last_day(six_months_after(d(day))) == d(last)
