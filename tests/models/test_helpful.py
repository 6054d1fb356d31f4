"""Helpful marks: one for each person and comment, counted by the clock, told of nobody."""

import pytest

from models import calendar, suspending
from models.calendar import DAY, advance
from models.comment import Comment
from models.database import transaction
from models.dialogue import helpful, placing, talking
from models.dialogue.kinds import PhaseKind
from models.dialogue.talking import Order
from models.errors import NotAllowed, NotFound
from models.event import head_of
from models.profile import Level
from models.publishing import show_comment
from models.states import Publication
from models.suspending import Why
from tests import people
from tests.dialogues import a_dialogue, open_for
from tests.talking import talk


@pytest.fixture
def held(town):
    with transaction() as session:
        return a_dialogue(session)


def _mark(held, number, who, *, stands=True):
    with transaction() as session:
        person = who(session).id
        helpful.mark(session, held.case.id, number, person, stands=stands)


def _tick(since=0):
    with transaction(write=False) as session:
        changed = helpful.changed_lately(session, since=since)
    for reference, ids in changed:
        with transaction() as session:
            helpful.recount(session, reference, ids)


def _count(held, number=1) -> int:
    with transaction(write=False) as session:
        one = placing.placed(session, held.case.id, number)
        return session.get_one(Comment, one.id).helpful


def test_a_mark_counts_once_however_often_she_presses_and_can_be_taken_back(held):
    with transaction() as session:
        talk(session, held, by=people.sam(session))
        before = head_of(session, held.case.stream)
    for _ in range(3):
        _mark(held, 1, people.rosa)
    assert _count(held) == 0, "a vote inserts one row and nothing else"
    _tick()
    assert _count(held) == 1
    with transaction() as session:
        rosa = people.rosa(session).id
        assert helpful.given(session, held.case.id, rosa) == {1}
        version, seq = head_of(session, held.case.stream)
        assert (version > before[0], seq) == (True, before[1]), "no event, and no stale page"
    _mark(held, 1, people.rosa, stands=False)
    _tick()
    assert _count(held) == 0
    with transaction() as session:
        assert not helpful.given(session, held.case.id, people.rosa(session).id)


def test_a_tick_that_finds_nothing_new_makes_no_page_stale(held):
    with transaction() as session:
        talk(session, held)
    _mark(held, 1, people.rosa)
    _tick()
    with transaction() as session:
        before = head_of(session, held.case.stream)
    _tick()
    with transaction() as session:
        assert head_of(session, held.case.stream) == before
        later = advance(11)
        assert helpful.changed_lately(session, since=later) == []
    calendar.unfreeze()


def test_marks_of_somebody_suspended_count_for_nothing_while_it_lasts(held):
    with transaction() as session:
        talk(session, held)
    _mark(held, 1, people.rosa)
    _tick()
    for change, counted in ((_suspend, 0), (_restore, 1)):
        with transaction() as session:
            change(session)
        _tick()
        assert _count(held) == counted
    with transaction() as session:
        _suspend(session)
    with pytest.raises(NotAllowed, match="suspended"):
        _mark(held, 1, people.rosa)


def _suspend(session):
    suspending.suspend(session, people.rosa(session).id, Why.RULES, by=people.ada(session).actor)


def _restore(session):
    suspending.restore(session, people.rosa(session).id, by=people.ada(session).actor)


def test_nobody_marks_her_own_words_nor_what_is_not_shown_nor_a_comment_of_a_case(held):
    with transaction() as session:
        talk(session, held, by=people.sam(session))
        waits = people.a_comment(session, held.case).number
        case = people.published(session)
        of_case = people.published_comment(session, case).number
        case_id = case.id
    with pytest.raises(NotAllowed, match="own_comment"):
        _mark(held, 1, people.sam)
    with pytest.raises(NotFound):
        _mark(held, waits, people.rosa)
    with pytest.raises(NotFound), transaction() as session:
        helpful.mark(session, case_id, of_case, people.rosa(session).id, stands=True)
    with transaction() as session:
        one = session.get_one(Comment, placing.placed(session, held.case.id, 1).id)
        by = people.marek(session).actor
        show_comment(session, held.case, one, Publication.HIDDEN, by=by)
    with pytest.raises(NotFound):
        _mark(held, 1, people.rosa)


def test_outside_of_its_phase_nothing_is_marked(town):
    with transaction() as session:
        held = a_dialogue(session, phases=[open_for(PhaseKind.DISCUSS, days=2)])
        talk(session, held)
    advance(2 * DAY // calendar.SECOND)
    with pytest.raises(NotAllowed, match="phase_closed"):
        _mark(held, 1, people.rosa)
    calendar.unfreeze()


def test_whoever_may_not_support_here_may_not_mark_either(held):
    with transaction() as session:
        talk(session, held)
        rules = people.municipality(session).participation
        rules = rules.model_copy(update={"support": Level.RESIDENT})
        with pytest.raises(NotAllowed, match="needs_"):
            helpful.mark(
                session,
                held.case.id,
                1,
                people.rosa(session).id,
                stands=True,
                rules=rules,
            )


def test_most_helpful_come_first_and_the_newest_of_equals(held):
    with transaction() as session:
        for _ in range(4):
            talk(session, held)
        phase = placing.placed(session, held.case.id, 1).phase_id
    _mark(held, 2, people.rosa)
    _tick()
    with transaction(write=False) as session:
        for order, numbers in ((Order.HELPFUL, [2, 4, 3, 1]), (Order.NEW, [4, 3, 2, 1])):
            seen, key = [], talking.FIRST
            while rows := talking.roots(session, phase, None, order=order, after=key, most=1):
                seen += [row.number for row in rows]
                key = (rows[-1].helpful, rows[-1].number)
            assert seen == numbers
