"""Random lives of submissions: no verb ever takes an illegal step, and the events tell it all."""

import datetime as dt
import json
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlmodel import Session

from models import (
    calendar,
    confirmed,
    creating,
    following_up,
    handover,
    planning,
    publishing,
    tally,
    token,
    vote,
)
from models.actor import SYSTEM, Actor, Role
from models.answer import answer
from models.calendar import DAY
from models.carrying_out import carry_out
from models.database import table_of, transaction
from models.decision import decide
from models.errors import Gone, Invalid, NotAllowed, NotFound
from models.event import Event, Outbox
from models.following_up import Helped
from models.history import replay, verify
from models.merging import merge
from models.person import Person
from models.progress import assign, close, move, reopen
from models.states import HANDED_IN, OUTCOMES, Kind, Outcome, Publication, Ruling, Status
from models.submission import Submission, take
from models.token import Token
from tests import people
from tests.models import rules

pytestmark = pytest.mark.once

_events = table_of(Event)
_outbox = table_of(Outbox)

Verb = Callable[[Session, Submission], object]
OLGA = Actor(Role.OFFICIAL, 1)


def _decide(ruling: Ruling) -> Verb:
    return lambda session, it: decide(
        session,
        it,
        by=OLGA,
        body="Tekniska nämnden",
        decided_on=dt.date(2026, 11, 20),
        paragraph="§ 7",
        ruling=ruling,
        summary="Så blev det.",
        reasons="Därför blev det så.",
        appealable=True,
    )


def _show(to: Publication) -> Verb:
    def verb(session, it):
        chosen = people.municipality(session).proposals.model_copy(update={"threshold": 2})
        redacted = "Lampan är trasig." if to is Publication.REDACTED else None
        publishing.show(session, it, to, by=SYSTEM, rules=chosen, redacted=redacted)

    return verb


def _withdraw(session: Session, it: Submission) -> None:
    chosen = people.municipality(session).proposals
    publishing.withdraw(session, it, by=people.rosa(session).actor, rules=chosen)


def _support(session: Session, it: Submission) -> None:
    for someone in (people.rosa(session), people.sam(session)):
        vote.support(session, it.reference, someone.id)
    tally.recount(session, it.reference)


def _time_is_up(session: Session, it: Submission) -> None:
    with calendar.at(calendar.now() + 40 * DAY):
        tally.end_voting(session, it.reference)


def _confirm(session: Session, it: Submission) -> None:
    waiting = session.scalars(select(Token).where(Token.__table__.c.submission_id == it.id)).first()
    if waiting is None:
        raise NotFound
    confirmed.by_button(session, token.use(session, token.secret(waiting)))


def _hand_over(session: Session, it: Submission) -> None:
    handover.hand_over(session, it, by=OLGA, unit_id=it.unit_id % 6 + 1, reason="Det är deras väg.")


def _merge(session: Session, it: Submission) -> None:
    merge(session, it, people.published(session, it.kind).reference, by=OLGA)


VERBS: dict[str, Verb] = {
    "confirm": _confirm,
    **{f"show {to}": _show(to) for to in publishing.EVENTS},
    "withdraw": _withdraw,
    "assign": lambda session, it: assign(session, it, by=OLGA, to=session.get_one(Person, 1)),
    "hand over": _hand_over,
    **{f"move {to}": (lambda session, it, to=to: move(session, it, to, by=OLGA)) for to in Status},
    "answer": lambda session, it: answer(
        session, it, by=OLGA, source="Klart.", html="<p>Klart.</p>"
    ),
    **{
        f"close {outcome}": (
            lambda session, it, outcome=outcome: close(
                session,
                it,
                by=OLGA,
                outcome=outcome,
                reason="Vi kan inte göra mer än så.",
                receiver=people.SOMEONE_ELSE,
            )
        )
        for outcome in Outcome
    },
    "plan": lambda session, it: planning.plan(session, it, by=OLGA, on=calendar.today()),
    "delay": lambda session, it: planning.delay(
        session, it, by=OLGA, reason="Tjäle i marken.", day=calendar.today()
    ),
    "merge": _merge,
    "tell whether it helped": lambda session, it: following_up.tell(
        session, it, by=OLGA, helped=Helped.YES
    ),
    "reopen": lambda session, it: reopen(session, it, by=OLGA),
    **{f"decide {ruling}": _decide(ruling) for ruling in Ruling},
    **{
        f"carry out {to}": (
            lambda session, it, to=to: carry_out(
                session, it, to, by=OLGA, note="Pengarna tog slut."
            )
        )
        for to in Status
    },
    "support": _support,
    "time is up": _time_is_up,
}

