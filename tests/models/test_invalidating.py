"""False support: what is meant, a second person, told to each, and back exactly (MQ-20, T62)."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from models import (
    invalidating,
    moving_support,
    proof,
    support_criteria,
    support_removed,
    tally,
    unmerging,
    vote,
)
from models.calendar import HOUR, now
from models.database import transaction
from models.delivery import deliveries
from models.errors import Invalid, NotAllowed, NotFound, Refusal
from models.history import timeline
from models.invalidated import SupportRule
from models.merged import Moving
from models.states import Status
from models.support_criteria import Criteria
from models.tally import tallies
from models.vote import COUNTED, VoteState, votes
from tests import people
from tests.models.supporting import (
    answers,
    joined,
    supporters,
    supports,
    the_vote,
    two,
)

EXAMPLE = Criteria(domain="example.org", since=0, until=2**62)


@pytest.fixture
def proposal(session):
    made = people.published(session)
    for name in ("Kim", "Maja", "Nora"):
        supports(session, people.resident(session, name), made)
    supports(session, people.resident(session, "Sten", phone="+46701740606"), made)
    tally.recount(session, made.reference)
    return made


def lately(**chosen) -> Criteria:
    return Criteria(**({"domain": "example.org", "since": now() - HOUR, "until": now()} | chosen))


def removed(session, proposal):
    """Everything of one domain, taken away by Marek and Anna."""
    marek, anna = people.marek(session).actor, people.anna(session).actor
    batch = invalidating.propose(session, proposal, lately(), by=marek, note="Samma kväll.")
    return invalidating.confirm(session, batch.id, by=anna, count=batch.count)


def kinds(session, kind):
    wanted = select(func.count()).where(deliveries.c.kind == kind)
    return session.execute(wanted).scalar_one()


def test_nothing_happens_before_a_second_person_has_agreed(session, proposal):
    marek, anna = people.marek(session).actor, people.anna(session).actor
    found = support_criteria.meant(session, proposal, lately())
    seen = support_criteria.preview(session, proposal, found)
    assert (seen.takes, seen.stays, seen.below) == (3, 1, False)
    batch = invalidating.propose(session, proposal, lately(), by=marek)
    assert len(supporters(session, proposal)) == 4
    for by, count, code in ((marek, 3, "same_person"), (anna, 2, "batch_changed")):
        with pytest.raises(NotAllowed) as error:
            invalidating.confirm(session, batch.id, by=by, count=count)
        assert error.value.code == code
    for outsider in (people.olga(session).actor, people.rosa(session).actor):
        with pytest.raises(NotFound):
            invalidating.confirm(session, batch.id, by=outsider, count=3)
    invalidating.confirm(session, batch.id, by=people.ada(session).actor, count=3)
    assert supporters(session, proposal) == {"Sten"}
    with pytest.raises(NotAllowed):
        invalidating.confirm(session, batch.id, by=anna, count=3)


def test_whoever_wrote_the_proposal_takes_no_part_in_it(session):
    marek = people.marek(session)
    own = people.published(session, by=people.resident(session, "Marek"))
    supports(session, people.resident(session, "Kim"), own)
    with pytest.raises(NotAllowed) as error:
        invalidating.propose(session, own, lately(), by=marek.actor)
    assert error.value.code == "own_text"


def test_everyone_concerned_is_told_and_everyone_reads_how_many_and_why(session, proposal):
    batch = removed(session, proposal)
    assert kinds(session, "support_removed") == 3
    event = timeline(session, proposal.stream)[0]
    assert event.facts == {"batch": batch.id, "count": 3, "rule": "by_hand"}
    (row,) = support_removed.of_case(session, proposal.id)
    assert (row.count, row.stands, row.rule) == (3, 3, SupportRule.BY_HAND)
    assert [one.reference for one in support_removed.batches(session)] == [proposal.reference]
    assert proof.faults(session, proposal.stream) == []


def test_undone_each_vote_is_what_it_was_and_what_was_taken_back_meanwhile_stays_so(
    session, proposal
):
    the_vote(session, people.resident(session, "Kim"), proposal).state = VoteState.SUSPECT
    session.flush()
    batch = removed(session, proposal)
    assert tally.recount(session, proposal.reference) == 1
    invalidating.undo(session, batch.id, by=people.marek(session).actor)
    states = {
        name: the_vote(session, people.resident(session, name), proposal).state
        for name in ("Kim", "Maja", "Nora")
    }
    assert states == {
        "Kim": VoteState.SUSPECT,
        "Maja": VoteState.VALID,
        "Nora": VoteState.VALID,
    }
    assert tally.recount(session, proposal.reference) == 4
    assert kinds(session, "support_restored") == 3
    assert timeline(session, proposal.stream)[0].facts["count"] == 3
    with pytest.raises(NotAllowed):
        invalidating.undo(session, batch.id, by=people.marek(session).actor)


def test_a_goal_that_was_reached_stays_reached_and_it_is_said(session, proposal):
    proposal.threshold = 3
    session.flush()
    tally.recount(session, proposal.reference)
    session.refresh(proposal)
    assert proposal.status is Status.VOTING_ENDED
    batch = removed(session, proposal)
    session.refresh(proposal)
    assert (batch.below, proposal.status) == (True, Status.VOTING_ENDED)
    assert timeline(session, proposal.stream)[0].facts["below"] == 3


def test_criteria_that_mean_nothing_are_refused_in_plain_words(session, proposal):
    for criteria, field in (
        (lately(domain="nobody.example"), "domain"),
        (lately(since=now(), until=now() - HOUR), "until"),
        (EXAMPLE, "until"),
    ):
        with pytest.raises(Invalid) as error:
            support_criteria.meant(session, proposal, criteria)
        assert error.value.field == field


def test_pressing_again_does_not_bring_back_what_was_taken_away(session, proposal):
    removed(session, proposal)
    kim = people.resident(session, "Kim")
    vote.support(session, proposal.reference, kim.id)
    assert vote.stands(session, proposal.id, kim.id) is VoteState.INVALIDATED
    assert supporters(session, proposal) == {"Sten"}


def test_what_is_taken_away_after_it_was_moved_is_away_where_it_came_from(session):
    found = two(session, "Kim")
    joined(session, found)
    answers(session, "Kim", Moving.MOVED)
    batch = removed(session, found.target)
    unmerging.unmerge(session, found.duplicate, by=people.olga(session).actor)
    assert supporters(session, found.duplicate) == set()
    invalidating.undo(session, batch.id, by=people.marek(session).actor)
    assert supporters(session, found.duplicate) == {"Kim"}
    assert supporters(session, found.target) == set()


NAMES = ("Kim", "Maja", "Nora")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ("support", "withdraw", "suspect", "take", "undo", "join", "move", "keep", "part")
        ),
        st.sampled_from(NAMES),
        st.booleans(),
    ),
    max_size=14,
)


def _step(session, found, step, name, other):
    someone, proposal = people.resident(session, name), found.target if other else found.duplicate
    if step == "support":
        vote.support(session, proposal.reference, someone.id)
    elif step == "withdraw":
        vote.withdraw_support(session, proposal.reference, someone.id)
    elif step == "suspect":
        session.execute(
            votes.update()
            .where(votes.c.person_id == someone.id, votes.c.state == VoteState.VALID)
            .values(state=VoteState.SUSPECT, finding_id=1)
        )
    elif step == "take":
        removed(session, proposal)
    elif step == "undo":
        newest = support_removed.of_case(session, proposal.id)
        if newest:
            invalidating.undo(session, newest[0].id, by=people.marek(session).actor)
    elif step == "join":
        joined(session, found)
    elif step in ("move", "keep"):
        asked = moving_support.of_person(session, found.duplicate.id, someone.id)
        if asked is not None:
            moving_support.answer(
                session, asked.id, Moving.MOVED if step == "move" else Moving.KEPT
            )
    else:
        unmerging.unmerge(session, found.duplicate, by=people.olga(session).actor)


def _each(*steps):
    """Of Kim in turn; `there` is the case that goes on."""
    return [(step.removesuffix(" there"), "Kim", step.endswith("there")) for step in steps]


@pytest.mark.once
@example(steps=_each("take", "undo"))
@example(steps=_each("join", "move", "take there", "part", "undo there"))
@example(steps=_each("support there", "withdraw there", "join", "move", "part"))
@example(steps=_each("support there", "take there", "join", "move", "undo there", "part"))
@example(steps=_each("suspect", "join", "move", "withdraw there", "support there", "part", "join"))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_happens_the_count_is_the_rows_and_nobody_counts_twice(town, steps):
    with transaction() as session:
        found = two(session, "Kim", "Maja")
        tally.recount(session, found.duplicate.reference)
        for one in steps:
            try:
                with session.begin_nested():
                    _step(session, found, *one)
            except Refusal:
                pass
            session.expire_all()
            if one[0] in {"support", "withdraw", "move"}:
                # The tick of the clock. Everything else counts by itself.
                for proposal in (found.target, found.duplicate):
                    tally.recount(session, proposal.reference)
        for proposal in (found.target, found.duplicate):
            shown = select(tallies.c.count).where(tallies.c.submission_id == proposal.id)
            counted = len(supporters(session, proposal))
            assert (session.execute(shown).scalar() or 0) == counted
            assert proof.faults(session, proposal.stream) == []
        moved = select(func.count()).where(
            votes.c.submission_id == found.duplicate.id, votes.c.state == VoteState.MOVED
        )
        # Whoever has moved her support stands behind the other one, in whatever state.
        there = select(votes.c.person_id).where(votes.c.submission_id == found.target.id)
        behind = moved.where(votes.c.person_id.in_(there))
        assert session.execute(moved).scalar_one() == session.execute(behind).scalar_one()
        doubled = (
            select(votes.c.person_id)
            .where(votes.c.state.in_(COUNTED))
            .group_by(votes.c.submission_id, votes.c.person_id)
            .having(func.count() > 1)
        )
        assert session.execute(doubled).first() is None
        session.rollback()
