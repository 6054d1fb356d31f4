"""The spine: one event per verb, in order, append-only, with its outbox row."""

import json

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from models import calendar, event
from models.actor import SYSTEM, Actor, Role, Source
from models.database import is_postgres, table_of, transaction
from models.errors import NotFound
from models.event import Event, EventKind, Outbox, Stream, open_stream, record, touch
from tests.parallel import at_once, unit

_events = table_of(Event)
_outbox = table_of(Outbox)
_streams = table_of(Stream)

DECIDED_KINDS = """
received confirmed published redacted returned refused hidden unpublished withdrawn edited moved
retyped assigned handed_over answered answer_corrected decided delayed promise_missed
threshold_reached reopened closed merged split followed_up comment_published comment_hidden reported
verdict_given appealed appeal_decided external_update reconfigured disposed
coordinated reminded
replied consulted consultation_answered noted decision_corrected
support_removed support_restored
phase_opened phase_closed phase_changed last_days result_published action_changed
ballot_opened ballot_closed
delay_action_requested delay_action_decided delay_action_refused
registered secrecy_marked secrecy_lifted released
promised
"""
"""The list of the design, and what the official's side added (README, Decisions)."""


@pytest.fixture
def stream(town) -> str:
    with transaction() as session:
        open_stream(session, "square")
        record(session, "square", EventKind.RECEIVED, by=SYSTEM, facts={"to": "received"})
    return "square"


def test_the_kinds_of_events_are_the_ones_decided():
    assert {str(kind) for kind in EventKind} == set(DECIDED_KINDS.split())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET facts = '{}'",
        "UPDATE event SET at = at",
        "UPDATE event SET hash = prev_hash WHERE seq = 1",
        "DELETE FROM event",
        "DELETE FROM event WHERE seq = 1",
    ],
)
def test_what_happened_is_neither_changed_nor_deleted(stream, statement):
    before = _contents()
    with pytest.raises(DBAPIError, match="append-only"), transaction() as session:
        session.execute(text(statement))
    assert _contents() == before


@pytest.mark.parametrize(
    "words",
    [
        "INSERT OR REPLACE INTO",
        "REPLACE INTO",
        "INSERT OR IGNORE INTO",
    ],
)
def test_no_event_takes_the_place_of_another_on_sqlite(stream, words):
    if is_postgres():
        words = "INSERT INTO"  # the unique keys speak for themselves there
    before = _contents()
    for changed in ("id, stream, seq + 1", "id + 1, stream, seq"):
        with pytest.raises(DBAPIError), transaction() as session:
            session.execute(
                text(
                    f"{words} event (id, stream, seq, at, kind, role, source, public, facts, salt,"
                    f" prev_hash, hash) SELECT {changed}, at, kind, role, source, public, '{{}}',"
                    " salt, prev_hash, hash FROM event"
                )
            )
        assert _contents() == before


def test_an_upsert_changes_no_event(stream):
    before = _contents()
    with pytest.raises(DBAPIError), transaction() as session:
        session.execute(
            text(
                "INSERT INTO event (id, stream, seq, at, kind, role, source, public, facts, salt,"
                " prev_hash, hash) SELECT id, stream, seq, at, kind, role, source, public, '{}',"
                " salt, prev_hash, hash FROM event WHERE true"
                " ON CONFLICT (id) DO UPDATE SET facts = excluded.facts"
            )
        )
    assert _contents() == before


def test_the_whole_history_is_not_truncated(stream):
    if not is_postgres():
        return  # SQLite's TRUNCATE is DELETE without WHERE, tried above
    for statement in ("TRUNCATE event CASCADE", "TRUNCATE stream, event CASCADE"):
        with pytest.raises(DBAPIError, match="append-only"), transaction() as session:
            session.execute(text(statement))
    assert len(_contents()) == 1


def test_every_event_has_its_outbox_row_waiting(stream):
    with transaction() as session:
        event_id = record(session, stream, EventKind.MOVED, by=SYSTEM, facts={"to": "closed"})
    with transaction(write=False) as session:
        rows = session.execute(select(_outbox.c.event_id, _outbox.c.state)).all()
        events = set(session.scalars(select(_events.c.id)))
    assert {row.event_id for row in rows} == events >= {event_id}
    assert {row.state for row in rows} == {"pending"}


