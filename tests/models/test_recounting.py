"""Open cases are promised anew by the promises of today, only where somebody says so (ST-10)."""

import datetime as dt

import pytest
from sqlalchemy import select

from models import calendar, planning, promise
from models.calendar import advance, freeze, moment, today
from models.configuration import changing, parts
from models.database import transaction
from models.errors import NotAllowed, Stale
from models.event import EventKind
from models.history import timeline, verify
from models.keeping_promises import keeping, recounting
from models.keeping_promises.anew import consequences
from models.keeping_promises.row import Which, clocks
from models.profile import site
from models.promise_line import Line
from models.states import Kind
from tests import people

TWO_DAYS = dt.timedelta(days=2)
SHORT = Line(first_response="2 working days", confirm_receipt="1 working days")
LONG = Line(
    first_response="12 working days",
    confirm_receipt="2 working days",
    update_every="1 working days",
    decide="60 working days",
)


@pytest.fixture
def session(town):
    freeze(moment(dt.datetime(2026, 12, 1, 10, 0, tzinfo=calendar.zone())))
    with transaction() as opened:
        people.municipality(opened)
        yield opened


def promised(session, *lines: Line) -> None:
    """The town promises this from today on."""
    changing.hold(session)
    data = [line.model_dump(mode="json") for line in lines]
    difference = parts.Difference(("promises",), None, data)
    wanted = changing.propose(session, lambda whole: parts.applied(whole, [difference]))
    changing.make(session, wanted, by=people.ada(session).actor, room="promises")


def begin(session) -> None:
    known = recounting.newest(session)
    recounting.begin(session, by=people.ada(session).actor, known=known)


def run(session, *, most: int = 50) -> None:
    """What the clock does, until nothing is left."""
    while due := recounting.due(session):
        recounting.step(session, due[0], site(session).opening, most=most)


def anew(session, case) -> list:
    events = timeline(session, case.stream, public_only=False)
    return [one for one in events if one.kind is EventKind.PROMISED]


def told(session) -> tuple[int, int, int, int, int]:
    found = consequences(session, site(session).opening)
    return found.sooner, found.later, found.same, found.ends_later, found.kept


def test_a_case_keeps_what_it_was_promised_until_somebody_says_otherwise(session):
    promised(session, SHORT)
    case, slow = (people.published(session, Kind.QUESTION) for _ in range(2))
    planning.delay(
        session, slow, by=people.olga(session).actor, reason="Vi mäter.", day=today() + TWO_DAYS
    )
    before = case.answer_by
    assert told(session) == (0, 0, 0, 0, 0)
    promised(session, LONG)
    # Of what is delayed its sender was told another day, with a reason: that stands.
    assert told(session) == (0, 1, 0, 0, 0)
    assert case.answer_by == before
    begin(session)
    run(session)
    row = promise.in_force(session, today())[0]
    assert (case.promise_id, case.answer_by) == (row.id, dt.date(2026, 12, 17))
    (event,) = anew(session, case)
    assert (event.facts["day"], event.facts["was_day"]) == ("2026-12-17", before.isoformat())
    assert anew(session, slow) == []
    assert verify(session, case.stream) == []
    last = recounting.last(session)
    assert (last.who, last.changed, last.done_at is None) == ("Ada", 1, False)
    assert told(session) == (0, 0, 0, 0, 0)


def test_what_is_late_stays_late_and_nobody_is_promised_a_day_that_is_over(session):
    promised(session, SHORT)
    late = people.published(session, Kind.QUESTION)
    advance(5 * 24 * 3600)
    promised(session, LONG)
    fresh = people.published(session, Kind.QUESTION)
    advance(6 * 24 * 3600)
    assert told(session) == (0, 0, 0, 0, 1)
    promised(session, SHORT)
    # To the one SHORT says what it was promised already; to the other it would be over.
    assert told(session) == (0, 0, 0, 0, 1)
    begin(session)
    run(session)
    assert anew(session, late) == anew(session, fresh) == []


def test_in_batches_each_case_once_and_no_further_once_the_promises_are_others(session):
    promised(session, SHORT)
    some = [people.published(session, Kind.QUESTION) for _ in range(5)]
    promised(session, LONG)
    begin(session)
    with pytest.raises(NotAllowed, match="promised_already"):
        begin(session)
    recounting.step(session, recounting.due(session)[0], site(session).opening, most=2)
    assert sorted(len(anew(session, one)) for one in some) == [0, 0, 0, 1, 1]
    seen = recounting.newest(session)
    promised(session, SHORT)
    run(session, most=2)
    assert sorted(len(anew(session, one)) for one in some) == [0, 0, 0, 1, 1]
    with pytest.raises(Stale):
        recounting.begin(session, by=people.ada(session).actor, known=seen)
    begin(session)
    run(session, most=2)
    assert sorted(len(anew(session, one)) for one in some) == [0, 0, 0, 2, 2]
    assert recounting.last(session).changed == 2


def test_clocks_that_were_over_keep_their_promise_and_none_is_over_before_it_was_given(session):
    promised(session, SHORT)
    case = people.published(session, Kind.QUESTION)

    def kept():
        keeping.keep(session, [case.reference], site(session).opening)
        rows = session.execute(select(clocks).where(clocks.c.submission_id == case.id)).all()
        return {row.which: (row.promise_id, row.state, row.missed_at) for row in rows}

    confirmed = kept()[Which.CONFIRM]
    short = case.promise_id
    advance(2 * 24 * 3600)
    promised(session, LONG)
    begin(session)
    run(session)
    after = kept()
    assert after[Which.CONFIRM] == confirmed
    assert confirmed[0] == short != case.promise_id
    assert after[Which.FIRST][:2] == (case.promise_id, "running")
    # A word a day was promised to nobody when it came: that time was over before it was given.
    assert Which.UPDATE not in after
    assert after[Which.DECIDE][:2] == (case.promise_id, "running")
    assert all(missed is None for _promise, _state, missed in after.values())
