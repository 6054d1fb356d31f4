"""Did it help? Asked once for each end, of its author, and never told to anyone."""

import json

import pytest

from models import publishing
from models.answer import answer
from models.calendar import DAY, advance, freeze, now
from models.database import transaction
from models.errors import Invalid, NotAllowed
from models.following_up import REOPEN_DAYS, Helped, asked, open_again, tell
from models.history import replay, timeline, verify
from models.progress import close
from models.states import Kind, Outcome, Status
from tests import people

REASON = "Lampan lyser igen sedan i går kväll."
AGAIN = "Lampan slocknade igen i natt."


@pytest.fixture
def session(town):
    freeze(now())
    with transaction() as opened:
        yield opened


@pytest.fixture
def rosa(session):
    return people.rosa(session)


@pytest.fixture
def case(session):
    made = people.a_submission(session, Kind.FAULT_REPORT)
    end(session, made)
    return made


def end(session, submission) -> None:
    olga = people.olga(session)
    close(session, submission, by=olga.actor, outcome=Outcome.DISMISSED, reason=REASON)


def test_nothing_is_asked_while_a_case_is_open_or_of_a_proposal(session):
    assert asked(session, people.a_submission(session)) is None
    proposal = people.published(session)
    end_of = {"by": people.olga(session).actor, "outcome": Outcome.CONVERTED, "reason": REASON}
    close(session, proposal, **end_of)
    assert asked(session, proposal) is None


def test_whoever_took_it_back_is_not_asked(session, rosa):
    made = people.a_submission(session)
    rules = people.municipality(session).proposals
    publishing.withdraw(session, made, by=rosa.actor, rules=rules)
    assert asked(session, made) is None


def test_her_answer_is_told_once_and_is_not_public(session, case, rosa):
    tell(session, case, by=rosa.actor, helped=Helped.PARTLY)
    assert asked(session, case).said is Helped.PARTLY
    newest = timeline(session, case.stream, public_only=False)[0]
    assert (newest.kind, newest.facts) == ("followed_up", {"helped": "partly"})
    assert timeline(session, case.stream)[0].kind == "closed"
    with pytest.raises(NotAllowed):
        tell(session, case, by=rosa.actor, helped=Helped.YES)


def test_she_opens_it_again_with_a_reason_that_stands_in_no_event(session, case, rosa):
    open_again(session, case, by=rosa.actor, reason=AGAIN)
    assert (case.status, case.outcome) == (Status.IN_PROGRESS, None)
    newest, before = timeline(session, case.stream, public_only=False)[:2]
    assert (newest.kind, newest.role) == ("reopened", "resident")
    assert (before.kind, before.facts) == ("followed_up", {"helped": "no"})
    assert AGAIN not in json.dumps([newest.facts, before.facts])
    assert verify(session, case.stream) == []
    assert replay(session, case.stream).status == "in_progress"


def test_opening_again_needs_a_reason(session, case, rosa):
    with pytest.raises(Invalid):
        open_again(session, case, by=rosa.actor, reason=" \n")
    assert case.status is Status.CLOSED


def test_after_thirty_days_it_is_too_late(session, case, rosa):
    advance(REOPEN_DAYS * DAY // 1_000_000)
    assert asked(session, case) is not None
    advance(DAY // 1_000_000)
    assert asked(session, case) is None
    for verb in (
        lambda: open_again(session, case, by=rosa.actor, reason=AGAIN),
        lambda: tell(session, case, by=rosa.actor, helped=Helped.YES),
    ):
        with pytest.raises(NotAllowed):
            verb()


def test_once_for_each_end(session, case, rosa):
    open_again(session, case, by=rosa.actor, reason=AGAIN)
    with pytest.raises(NotAllowed):
        open_again(session, case, by=rosa.actor, reason=AGAIN)
    end(session, case)
    assert asked(session, case).said is None
    open_again(session, case, by=rosa.actor, reason=AGAIN)
    assert case.status is Status.IN_PROGRESS


def test_an_answer_is_an_end_and_closing_it_later_asks_no_second_time(session, rosa):
    made = people.a_submission(session, Kind.QUESTION)
    olga = people.olga(session)
    answer(session, made, by=olga.actor, source="Klockan nio.", html="<p>Klockan nio.</p>")
    tell(session, made, by=rosa.actor, helped=Helped.YES)
    end(session, made)
    assert asked(session, made).said is Helped.YES
