"""Exactly once: leases, fences, and the rows that nobody can write twice (F03, F06)."""

import threading
from collections import Counter

import pytest
from sqlalchemy.exc import IntegrityError

from models import answer
from models.calendar import SECOND, advance
from models.database import transaction
from models.delivery import DeliveryEvent, DeliveryState, deliveries
from models.states import Kind
from models.submission import take
from notifications import leases, settling, sweeping
from notifications.letter import Accepted, TryLater
from notifications.settling import Tried
from tests import people
from tests.notifications.post import address, followers, send, sender, sent_rows, tries, use

S = DeliveryState
LEASE_SECONDS = leases.LEASE / SECOND


class Shelf:
    """A pipe that keeps letters of any number of threads; `before` is done before each."""

    def __init__(self, before=lambda letter: None):
        self.letters = []
        self._before = before

    def send(self, letter):
        self._before(letter)
        self.letters.append(letter)
        return Accepted(letter.key)

    def close(self):
        pass

    @property
    def addresses(self):
        return Counter(letter.address for letter in self.letters)


def story(count):
    """An answer that Rosa and so many followers are to be told of."""
    with transaction() as session:
        submission = people.published(session, Kind.COMPLAINT)
        followers(session, submission, count)
    send(Shelf())
    with transaction() as session:
        given = take(session, submission.reference)
        answer.answer(session, given, by=people.olga(session).actor, source="Ja.", html="<p/>")
    address()


@pytest.fixture
def open_town(town):
    use(town)


def states():
    return Counter(row.state for row in sent_rows(kind="answered"))


def test_of_two_workers_each_gets_other_deliveries(open_town):
    story(70)
    with transaction() as session:
        first = leases.claim(session, "one")
    with transaction() as session:
        second = leases.claim(session, "two")
        assert leases.claim(session, "three") == []
    assert (len(first), len(second)) == (leases.BATCH, 71 - leases.BATCH)
    assert not set(first) & set(second)


