"""The one code that every page, list and letter shows of a case: its face; and how far it has come.

A face is a status, the outcome of a closing, or what the board said; the words for it stand in
templates/_words.html.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.clock import is_late
from models.states import Kind, Outcome, Ruling, Status, StatusType, type_of

DROPPED = "dropped"
"""What the board said yes to, and is not carried out after all."""
WAITING_SENDER = "waiting_sender"
"""What everyone but the author reads while the case waits for her."""

_CASE = {
    Status.RECEIVED: 1,
    Status.IN_PROGRESS: 2,
    Status.WAITING_RESIDENT: 2,
    Status.ANSWERED: 3,
    Status.CLOSED: 4,
}
_FAULT = {**_CASE, Status.PLANNED: 3, Status.FIXED: 4}
_PROPOSAL = {
    Status.RECEIVED: 1,
    Status.VOTING: 2,
    Status.VOTING_ENDED: 2,
    Status.REFERRED: 3,
    Status.PREPARING: 3,
    Status.DECIDED: 4,
    Status.IMPLEMENTING: 5,
    Status.IMPLEMENTED: 5,
    Status.CLOSED: 5,
}
_DIALOGUE = {
    Status.DRAFT: 1,
    Status.COMING: 1,
    Status.OPEN: 2,
    Status.ANALYSIS: 3,
    Status.FEEDBACK: 4,
    Status.CLOSED: 5,
    Status.HANDED_OVER: 5,
    Status.BROKEN_OFF: 5,
}
STEPS: dict[Kind, dict[Status, int]] = {
    Kind.DIALOGUE: _DIALOGUE,
    Kind.PROPOSAL: _PROPOSAL,
    Kind.FAULT_REPORT: _FAULT,
    Kind.COMPLAINT: _CASE,
    Kind.QUESTION: _CASE,
    Kind.PRAISE: _CASE,
}
"""How far along each status is: no step forward ever counts backwards."""


@dataclass(frozen=True)
class Step:
    """Step `number` of `total`."""

    number: int
    total: int


def face(
    status: Status,
    outcome: Outcome | None,
    ruling: Ruling | None,
    *,
    mine: bool = False,
    dropped: bool = False,
) -> str:
    """The code to show: of the board when it decided, of the closing when closed, else the status.

    `mine`: its author reads, of whom we may want something. `dropped`: the decision stands, and is
    not carried out.
    """
    if status is Status.DECIDED and dropped:
        return DROPPED
    if status is Status.DECIDED and ruling is not None:
        return ruling.value
    if status is Status.CLOSED and outcome is not None:
        return outcome.value
    if status is Status.WAITING_RESIDENT and not mine:
        return WAITING_SENDER
    return status.value


def moved_to(facts: Mapping[str, Any]) -> str:
    """The code of the step that an event tells of; "" for none."""
    if facts.get("from") == Status.IMPLEMENTING and facts.get("to") == Status.DECIDED:
        return DROPPED
    return str(facts.get("to", ""))


def goes_on(status: Status) -> bool:
    """Whether a next step is to come: what is being carried out has been decided, not finished."""
    return type_of(status) is not StatusType.CLOSED or status is Status.IMPLEMENTING


def step(kind: Kind, status: Status) -> Step | None:
    """Where it stands on the way; None when there is no further to go."""
    if not goes_on(status):
        return None
    steps = STEPS[kind]
    return Step(steps[status], max(steps.values()))


def is_delayed(case: Any) -> bool:
    """The flag beside the face: past its promised day, or delayed by our own word, and still ours.

    `case` is a row with the promise and `delay_day`.
    """
    waits = case.answered_at is None and type_of(case.status) is not StatusType.CLOSED
    return waits and (case.delay_day is not None or is_late(case))
