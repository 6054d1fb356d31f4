"""Two proposals are joined: support goes along only with whoever says so, and comes back (T34)."""

import pytest
from sqlalchemy import select

from models import calendar, merging, moving_support, proof, tally, unmerging, vote
from models.calendar import DAY, now
from models.delivery import deliveries
from models.errors import NotAllowed, NotFound
from models.history import timeline
from models.merged import UNDONE_WITHIN, Merging, Moving
from models.moving_support import Answers
from models.person import Person
from models.states import Kind, Outcome, Status
from models.vote import VoteState
from tests import people
from tests.models.supporting import (
    answers,
    joined,
    question,
    supporters,
    supports,
    the_vote,
    two,
)
from tests.models.test_merging import wishes
from tests.notifications.post import follow


def letters(session, kind):
    rows = session.execute(select(deliveries.c.address).where(deliveries.c.kind == kind))
    return sorted(row.address for row in rows)


def test_nobodys_support_is_moved_by_itself_and_each_is_asked_once(session):
    found = two(session, "Kim", "Maja", "Sam", both=("Sam",))
    joined(session, found)
    assert supporters(session, found.duplicate) == {"Kim", "Maja", "Sam"}
    assert supporters(session, found.target) == {"Sam"}
    # Sam supports both already: there is nothing to ask.
    assert letters(session, "move_support") == ["kim@example.org", "maja@example.org"]
    assert moving_support.answers(session, found.target.id) == Answers(unanswered=2)
    assert timeline(session, found.duplicate.stream)[0].facts["asked"] == 2


def test_whoever_moves_counts_there_and_whoever_keeps_counts_here(session):
    found = two(session, "Kim", "Maja", "Nora")
    joined(session, found)
    answers(session, "Kim", Moving.MOVED)
    answers(session, "Maja", Moving.KEPT)
    assert supporters(session, found.target) == {"Kim"}
    assert supporters(session, found.duplicate) == {"Maja", "Nora"}
    assert moving_support.answers(session, found.target.id) == Answers(1, 1, 1)
    assert moving_support.answers_of(session, found.duplicate.id) == Answers(1, 1, 1)
    answers(session, "Maja", Moving.MOVED)
    for _ in range(2):
        answers(session, "Maja", Moving.KEPT)
    assert supporters(session, found.target) == {"Kim", "Maja"}
    assert [tally.recount(session, one.reference) for one in (found.target, found.duplicate)] == [
        2,
        1,
    ]


def test_a_moved_vote_is_as_old_as_it_was_and_one_taken_back_wakes(session):
    found = two(session, "Kim", "Maja")
    given = the_vote(session, people.resident(session, "Kim"), found.duplicate).cast_at
    maja = people.resident(session, "Maja")
    supports(session, maja, found.target)
    vote.withdraw_support(session, found.target.reference, maja.id)
    joined(session, found)
    answers(session, "Kim", Moving.MOVED)
    answers(session, "Maja", Moving.MOVED)
    assert the_vote(session, people.resident(session, "Kim"), found.target).cast_at == given
    assert supporters(session, found.target) == {"Kim", "Maja"}
    unmerging.unmerge(session, found.duplicate, by=people.olga(session).actor)
    assert supporters(session, found.duplicate) == {"Kim", "Maja"}
    assert supporters(session, found.target) == set()
    assert the_vote(session, maja, found.target).state is VoteState.WITHDRAWN


def test_what_was_marked_stays_marked_when_it_is_moved(session):
    found = two(session, "Kim")
    marked = the_vote(session, people.resident(session, "Kim"), found.duplicate)
    marked.state, marked.finding_id = VoteState.SUSPECT, 7
    session.flush()
    joined(session, found)
    answers(session, "Kim", Moving.MOVED)
    there = the_vote(session, people.resident(session, "Kim"), found.target)
    assert (there.state, there.finding_id) == (VoteState.SUSPECT, 7)


def test_moved_votes_cross_the_threshold_by_the_ordinary_count(session):
    found = two(session, "Kim", "Maja")
    found.target.threshold = 2
    session.flush()
    joined(session, found)
    for name in ("Kim", "Maja"):
        answers(session, name, Moving.MOVED)
    tally.recount(session, found.target.reference)
    session.refresh(found.target)
    assert found.target.status is Status.VOTING_ENDED


@pytest.mark.parametrize("kind", [Kind.FAULT_REPORT, Kind.PROPOSAL])
def test_nobody_is_asked_where_there_is_nothing_to_move_to(session, kind):
    found = two(session, "Kim")
    target = people.published(session, kind)
    if kind is Kind.PROPOSAL:
        target = people.referred(session)
    olga = people.olga(session)
    assert moving_support.expected(session, found.duplicate, target) == 0
    merging.merge(session, found.duplicate, target.reference, by=olga.actor)
    assert letters(session, "move_support") == []


