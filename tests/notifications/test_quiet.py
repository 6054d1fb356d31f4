"""No phone rings between nine in the evening and eight in the morning (NT-7)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.calendar import HOUR, MINUTE, local, moment
from notifications import quiet

pytestmark = pytest.mark.once

HERE = ZoneInfo("Europe/Stockholm")


def at(*when):
    return moment(datetime(*when, tzinfo=HERE))


@pytest.mark.parametrize(
    ("when", "night"),
    [
        ((2026, 11, 22, 20, 59), False),
        ((2026, 11, 22, 21, 0), True),
        ((2026, 11, 23, 0, 0), True),
        ((2026, 11, 23, 7, 59), True),
        ((2026, 11, 23, 8, 0), False),
    ],
)
def test_the_night_is_from_nine_to_eight(when, night):
    assert quiet.is_quiet(at(*when)) is night


@pytest.mark.parametrize(
    ("when", "hours"),
    [
        ((2026, 11, 22, 22, 0), 10),
        ((2027, 3, 27, 22, 0), 9),
        ((2026, 10, 24, 22, 0), 11),
        ((2026, 10, 25, 3, 30), 4.5),
    ],
)
def test_a_night_is_as_long_as_it_is_where_clocks_change(when, hours):
    assert quiet.morning_after(at(*when)) - at(*when) == hours * HOUR


moments = st.datetimes(
    datetime(2025, 1, 1), datetime(2030, 1, 1), timezones=st.just(ZoneInfo("UTC"))
).map(moment)


@given(moments, st.integers(0, 10**12))
def test_news_waits_for_a_moment_of_the_next_morning_at_which_it_may_go(when, number):
    later = quiet.until("sms", "answered", number, when)
    assert (later is None) == (not quiet.is_quiet(when))
    if later is not None:
        assert when < later
        assert local(later).hour == 8
        assert local(later).minute < 30
        assert local(later).date() - local(when).date() <= timedelta(days=1)
        assert quiet.until("sms", "answered", number, later) is None
    assert quiet.until("email", "answered", number, when) is None
    for kind in quiet.ASKED_FOR:
        assert quiet.until("sms", kind, number, when) is None


@given(moments)
def test_the_last_morning_was_today_or_yesterday(when):
    last = quiet.last_morning(when)
    assert 0 <= when - last < 25 * HOUR
    assert local(last).hour == 8
    assert quiet.tomorrow(when) > when
    assert local(quiet.tomorrow(when)).date() == local(when).date() + timedelta(days=1)


def test_the_messages_of_a_night_are_spread_over_half_an_hour():
    assert {quiet.spread(number) // MINUTE for number in range(3600)} == set(range(30))
