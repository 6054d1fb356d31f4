"""Occasions of a dialogue: no seat is taken twice, and nobody but who leads it knows who comes."""

from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select, update

from models import calendar, suspending
from models.calendar import DAY, now
from models.database import table_of, transaction
from models.dialogue import coming, keeping, occasion_changing, occasions
from models.dialogue.occasions import sign_ups
from models.errors import Invalid, NotAllowed, NotFound, Stale
from models.event import head_of
from models.person import Person
from models.states import Status
from models.suspending import Why
from tests import people
from tests.dialogues import a_dialogue, a_walk


@pytest.fixture
def walk(town):
    yield _plan()
    calendar.unfreeze()


def _plan(state=Status.OPEN, **planned):
    """The ids of a dialogue and of its occasion."""
    with transaction() as session:
        held = a_dialogue(session, state=state)
        by = people.olga(session).actor
        return held, occasions.plan(session, held, a_walk(**planned), by=by).id


def _come(walk, who, verb=coming.sign_up):
    held, number = walk
    with transaction() as session:
        verb(session, held.case.id, number, who(session).id)


def _coming(walk) -> int:
    with transaction(write=False) as session:
        return occasions.coming(session, walk[1])


def _led(walk, verb, *words):
    with transaction() as session:
        by = people.olga(session)
        held = keeping.hold(session, walk[0].case.reference)
        one = occasions.take(session, held.case.id, walk[1])
        verb(session, held, one, *words, by=by.actor)


def test_she_signs_up_once_however_often_she_presses_and_takes_it_back(walk):
    with transaction(write=False) as session:
        before = head_of(session, walk[0].case.stream)
    for _ in range(2):
        _come(walk, people.rosa)
    assert _coming(walk) == 1
    with transaction() as session:
        assert head_of(session, walk[0].case.stream) == before, "no event says who comes"
        [one] = coming.who(session, walk[1])
        assert one.name == people.rosa(session).name
    for _ in range(2):
        _come(walk, people.rosa, coming.withdraw)
    assert _coming(walk) == 0
    _come(walk, people.rosa)
    assert _coming(walk) == 1


def test_of_two_who_want_the_last_seat_at_once_one_has_it(town):
    walk = _plan(seats=1)
    with transaction() as session:
        ids = [people.rosa(session).id, people.sam(session).id]
    ready, refused = Barrier(2), []

    def press(person):
        ready.wait()
        try:
            with transaction() as session:
                coming.sign_up(session, walk[0].case.id, walk[1], person)
        except NotAllowed as no:
            refused.append(no.code)

    both = [Thread(target=press, args=(one,)) for one in ids]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert refused == ["occasion_full"]
    assert _coming(walk) == 1


def test_nobody_comes_to_what_began_was_cancelled_or_is_not_public(walk):
    _come(walk, people.rosa)
    drafted = _plan(Status.DRAFT)
    with pytest.raises(NotFound):
        _come(drafted, people.rosa)
    with pytest.raises(NotFound):
        _come((walk[0], drafted[1]), people.rosa)
    off = _plan()
    _led(off, occasion_changing.cancel)
    for verb in (coming.sign_up, coming.withdraw):
        with pytest.raises(NotAllowed, match="occasion_cancelled"):
            _come(off, people.sam, verb)
    calendar.freeze(now() + 3 * DAY + 1)
    for verb in (coming.sign_up, coming.withdraw):
        with pytest.raises(NotAllowed, match="occasion_over"):
            _come(walk, people.sam, verb)
    assert _coming(walk) == 1


def test_whoever_is_suspended_cannot_sign_up_and_can_take_back(walk):
    _come(walk, people.rosa)
    with transaction() as session:
        rosa, ada = people.rosa(session).id, people.ada(session).actor
        suspending.suspend(session, rosa, Why.RULES, by=ada)
    _come(walk, people.rosa, coming.withdraw)
    with pytest.raises(NotAllowed, match="suspended"):
        _come(walk, people.rosa)


def test_whose_identity_is_protected_is_counted_and_not_named(walk):
    _come(walk, people.rosa)
    with transaction() as session:
        hers = table_of(Person).c.id == people.rosa(session).id
        session.execute(update(Person).where(hers).values(protected=True))
    with transaction(write=False) as session:
        assert [(one.name, one.protected) for one in coming.who(session, walk[1])] == [("", True)]


def test_a_change_is_an_event_and_keeps_seats_for_those_who_come(walk):
    for who in (people.rosa, people.sam):
        _come(walk, who)
    with transaction(write=False) as session:
        _, seq = head_of(session, walk[0].case.stream)
    with pytest.raises(Invalid, match="seats: taken"):
        _led(walk, occasion_changing.change, a_walk(seats=1))
    _led(walk, occasion_changing.change, a_walk(seats=2, place="Biblioteket"))
    with transaction() as session:
        assert head_of(session, walk[0].case.stream)[1] == seq + 1
        with pytest.raises(Stale):
            occasions.take(session, walk[0].case.id, walk[1], version=1)
    starts = now() + DAY
    for field, planned in (
        ("closes_clock", a_walk(starts_at=starts, ends_at=starts)),
        ("day", a_walk(starts_at=now() - DAY)),
    ):
        with pytest.raises(Invalid, match=field):
            _led(walk, occasion_changing.change, planned)


def test_it_is_told_of_once_it_has_begun_and_then_no_longer_changed(walk):
    with pytest.raises(NotAllowed, match="occasion_ahead"):
        _led(walk, occasions.note, "Vi sågs.")
    calendar.freeze(now() + 3 * DAY + 1)
    _led(walk, occasions.note, "Många vill ha bänkar.")
    with transaction(write=False) as session:
        assert occasions.one(session, walk[0].case.id, walk[1]).notes == "Många vill ha bänkar."
    with pytest.raises(NotAllowed, match="occasion_over"):
        _led(walk, occasion_changing.change, a_walk())
    with pytest.raises(NotAllowed, match="occasion_over"):
        _led(walk, occasion_changing.cancel)


def test_it_goes_with_its_dialogue_and_who_comes_with_it(walk):
    _come(walk, people.rosa)
    with transaction() as session:
        session.delete(session.get_one(occasions.Occasion, walk[1]))
        session.flush()
        assert session.execute(select(func.count()).select_from(sign_ups)).scalar_one() == 0
