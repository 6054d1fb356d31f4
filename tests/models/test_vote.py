"""Support: one person one vote, counted by the clock, the threshold crossed once."""

import pytest
from sqlalchemy import func, select, update

from models import calendar, publishing, tally
from models.actor import SYSTEM
from models.calendar import DAY, HOUR, SECOND
from models.database import is_postgres, table_of, transaction
from models.errors import NotAllowed, NotFound
from models.event import version_of
from models.history import replay, timeline
from models.person import Person
from models.states import Kind, Outcome, Publication, Status
from models.submission import submissions, take
from models.tally import Tally, recount
from models.vote import Vote, VoteState, support, supports, withdraw_support
from tests import people
from tests.parallel import at_once, unit

_votes = table_of(Vote)
_tallies = table_of(Tally)


@pytest.fixture
def proposal(town) -> str:
    """The reference of a public proposal that nobody supports yet; it needs three."""
    return _proposal(threshold=3)


def _proposal(**rules) -> str:
    with transaction() as session:
        submission = people.a_submission(session, Kind.PROPOSAL)
        chosen = people.municipality(session).proposals.model_copy(update=rules)
        publishing.show(session, submission, Publication.PUBLISHED, by=SYSTEM, rules=chosen)
        return submission.reference


def crowd(count: int) -> list[int]:
    with transaction() as session:
        return [people.resident(session, f"resident{number}").id for number in range(count)]


def cast(reference: str, persons: list[int]) -> None:
    with transaction() as session:
        for person in persons:
            support(session, reference, person)


def counted(reference: str) -> int:
    with transaction() as session:
        return recount(session, reference)


def shown(reference: str) -> int | None:
    with transaction(write=False) as session:
        wanted = select(_tallies.c.count).join(
            submissions, submissions.c.id == _tallies.c.submission_id
        )
        return session.execute(wanted.where(submissions.c.reference == reference)).scalar()


def status(reference: str) -> str:
    with transaction(write=False) as session:
        return session.execute(
            select(submissions.c.status).where(submissions.c.reference == reference)
        ).scalar_one()


def kinds(reference: str) -> list[str]:
    with transaction(write=False) as session:
        return [str(event.kind) for event in timeline(session, f"submission-{reference}")]


def test_two_hundred_presses_at_once_of_one_person_are_one_vote(proposal):
    (rosa,) = crowd(1)
    presses = [lambda: unit(lambda session: support(session, proposal, rosa))] * 200
    assert at_once(presses) == [None] * 200
    with transaction(write=False) as session:
        assert session.execute(select(func.count()).select_from(_votes)).scalar_one() == 1
    assert counted(proposal) == shown(proposal) == 1


def test_a_storm_of_giving_and_taking_back_is_counted_as_the_rows_stand(town):
    proposal, persons = _proposal(threshold=99), crowd(12)

    def press(person, verb):
        return lambda: unit(lambda session: verb(session, proposal, person))

    storm = [press(p, verb) for p in persons for verb in (support, withdraw_support, support)]
    counting = [lambda: unit(lambda session: recount(session, proposal))] * 6
    results = at_once([*storm, *counting])
    assert results[: len(storm)] == [None] * len(storm)
    with transaction(write=False) as session:
        wanted = select(func.count()).where(_votes.c.state == VoteState.VALID)
        valid = session.execute(wanted).scalar_one()
        rows = session.execute(select(func.count()).select_from(_votes)).scalar_one()
    assert rows == 12
    assert counted(proposal) == shown(proposal) == valid


def test_the_threshold_is_crossed_once_however_many_count_at_once(proposal):
    cast(proposal, crowd(3))
    counts = at_once([lambda: unit(lambda session: recount(session, proposal))] * 30)
    assert counts == [3] * 30
    assert kinds(proposal).count("threshold_reached") == 1
    assert status(proposal) == "voting_ended"
    with transaction(write=False) as session:
        assert replay(session, f"submission-{proposal}").status == "voting_ended"


