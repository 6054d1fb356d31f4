"""Templates that take steps as well: what fits no case is refused, and all of it is done or none."""

import json

import pytest
from sqlalchemy import select

from models import answer_template, macro, macro_doing
from models.database import table_of, transaction
from models.draft import Used
from models.errors import Invalid, NotAllowed
from models.event import Event
from models.event_kind import EventKind
from models.macro import Act, Say, Steps
from models.states import Kind, Outcome, Status
from models.submission import take
from models.subscription import subscriptions
from tests import people

LONG = "Lampan vid bron är lagad och lyser igen."
EVENTS = table_of(Event)


@pytest.mark.once
@pytest.mark.parametrize(
    ("steps", "body", "field", "code"),
    [
        (Steps(move=Status.FIXED, outcome=Outcome.THANKED), LONG, "outcome", "together"),
        (Steps(move=Status.PREPARING, outcome=Outcome.ANSWERED), LONG, "outcome", "together"),
        (Steps(move=Status.FIXED, say=Say.QUESTION), LONG, "say", "together"),
        (Steps(say=Say.QUESTION, outcome=Outcome.NO_REPLY), LONG, "outcome", "asks"),
        (Steps(say=Say.ENDING), LONG, "outcome", "missing"),
        (Steps(outcome=Outcome.ANSWERED), "Klart.", "body", "too_short"),
    ],
)
def test_steps_that_fit_no_case_are_refused_by_their_field(steps, body, field, code):
    with pytest.raises(Invalid) as refused:
        macro.check(steps, body)
    assert (refused.value.field, refused.value.code) == (field, code)


@pytest.mark.once
def test_what_is_so_already_is_not_done_again_and_what_does_not_fit_is_named():
    whole = Steps(take=True, move=Status.FIXED, outcome=Outcome.FIXED, follow=True)
    macro.check(whole, LONG)
    assert macro.read(whole.written) == whole
    assert macro.read(macro.NONE.written) == macro.NONE
    done = (Act.TAKE, Act.MOVE, Act.ANSWER, Act.CLOSE, Act.FOLLOW)
    fault = Kind.FAULT_REPORT
    assert macro.course(whole, fault, Status.RECEIVED).acts == done
    assert macro.course(whole, fault, Status.RECEIVED, hers=True).blocked == "move"
    assert macro.course(whole, fault, Status.FIXED, hers=True).acts == done[2:]
    assert macro.course(whole, Kind.QUESTION, Status.RECEIVED).blocked == "move"
    assert macro.course(whole, fault, Status.CLOSED).blocked == "take"
    assert macro.course(macro.NONE, Kind.QUESTION, Status.RECEIVED).acts == (Act.ANSWER,)


def _facts(stream: str) -> list[tuple[EventKind, dict]]:
    with transaction(write=False) as session:
        rows = session.execute(
            select(EVENTS.c.kind, EVENTS.c.facts)
            .where(EVENTS.c.stream == stream)
            .order_by(EVENTS.c.seq.desc())
        )
        return [(row.kind, json.loads(row.facts)) for row in rows]


@pytest.fixture
def case(town):
    with transaction() as session:
        return people.published(session, Kind.FAULT_REPORT).reference


def _do(session, reference: str, steps: Steps, source: str = LONG) -> None:
    case = take(session, reference)
    said = macro_doing.Said(source, f"<p>{source}</p>", Used(_template(session), 3), "b")
    macro_doing.do(session, case, steps, said, by=people.olga(session).actor)


def _template(session) -> int:
    return answer_template.save(session, name="Lagat", body=LONG, unit_id=None, language="sv")


def test_every_step_is_done_by_its_verb_and_names_the_template_and_its_wording(case):
    with transaction() as session:
        steps = Steps(take=True, move=Status.FIXED, outcome=Outcome.FIXED, follow=True)
        _do(session, case, steps)
    with transaction() as session:
        found, olga = take(session, case), people.olga(session)
        assert (found.status, found.outcome) == (Status.CLOSED, Outcome.FIXED)
        assert found.assignee_id == olga.id
        assert found.kept is True, "the clock of the promise stopped"
        wishes = session.execute(select(subscriptions)).all()
        assert [(one.contact_id, one.state) for one in wishes] == [(olga.contact_id, "active")]
    closed, answered, moved, assigned = _facts(f"submission-{case}")[:4]
    kinds = [kind for kind, _ in (assigned, moved, answered, closed)]
    assert kinds == [EventKind.ASSIGNED, EventKind.MOVED, EventKind.ANSWERED, EventKind.CLOSED]
    for _, facts in (assigned, moved, answered, closed):
        assert (facts["template"], facts["template_version"]) == (1, 3)


def test_a_question_is_asked_by_its_verb_and_the_case_waits(case):
    with transaction() as session:
        _do(session, case, Steps(say=Say.QUESTION), "Vilken stolpe är det?")
        assert take(session, case).status is Status.WAITING_RESIDENT
    kind, facts = _facts(f"submission-{case}")[0]
    assert kind is EventKind.MOVED
    assert facts["template"] == 1
    assert "asked" in facts


def test_where_one_step_does_not_fit_nothing_is_done(case):
    before = _facts(f"submission-{case}")
    with pytest.raises(NotAllowed, match="illegal_step"), transaction() as session:
        _do(session, case, Steps(move=Status.FIXED))
    with pytest.raises(Invalid, match="too_short"), transaction() as session:
        _do(session, case, Steps(take=True, outcome=Outcome.ANSWERED), "Klart.")
    assert _facts(f"submission-{case}") == before
