"""What text messages may cost on a day, and what is kept for whom (NT-7)."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from models import calendar, settings, sms_budget, token
from models.calendar import DAY, HOUR
from models.database import transaction
from models.person import Channel, reach
from models.token import Purpose


@pytest.fixture
def ten_parts(town):
    settings.use(town.settings.model_copy(update={"sms_parts_per_day": 10}))
    calendar.freeze(calendar.start_of(calendar.today()) + 9 * HOUR)


def taken(*wanted):
    with transaction() as session:
        return [sms_budget.reserve(session, parts, code=code) for parts, code in wanted]


def test_a_day_costs_no_more_than_its_parts_and_a_fifth_is_kept_for_codes(ten_parts):
    assert taken((3, False), (3, False), (3, False), (2, False)) == [True, True, False, True]
    assert taken((1, False), (1, True), (1, True), (1, True)) == [False, True, True, False]


def test_any_number_of_workers_spend_no_more_than_there_is(ten_parts):
    def work(_):
        return sum(taken(*[(1, False)] * 4))

    with ThreadPoolExecutor(4) as workers:
        assert sum(workers.map(work, range(4))) == 8


def test_codes_leave_half_of_the_day_to_the_news(ten_parts):
    assert taken((2, True), (2, True), (2, True), (1, True)) == [True, True, False, True]
    assert taken((1, True), (3, False), (2, False)) == [False, True, True]


def test_what_nobody_took_costs_nothing_and_the_next_day_is_new(ten_parts):
    assert taken((8, False), (1, False)) == [True, False]
    with transaction() as session:
        sms_budget.give_back(session, 3, code=False)
    assert taken((3, False), (1, False)) == [True, False]
    calendar.freeze(calendar.now() + DAY)
    assert taken((8, False)) == [True]


def test_the_operator_sees_what_is_spent_and_how_many_codes_are_used(ten_parts):
    with transaction() as session:
        for number in range(3):
            place = reach(session, Channel.SMS, f"+4670174060{number + 5}")
            made = token.issue(session, Purpose.SUPPORT, place.id)
        token.use(session, token.secret(made))
        token.issue(session, Purpose.SUPPORT, reach(session, Channel.EMAIL, "a@example.org").id)
    taken((5, False), (2, True))
    with transaction(write=False) as session:
        found = sms_budget.figures(session)
    assert (found.most, found.news, found.codes, found.asked, found.used) == (10, 5, 2, 3, 1)
    assert not found.nearly_spent
    taken((1, True))
    with transaction(write=False) as session:
        assert sms_budget.figures(session).nearly_spent