def test_one_below_the_threshold_is_not_enough(proposal):
    cast(proposal, crowd(2))
    assert counted(proposal) == 2
    assert status(proposal) == "voting"
    assert "threshold_reached" not in kinds(proposal)


def test_taking_back_after_the_threshold_is_too_late(proposal):
    persons = crowd(3)
    cast(proposal, persons)
    counted(proposal)
    with pytest.raises(NotAllowed) as refused, transaction() as session:
        withdraw_support(session, proposal, persons[0])
    assert refused.value.code == "voting_closed"
    assert counted(proposal) == 3


def test_kept_open_the_threshold_is_an_event_and_the_move_comes_at_the_end(town):
    reference = _proposal(threshold=2, keep_open=True, days=30)
    persons = crowd(3)
    cast(reference, persons[:2])
    counted(reference)
    assert kinds(reference)[0] == "threshold_reached"
    assert status(reference) == "voting"
    with transaction() as session:
        withdraw_support(session, reference, persons[0])
    assert counted(reference) == 1
    cast(reference, persons)
    assert counted(reference) == 3
    assert kinds(reference).count("threshold_reached") == 1
    with calendar.at(calendar.now() + 31 * DAY), transaction() as session:
        assert tally.ended(session) == [reference]
        tally.end_voting(session, reference)
    assert status(reference) == "voting_ended"
    assert kinds(reference)[0] == "moved"


def test_too_little_support_ends_the_proposal_when_the_time_is_over(proposal):
    cast(proposal, crowd(2))
    with transaction() as session:
        assert tally.ended(session) == []
        tally.end_voting(session, proposal)
    assert status(proposal) == "voting"
    with calendar.at(calendar.now() + 31 * DAY):
        with transaction() as session:
            tally.end_voting(session, proposal)
            tally.end_voting(session, proposal)
            assert take(session, proposal).outcome is Outcome.BELOW_THRESHOLD
            assert tally.ended(session) == []
        with pytest.raises(NotAllowed) as refused, transaction() as session:
            support(session, proposal, 1)
    assert refused.value.code == "voting_closed"
    assert kinds(proposal).count("closed") == 1


def test_thirty_clocks_end_a_vote_once(proposal):
    cast(proposal, crowd(1))
    with calendar.at(calendar.now() + 31 * DAY):
        at_once([lambda: unit(lambda session: tally.end_voting(session, proposal))] * 30)
    assert kinds(proposal).count("closed") == 1


def test_the_vote_that_reaches_the_threshold_in_the_last_second_counts(proposal):
    cast(proposal, crowd(3))
    with calendar.at(calendar.now() + 31 * DAY), transaction() as session:
        tally.end_voting(session, proposal)
    assert status(proposal) == "voting_ended"
    assert kinds(proposal)[0] == "threshold_reached"


@pytest.mark.parametrize("after", [0, 1])
def test_voting_is_open_until_its_last_microsecond(proposal, after):
    (rosa,) = crowd(1)
    with transaction(write=False) as session:
        until = session.execute(select(submissions.c.voting_until)).scalar_one()
    with calendar.at(until - 1 + after):
        if after:
            with pytest.raises(NotAllowed), transaction() as session:
                support(session, proposal, rosa)
        else:
            cast(proposal, [rosa])
    assert counted(proposal) == 1 - after


def test_support_is_given_taken_back_and_given_again(proposal):
    (rosa,) = crowd(1)
    with transaction() as session:
        at = calendar.now()
        assert not supports(session, _id(session), rosa)
        withdraw_support(session, proposal, rosa)
        support(session, proposal, rosa)
        assert supports(session, _id(session), rosa)
        withdraw_support(session, proposal, rosa)
        assert not supports(session, _id(session), rosa)
        support(session, proposal, rosa)
        (row,) = session.execute(select(_votes)).all()
    assert (row.state, row.withdrawn_at) == ("valid", None)
    assert at <= row.cast_at <= row.changed_at


