"""Reading the spine: the timeline, the fold, and the proof that names what was tampered with."""

import json

import pytest
from sqlalchemy import select, text, update

from models import calendar, handover, history, progress
from models.actor import SYSTEM, Source
from models.calendar import HOUR
from models.database import table_of, transaction
from models.event import Event, EventKind, Stream, open_stream, record
from models.history import Fault, replay, streams, timeline, verify
from models.person import Person
from models.states import Kind, Outcome, Ruling, Status
from models.text import Text
from tests import people
from tests.models import test_chain as by_hand
from tests.models.tampering import unguarded

_events = table_of(Event)
_streams = table_of(Stream)
_texts = table_of(Text)


@pytest.fixture
def case(town) -> str:
    """The stream of a complaint that was received, published, assigned, answered and closed."""
    with transaction() as session:
        olga = people.olga(session)
        submission = people.published(session, Kind.COMPLAINT)
        handover.hand_over(session, submission, by=olga.actor, unit_id=3, reason="Det är vår park.")
        progress.move(session, submission, Status.IN_PROGRESS, by=olga.actor)
        people.published_comment(session, submission)
        progress.close(
            session,
            submission,
            by=olga.actor,
            outcome=Outcome.DISMISSED,
            reason="Lampan lyser igen sedan i går kväll.",
        )
        return submission.stream


def faults(stream: str) -> list[tuple[int, str]]:
    with transaction(write=False) as session:
        found = verify(session, stream)
    assert {fault.stream for fault in found} <= {stream}
    return [(fault.seq, fault.code) for fault in found]


def test_an_untouched_chain_is_whole(case):
    assert faults(case) == []


@pytest.mark.parametrize(
    "change",
    [
        'facts = \'{"to":"answered"}\'',
        "at = at + 1",
        "occurred_at = 1",
        "kind = 'answered'",
        "role = 'auditor'",
        "actor_id = 99",
        "actor_id = NULL",
        "source = 'phone'",
        "public = NOT public",
        "hash = prev_hash",
        "prev_hash = hash",
    ],
)
def test_a_changed_event_is_named(case, change):
    with unguarded() as session:
        session.execute(
            text(f"UPDATE event SET {change} WHERE stream = :s AND seq = 3"), {"s": case}
        )
    assert (3, "changed") in faults(case)


def test_a_changed_salt_is_a_changed_event(case):
    with unguarded() as session:
        session.execute(
            update(_events)
            .where(_events.c.stream == case, _events.c.seq == 2)
            .values(salt=b"0" * 16)
        )
    assert faults(case) == [(2, "changed")]


@pytest.mark.parametrize("gone", [(1,), (3,), (6,), (2, 3), (5, 6), (1, 2, 3, 4, 5, 6)])
def test_missing_events_are_named(case, gone):
    _delete(case, gone)
    assert faults(case) == [(seq, "missing") for seq in gone]


def test_an_event_that_is_missing_and_closed_up_after_is_named(case):
    _delete(case, (3,))
    with unguarded() as session:
        for seq in (4, 5, 6):
            session.execute(
                update(_events)
                .where(_events.c.stream == case, _events.c.seq == seq)
                .values(seq=seq - 1)
            )
        session.execute(update(_streams).where(_streams.c.key == case).values(seq=5))
    assert faults(case) == [(3, "reordered"), (4, "reordered"), (5, "reordered")]


def test_events_that_changed_places_are_named(case):
    with unguarded() as session:
        for before, after in ((3, 90), (4, 3), (90, 4)):
            session.execute(
                update(_events)
                .where(_events.c.stream == case, _events.c.seq == before)
                .values(seq=after)
            )
    assert faults(case) == [(3, "reordered"), (4, "reordered")]


def test_an_event_from_another_stream_is_named(case):
    with transaction() as session:
        open_stream(session, "elsewhere")
        for _ in range(3):
            record(session, "elsewhere", EventKind.MOVED, by=SYSTEM, facts={"to": "answered"})
    _delete(case, (3,))
    with unguarded() as session:
        session.execute(
            update(_events)
            .where(_events.c.stream == "elsewhere", _events.c.seq == 3)
            .values(stream=case)
        )
    assert faults(case) == [(3, "reordered")]
    assert faults("elsewhere") == [(3, "missing")]


@pytest.mark.parametrize("change", ["head_hash = '00'", "seq = seq - 1"])
def test_a_changed_head_is_named(case, change):
    with transaction() as session:
        session.execute(text(f"UPDATE stream SET {change} WHERE key = :s"), {"s": case})
    assert [code for _, code in faults(case)] == ["head"]


def test_a_head_set_too_far_means_missing_events(case):
    with transaction() as session:
        session.execute(update(_streams).where(_streams.c.key == case).values(seq=8))
    assert faults(case) == [(7, "missing"), (8, "missing")]


def test_a_stream_that_is_gone_is_named(case):
    with unguarded() as session:
        session.execute(text("DELETE FROM stream WHERE key = :s"), {"s": case})
    assert faults(case) == [(0, "missing")]


