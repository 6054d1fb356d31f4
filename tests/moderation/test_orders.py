"""Orders of authorities are written down, answered and counted (MQ-14)."""

import pytest
from sqlalchemy import select

from models import calendar, history
from models.authority_order import OrderKind, OrderOutcome
from models.calendar import DAY, HOUR, MINUTE
from models.database import table_of, transaction
from models.errors import Invalid, NotFound
from models.event import Event, EventKind
from moderation import orders
from moderation.reasons import Reason
from tests import people
from tests.moderation.room import noon

SAID = {
    "kind": OrderKind.ACT,
    "authority": "Polismyndigheten",
    "ground": "SFS 1998:112 5 §",
    "reason": "threat",
}


def ordered(session, **changes):
    told = {"by": people.marek(session).actor, "received_at": noon() - HOUR} | SAID | changes
    return orders.register(session, **told)


def answered(session, order, **changes) -> None:
    told = {"outcome": OrderOutcome.MET, "done_at": noon(), "words": "Texten togs bort."} | changes
    orders.answer(session, order.id, by=people.marek(session).actor, **told)


@pytest.fixture(autouse=True)
def _at_noon(town):
    with calendar.at(noon()):
        yield


def test_an_order_has_a_history_of_its_own_and_each_press_counts_once(town):
    with transaction() as session:
        marek = people.marek(session).actor
        order = ordered(session)
        for _ in range(2):
            orders.confirm(session, order.id, by=marek)
            answered(session, order)
        answered(session, order, outcome=OrderOutcome.PARTLY)
        assert (order.confirmed_at, order.done_at) == (noon(), noon())
        assert history.verify(session, order.stream) == []
        of = table_of(Event)
        events = session.execute(select(of).where(of.c.stream == order.stream)).all()
        assert {one.kind for one in events} == {EventKind.NOTED}
        assert not any(one.public for one in events)
        assert len(events) == 4


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"authority": " "}, "authority", "missing"),
        ({"authority": "x" * 201}, "authority", "too_long"),
        ({"ground": "Se anna@example.org"}, "ground", "of_person"),
        ({"ground": "Om 811218-9876"}, "ground", "of_person"),
        ({"ground": "Ring 070-174 06 05"}, "ground", "of_person"),
        ({"reason": None}, "reason", "missing"),
        ({"reason": "abusive"}, "reason", "unknown"),
        ({"received_at": noon() + MINUTE}, "clock", "not_yet"),
    ],
)
def test_nothing_is_written_down_that_tells_of_a_person_or_is_no_order(town, changes, field, code):
    with transaction() as session, pytest.raises(Invalid) as refused:
        ordered(session, **changes)
    assert (refused.value.field, refused.value.code) == (field, code)


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"done_at": noon() - 2 * HOUR}, "clock", "before_it_came"),
        ({"done_at": noon() + MINUTE}, "clock", "not_yet"),
        ({"words": ""}, "words", "missing"),
        ({"words": "Hon nås på anna@example.org"}, "words", "of_person"),
    ],
)
def test_an_answer_has_words_and_a_moment_that_can_be(town, changes, field, code):
    with transaction() as session:
        order = ordered(session)
        with pytest.raises(Invalid) as refused:
            answered(session, order, **changes)
    assert (refused.value.field, refused.value.code) == (field, code)


def test_an_order_to_inform_is_about_no_sort_of_content_and_nobody_else_writes_one(town):
    with transaction() as session:
        assert ordered(session, kind=OrderKind.INFORM).reason is None
        with pytest.raises(NotFound):
            ordered(session, by=people.olga(session).actor)
        with pytest.raises(NotFound):
            orders.confirm(session, 99, by=people.ada(session).actor)


def test_they_are_counted_by_kind_and_sort_with_the_median_of_each_kind(town):
    with transaction() as session:
        marek = people.marek(session).actor
        for hours in (1, 3, 10):
            order = ordered(session, received_at=noon() - hours * HOUR)
            if hours < 10:
                orders.confirm(session, order.id, by=marek)
                answered(session, order)
        refused = ordered(session, kind=OrderKind.INFORM)
        answered(session, refused, outcome=OrderOutcome.NOT_MET)
        ordered(session, received_at=noon() - 2 * DAY)
        within = (noon() - DAY, noon())
        assert orders.counted(session, *within) == [
            (OrderKind.ACT, Reason.THREAT, 3, 2, 1),
            (OrderKind.INFORM, None, 1, 0, 0),
        ]
        assert orders.timed(session, *within) == [
            (OrderKind.ACT, 120, 120),
            (OrderKind.INFORM, None, 60),
        ]
        assert [row.outcome for row in orders.listed(session)][:2] == [None, None]
