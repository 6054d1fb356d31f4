"""The steps of a case: who has it, how it is answered, how it ends."""

import pytest

from models.actor import SYSTEM
from models.answer import answer, newest
from models.calendar import HOUR, at, now
from models.errors import Invalid, NotAllowed
from models.handover import hand_over
from models.history import replay, timeline, verify
from models.organisation import units
from models.person import Person
from models.progress import assign, close, move, outcomes, reopen, steps
from models.states import HANDED_IN, Kind, Outcome, Publication, Status
from models.submission import Submission
from tests import people
from tests.models import rules

REASON = "Lampan lyser igen sedan i går kväll."


@pytest.fixture
def olga(session):
    return people.olga(session)


@pytest.fixture
def case(session) -> Submission:
    return people.a_submission(session, Kind.FAULT_REPORT)


def last(session, submission):
    return timeline(session, submission.stream, public_only=False)[0]


def test_whoever_gets_a_received_case_begins_to_work_on_it(session, case, olga):
    assign(session, case, by=olga.actor, to=session.get_one(Person, olga.id))
    assert (case.status, case.assignee_id) == (Status.IN_PROGRESS, olga.id)
    event = last(session, case)
    assert (event.kind, event.facts["assignee"]) == ("assigned", olga.id)
    assert timeline(session, case.stream)[0].kind == "received"


def test_assigning_again_moves_nothing(session, case, olga):
    for _ in range(2):
        assign(session, case, by=olga.actor, to=session.get_one(Person, olga.id))
    assert "to" not in last(session, case).facts
    assert case.status is Status.IN_PROGRESS


def test_a_proposal_is_assigned_without_a_step(session, olga):
    proposal = people.published(session)
    assign(session, proposal, by=olga.actor, to=session.get_one(Person, olga.id))
    assert proposal.status is Status.VOTING


def test_a_case_is_passed_on_with_a_public_reason(session, case, olga):
    assign(session, case, by=olga.actor, to=session.get_one(Person, olga.id))
    there = next(unit.id for unit in units(session) if unit.id != case.unit_id)
    before, promised = case.unit_id, case.answer_by
    hand_over(session, case, by=olga.actor, unit_id=there, reason="Parken är deras.")
    event = timeline(session, case.stream)[0]
    assert (event.facts["from_unit"], event.facts["to_unit"]) == (before, there)
    assert (case.unit_id, case.assignee_id, case.answer_by) == (there, None, promised)
    assert case.status is Status.IN_PROGRESS


def test_a_case_is_not_passed_to_itself_nor_without_a_reason(session, case, olga):
    for unit_id, reason, field in (
        (case.unit_id, REASON, "unit"),
        (case.unit_id + 1, " \n", "reason"),
    ):
        with pytest.raises(Invalid) as refused:
            hand_over(session, case, by=olga.actor, unit_id=unit_id, reason=reason)
        assert refused.value.field == field


def test_the_plain_steps_are_those_of_the_table_without_the_verbs_that_say_more(session, olga):
    own = {"received", "voting", "voting_ended", "planned", "answered", "decided", "implementing"}
    own |= {"implemented", "closed"}
    for kind in HANDED_IN:
        submission = people.published(session, kind)
        for status, to in rules.STEPS[kind].items():
            submission.status = Status(status)
            expected = set() if status == "closed" else to - own
            assert {*map(str, steps(submission))} == expected, (kind, status)
            for step in Status:
                if step not in expected:
                    with pytest.raises(NotAllowed):
                        move(session, submission, step, by=olga.actor)


def test_a_proposal_that_nobody_has_seen_is_not_referred(session, olga):
    waiting = people.a_submission(session, Kind.PROPOSAL)
    assert steps(waiting) == []
    with pytest.raises(NotAllowed):
        move(session, waiting, Status.REFERRED, by=olga.actor)


def test_an_answer_answers_the_case_and_keeps_the_promise(session, case, olga):
    before = case.version
    with at(now()) as moment:
        answer(session, case, by=olga.actor, source="Vi byter den i dag.", html="<p>Vi byter.</p>")
    assert (case.status, case.answered_at) == (Status.ANSWERED, moment)
    assert case.version > before
    found = newest(session, case.id)
    assert (found.by_id, found.unit_id) == (olga.id, case.unit_id)
    assert last(session, case).facts["answer"] == found.id
    assert verify(session, case.stream) == []