def test_pressing_again_changes_nothing(proposal):
    (rosa,) = crowd(1)
    cast(proposal, [rosa])
    with transaction(write=False) as session:
        before = session.execute(select(_votes)).all()
    with calendar.at(calendar.now() + HOUR):
        cast(proposal, [rosa])
    with transaction(write=False) as session:
        assert session.execute(select(_votes)).all() == before


def test_a_vote_makes_no_event_and_no_page_stale_until_it_is_counted(proposal):
    stream = f"submission-{proposal}"
    with transaction(write=False) as session:
        before = version_of(session, stream), len(kinds(proposal))
    cast(proposal, crowd(1))
    with transaction(write=False) as session:
        assert (version_of(session, stream), len(kinds(proposal))) == before
    counted(proposal)
    with transaction(write=False) as session:
        assert (version_of(session, stream), len(kinds(proposal))) == (before[0] + 1, before[1])
    counted(proposal)
    with transaction(write=False) as session:
        assert version_of(session, stream) == before[0] + 1


def test_only_public_proposals_are_supported(town):
    (rosa,) = crowd(1)
    with transaction() as session:
        waiting = people.a_submission(session, Kind.PROPOSAL).reference
        complaint = people.published(session, Kind.COMPLAINT).reference
        board = people.referred(session).reference
        hidden = people.published(session)
        rules = people.municipality(session).proposals
        publishing.show(session, hidden, Publication.HIDDEN, by=SYSTEM, rules=rules)
        gone = hidden.reference
    for reference in (waiting, gone, "2026-99999"):
        with pytest.raises(NotFound), transaction() as session:
            support(session, reference, rosa)
    for reference, code in ((complaint, "not_a_proposal"), (board, "voting_closed")):
        with pytest.raises(NotAllowed) as refused, transaction() as session:
            support(session, reference, rosa)
        assert refused.value.code == code


def test_a_suspended_person_supports_nothing(proposal):
    (rosa,) = crowd(1)
    with transaction() as session:
        session.execute(update(table_of(Person)).values(suspended=True))
        with pytest.raises(NotAllowed) as refused:
            support(session, proposal, rosa)
    assert refused.value.code == "suspended"


def test_the_tick_looks_at_what_changed_and_at_nothing_else(proposal):
    other = _proposal(threshold=9)
    cast(proposal, crowd(1))
    with transaction(write=False) as session:
        assert tally.changed_lately(session) == [proposal]
    with calendar.at(calendar.now() + 11 * SECOND), transaction(write=False) as session:
        assert tally.changed_lately(session) == []
        assert tally.changed_lately(session, since=calendar.now() - 2 * SECOND) == [proposal]
        assert tally.changed_lately(session, since=0) == [proposal]
    assert shown(other) is None


def test_counting_what_does_not_exist_is_not_found(town):
    with pytest.raises(NotFound), transaction() as session:
        recount(session, "2026-99999")


def test_the_count_is_the_status_of_the_rows_even_after_the_end(proposal):
    cast(proposal, crowd(2))
    with calendar.at(calendar.now() + 31 * DAY), transaction() as session:
        tally.end_voting(session, proposal)
    assert shown(proposal) == counted(proposal) == 2
    assert status(proposal) == Status.CLOSED


def _id(session) -> int:
    return session.execute(select(submissions.c.id)).scalar_one()


def test_a_person_votes_for_many_proposals_once_each(town):
    references = [_proposal(threshold=9) for _ in range(3)]
    (rosa,) = crowd(1)
    for reference in references:
        cast(reference, [rosa, rosa])
    assert [counted(reference) for reference in references] == [1, 1, 1]


def test_votes_and_their_counting_do_not_hold_each_other_up(proposal):
    # A verb that holds the row of a proposal must not stop a vote, which only refers to it.
    (rosa,) = crowd(1)
    with transaction() as session:
        take(session, proposal)
        if not is_postgres():
            return  # SQLite has one writer at a time
        assert at_once([lambda: unit(lambda other: support(other, proposal, rosa))]) == [None]