def test_an_event_that_is_not_kept_leaves_no_outbox_row_and_no_gap(stream):
    def fail_late(session):
        record(session, stream, EventKind.MOVED, by=SYSTEM, facts={})
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        unit(fail_late)
    with transaction() as session:
        record(session, stream, EventKind.MOVED, by=SYSTEM, facts={})
        assert session.scalars(select(_events.c.seq).order_by(_events.c.seq)).all() == [1, 2]
        assert len(session.execute(select(_outbox)).all()) == 2


def test_an_event_says_when_who_and_how(stream):
    calendar.freeze(1_790_000_000_000_000)
    with transaction() as session:
        event_id = record(
            session,
            stream,
            EventKind.EXTERNAL_UPDATE,
            by=Actor(Role.OFFICIAL, 7),
            facts={"count": 3, "outcome": None},
            public=False,
            source=Source.OPEN311,
            occurred_at=1_789_000_000_000_000,
        )
        row = session.execute(select(_events).where(_events.c.id == event_id)).one()
    assert (row.seq, row.at, row.occurred_at) == (2, calendar.now(), 1_789_000_000_000_000)
    assert (row.kind, row.role, row.actor_id) == ("external_update", "official", 7)
    assert (row.source, row.public) == ("open311", False)
    assert json.loads(row.facts) == {"count": 3}
    assert len(row.salt) == 16


def test_the_same_thing_said_twice_has_two_hashes(stream):
    calendar.freeze(1_790_000_000_000_000)
    with transaction() as session:
        for _ in range(2):
            record(session, stream, EventKind.MOVED, by=SYSTEM, facts={"to": "closed"})
        rows = session.execute(select(_events.c.salt, _events.c.hash)).all()
    assert len({row.salt for row in rows}) == len({row.hash for row in rows}) == 3


def test_nothing_is_recorded_in_a_stream_that_does_not_exist(town):
    with pytest.raises(NotFound), transaction() as session:
        record(session, "nowhere", EventKind.MOVED, by=SYSTEM, facts={})


def test_a_stream_begins_once(stream):
    with pytest.raises(IntegrityError), transaction() as session:
        open_stream(session, stream)


def test_words_never_become_facts(stream):
    with pytest.raises(ValueError, match="codes"), transaction() as session:
        record(session, stream, EventKind.MOVED, by=SYSTEM, facts={"name": "Rosa Lind"})
    assert len(_contents()) == 1


def test_an_event_and_a_tally_each_make_cached_pages_stale(stream):
    versions = []
    with transaction() as session:
        for change in (
            lambda: None,
            lambda: touch(session, stream),
            lambda: record(session, stream, EventKind.MOVED, by=SYSTEM, facts={}),
        ):
            change()
            versions.append(event.version_of(session, stream))
        assert event.seq_of(session, stream) == 2
    assert versions == [1, 2, 3]


def test_a_stream_that_does_not_exist_has_no_version(town):
    with transaction(write=False) as session:
        assert event.version_of(session, "nowhere") == 0


def test_locking_an_unknown_stream_is_refused(stream):
    with pytest.raises(NotFound), transaction() as session:
        event.lock(session, stream, "nowhere")


def test_forty_writers_at_once_leave_no_gap_and_no_double(stream):
    def write():
        return unit(lambda session: record(session, stream, EventKind.MOVED, by=SYSTEM, facts={}))

    ids = at_once([write] * 40)
    assert len({*ids}) == 40
    with transaction(write=False) as session:
        seqs = session.scalars(select(_events.c.seq).order_by(_events.c.seq)).all()
        links = session.execute(
            select(_events.c.prev_hash, _events.c.hash).order_by(_events.c.seq)
        ).all()
        head = session.execute(select(_streams)).one()
    assert seqs == list(range(1, 42))
    assert [link.prev_hash for link in links[1:]] == [link.hash for link in links[:-1]]
    assert (head.seq, head.head_hash) == (41, links[-1].hash)


def test_two_verbs_that_lock_the_same_streams_never_wait_for_each_other(town):
    with transaction() as session:
        open_stream(session, "a")
        open_stream(session, "b")

    def work(*keys):
        def locked(session):
            event.lock(session, *keys)
            for key in keys:
                record(session, key, EventKind.MERGED, by=SYSTEM, facts={})

        with transaction() as session:
            locked(session)

    results = at_once([lambda: work("a", "b"), lambda: work("b", "a")] * 10)
    assert results == [None] * 20


def _contents() -> list:
    with transaction(write=False) as session:
        return [tuple(row) for row in session.execute(select(_events).order_by(_events.c.id))]
