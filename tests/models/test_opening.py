"""The municipality's own calendar: hours, days and the clock's two odd nights (ST-9, ST-11)."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from models import calendar, opening
from models.calendar import HOUR, MINUTE, eves, moment
from models.hours import PRESET, WEEKDAYS, Rules, runs, years_without_days

STOCKHOLM = ZoneInfo("Europe/Stockholm")
OFFICE = opening.of(PRESET, "Europe/Stockholm")
LUNCH = [["08:00", "12:00"], ["13:00", "16:30"]]


def a_calendar(**rules):
    whole = {"holidays": "sweden", **dict.fromkeys(WEEKDAYS[:5], LUNCH)} | rules
    return opening.of(Rules.model_validate(whole), "Europe/Stockholm")


ALWAYS = a_calendar(**{name: [["00:00", "24:00"]] for name in WEEKDAYS})
MIXED = a_calendar(
    saturday=[["01:00", "02:30"], ["02:30", "03:30"]],
    sunday=[["00:30", "02:45"], ["03:00", "04:00"]],
    closed=[["2026-12-23", "Flytt", "Moving"]],
    short=[["walpurgis_night", "08:00", "12:00", "valborg", "Walpurgis"]],
)
CALENDARS = st.sampled_from([OFFICE, a_calendar(), ALWAYS, MIXED])
# Enough of them near the nights on which the clocks change.
MOMENTS = st.one_of(
    st.integers(at_ := moment(datetime(2026, 3, 27, tzinfo=UTC)), at_ + 4 * 24 * HOUR),
    st.integers(at_ := moment(datetime(2026, 10, 23, tzinfo=UTC)), at_ + 4 * 24 * HOUR),
    st.integers(moment(datetime(2024, 1, 1, tzinfo=UTC)), moment(datetime(2035, 1, 1, tzinfo=UTC))),
)
SPANS = st.integers(0, 3_000)


def at(text):
    return moment(datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM))


def d(text):
    return date.fromisoformat(text)


# Minutes of working time


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2026-06-12T16:00", 60, "2026-06-15T08:30"),  # Friday to Monday
        ("2026-06-12T16:30", 1, "2026-06-15T08:01"),  # exactly at closing
        ("2026-06-12T16:00", 30, "2026-06-15T08:00"),  # ends at closing: that is closed
        ("2026-06-13T11:00", 10, "2026-06-15T08:10"),  # on a Saturday
        ("2026-06-15T07:59", 1, "2026-06-15T08:01"),
        ("2026-06-18T16:29", 2, "2026-06-22T08:01"),  # over midsummer
        ("2026-12-23T16:00", 31, "2026-12-28T08:01"),  # over Christmas
        ("2026-12-30T16:00", 31, "2027-01-04T08:01"),  # over New Year
        ("2028-02-28T16:00", 40, "2028-02-29T08:10"),  # a leap day is a day
        ("2026-03-27T16:00", 60, "2026-03-30T08:30"),  # the night the clocks go forward
        ("2026-10-23T16:00", 60, "2026-10-26T08:30"),  # and back
    ],
)
def test_working_minutes_pass_only_while_it_is_open(start, minutes, end):
    assert OFFICE.add_minutes(at(start), minutes) == at(end)
    assert OFFICE.minutes_between(at(start), at(end)) == minutes


def test_an_open_night_is_an_hour_shorter_or_longer_when_the_clocks_change():
    assert ALWAYS.minutes_between(at("2026-03-28T12:00"), at("2026-03-29T12:00")) == 23 * 60
    assert ALWAYS.minutes_between(at("2026-10-24T12:00"), at("2026-10-25T12:00")) == 25 * 60
    assert ALWAYS.minutes_between(at("2026-06-10T12:00"), at("2026-06-11T12:00")) == 24 * 60


def test_hours_that_the_clocks_leave_out_are_not_counted_twice():
    """Open until a quarter to three and again from three, on a night that has neither."""
    night = at("2026-03-29T00:30"), at("2026-03-29T12:00")
    assert MIXED.minutes_between(*night) == 60 + 60 + 30
    assert MIXED.add_minutes(night[0], 60 + 60) == at("2026-03-29T03:30")


def test_at_noon_of_a_day_with_a_break_it_is_closed():
    town = a_calendar()
    assert town.is_open(at("2026-06-15T11:59"))
    assert not town.is_open(at("2026-06-15T12:00"))
    assert town.next_opening(at("2026-06-15T12:00")) == at("2026-06-15T13:00")
    assert town.next_opening(at("2026-06-15T13:10")) == at("2026-06-15T13:10")


@given(CALENDARS, MOMENTS, SPANS)
def test_working_time_never_ends_while_it_is_closed(town, start, minutes):
    end = town.add_minutes(start, minutes)
    assert end >= start
    assert town.is_open(end)


@given(CALENDARS, MOMENTS, SPANS)
def test_what_was_added_is_what_has_passed(town, start, minutes):
    assert town.minutes_between(start, town.add_minutes(start, minutes)) == minutes


@given(CALENDARS, MOMENTS, SPANS, SPANS)
def test_two_times_after_each_other_are_their_sum(town, start, some, more):
    assert town.add_minutes(town.add_minutes(start, some), more) == (
        town.add_minutes(start, some + more)
    )


@given(CALENDARS, MOMENTS, SPANS, SPANS, st.integers(0, 7 * 24 * HOUR))
def test_more_time_is_never_over_earlier(town, start, some, more, later):
    assert town.add_minutes(start, some) <= town.add_minutes(start, some + more)
    assert town.add_minutes(start, some) <= town.add_minutes(start + later, some)


@given(CALENDARS, MOMENTS)
def test_the_next_opening_is_the_first_moment_at_which_it_is_open(town, start):
    opens = town.next_opening(start)
    assert town.is_open(opens)
    assert opens == start or not town.is_open(start)
    assert opens == start or not town.is_open(opens - 1)
    assert town.minutes_between(start, opens) == 0


def test_time_is_not_counted_backwards():
    with pytest.raises(ValueError, match="forwards"):
        OFFICE.add_minutes(at("2026-06-15T10:00"), -1)
    assert OFFICE.minutes_between(at("2026-06-15T10:00"), at("2026-06-15T09:00")) == 0


# Days


@given(st.dates(date(2005, 1, 1), date(2100, 12, 31)), st.integers(0, 30))
def test_with_the_usual_week_a_working_day_is_the_laws(day, count):
    assert OFFICE.is_working_day(day) == calendar.is_working_day(day)
    assert OFFICE.add_working_days(day, count) == calendar.add_working_days(day, count)


def test_our_own_closed_days_are_no_working_days_and_short_days_are():
    assert not MIXED.is_working_day(d("2026-12-23"))
    assert MIXED.add_working_days(d("2026-12-22"), 1) == d("2026-12-28")
    assert MIXED.is_working_day(d("2026-04-30"))
    assert MIXED.hours_on(d("2026-04-30")) == ((480, 720),)


def test_hours_on_a_saturday_shorten_no_promise():
    assert MIXED.hours_on(d("2026-06-13"))
    assert MIXED.add_working_days(d("2026-06-12"), 1) == d("2026-06-15")


def test_a_holiday_is_closed_also_where_the_week_is_open_every_day():
    assert ALWAYS.hours_on(d("2026-06-06")) == ()
    assert ALWAYS.next_opening(at("2026-06-06T10:00")) == at("2026-06-07T00:00")


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        ("2026-06-10", 2, "2026-06-12"),
        ("2026-06-11", 2, "2026-06-15"),  # ends on a Saturday
        ("2026-12-10", 14, "2026-12-28"),  # on Christmas Eve
        ("2026-12-17", 14, "2027-01-04"),  # on New Year's Eve
        ("2028-02-15", 14, "2028-02-29"),
    ],
)
def test_calendar_days_that_end_on_a_day_off_end_on_the_next_working_day(start, days, last):
    assert OFFICE.add_days(d(start), days) == d(last)


def test_the_day_is_the_one_on_the_municipalitys_clocks():
    assert OFFICE.day_of(at("2026-06-10T23:59")) == d("2026-06-10")
    assert OFFICE.day_of(at("2026-06-10T23:59") + MINUTE) == d("2026-06-11")
    assert OFFICE.day_of(at("2026-12-31T23:59")) == d("2026-12-31")


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2026, "01-05 04-02 04-30 05-13 06-05 10-30"),
        (2027, "01-05 03-25 04-30 05-05 06-05 11-05"),
        (2028, "01-05 04-13 04-30 05-24 06-05 11-03"),
    ],
)
def test_the_eves_on_which_many_close_early(year, days):
    assert sorted(eves(year).values()) == [d(f"{year}-{day}") for day in days.split()]


# How a day differs from its weekday


def test_a_day_like_any_other_of_its_name_is_no_change():
    assert OFFICE.change_on(d("2026-06-10")) is None
    assert OFFICE.change_on(d("2026-06-06")) is None  # the national day, a Saturday
    assert MIXED.change_on(d("2027-04-29")) is None


def test_a_change_has_its_name_and_its_hours():
    assert OFFICE.change_on(d("2026-06-19")).code == "midsummers_eve"
    assert MIXED.change_on(d("2026-12-23")).en == "Moving"
    short = MIXED.change_on(d("2026-04-30"))
    assert (short.sv, short.hours) == ("valborg", ((480, 720),))


# What a profile may say


@pytest.mark.parametrize(
    ("rules", "why"),
    [
        ({"monday": [["08:00", "12:00"], ["11:00", "16:00"]]}, "overlap"),
        ({"monday": [["13:00", "16:00"], ["08:00", "12:00"]]}, "overlap"),
        ({"monday": [["16:00", "08:00"]]}, "end after they begin"),
        ({"monday": [["08:00", "08:00"]]}, "end after they begin"),
        ({"monday": [["8", "16:00"]]}, "no time of the day"),
        ({"monday": [["08:00:30", "16:00"]]}, "more exact than a minute"),
        ({"monday": [["08:00", "25:00"]]}, "no time of the day"),
        ({"monday": [["08:00"]]}, "Field required"),
        ({name: [] for name in WEEKDAYS}, "some day from Monday to Friday"),
        ({"holidays": "none"}, "sweden"),
        ({"closed": [["2026-02-30", "a", "b"]]}, "isoformat|day is out of range"),
        ({"closed": [["2026-12-23", "a", "b"], ["2026-12-23", "c", "d"]]}, "twice"),
        ({"short": [["payday", "08:00", "12:00", "a", "b"]]}, "isoformat"),
        ({"short": [["2026-12-23", "12:00", "08:00", "a", "b"]]}, "end after they begin"),
        ({"mondays": []}, "mondays"),
    ],
)
def test_a_calendar_with_a_slip_is_refused(rules, why):
    with pytest.raises(ValidationError, match=why):
        a_calendar(**rules)


def test_a_calendar_that_does_not_say_its_holidays_is_refused():
    with pytest.raises(ValidationError, match="holidays"):
        Rules.model_validate({"monday": [["08:00", "16:30"]]})


@pytest.mark.parametrize("zone", ["Europe/Atlantis", "", "../etc", "Europe"])
def test_a_zone_that_nobody_knows_is_refused(zone):
    with pytest.raises(ValueError, match="not known"):
        opening.of(PRESET, zone)


def test_rules_come_back_from_their_row_as_they_were():
    assert Rules.model_validate_json(MIXED.rules.model_dump_json()) == MIXED.rules
    assert '"08:00"' in MIXED.rules.model_dump_json()


def test_the_week_is_told_in_runs_of_days_with_the_same_hours():
    office, long_day = ((480, 990),), ((480, 720), (780, 990))
    assert runs(PRESET) == ((0, 4, office),)
    assert runs(a_calendar(wednesday=[], friday=[["08:00", "16:30"]]).rules) == (
        (0, 1, long_day),
        (3, 3, long_day),
        (4, 4, office),
    )


def test_a_coming_year_without_the_towns_own_days_is_told_of_a_year_ahead():
    week = {"holidays": "sweden", "monday": [["08:00", "16:30"]]}
    closed = [["2026-12-23", "stängt", "closed"]]
    eve = [["walpurgis_night", "08:00", "12:00", "valborg", "Walpurgis Night"]]
    assert years_without_days(Rules.model_validate(week), 2026) == []
    assert years_without_days(Rules.model_validate(week | {"short": eve}), 2026) == []
    assert years_without_days(Rules.model_validate(week | {"closed": closed}), 2026) == [2027]
    assert years_without_days(Rules.model_validate(week | {"closed": closed}), 2027) == [2027, 2028]
    short = [["2027-04-30", "08:00", "12:00", "valborg", "Walpurgis Night"]]
    both = week | {"closed": closed, "short": short}
    assert years_without_days(Rules.model_validate(both), 2026) == []