def test_whoever_may_not_take_part_moves_nothing(session):
    found = two(session, "Kim", "Maja", "Nora")
    joined(session, found)
    session.get_one(Person, people.resident(session, "Kim").id).suspended = True
    the_vote(
        session, people.resident(session, "Maja"), found.duplicate
    ).state = VoteState.INVALIDATED
    session.flush()
    codes = []
    for name in ("Kim", "Maja"):
        with pytest.raises(NotAllowed) as error:
            answers(session, name, Moving.MOVED)
        codes.append(error.value.code)
    calendar.freeze(now() + 31 * DAY)
    with pytest.raises(NotAllowed) as error:
        answers(session, "Nora", Moving.MOVED)
    assert [*codes, error.value.code] == ["suspended", "support_removed", "voting_closed"]
    assert supporters(session, found.target) == set()


def test_the_link_of_a_letter_answers_for_nobody_else(session):
    joined(session, two(session, "Kim", "Maja"))
    mine, hers = question(session, "Kim"), question(session, "Maja")
    merging_row = session.get_one(Merging, mine.merging_id)
    good = moving_support.link(mine, merging_row)
    assert moving_support.of_link(session, good).id == mine.id
    key = good.partition(".")[2]
    for forged in (f"{hers.id}.{key}", f"{mine.id}.", f"{mine.id}", "x.y", f"{10**20}.{key}"):
        with pytest.raises(NotFound):
            moving_support.of_link(session, forged)


def test_parting_gives_back_status_followers_time_and_only_what_this_merging_moved(session):
    calendar.freeze(now())
    found = two(session, "Kim", "Maja", "Nora")
    olga = people.olga(session).actor
    until = found.duplicate.voting_until
    joined(session, found)
    answers(session, "Kim", Moving.MOVED)
    answers(session, "Maja", Moving.MOVED)
    supports(session, people.resident(session, "Lars"), found.target)
    vote.withdraw_support(session, found.target.reference, people.resident(session, "Maja").id)
    calendar.freeze(now() + 3 * DAY)
    unmerging.unmerge(session, found.duplicate, by=olga, reason="De handlar om olika vägar.")
    assert supporters(session, found.duplicate) == {"Kim", "Nora"}
    assert supporters(session, found.target) == {"Lars"}
    session.refresh(found.duplicate)
    assert (found.duplicate.status, found.duplicate.outcome) == (Status.VOTING, None)
    assert found.duplicate.voting_until == until + 3 * DAY
    assert letters(session, "support_parted") == [
        f"{name}@example.org" for name in ("kim", "maja", "nora")
    ]
    for one in (found.target, found.duplicate):
        assert proof.faults(session, one.stream) == []
    with pytest.raises(NotAllowed):
        answers(session, "Nora", Moving.MOVED)


def test_joined_again_everyone_is_asked_again(session):
    found = two(session, "Kim")
    joined(session, found)
    answers(session, "Kim", Moving.MOVED)
    unmerging.unmerge(session, found.duplicate, by=people.olga(session).actor)
    joined(session, found)
    answers(session, "Kim", Moving.MOVED)
    assert supporters(session, found.target) == {"Kim"}
    assert moving_support.answers(session, found.target.id) == Answers(moved=1)


def test_what_can_be_parted_and_what_cannot(session):
    calendar.freeze(now())
    found = two(session, "Kim")
    olga = people.olga(session).actor
    with pytest.raises(NotAllowed) as never:
        unmerging.unmerge(session, found.duplicate, by=olga)
    joined(session, found)
    third = people.published(session, by=people.resident(session, "Eva"))
    merging.merge(session, found.target, third.reference, by=olga)
    session.refresh(found.duplicate)
    with pytest.raises(NotAllowed) as chained:
        unmerging.unmerge(session, found.duplicate, by=olga)
    unmerging.unmerge(session, found.target, by=olga)
    session.refresh(found.duplicate)
    assert found.duplicate.duplicate_of == found.target.id
    calendar.freeze(now() + UNDONE_WITHIN + 1)
    with pytest.raises(NotAllowed) as late:
        unmerging.unmerge(session, found.duplicate, by=olga)
    assert [error.value.code for error in (never, chained, late)] == [
        "not_joined",
        "joined_on",
        "joined_too_long_ago",
    ]
    assert found.duplicate.outcome is Outcome.DUPLICATE


def test_followers_go_back_to_what_they_followed(session):
    found = two(session)
    both, only = (people.resident(session, name) for name in ("Kim", "Maja"))
    for someone in (both, only):
        follow(session, someone, found.duplicate)
    follow(session, both, found.target)
    joined(session, found)
    unmerging.unmerge(session, found.duplicate, by=people.olga(session).actor)
    assert set(wishes(session, found.duplicate)) == {both.contact_id, only.contact_id}
    assert set(wishes(session, found.target)) == {both.contact_id}
