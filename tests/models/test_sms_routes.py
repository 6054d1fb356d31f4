"""Two operators share the messages, and whoever fails gets fewer of them (NT-6)."""

from collections import Counter

import pytest

from models import calendar, sms_routes
from models.calendar import HOUR, MINUTE, SECOND
from models.database import transaction

BOTH = {"46elks": 3, "twilio": 1}


@pytest.fixture(autouse=True)
def noon(town):
    calendar.freeze(calendar.start_of(calendar.today()) + 12 * HOUR)


def weights():
    """After a look at how both fare."""
    with transaction() as session:
        sms_routes.order(session, BOTH)
        return tuple(sms_routes.weights(session)[name] for name in BOTH)


def note(name, ago=0, **counts):
    with transaction() as session:
        sms_routes.note(session, name, at=calendar.now() - ago, **counts)


def test_messages_go_by_weight_and_the_other_is_asked_next():
    with transaction() as session:
        drawn = [tuple(sms_routes.order(session, BOTH)) for _ in range(400)]
        assert sms_routes.order(session, {"twilio": 1}) == ["twilio"]
    found = Counter(drawn)
    assert found.keys() == {("46elks", "twilio"), ("twilio", "46elks")}
    assert 220 < found[("46elks", "twilio")] < 370


def test_five_errors_in_a_minute_cost_ten_hundredths_once_a_minute():
    assert weights() == (75, 25)
    note("46elks", failed=4)
    assert weights() == (75, 25)
    note("46elks", failed=1)
    assert weights() == (65, 35)
    assert weights() == (65, 35), "once a minute"
    calendar.advance(59)
    note("46elks", failed=5)
    assert weights() == (65, 35)
    calendar.advance(1)
    assert weights() == (55, 45)


def test_whoever_errs_for_long_gets_nothing_and_never_both():
    for _ in range(20):
        calendar.advance(60)
        note("46elks", failed=9)
        found = weights()
        assert sum(found) == 100
    assert found == (0, 100)
    calendar.advance(60)
    note("46elks", failed=9)
    note("twilio", failed=9)
    assert weights() == (0, 100), "where both err nothing is gained by changing"
    with transaction() as session:
        assert sms_routes.order(session, BOTH) == ["twilio", "46elks"]


def test_what_does_not_arrive_within_five_minutes_counts_over_a_quarter_of_an_hour():
    assert weights() == (75, 25)
    note("46elks", ago=6 * MINUTE, taken=100, prompt=86)
    assert weights() == (75, 25)
    note("46elks", ago=19 * MINUTE, taken=10, prompt=4)
    assert weights() == (65, 35)


@pytest.mark.parametrize("ago", [4 * MINUTE, 21 * MINUTE])
def test_what_may_still_arrive_and_what_is_long_ago_does_not_count(ago):
    weights()
    note("46elks", ago=ago, taken=100)
    assert weights() == (75, 25)


def test_of_a_few_messages_nothing_is_said():
    weights()
    note("46elks", ago=6 * MINUTE, taken=19)
    assert weights() == (75, 25)


def test_ten_hundredths_come_back_in_an_hour_and_no_more_than_were_lost():
    weights()
    for _ in range(2):
        note("46elks", failed=5)
        weights()
        calendar.advance(60)
    assert weights() == (55, 45)
    calendar.freeze(calendar.now() + HOUR - MINUTE - SECOND)
    assert weights() == (55, 45)
    calendar.advance(1)
    assert weights() == (65, 35)
    for _ in range(3):
        calendar.freeze(calendar.now() + HOUR)
        found = weights()
    assert found == (75, 25)


def test_an_operator_that_comes_or_goes_begins_in_the_middle():
    assert weights() == (75, 25)
    with transaction() as session:
        sms_routes.order(session, {"46elks": 1, "other": 1})
        assert sms_routes.weights(session) == {"46elks": 50, "other": 50}
