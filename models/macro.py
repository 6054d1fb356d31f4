"""What a template of answers does besides its words: the steps of a case, in one order (ST-23).

Who gets the case, where it is moved to, what the words are for, how it ends, who follows it. Of
itself this changes nothing (models.macro_doing does): it says what would be done to a case where it
stands, and refuses what could be done to none.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from models.errors import Invalid
from models.progress import REASON_MIN
from models.states import (
    HANDED_IN,
    OUTCOMES,
    TRANSITIONS,
    Kind,
    Outcome,
    Status,
    StatusType,
    type_of,
)

MOVES = (Status.IN_PROGRESS, Status.FIXED, Status.PREPARING)
"""Plain steps that need nothing said with them: no board, no day, no question."""
ENDS = (Outcome.ANSWERED, Outcome.FIXED, Outcome.THANKED, Outcome.DISMISSED, Outcome.NO_REPLY)
"""Outcomes that are the same for every case: whose it is instead, or which one it doubles, is said
of each by itself.
"""


class Say(StrEnum):
    """What the words of a template are for."""

    ANSWER = "answer"
    """Everyone who can see the case reads them; where it ends as well, they are the reason too."""
    QUESTION = "question"
    """For the sender, whom the case then waits for."""
    ENDING = "ending"
    """The public reason of an end, without an answer beside it."""


class Act(StrEnum):
    """One thing that is done, in the order in which it is done."""

    TAKE = "take"
    MOVE = "move"
    ASK = "ask"
    ANSWER = "answer"
    CLOSE = "close"
    FOLLOW = "follow"


class Steps(BaseModel):
    """The steps of one template; nothing chosen is an answer and no more."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    take: bool = False
    """Whoever uses it gets the case."""
    move: Status | None = None
    say: Say = Say.ANSWER
    outcome: Outcome | None = None
    follow: bool = False
    """Whoever uses it hears what happens to the case."""

    @property
    def written(self) -> str:
        """As the column has them; empty for none."""
        return "" if self == NONE else self.model_dump_json(exclude_defaults=True)


NONE = Steps()


@dataclass(frozen=True)
class Course:
    """What would be done to a case, and the field of the first step that does not fit: '' where
    all of them do.
    """

    acts: tuple[Act, ...]
    blocked: str = ""


def read(written: str) -> Steps:
    """The steps as a row has them."""
    return Steps.model_validate_json(written) if written else NONE


def chosen(*, take: bool, move: str, say: str, outcome: str, follow: bool) -> Steps:
    """The steps as a form has them. Raises Invalid for a code that is none of those offered."""
    for field, code, known in (
        ("move", move, MOVES),
        ("say", say, tuple(Say)),
        ("outcome", outcome, ENDS),
    ):
        if code and code not in known:
            raise Invalid(field, "unknown")
    return Steps(
        take=take,
        move=Status(move) if move else None,
        say=Say(say or Say.ANSWER),
        outcome=Outcome(outcome) if outcome else None,
        follow=follow,
    )


def check(steps: Steps, body: str) -> None:
    """Raises Invalid, by the field, for steps that fit no case of any kind wherever it stands, for
    an end whose reason would be too short (ST-7), and for words that would be said to nobody.
    """
    if steps.say is Say.ENDING and steps.outcome is None:
        raise Invalid("outcome", "missing")
    if steps.say is Say.QUESTION and steps.outcome is not None:
        raise Invalid("outcome", "asks")
    if steps.outcome is not None and len(body.strip()) < REASON_MIN:
        raise Invalid("body", "too_short", least=REASON_MIN)
    tried = [course(steps, kind, now) for kind in HANDED_IN for now in TRANSITIONS[kind]]
    if all(one.blocked for one in tried):
        furthest = max(tried, key=lambda one: len(one.acts))
        raise Invalid(furthest.blocked, "together")


def course(steps: Steps, kind: Kind, now: Status, *, hers: bool = False) -> Course:
    """What is done to a case of this kind that stands here, as the table of steps has it. What is
    so already is not done again: `hers` says that whoever acts has the case.
    """
    acts: list[Act] = []
    for field, act, to in _path(steps, kind, now, hers=hers):
        if to is None:
            return Course(tuple(acts), field)
        acts.append(act)
    return Course(tuple(acts))


def _path(
    steps: Steps, kind: Kind, now: Status, *, hers: bool
) -> Iterator[tuple[str, Act, Status | None]]:
    """Each step with its field and the status that it leads to; None where it cannot be taken."""

    def after(to: Status) -> Status | None:
        return to if to in TRANSITIONS[kind].get(now, frozenset()) else None

    there: Status | None = now
    if steps.take and not hers:
        if type_of(now) is StatusType.CLOSED:
            there = None
        elif kind is not Kind.PROPOSAL and now is Status.RECEIVED:
            there = Status.IN_PROGRESS
        yield "take", Act.TAKE, there
        now = there or now
    if steps.move is not None and steps.move is not now:
        yield "move", Act.MOVE, after(steps.move)
        now = steps.move
    if steps.say is Say.QUESTION:
        yield "say", Act.ASK, after(Status.WAITING_RESIDENT)
    if steps.say is Say.ANSWER:
        yield "say", Act.ANSWER, None if now is Status.CLOSED else now
        now = after(Status.ANSWERED) or now
    if steps.outcome is not None:
        fits = steps.outcome in OUTCOMES[kind]
        yield "outcome", Act.CLOSE, after(Status.CLOSED) if fits else None
    if steps.follow:
        yield "follow", Act.FOLLOW, now
