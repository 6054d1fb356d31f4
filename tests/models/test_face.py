"""One code for what a case shows, and a way that never goes backwards by itself."""

import pytest

from models.face import STEPS, face, goes_on, step
from models.states import OUTCOMES, TRANSITIONS, Kind, Outcome, Ruling, Status

BACK = {
    # Taken up again: by whoever is not content, by the board, or to undo a slip.
    ("waiting_resident", "in_progress"),
    ("planned", "in_progress"),
    ("fixed", "in_progress"),
    ("answered", "in_progress"),
    ("closed", "in_progress"),
    ("closed", "received"),
    ("closed", "voting"),
    ("decided", "preparing"),
    ("implementing", "decided"),
    ("implemented", "implementing"),
    ("preparing", "referred"),
    ("coming", "draft"),
    ("analysis", "open"),
    ("feedback", "analysis"),
    ("closed", "feedback"),
}


@pytest.mark.parametrize("kind", Kind)
def test_every_status_has_a_place_and_no_step_forward_counts_backwards(kind):
    steps = STEPS[kind]
    assert set(steps) == set(TRANSITIONS[kind])
    for status, following in TRANSITIONS[kind].items():
        for to in following:
            if (status.value, to.value) not in BACK:
                assert steps[to] >= steps[status], (status, to)


@pytest.mark.parametrize("kind", Kind)
def test_the_count_is_told_while_there_is_a_next_step(kind):
    for status in TRANSITIONS[kind]:
        told = step(kind, status)
        assert (told is not None) == goes_on(status)
        if told is not None:
            assert 1 <= told.number <= told.total == max(STEPS[kind].values())


@pytest.mark.parametrize(
    ("status", "outcome", "ruling", "mine", "code"),
    [
        (Status.DECIDED, None, Ruling.APPROVED, False, "approved"),
        (Status.DECIDED, None, None, False, "decided"),
        (Status.IMPLEMENTING, None, Ruling.APPROVED, False, "implementing"),
        (Status.PREPARING, None, Ruling.REJECTED, False, "preparing"),
        (Status.CLOSED, Outcome.NOT_OURS, None, False, "not_ours"),
        (Status.CLOSED, None, None, False, "closed"),
        (Status.ANSWERED, None, None, False, "answered"),
        (Status.WAITING_RESIDENT, None, None, True, "waiting_resident"),
        (Status.WAITING_RESIDENT, None, None, False, "waiting_sender"),
    ],
)
def test_what_is_shown_is_the_end_once_there_is_one(status, outcome, ruling, mine, code):
    assert face(status, outcome, ruling, mine=mine) == code


def test_every_outcome_of_every_kind_is_a_face_of_its_own():
    for kind in Kind:
        for outcome in OUTCOMES[kind]:
            assert face(Status.CLOSED, outcome, None) == outcome.value
