"""The clock of dialogues: what opens and closes is noted once, in its order, however late."""

import pytest

from models.calendar import DAY, advance, freeze, now
from models.database import transaction
from models.dialogue import attention, finding, keeping, opening, planning
from models.dialogue.keeping import Ending
from models.dialogue.kinds import PhaseKind
from models.dialogue.planning import Planned
from models.event import EventKind
from models.history import timeline
from models.states import Status
from tests import people
from tests.dialogues import a_dialogue, later, open_for
from tests.models.polling import first_phase, set_up
from web.commands import scheduler

CLOCK = {EventKind.PHASE_OPENED, EventKind.PHASE_CLOSED, EventKind.LAST_DAYS, EventKind.MOVED}
OPENED, CLOSED, LAST, MOVED = (
    EventKind.PHASE_OPENED,
    EventKind.PHASE_CLOSED,
    EventKind.LAST_DAYS,
    EventKind.MOVED,
)


@pytest.fixture
def laid_out(town):
    """A dialogue that is coming: ideas from tomorrow for 14 days, then a discussion for 14 days."""
    freeze(now())
    with transaction() as session:
        held = a_dialogue(
            session,
            state=Status.COMING,
            phases=[
                later(PhaseKind.COLLECT_IDEAS, after=1, days=14),
                later(PhaseKind.DISCUSS, after=15, days=14),
            ],
        )
        return held.case.reference


def _tick():
    assert scheduler.tick("the clock")


def _noted(reference):
    """What the clock noted, oldest first; of a step, where it led."""
    with transaction(write=False) as session:
        found = reversed(timeline(session, f"submission-{reference}", public_only=False))
        return [
            event.facts["to"] if event.kind is MOVED else event.kind
            for event in found
            if event.kind in CLOCK
        ][1:]


def _status(reference):
    with transaction() as session:
        return keeping.hold(session, reference).case.status


def test_a_dialogue_goes_by_itself_from_its_first_phase_to_its_last(laid_out):
    _tick()
    assert _noted(laid_out) == []
    wanted = []
    for days, comes in (
        (1, ["open", OPENED]),
        (10, []),
        (1, [LAST]),
        (3, [CLOSED, OPENED]),
        (11, [LAST]),
        (3, [CLOSED, "analysis"]),
        (30, []),
    ):
        advance(days * 86_400)
        _tick()
        _tick()
        wanted += comes
        assert _noted(laid_out) == wanted
    with transaction() as session:
        held = keeping.hold(session, laid_out)
        for phase in finding.phases_of(session, held.case.id):
            assert (phase.opened_at, phase.closed_at) == (phase.opens_at, phase.closes_at)


def test_a_clock_that_comes_weeks_late_notes_the_same_in_the_same_order(laid_out):
    advance(40 * 86_400)
    _tick()
    _tick()
    assert _noted(laid_out) == ["open", OPENED, CLOSED, OPENED, CLOSED, "analysis"]
    with transaction(write=False) as session:
        events = timeline(session, f"submission-{laid_out}")
        opened = [event.facts for event in events if event.kind is OPENED]
        assert [facts["over"] for facts in opened] == [1, 1]


def test_two_clocks_at_once_note_it_once(laid_out):
    advance(86_400)
    with transaction(write=False) as session:
        assert opening.due(session) == [laid_out]
    for _ in range(2):
        with transaction() as session:
            opening.ring(session, laid_out)
    assert _noted(laid_out) == ["open", OPENED]


def test_of_what_is_a_draft_or_broken_off_nothing_is_noted(town):
    freeze(now())
    with transaction() as session:
        olga = people.olga(session)
        phase = later(PhaseKind.DISCUSS, after=1, days=14)
        draft = a_dialogue(session, state=Status.DRAFT, phases=[phase])
        ended = a_dialogue(session, state=Status.COMING, phases=[phase])
        why = Ending("Pengarna räcker inte.", "Nämnden")
        keeping.move(session, ended, Status.BROKEN_OFF, by=olga.actor, ending=why)
        references = [draft.case.reference, ended.case.reference]
    advance(40 * 86_400)
    with transaction(write=False) as session:
        assert opening.due(session) == []
    for reference in references:
        with transaction() as session:
            assert not opening.ring(session, reference)


def test_a_phase_shorter_than_a_week_has_no_last_days(town):
    freeze(now())
    with transaction() as session:
        held = a_dialogue(session, phases=[open_for(PhaseKind.DISCUSS, days=6)])
        inform = a_dialogue(session, phases=[open_for(PhaseKind.INFORM, days=30)])
        references = [held.case.reference, inform.case.reference]
    advance(4 * 86_400)
    _tick()
    advance(24 * 86_400)
    _tick()
    assert not any(LAST in _noted(reference) for reference in references)


def test_what_was_opened_again_by_hand_stays_open(laid_out):
    advance(40 * 86_400)
    _tick()
    with transaction() as session:
        held = keeping.hold(session, laid_out)
        olga = people.olga(session).actor
        keeping.move(session, held, Status.OPEN, by=olga, reason="Fler vill säga något.")
    _tick()
    assert _status(laid_out) is Status.OPEN


def test_a_draft_of_the_result_is_discussed_while_it_is_put_together(town):
    freeze(now())
    with transaction() as session:
        phases = [open_for(PhaseKind.DISCUSS), later(PhaseKind.DRAFT_RESULT, after=30)]
        reference = a_dialogue(session, phases=phases).case.reference
    advance(14 * 86_400)
    _tick()
    assert _status(reference) is Status.ANALYSIS


def test_a_later_end_has_last_days_of_its_own(town):
    freeze(now())
    with transaction() as session:
        reference = a_dialogue(session).case.reference
    advance(12 * 86_400)
    _tick()
    with transaction() as session:
        held = keeping.hold(session, reference)
        [row] = finding.phases_of(session, held.case.id)
        phase = planning.take(session, held, row.id)
        longer = Planned(phase.kind, phase.opens_at, phase.closes_at + 20 * DAY)
        planning.change(session, held, phase, longer, by=people.olga(session).actor)
    _tick()
    advance(20 * 86_400)
    _tick()
    assert _noted(reference).count(LAST) == 2


def test_a_vote_without_a_ballot_opens_when_it_has_one_and_its_leaders_are_told_meanwhile(town):
    freeze(now())
    with transaction() as session:
        phases = [open_for(PhaseKind.VOTE), later(PhaseKind.VOTE, after=1, days=1)]
        held = a_dialogue(session, phases=[open_for(PhaseKind.DISCUSS), *phases])
        reference, olga = held.case.reference, people.olga(session)
    _tick()
    assert _noted(reference) == ["open", OPENED]
    with transaction() as session:
        assert attention.needs(session, olga.viewer).unready == 1
        held = keeping.hold(session, reference)
        set_up(session, held, first_phase(session, held))
        assert attention.needs(session, olga.viewer).unready == 1, "the other one waits on"
    _tick()
    assert _noted(reference) == ["open", OPENED, OPENED]
    advance(2 * 86_400)
    _tick()
    # What was never laid out is noted when it is over, and nobody was called to it.
    assert _noted(reference)[3:] == [OPENED, CLOSED]
    with transaction() as session:
        assert attention.needs(session, olga.viewer).unready == 0
