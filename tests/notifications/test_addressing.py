"""From the outbox to deliveries: in chunks that may crash, by workers that may overlap."""

import threading

import pytest
from sqlalchemy import select

from models import answer, progress
from models.actor import SYSTEM
from models.calendar import SECOND, advance, freeze, now
from models.database import table_of, transaction
from models.delivery import DeliveryEvent, DeliveryState
from models.event import EventKind, Outbox, OutboxState, record
from models.person import Person
from models.states import Kind
from models.submission import take
from notifications import addressing, chunks
from tests import people
from tests.notifications.post import address, follow, followers, reasons, sent_rows

outbox = table_of(Outbox)
carried = table_of(DeliveryEvent)


@pytest.fixture
def story(town, monkeypatch):
    """A proposal with seven followers and an answer nobody has been told of yet."""
    monkeypatch.setattr(chunks, "SIZE", 2)
    with transaction() as session:
        submission = people.published(session)
        followers(session, submission, 7)
    address()
    with transaction() as session:
        submission = take(session, submission.reference)
        olga = people.olga(session)
        return answer.answer(session, submission, by=olga.actor, source="Ja.", html="<p/>")


def told(event_id):
    """Who gets this event, as often as it stands there."""
    assert len(sent_rows(event_id=event_id)) == len(notes(event_id))
    return sorted(row.address for row in sent_rows(event_id=event_id))


def notes(event_id):
    with transaction(write=False) as session:
        return session.execute(select(carried).where(carried.c.event_id == event_id)).all()


def pending():
    with transaction(write=False) as session:
        waiting = select(outbox.c.event_id).where(outbox.c.state == OutboxState.PENDING)
        return session.scalars(waiting).all()


ALL = sorted(["rosa@example.org", *(f"follower{number}@example.org" for number in range(7))])


def test_every_follower_gets_one_message_with_the_event_and_the_reason(story):
    assert address() == 8
    assert told(story) == ALL
    assert pending() == []
    with transaction(write=False) as session:
        assert len(session.execute(select(reasons)).all()) == 7
    row = sent_rows(address="follower3@example.org")[0]
    assert (row.state, row.attempts, row.kind) == (DeliveryState.QUEUED, 0, "answered")
    assert row.message_key == f"event:{story}"


def test_addressing_again_makes_nothing_twice(story):
    address()
    assert address() == 0
    assert told(story) == ALL


@pytest.mark.parametrize("dies_in", [1, 2, 3, 4])
def test_a_crash_between_two_chunks_loses_nothing_and_repeats_nothing(story, monkeypatch, dies_in):
    write, calls = chunks.write, []

    def dying(session, event_id, after):
        calls.append(after)
        if len(calls) == dies_in:
            raise KeyboardInterrupt
        return write(session, event_id, after)

    monkeypatch.setattr(chunks, "write", dying)
    with pytest.raises(KeyboardInterrupt):
        addressing.address("dead")
    monkeypatch.setattr(chunks, "write", write)
    assert address() == 0, "the dead worker's lease still holds"
    advance(addressing.LEASE / SECOND + 1)
    address()
    assert told(story) == ALL
    assert pending() == []


def test_a_chunk_that_was_written_twice_is_one(story):
    with transaction() as session:
        assert chunks.write(session, story, 0)[0] == 3
    with transaction() as session:
        assert chunks.write(session, story, 0)[0] == 0
    address()
    assert told(story) == ALL


def test_a_worker_that_overslept_its_lease_leaves_the_rest_to_the_other(story):
    def overslept():
        advance(addressing.LEASE / SECOND + 1)
        addressing.address("other")

    made = addressing.address("sleeper", _once(overslept))
    assert made == 0
    assert told(story) == ALL


def test_a_worker_that_overslept_touches_nothing_that_another_is_at(story):
    def overslept():
        advance(addressing.LEASE / SECOND + 1)
        with transaction() as session:
            assert addressing._claim(session, "other") == {story}

    assert addressing.address("sleeper", _once(overslept)) == 0
    assert told(story) == []


def _once(act):
    done = []

    def going():
        # Asked before the claim, then before each chunk.
        done.append(act() if len(done) == 1 else None)
        return True

    return going


def test_a_stopped_worker_gives_its_events_back(story):
    asked = []

    def going():
        asked.append(1)
        return len(asked) < 4

    addressing.address("leaving", going)
    assert pending() == [story]
    with transaction() as session:
        assert not addressing.pending(session)
        addressing.give_back(session, "leaving")
        assert addressing.pending(session)
    address()
    assert told(story) == ALL


def test_two_workers_at_once_tell_everyone_once(story):
    with transaction() as session:
        submission = people.published(session, title="Mer ljus")
        followers(session, submission, 7)
        by = people.olga(session).actor
        events = [
            answer.answer(session, submission, by=by, source=f"Svar {number}.", html="<p/>")
            for number in range(6)
        ]
    start = threading.Barrier(2)

    def work(name):
        start.wait()
        addressing.address(name)

    workers = [threading.Thread(target=work, args=(name,)) for name in ("one", "two")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert pending() == []
    for event_id in (story, *events):
        assert told(event_id) == ALL


def test_what_nobody_is_told_of_is_done_with_at_once_however_much_there_is(town):
    with transaction() as session:
        submission = people.a_submission(session, Kind.COMPLAINT)
        olga = people.olga(session)
        for _ in range(addressing.BATCH + 5):
            progress.assign(session, submission, by=olga.actor, to=session.get(Person, olga.id))
        answer.answer(session, submission, by=olga.actor, source="Ja.", html="<p/>")
    address()
    assert pending() == []
    assert [row.kind for row in sent_rows()] == ["receipt", "answered"]


def test_an_event_of_no_submission_is_addressed_to_nobody(town):
    with transaction() as session:
        people.municipality(session)
        record(session, "configuration", EventKind.RECONFIGURED, by=SYSTEM, facts={})
    assert address() == 0
    assert pending() == []


def test_whoever_follows_while_it_is_addressed_is_told_of_the_next_event_only(story):
    freeze(now() + SECOND)
    with transaction() as session:
        submission = people.published(session, title="Annat")
        event_id = answer.answer(
            session, submission, by=people.olga(session).actor, source="Ja.", html="<p/>"
        )
    advance(1)
    with transaction() as session:
        follow(session, people.sam(session), take(session, submission.reference))
    address()
    assert told(event_id) == ["rosa@example.org"]
