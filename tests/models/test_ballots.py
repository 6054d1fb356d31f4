"""Votes of a dialogue: one person one ballot, secret, counted once, and counted again by anyone."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import func, select, update

from models import calendar, counting, sanctions
from models.calendar import DAY, HOUR
from models.counting import Method
from models.database import is_postgres, table_of, transaction
from models.dialogue import ballot_file, closing, keeping, polling, polls, proof
from models.dialogue.kinds import PhaseKind
from models.dialogue.polls import BallotPaper, Poll
from models.errors import Invalid, NotAllowed, NotFound, Stale
from models.event import EventKind, version_of
from models.history import timeline
from models.person import Person
from models.profile import Level
from models.sanctions import Measure, Paused
from models.states import Status
from models.support_rules import SupportRules
from tests import people
from tests.dialogues import a_dialogue, later, open_for
from tests.models.polling import VOTE, a_poll, cast, close, crowd, first_phase, set_up, vote
from tests.parallel import at_once, unit


@pytest.fixture
def poll(town):
    with transaction() as session:
        return a_poll(session)


def _after(poll):
    return calendar.at(poll.closes_at)


def _row(poll):
    with transaction(write=False) as session:
        return session.execute(select(polls.polls).where(polls.polls.c.id == poll.id)).one()


def _count(table):
    with transaction(write=False) as session:
        return session.execute(select(func.count()).select_from(table)).scalar_one()


def _told(poll, kind):
    with transaction(write=False) as session:
        return [one for one in timeline(session, poll.stream) if one.kind is kind]


def _faults(poll):
    with transaction(write=False) as session:
        return list(proof.faults(session, poll.id))


def _file(poll):
    with transaction(write=False) as session:
        return proof.file(session, poll.id)


def test_forty_presses_at_once_of_one_person_are_one_ballot_with_one_receipt(poll):
    (rosa,) = crowd(1)
    presses = [lambda: unit(lambda session: vote(session, poll, rosa, {2: 1}))] * 40
    assert len(set(at_once(presses))) == 1
    assert (_count(polls.rolls), _count(polls.papers)) == (1, 1)
    assert len(_told(poll, EventKind.BALLOT_OPENED)) == 1


def test_a_ballot_is_changed_until_it_closes_and_its_former_receipt_proves_nothing(poll):
    rosa, sam = crowd(2)
    first = cast(poll, rosa, 1, 2)
    cast(poll, sam, 2)
    second = cast(poll, rosa, 3)
    assert first != second == cast(poll, rosa, 3)
    with _after(poll):
        assert close(poll)
    file = _file(poll)
    assert ballot_file.grouped(first) not in file
    assert f"{ballot_file.grouped(second)},3\n" in file
    assert _row(poll).counts == "0,1,1"


def test_when_it_closes_nothing_ties_a_ballot_to_a_person_any_more(poll):
    persons = crowd(9)
    receipts = [cast(poll, person, 1 + person % 3) for person in persons]
    with _after(poll):
        close(poll)
    assert _row(poll).secret is None
    assert _count(polls.papers) == 0
    assert _count(polls.rolls) == len(persons)
    with transaction(write=False) as session:
        rows = session.execute(select(polls.ballots)).all()
    assert {row._fields for row in rows} == {("poll_id", "receipt", "choices")}
    # By receipt, as they lie: chance, and not the order in which they came.
    assert sorted(row.receipt for row in rows) == sorted(receipts)
    if not is_postgres():
        assert [row.receipt for row in rows] == sorted(receipts)
    assert _faults(poll) == []


def test_no_time_and_no_counting_number_stands_beside_a_ballot():
    for table in (polls.papers, polls.ballots, polls.rolls):
        assert table.dialect_options["sqlite"]["with_rowid"] is False
        assert {column.name for column in table.c} <= {
            *("poll_id", "person_id", "key", "choices", "receipt")
        }


def test_the_published_file_is_the_vote_and_anyone_can_count_it_again(poll):
    for person, options in zip(crowd(5), [(1, 2), (2,), (2, 3), (3,), (3,)], strict=True):
        cast(poll, person, *options)
    with _after(poll):
        close(poll)
    file, row = _file(poll), _row(poll)
    (event,) = _told(poll, EventKind.BALLOT_CLOSED)
    assert event.facts == {"poll": poll.id, "count": 5, "digest": ballot_file.digest(file)}
    assert (row.digest, row.ballots, row.counts) == (event.facts["digest"], 5, "1,3,3")
    found = counting.count(Method.APPROVAL, 3, ballot_file.read(file).items())
    assert found.ties == ((2, 3),)
    assert set(counting.drawn(found, row.digest)[:2]) == {2, 3}


def test_what_stood_on_the_ballot_is_sealed_when_it_opens(poll):
    with transaction() as session:
        closing.open_poll(session, poll.id)
        closing.open_poll(session, poll.id)
        made = session.get_one(Poll, poll.id)
        assert made.secret is not None
        sealed = closing.digest_of_options(session, made)
    (event,) = _told(poll, EventKind.BALLOT_OPENED)
    assert event.facts == {"poll": poll.id, "method": "approval", "options": 3, "digest": sealed}


def test_an_open_ballot_is_fixed_and_one_that_has_not_opened_is_not(town):
    with transaction() as session:
        olga = people.olga(session).actor
        held = a_dialogue(session, phases=[later(PhaseKind.VOTE), open_for(PhaseKind.DISCUSS)])
        phase = first_phase(session, held)
        set_up(session, held, phase)
        other = replace(VOTE, question="Och sedan?", options=VOTE.options[:2])
        with pytest.raises(Stale):
            polling.set_up(session, held, phase, other, by=olga, version=0)
        made = polling.set_up(session, held, phase, other, by=olga, version=1)
        assert (made.question, len(polls.options(session, made.id))) == ("Och sedan?", 2)
        assert closing.to_open(session) == []
    with calendar.at(phase.opens_at), transaction() as session:
        assert closing.to_open(session) == [made.id]
        closing.open_poll(session, made.id)
        assert closing.to_open(session) == []
        with pytest.raises(NotAllowed) as refused:
            set_up(session, held, phase)
        assert refused.value.code == "ballot_open"


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"options": VOTE.options[:1]}, "options", "too_few"),
        ({"options": VOTE.options * 7}, "options", "too_many"),
        ({"options": VOTE.options[:1] * 2}, "options", "same"),
        ({"most": 0}, "most", "bad"),
        ({"most": 4}, "most", "bad"),
    ],
)
def test_a_ballot_that_lets_nobody_choose_is_not_laid_out(town, change, field, code):
    with transaction() as session:
        held = a_dialogue(session, phases=[later(PhaseKind.VOTE)])
        with pytest.raises(Invalid) as refused:
            set_up(session, held, first_phase(session, held), replace(VOTE, **change))
    assert (refused.value.field, refused.value.code) == (field, code)


def test_only_a_first_phase_has_a_ballot(town):
    with transaction() as session:
        held = a_dialogue(session)
        with pytest.raises(NotFound):
            set_up(session, held, first_phase(session, held))


@pytest.mark.parametrize("marks", [{}, {4: 1}, {0: 1}, {1: 5}, {1: 1, 2: 1, 3: 1}])
def test_what_is_no_ballot_of_this_vote_is_refused_and_nobody_is_on_the_roll(town, marks):
    with transaction() as session:
        poll = a_poll(session, most=2)
    (rosa,) = crowd(1)
    with pytest.raises(Invalid) as refused, transaction() as session:
        vote(session, poll, rosa, marks)
    assert refused.value.field == "choice"
    assert _count(polls.rolls) == _count(polls.papers) == 0


@pytest.mark.parametrize("after", [0, 1])
def test_voting_is_open_until_its_last_microsecond(poll, after):
    (rosa,) = crowd(1)
    with calendar.at(poll.closes_at - 1 + after):
        if after:
            with pytest.raises(NotAllowed) as refused:
                cast(poll, rosa, 1)
            assert refused.value.code == "phase_closed"
        else:
            cast(poll, rosa, 1)
    with _after(poll):
        close(poll)
    assert _row(poll).ballots == 1 - after


def test_a_closing_that_comes_late_counts_what_was_cast_in_time_and_twice_does_nothing(poll):
    rosa, sam = crowd(2)
    cast(poll, rosa, 1)
    assert not close(poll)
    with calendar.at(poll.closes_at + 7 * HOUR):
        with pytest.raises(NotAllowed):
            cast(poll, sam, 2)
        with transaction(write=False) as session:
            assert closing.to_close(session) == [poll.id]
        made = at_once([lambda: close(poll)] * 6)
        assert sorted(made) == [False] * 5 + [True]
        before = _row(poll), _file(poll)
        assert not close(poll)
        assert (_row(poll), _file(poll)) == before
        with transaction(write=False) as session:
            assert closing.to_close(session) == []
    assert len(_told(poll, EventKind.BALLOT_CLOSED)) == 1


def test_ballots_that_are_cast_while_it_closes_are_counted_or_refused_and_never_lost(poll):
    persons = crowd(12)
    cast(poll, persons[0], 1)
    with calendar.at(poll.closes_at - 1):
        voting = [
            lambda person=person: unit(lambda session: vote(session, poll, person, {1: 1}))
            for person in persons[1:]
        ]

        def closes():
            calendar.freeze(poll.closes_at)
            return close(poll)

        results = at_once([*voting, closes])
    cast_in_time = [one for one in results[:-1] if isinstance(one, str)]
    assert results[-1] is True
    assert all(isinstance(one, str | NotAllowed) for one in results[:-1])
    assert _row(poll).ballots == 1 + len(cast_in_time) == _count(polls.rolls)
    assert _faults(poll) == []


def test_a_ballot_that_comes_while_the_vote_is_being_closed_is_refused_and_not_lost(poll):
    rosa, sam = crowd(2)
    cast(poll, rosa, 1)
    with ThreadPoolExecutor(1) as other:
        with transaction() as session:
            calendar.freeze(poll.closes_at)
            assert closing.close_poll(session, poll.id)
            calendar.freeze(poll.closes_at - 1)
            late = other.submit(unit, lambda session: vote(session, poll, sam, {2: 1}))
            # It looks at the vote as it was, or waits for what becomes of it.
            with pytest.raises(TimeoutError):
                late.result(0.3)
        with pytest.raises(NotAllowed) as refused:
            late.result(10)
    assert refused.value.code == "phase_closed"
    assert (_count(polls.papers), _count(polls.rolls)) == (0, 1)


def test_a_vote_without_a_single_ballot_is_opened_and_closed_all_the_same(poll):
    with _after(poll), transaction() as session:
        assert closing.to_close(session) == [poll.id]
        assert closing.close_poll(session, poll.id)
    assert len(_told(poll, EventKind.BALLOT_OPENED)) == len(_told(poll, EventKind.BALLOT_CLOSED))
    assert (_row(poll).ballots, _row(poll).counts, _file(poll)) == (0, "0,0,0", ballot_file.HEAD)
    assert _faults(poll) == []


def test_a_ballot_stands_when_its_voter_is_suspended_later_and_she_can_cast_no_other(poll):
    rosa, sam = crowd(2)
    cast(poll, rosa, 1)
    with transaction() as session:
        people_of = table_of(Person)
        session.execute(update(people_of).where(people_of.c.id == rosa).values(suspended=True))
    with pytest.raises(NotAllowed) as refused:
        cast(poll, rosa, 2)
    assert refused.value.code == "suspended"
    cast(poll, sam, 2)
    with _after(poll):
        close(poll)
    assert _row(poll).counts == "1,1,0"


def test_whoever_is_paused_cannot_vote(poll):
    (rosa,) = crowd(1)
    with transaction() as session:
        sanctions.give(
            session,
            Measure.SUSPENDED,
            person_id=rosa,
            contact_id=None,
            reason="abusive",
            by_id=people.marek(session).id,
            until=calendar.now() + DAY,
        )
    with pytest.raises(Paused):
        cast(poll, rosa, 1)


def test_whom_the_town_lets_support_nothing_has_no_vote_either(poll):
    (rosa,) = crowd(1)
    denied = SupportRules(deny=("domain:example.org",))
    with pytest.raises(NotAllowed) as refused, transaction() as session:
        vote(session, poll, rosa, {1: 1}, denied)
    assert refused.value.code == "support_denied"


def test_a_vote_may_ask_for_more_than_support_does(town):
    with transaction() as session:
        poll = a_poll(session, level=Level.IDENTIFIED)
    (rosa,) = crowd(1)
    with pytest.raises(Invalid) as refused:
        cast(poll, rosa, 1)
    assert (refused.value.field, refused.value.code) == ("eligible", "identification")


def test_the_count_meanwhile_is_shown_by_choice_alone_and_never_of_a_few(town):
    with transaction() as session:
        poll = a_poll(session, live=True)
    persons = crowd(5)

    def tick():
        with transaction() as session:
            for one in closing.to_count(session):
                closing.count_meanwhile(session, one)
            return version_of(session, poll.stream)

    for person in persons[:4]:
        cast(poll, person, 1)
    before = tick()
    assert _row(poll).ballots is None
    cast(poll, persons[4], 2)
    assert tick() == before + 1
    assert (_row(poll).ballots, _row(poll).counts) == (5, "4,1,0")
    assert tick() == before + 1
    cast(poll, persons[4], 1, 2)
    assert tick() == before + 2
    assert _row(poll).counts == "5,1,0"


def test_without_that_choice_nothing_is_counted_before_the_end(poll):
    for person in crowd(6):
        cast(poll, person, 1)
    with transaction(write=False) as session:
        assert closing.to_count(session) == []
    assert _row(poll).ballots is None


def test_a_vote_is_of_its_dialogue_and_of_nobody_who_may_not_know_of_it(poll):
    (rosa,) = crowd(1)
    for other in (replace(poll, slug="another"), replace(poll, phase_id=poll.phase_id + 1)):
        with pytest.raises(NotFound):
            cast(other, rosa, 1)


def test_where_the_dialogue_is_broken_off_nobody_votes_and_what_was_cast_is_still_counted(poll):
    rosa, sam = crowd(2)
    cast(poll, rosa, 1)
    with transaction() as session:
        olga = people.olga(session)
        held = keeping.take_for(session, poll.slug, olga.viewer)
        ending = keeping.Ending("Bygget ställs in.", "Tekniska nämnden")
        keeping.move(session, held, Status.BROKEN_OFF, by=olga.actor, ending=ending)
    with pytest.raises(NotAllowed):
        cast(poll, sam, 2)
    with _after(poll), transaction(write=False) as session:
        assert closing.to_close(session) == [poll.id]


def test_a_draft_whose_time_has_come_opens_no_vote(town):
    with transaction() as session:
        held = a_dialogue(session, state=Status.DRAFT, phases=[open_for(PhaseKind.VOTE)])
        phase = first_phase(session, held)
        set_up(session, held, phase)
        assert closing.to_open(session) == []
    with calendar.at(phase.closes_at), transaction(write=False) as session:
        assert closing.to_close(session) == []


def test_a_changed_ballot_a_changed_count_and_a_voter_too_many_are_all_found(poll):
    rosa, sam, nils = crowd(3)
    cast(poll, rosa, 1)
    cast(poll, sam, 2)
    with _after(poll):
        close(poll)
    assert _faults(poll) == []
    with transaction() as session:
        session.execute(update(polls.ballots).values(choices="3"))
    assert _faults(poll) == ["digest", "count"]
    with transaction() as session:
        session.execute(update(polls.ballots).values(choices="nonsense"))
        session.add(polls.Roll(poll_id=poll.id, person_id=nils))
    assert _faults(poll) == ["digest", "count", "roll"]
    with transaction() as session:
        session.add(BallotPaper(poll_id=poll.id, key=b"k", choices="1", receipt="r"))
    assert _faults(poll) == ["digest", "count", "roll", "secret"]
