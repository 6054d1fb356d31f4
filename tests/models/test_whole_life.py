"""A whole life of every kind, every word of it marked: no word ever becomes a fact."""

import datetime as dt
import json
import re

import pytest
from sqlalchemy import func, select

from models import confirmed, handover, planning, progress, publishing, tally, token, vote
from models.actor import SYSTEM
from models.answer import answer
from models.calendar import today
from models.carrying_out import carry_out
from models.database import table_of, transaction
from models.decision import decide, post_minutes
from models.event import Event, Outbox, Stream
from models.history import replay, streams, verify
from models.person import Channel, Person
from models.profile import CONFIGURATION
from models.states import Kind, Outcome, Publication, Ruling, Status
from models.submission import submissions, take
from models.submitting import Draft
from models.token import Token
from tests import people

_events = table_of(Event)
_outbox = table_of(Outbox)
_streams = table_of(Stream)

CANARY = "kanarie"
WORDS = "Den här meningen har en kanarie i sig."


def _draft(kind: Kind) -> Draft:
    rosa = people.Someone(0, 0, "Rosa Kanarie", "rosa.kanarie@example.org", Channel.EMAIL)
    return people.a_draft(
        kind,
        by=rosa,
        title="Kanariens rubrik",
        source=WORDS,
        place="Kanariegatan 4",
        byline="Rosa Kanarie",
    )


def _confirm(session) -> None:
    button = session.scalars(select(Token).where(table_of(Token).c.used_at.is_(None))).one()
    confirmed.by_button(session, token.use(session, token.secret(button)))


def _proposal(session) -> str:
    rules = people.municipality(session).proposals.model_copy(update={"threshold": 1})
    olga, sam = people.olga(session), people.sam(session)
    reference = people.handed_in(session, _draft(Kind.PROPOSAL)).reference
    _confirm(session)
    it = take(session, reference)
    publishing.show(
        session,
        it,
        Publication.REDACTED,
        by=SYSTEM,
        rules=rules,
        reason="personal_data",
        redacted=WORDS,
    )
    comment = people.published_comment(session, it, source=WORDS, byline="Sam Kanarie")
    publishing.show_comment(session, it, comment, Publication.HIDDEN, by=SYSTEM, reason="threat")
    vote.support(session, reference, sam.id)
    tally.recount(session, reference)
    it = take(session, reference)
    progress.move(session, it, Status.REFERRED, by=olga.actor)
    answer(session, it, by=olga.actor, source=WORDS, html=WORDS)
    decision = decide(
        session,
        it,
        by=olga.actor,
        body="Kanarienämnden",
        decided_on=dt.date(2026, 11, 20),
        paragraph="§ 7 kanarie",
        ruling=Ruling.PARTLY,
        summary=WORDS,
        reasons=WORDS,
        appealable=True,
    )
    post_minutes(session, it, decision, by=olga.actor, on=dt.date(2026, 11, 25))
    carry_out(session, it, Status.IMPLEMENTING, by=olga.actor)
    carry_out(session, it, Status.DECIDED, by=olga.actor, note=WORDS)
    publishing.withdraw(session, it, by=people.rosa(session).actor, rules=rules)
    return reference


def _fault_report(session) -> str:
    olga = people.olga(session)
    reference = people.handed_in(session, _draft(Kind.FAULT_REPORT)).reference
    _confirm(session)
    it = take(session, reference)
    progress.assign(session, it, by=olga.actor, to=session.get_one(Person, olga.id))
    handover.hand_over(session, it, by=olga.actor, unit_id=it.unit_id + 1, reason=WORDS)
    planning.plan(session, it, by=olga.actor, on=today())
    planning.delay(session, it, by=olga.actor, reason=WORDS, day=today())
    progress.move(session, it, Status.FIXED, by=olga.actor)
    progress.close(session, it, by=olga.actor, outcome=Outcome.FIXED, reason=WORDS)
    progress.reopen(session, it, by=olga.actor)
    answer(session, it, by=olga.actor, source=WORDS, html=WORDS)
    return reference


@pytest.fixture
def references(town) -> list[str]:
    with transaction() as session:
        people.municipality(session)
        return [_proposal(session), _fault_report(session)]


def test_no_word_name_or_address_becomes_a_fact(references):
    with transaction(write=False) as session:
        rows = session.execute(select(_events)).all()
    assert len(rows) > 20
    for row in rows:
        everything = " ".join(str(value) for value in row).lower()
        assert CANARY not in everything
        assert "@" not in row.facts
        assert "rosa" not in everything
        for value in json.loads(row.facts).values():
            assert isinstance(value, int) or re.fullmatch(r"[\w.:-]{0,64}", value), row


def test_each_stream_counts_without_a_gap_and_matches_its_head(references):
    with transaction(write=False) as session:
        for head in session.execute(select(_streams)).all():
            seqs = session.scalars(
                select(_events.c.seq).where(_events.c.stream == head.key).order_by(_events.c.seq)
            ).all()
            assert seqs == list(range(1, head.seq + 1))


def test_every_event_has_its_outbox_row(references):
    with transaction(write=False) as session:
        alone = session.execute(
            select(func.count())
            .select_from(_events.outerjoin(_outbox, _outbox.c.event_id == _events.c.id))
            .where(_outbox.c.event_id.is_(None))
        ).scalar_one()
        assert alone == 0


def test_every_chain_verifies_and_every_replay_is_the_row(references):
    with transaction(write=False) as session:
        found = list(streams(session))
        assert found == [CONFIGURATION, *(f"submission-{one}" for one in references)]
        for stream in found:
            assert verify(session, stream) == []
        for row in session.execute(select(submissions)).all():
            told = replay(session, f"submission-{row.reference}")
            assert (told.status, told.outcome) == (row.status, row.outcome)
            assert told.publication == row.publication