def test_workers_in_many_threads_send_everything_once(open_town):
    story(120)
    shelf = Shelf()
    start = threading.Barrier(3)

    def work(name):
        with sender(name, shelf) as made:
            start.wait()
            while made.round():
                pass

    workers = [threading.Thread(target=work, args=(name,)) for name in ("one", "two", "three")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert set(shelf.addresses.values()) == {1}
    assert len(shelf.letters) == 121
    assert states() == {S.SENT: 121}


def test_what_a_dead_worker_had_leased_and_not_begun_goes_to_the_next(open_town):
    story(3)
    with transaction() as session:
        leases.claim(session, "dead")
    shelf = Shelf()
    send(shelf)
    assert shelf.letters == []
    advance(LEASE_SECONDS + 1)
    send(shelf)
    assert len(shelf.letters) == 4


def test_a_woken_worker_whose_lease_was_taken_does_not_send(open_town):
    """F06: two workers, the first is stopped between its lease and its send."""
    story(5)
    other = Shelf()

    def sleep(_letter):
        if not other.letters:
            advance(LEASE_SECONDS + 1)
            with sender("other", other) as made:
                while made.round():
                    pass

    sleeper = Shelf(before=sleep)
    with sender("sleeper", sleeper) as made:
        made.round()
    # The one that was already on its way when it fell asleep goes; no other does.
    assert len(sleeper.letters) == 1
    assert len(other.letters) == 5
    assert set((sleeper.addresses + other.addresses).values()) == {1}


def test_a_lost_lease_is_noticed_at_the_begin(open_town):
    story(0)
    (row,) = sent_rows(kind="answered")
    with transaction() as session:
        assert [one.id for one in leases.claim(session, "sleeper")] == [row.id]
    advance(LEASE_SECONDS + 1)
    with transaction() as session:
        assert [one.id for one in leases.claim(session, "other")] == [row.id]
    with transaction() as session:
        assert not leases.begin(session, "sleeper", [row.id])
        assert leases.begin(session, "other", [row.id])


def test_a_try_that_a_worker_died_in_is_written_down_and_repeated(open_town):
    story(0)
    (row,) = sent_rows(kind="answered")
    with transaction() as session:
        leases.claim(session, "dead")
    with transaction() as session:
        leases.begin(session, "dead", [row.id])
    with transaction() as session:
        assert not sweeping.died(session)
        assert sweeping.recover(session) == 0
    advance(LEASE_SECONDS + 1)
    with transaction() as session:
        assert leases.claim(session, "next") == []
        assert sweeping.died(session)
        assert sweeping.recover(session) == 1
        assert sweeping.recover(session) == 0
    shelf = Shelf()
    send(shelf)
    assert len(shelf.letters) == 1
    assert tries(row.id) == [("failed", "interrupted"), ("sent", "")]
    (row,) = sent_rows(kind="answered")
    assert (row.state, row.attempts) == (S.SENT, 2)


def test_a_provider_that_takes_its_time_keeps_its_lease(open_town):
    story(0)
    (row,) = sent_rows(kind="answered")
    with transaction() as session:
        leases.claim(session, "patient")
    with transaction() as session:
        leases.begin(session, "patient", [row.id])
    for _ in range(3):
        advance(LEASE_SECONDS - 1)
        with transaction() as session:
            leases.renew(session, "patient", [row.id])
            leases.renew(session, "somebody else", [row.id])
    with transaction() as session:
        assert not sweeping.died(session)


def test_what_went_is_written_down_whoever_has_the_lease_by_then(open_town):
    story(0)
    (row,) = sent_rows(kind="answered")
    with transaction() as session:
        leases.claim(session, "slow")
    with transaction() as session:
        leases.begin(session, "slow", [row.id])
    advance(LEASE_SECONDS + 1)
    with transaction() as session:
        sweeping.recover(session)
    with transaction() as session:
        assert [one.id for one in leases.claim(session, "other")] == [row.id]
    with transaction() as session:
        settling.settle(session, "slow", [Tried(row.id, row.created_at, Accepted("ref"))])
    with transaction() as session:
        assert not leases.begin(session, "other", [row.id])
    assert states() == {S.SENT: 1}


def test_a_failure_of_whoever_lost_the_lease_changes_nothing(open_town):
    story(0)
    (row,) = sent_rows(kind="answered")
    with transaction() as session:
        leases.claim(session, "slow")
    with transaction() as session:
        leases.begin(session, "slow", [row.id])
    advance(LEASE_SECONDS + 1)
    with transaction() as session:
        sweeping.recover(session)
    send(Shelf())
    with transaction() as session:
        settling.settle(session, "slow", [Tried(row.id, row.created_at, TryLater("connection"))])
    assert states() == {S.SENT: 1}


def test_a_crash_between_yes_and_commit_sends_the_same_message_again(open_town):
    """The one honest window: the duplicate can be told from a second message by nobody."""
    story(0)

    class Crash(Shelf):
        def send(self, letter):
            super().send(letter)
            raise KeyboardInterrupt

    crash, shelf = Crash(), Shelf()
    with pytest.raises(KeyboardInterrupt), sender("dead", crash) as made:
        made.round()
    advance(LEASE_SECONDS + 1)
    with transaction() as session:
        sweeping.recover(session)
    send(shelf)
    assert [letter.key for letter in shelf.letters] == [crash.letters[0].key]
    assert shelf.letters == crash.letters, "equal to the last letter"


def test_one_event_cannot_be_in_two_messages_to_one_address(open_town):
    story(0)
    (row,) = sent_rows(kind="answered")
    columns = {name: value for name, value in row._mapping.items() if name != "id"}
    with pytest.raises(IntegrityError), transaction() as session:
        session.execute(deliveries.insert().values(**columns))
    with transaction() as session:
        again = deliveries.insert().values(**columns | {"message_key": "another"})
        second = session.execute(again.returning(deliveries.c.id)).scalar_one()
    with pytest.raises(IntegrityError), transaction() as session:
        session.add(
            DeliveryEvent(
                delivery_id=second,
                event_id=row.event_id,
                channel=row.channel,
                address=row.address,
            )
        )


def test_the_longest_due_goes_first(open_town):
    story(4)
    with transaction() as session:
        session.execute(
            deliveries.update()
            .where(deliveries.c.address == "follower3@example.org")
            .values(not_before=deliveries.c.not_before - SECOND)
        )
    shelf = Shelf()
    send(shelf)
    assert shelf.letters[0].address == "follower3@example.org"