def test_only_the_first_answer_keeps_the_promise(session, case, olga):
    with at(now()) as first:
        answer(session, case, by=olga.actor, source="Vi tittar.", html="<p>Vi tittar.</p>")
    with at(first + HOUR):
        answer(session, case, by=olga.actor, source="Klart.", html="<p>Klart.</p>")
    assert case.answered_at == first
    assert newest(session, case.id).at == first + HOUR
    assert "to" not in last(session, case).facts


@pytest.mark.parametrize("status", [Status.PLANNED, Status.FIXED, Status.CLOSED])
def test_an_answer_is_said_also_where_it_moves_nothing(session, case, olga, status):
    case.status = status
    answer(session, case, by=olga.actor, source="Tack.", html="<p>Tack.</p>")
    assert case.status is status


def test_an_answer_to_a_proposal_leaves_it_with_those_who_support_it(session, olga):
    proposal = people.published(session)
    answer(session, proposal, by=olga.actor, source="Tack.", html="<p>Tack.</p>")
    assert proposal.status is Status.VOTING
    assert proposal.answered_at is not None


@pytest.mark.parametrize("kind", HANDED_IN)
def test_each_kind_is_closed_in_the_ways_it_has(session, olga, kind):
    for outcome in outcomes(kind):
        submission = people.published(session, kind)
        close(
            session,
            submission,
            by=olga.actor,
            outcome=outcome,
            reason=REASON,
            receiver=people.SOMEONE_ELSE,
        )
        told = replay(session, submission.stream)
        assert (submission.status, submission.outcome) == (Status.CLOSED, outcome)
        assert (told.status, told.outcome) == ("closed", outcome)
    submission = people.published(session, kind)
    # What somebody else says, a duplicate without what it doubles among it, is refused as well.
    for outcome in {*Outcome} - {*outcomes(kind)}:
        with pytest.raises(Invalid) as refused:
            close(session, submission, by=olga.actor, outcome=outcome, reason=REASON)
        assert (refused.value.field, refused.value.code) == ("outcome", "unknown")


def test_nobody_closes_by_hand_what_follows_from_what_others_do():
    given = {kind.value: {outcome.value for outcome in outcomes(kind)} for kind in HANDED_IN}
    case = {"answered", "not_ours", "dismissed", "no_reply"}
    assert given == {
        "proposal": {"not_ours", "converted"},
        "complaint": case,
        "question": case,
        "praise": case | {"thanked"},
        "fault_report": case | {"fixed"},
    }


def test_a_case_is_closed_with_a_reason_worth_reading(session, case, olga):
    for reason in ("", "Klart.", " " * 30, "x" * 19):
        with pytest.raises(Invalid) as refused:
            close(session, case, by=olga.actor, outcome=Outcome.DISMISSED, reason=reason)
        assert refused.value.values == {"least": 20}
    close(session, case, by=olga.actor, outcome=Outcome.DISMISSED, reason="x" * 20)


def test_a_closed_case_is_opened_again_by_its_own_verb_only(session, case, olga):
    close(session, case, by=olga.actor, outcome=Outcome.DISMISSED, reason=REASON)
    with pytest.raises(NotAllowed):
        move(session, case, Status.IN_PROGRESS, by=olga.actor)
    reopen(session, case, by=olga.actor)
    told = replay(session, case.stream)
    assert (case.status, case.outcome) == (Status.IN_PROGRESS, None)
    assert (told.status, told.outcome) == ("in_progress", None)
    assert last(session, case).kind == "reopened"


def test_an_open_case_is_not_opened_again(session, case, olga):
    with pytest.raises(NotAllowed):
        reopen(session, case, by=olga.actor)


def test_a_closed_proposal_is_not_reopened(session, olga):
    proposal = people.published(session)
    close(session, proposal, by=olga.actor, outcome=Outcome.CONVERTED, reason=REASON)
    with pytest.raises(NotAllowed):
        reopen(session, proposal, by=olga.actor)


def test_what_is_being_handled_may_be_hidden_all_the_while(session, case, olga):
    case.publication = Publication.PRIVATE
    for to in (Status.IN_PROGRESS, Status.WAITING_RESIDENT, Status.IN_PROGRESS, Status.FIXED):
        move(session, case, to, by=SYSTEM)
    assert case.status is Status.FIXED