@pytest.mark.parametrize("change", ["source = source || '!'", "title = 'Annat'"])
def test_changed_words_are_named_where_they_entered_the_chain(case, change):
    with transaction() as session:
        session.execute(text(f"UPDATE text SET {change}"))
    # handed in, handed over with a reason, commented, closed with a reason
    assert faults(case) == [(1, "text"), (3, "text"), (5, "text"), (6, "text")]


def test_changed_reasons_of_a_decision_are_named(town):
    with transaction() as session:
        submission = people.referred(session)
        decision = people.decided(session, submission, ruling=Ruling.REJECTED)
        stream = submission.stream
        session.execute(
            update(_texts).where(_texts.c.id == decision.reasons_id).values(source="Andra skäl.")
        )
    assert [code for _, code in faults(stream)] == ["text"]


def test_words_that_a_rule_disposed_of_break_nothing(case):
    with transaction() as session:
        kept = "SELECT text_id FROM submission UNION SELECT text_id FROM comment"
        gone = session.execute(text(f"DELETE FROM text WHERE id NOT IN ({kept})"))
    assert gone.rowcount == 2
    assert faults(case) == []


def test_a_chain_is_the_same_when_anyone_computes_it_from_the_published_rules(case):
    with transaction(write=False) as session:
        rows = session.execute(
            select(_events).where(_events.c.stream == case).order_by(_events.c.seq)
        ).all()
    hash_ = by_hand.sha256(b"torget/1/" + case.encode())
    for row in rows:
        public = {
            "seq": row.seq,
            "at": row.at,
            "occurred_at": row.occurred_at,
            "kind": str(row.kind),
            "role": str(row.role),
            "source": str(row.source),
            "public": row.public,
            "facts": json.loads(row.facts),
        }
        hash_ = by_hand.by_hand(hash_, public, row.salt, {"actor_id": row.actor_id})
        assert row.hash == hash_.hex()
    assert len(rows) == 6


def test_the_events_alone_say_where_the_case_stands(case):
    with transaction(write=False) as session:
        told = replay(session, case)
    assert (told.status, told.outcome, told.publication) == ("closed", "dismissed", "published")
    assert list(told.comments.values()) == ["published"]


def test_the_timeline_is_newest_first_and_bounded(case):
    with transaction(write=False) as session:
        newest = timeline(session, case, limit=2)
        everything = timeline(session, case)
    assert [happening.seq for happening in newest] == [6, 5]
    assert [happening.seq for happening in everything] == [6, 5, 4, 3, 2, 1]


def test_the_public_timeline_has_no_actor_and_nothing_internal(town):
    with transaction() as session:
        olga = people.olga(session)
        submission = people.published(session, Kind.COMPLAINT)
        worker = session.get_one(Person, olga.id)
        progress.assign(session, submission, by=olga.actor, to=worker)
        public = timeline(session, submission.stream)
        internal = timeline(session, submission.stream, public_only=False)
    assert [happening.kind for happening in public] == ["published", "received"]
    assert internal[0].kind == "assigned"
    assert not hasattr(public[0], "actor_id")
    assert public[0].role == "system"


def test_an_update_from_outside_tells_when_it_happened(town):
    calendar.freeze(1_790_000_000_000_000)
    with transaction() as session:
        open_stream(session, "square")
        record(
            session,
            "square",
            EventKind.EXTERNAL_UPDATE,
            by=SYSTEM,
            facts={},
            source=Source.OPEN311,
            occurred_at=calendar.now() - HOUR,
        )
        (happening,) = timeline(session, "square")
    assert happening.at - (happening.occurred_at or 0) == HOUR


def test_every_stream_is_found_however_many_there_are(town, monkeypatch):
    monkeypatch.setattr(history, "CHUNK", 3)
    with transaction() as session:
        people.municipality(session)
        for number in range(7):
            open_stream(session, f"square-{number}")
        found = list(streams(session))
    assert found == ["configuration", *(f"square-{number}" for number in range(7))]


def test_long_chains_are_read_in_pieces(town, monkeypatch):
    monkeypatch.setattr(history, "CHUNK", 4)
    with transaction() as session:
        open_stream(session, "square")
        for _ in range(18):
            record(session, "square", EventKind.MOVED, by=SYSTEM, facts={"to": "received"})
        assert verify(session, "square") == []
    _delete("square", (4, 5, 9))
    assert faults("square") == [(4, "missing"), (5, "missing"), (9, "missing")]


def test_a_fault_says_where(case):
    _delete(case, (2,))
    with transaction(write=False) as session:
        assert verify(session, case) == [Fault(case, 2, "missing")]


def _delete(stream: str, seqs: tuple[int, ...]) -> None:
    with unguarded() as session:
        gone = select(_events.c.id).where(_events.c.stream == stream, _events.c.seq.in_(seqs))
        ids = ",".join(str(found) for found in session.scalars(gone).all())
        session.execute(text(f"DELETE FROM outbox WHERE event_id IN ({ids})"))
        session.execute(text(f"DELETE FROM event WHERE id IN ({ids})"))