REFUSALS = (Gone, Invalid, NotAllowed, NotFound)
# A vote is secret and makes no event; before a period is over nothing ends.
QUIET = {"support", "time is up"}

# The way that leads far into a proposal's life is not found by chance alone.
ways = st.one_of(
    st.just([]),
    st.just(["confirm", "show published", "support"]),
    st.just(["show published", "support", "move referred", "decide approved"]),
    st.just(["show published", "move in_progress", "answer"]),
    st.just(["show refused", "show published"]),
)


@pytest.fixture(autouse=True)
def _no_end_of_writing(monkeypatch):
    """One Rosa hands in for all the walks."""
    monkeypatch.setattr(creating, "PER_PERSON", dict.fromkeys(creating.Made, ()))


@settings(
    max_examples=40,
    # Every walk is a submission of its own: it does not matter that they share a town.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.sampled_from(HANDED_IN),
    st.booleans(),
    ways,
    st.lists(st.sampled_from(sorted(VERBS)), max_size=9),
)
def test_no_walk_leaves_the_tables(town, kind, signed_in, way, wandering):
    with transaction() as session:
        people.olga(session)
        rosa = people.rosa(session)
        draft = people.a_draft(kind, by=rosa)
        reference = people.handed_in(session, draft, by=rosa if signed_in else None).reference
    for name in [*way, *wandering]:
        before = _state(reference)
        taken = _try(VERBS[name], reference)
        _one_event_or_none(before, _state(reference), name, taken)
    _all_is_well(reference, kind)


def _try(verb: Verb, reference: str) -> bool:
    try:
        with transaction() as session:
            verb(session, take(session, reference))
    except REFUSALS:
        return False
    return True


def _state(reference: str) -> tuple:
    with transaction(write=False) as session:
        it = session.execute(
            select(
                *(
                    Submission.__table__.c[name]
                    for name in ("status", "publication", "outcome", "version")
                )
            ).where(Submission.__table__.c.reference == reference)
        ).one()
        told = replay(session, f"submission-{reference}")
        assert (told.status, told.publication) == (it.status, it.publication)
        assert told.outcome == it.outcome
        count = session.execute(
            select(func.count()).where(_events.c.stream == f"submission-{reference}")
        ).scalar_one()
    return (*it, count)


def _one_event_or_none(before: tuple, after: tuple, name: str, taken: bool) -> None:
    """A verb that was refused changed nothing; one that was not made exactly one event."""
    if not taken:
        assert after == before, name
    elif after != before or name not in QUIET:
        assert after[-1] == before[-1] + 1, name


def _all_is_well(reference: str, kind: Kind) -> None:
    stream = f"submission-{reference}"
    with transaction(write=False) as session:
        assert verify(session, stream) == []
        rows = session.execute(
            select(_events.c.seq, _events.c.kind, _events.c.facts, _outbox.c.state)
            .outerjoin(_outbox, _outbox.c.event_id == _events.c.id)
            .where(_events.c.stream == stream)
            .order_by(_events.c.seq)
        ).all()
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
    assert {row.state for row in rows} == {"pending"}
    status, publication = None, None
    for row in rows:
        facts = json.loads(row.facts)
        if "to" in facts:
            assert status is None or facts["to"] in rules.STEPS[kind][status], (row.kind, facts)
            assert facts.get("from") == status
            status = facts["to"]
        if "shown" in facts:
            assert publication is None or facts["shown"] in rules.SHOWING[publication]
            assert facts.get("hid") == publication
            publication = facts["shown"]
        if "outcome" in facts:
            assert facts["outcome"] in OUTCOMES[kind]


@pytest.mark.parametrize("kind", HANDED_IN)
def test_every_verb_is_refused_or_does_one_thing_to_what_was_just_handed_in(town, kind):
    for name, verb in VERBS.items():
        with transaction() as session:
            people.olga(session)
            reference = people.a_submission(session, kind).reference
        before = _state(reference)
        taken = _try(verb, reference)
        _one_event_or_none(before, _state(reference), name, taken)
        _all_is_well(reference, kind)
