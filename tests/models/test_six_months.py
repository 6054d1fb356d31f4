"""Six months without a decision: the right to ask for one, once, with four weeks (ST-15, L4)."""

import datetime as dt

import pytest
from sqlalchemy import select, update

from models import calendar, duties, progress, publishing
from models.calendar import moment
from models.database import transaction
from models.errors import Invalid, NotAllowed
from models.event import EventKind
from models.history import timeline, verify
from models.keeping_promises import six_months
from models.keeping_promises.delay_action import Ended
from models.organisation import Category
from models.person import Person
from models.states import Kind, Outcome
from models.submission import take
from notifications import delay_letters, staff
from notifications.contexts import read
from notifications.looking import look
from notifications.staleness import stale
from tests import people
from tests.notifications import post

CAME = moment(dt.datetime(2026, 6, 8, 10, 0, tzinfo=calendar.zone()))
WORDS = "Utredningen väntar på ett yttrande från grannen, som kommer i februari."


def at_noon(*day: int) -> int:
    return moment(dt.datetime(*day, 12, 0, tzinfo=calendar.zone()))


@pytest.fixture
def case(town):
    """A complaint of a subject whose senders are parties, which Olga has."""
    calendar.freeze(CAME)
    with transaction() as session:
        people.municipality(session)
        session.execute(update(Category).values(is_case=True))
        olga = people.olga(session)
        made = people.published(session, Kind.COMPLAINT)
        made.category_id = session.scalar(select(Category.id).limit(1))
        progress.assign(session, made, by=olga.actor, to=session.get_one(Person, olga.id))
    return made.reference


@pytest.mark.parametrize(
    ("received", "first"),
    [
        ("2026-06-08", "2026-12-09"),
        ("2026-08-31", "2027-03-02"),  # the last of February is a Sunday: Monday is the last day
        ("2026-06-24", "2026-12-29"),  # Christmas eve, two holidays and a Sunday
        ("2024-08-30", "2025-03-01"),
    ],
)
def test_the_right_begins_when_six_whole_months_are_over(received, first):
    got = six_months.right_from(dt.date.fromisoformat(received))
    assert got == dt.date.fromisoformat(first)


def letters():
    """What the letters of the right would say if they went now."""
    with transaction(write=False) as session:
        found = look(session, [row.id for row in post.sent_rows(kind="delay_action")])
        return [read(session, one)["what"] for one in found if stale(one) is None]


def test_whoever_has_it_is_warned_after_five_months_and_the_sender_told_after_six(case):
    calendar.freeze(moment(dt.datetime(2026, 11, 9, 7, 0, tzinfo=calendar.zone())))
    assert six_months.months_after(dt.date(2026, 6, 9), 5) == dt.date(2026, 11, 9)
    with transaction() as session:
        session.execute(
            update(take(session, case).__table__).values(received_at=CAME + calendar.DAY)
        )
    staff.each_minute()
    (row,) = post.sent_rows(kind="staff_daily")
    with transaction(write=False) as session:
        (said,) = [read(session, one) for one in look(session, [row.id])]
    assert "months" in {group["code"] for group in said["groups"]}
    calendar.freeze(at_noon(2026, 12, 9))
    assert not delay_letters.each_day()
    calendar.freeze(at_noon(2026, 12, 10))
    assert delay_letters.each_day()
    assert not delay_letters.each_day()
    calendar.freeze(at_noon(2026, 12, 11))
    assert not delay_letters.each_day()
    assert letters() == ["right"]


def test_it_is_asked_once_after_six_months_and_answered_within_four_weeks(case):
    with transaction() as session:
        rosa, olga, row = people.rosa(session), people.olga(session), take(session, case)
        calendar.freeze(at_noon(2026, 12, 8))
        with pytest.raises(NotAllowed):
            six_months.request(session, row, by=rosa.actor)
        calendar.freeze(at_noon(2026, 12, 9))
        six_months.request(session, row, by=rosa.actor)
        with pytest.raises(NotAllowed):
            six_months.request(session, row, by=rosa.actor)
        assert six_months.standing(session, row).asked.due_on == dt.date(2027, 1, 6)
        with pytest.raises(Invalid):
            six_months.answer(session, row, by=olga.actor, ended=Ended.REFUSED, words="Nej.")
        six_months.answer(session, row, by=olga.actor, ended=Ended.REFUSED, words=WORDS)
        with pytest.raises(NotAllowed):
            six_months.answer(session, row, by=olga.actor, ended=Ended.DECIDED, words=WORDS)
        kinds = [event.kind for event in timeline(session, row.stream, public_only=False)]
        assert kinds[:2] == [EventKind.DELAY_ACTION_REFUSED, EventKind.DELAY_ACTION_REQUESTED]
        assert verify(session, row.stream) == []
        public = {event.kind for event in timeline(session, row.stream)}
        assert not public & set(kinds[:2])
    assert letters() == ["refused"]


def test_whatever_decides_the_case_is_the_answer_and_nothing_less(case):
    calendar.freeze(at_noon(2026, 12, 9))
    with transaction() as session:
        rosa, olga, row = people.rosa(session), people.olga(session), take(session, case)
        six_months.request(session, row, by=rosa.actor)
        with pytest.raises(NotAllowed):
            six_months.answer(session, row, by=olga.actor, ended=Ended.DECIDED, words=WORDS)
        told = {one.code: one.rows for one in duties.of(session, olga.id, since=0, until=0)}
        assert [duty.day for duty in told["decision"]] == [dt.date(2027, 1, 6)]
        progress.close(session, row, by=olga.actor, outcome=Outcome.DISMISSED, reason=WORDS)
        asked = six_months.standing(session, row).asked
        assert (asked.ended, asked.ended_at) == (Ended.DECIDED, calendar.now())
        assert WORDS in asked.html
        kinds = [event.kind for event in timeline(session, row.stream, public_only=False)]
        assert kinds[:2] == [EventKind.DELAY_ACTION_DECIDED, EventKind.CLOSED]
        assert "decision" not in {one.code for one in duties.of(session, olga.id, since=0, until=0)}
    assert letters() == ["decided"]


def test_what_ended_without_a_decision_is_answered_with_words(case):
    calendar.freeze(at_noon(2026, 12, 9))
    with transaction() as session:
        rosa, olga, row = people.rosa(session), people.olga(session), take(session, case)
        six_months.request(session, row, by=rosa.actor)
        rules = people.municipality(session).proposals
        publishing.withdraw(session, row, by=rosa.actor, rules=rules)
        six_months.answer(session, row, by=olga.actor, ended=Ended.DECIDED, words=WORDS)
        assert six_months.standing(session, row).asked.ended is Ended.DECIDED


def test_only_a_party_to_what_is_not_done_has_the_right(case):
    with transaction() as session:
        row = take(session, case)
        calendar.freeze(at_noon(2026, 12, 9))
        assert six_months.standing(session, row).may_ask
        session.execute(update(Category).values(is_case=False))
        assert six_months.standing(session, row) is None
        session.execute(update(Category).values(is_case=True))
        olga = people.olga(session)
        progress.close(session, row, by=olga.actor, outcome=Outcome.DISMISSED, reason=WORDS)
        assert six_months.standing(session, row) is None
        assert six_months.to_tell(session) == []
