"""The steps of a case: who has it, where it stands, how it ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from models import absence, clock, consulting, particulars, text
from models.actor import Actor
from models.calendar import now
from models.chain import Fact
from models.errors import Invalid, NotAllowed
from models.event import EventKind, record
from models.keeping_promises import six_months
from models.person import Person
from models.profile import site
from models.register import numbers
from models.states import (
    OUTCOMES,
    PUBLIC,
    TRANSITIONS,
    Kind,
    Outcome,
    Status,
    StatusType,
    type_of,
)
from models.submission import Submission
from models.units.moving import bring_home

REASON_MIN = 20
"""Shortest public reason for closing, in characters (ST-7)."""

VERBS_OF_THEIR_OWN = frozenset(
    {
        Status.RECEIVED,
        Status.VOTING,
        Status.VOTING_ENDED,
        Status.PLANNED,
        Status.ANSWERED,
        Status.DECIDED,
        Status.IMPLEMENTING,
        Status.IMPLEMENTED,
        Status.CLOSED,
    }
)
"""Statuses that only a verb with more to say may reach: publishing, votes, plan, answer, decide,
carry out, close."""


SAID_ELSEWHERE = frozenset(
    {
        Outcome.DUPLICATE,
        Outcome.WITHDRAWN,
        Outcome.NOT_PUBLISHED,
        Outcome.BELOW_THRESHOLD,
    }
)
"""Outcomes that nobody simply chooses: a duplicate needs what it doubles (models/merging), and the
others are what its author, a moderator or too few supporters did.
"""


@dataclass(frozen=True)
class Receiver:
    """Who is responsible instead of us, how to reach them, and whether we have sent it on."""

    name: str
    contact: str
    forwarded: bool


def assign(
    session: Session,
    submission: Submission,
    *,
    by: Actor,
    to: Person,
    part_of: Mapping[str, Fact] | None = None,
) -> int:
    """Give the case to somebody, or to whoever takes over while she is away.

    A case that was only received is now being worked on. `part_of`, here and below, are facts that
    name the template by which it is done (models.macro_doing).
    """
    submission.assignee_id = absence.receiver(session, to.id or 0)
    facts: dict[str, Fact] = {"assignee": submission.assignee_id, **(part_of or {})}
    if submission.assignee_id != to.id:
        facts["instead_of"] = to.id or 0
    if submission.kind is not Kind.PROPOSAL and submission.status is Status.RECEIVED:
        facts |= submission.move_to(Status.IN_PROGRESS)
    else:
        submission.version += 1
    session.add(submission)
    session.flush()
    return record(session, submission.stream, EventKind.ASSIGNED, by=by, facts=facts, public=False)


def steps(submission: Any) -> list[Status]:
    """The plain steps allowed now, in the order of the status list."""
    if submission.status is Status.CLOSED:
        return []
    allowed = TRANSITIONS[submission.kind][submission.status] - VERBS_OF_THEIR_OWN
    if submission.status is Status.RECEIVED and submission.publication not in PUBLIC:
        # Only a proposal that needs no support is referred from here, when it was published.
        allowed -= {Status.REFERRED}
    return [status for status in Status if status in allowed]


def move(
    session: Session,
    submission: Submission,
    to: Status,
    *,
    by: Actor,
    board: str = "",
    board_id: int | None = None,
    part_of: Mapping[str, Fact] | None = None,
) -> int:
    """Take a plain step. NotAllowed for one that the table lacks or that has a verb of its own.

    `board` names the board that a proposal is referred to, `board_id` the one of the profile.
    """
    if to not in steps(submission):
        raise NotAllowed("illegal_step", now=submission.status, to=to)
    if type_of(to) is not StatusType.CLOSED:
        bring_home(session, submission)
    facts: dict[str, Fact] = {**submission.move_to(to), **(part_of or {})}
    session.add(submission)
    session.flush()
    if board and to is Status.REFERRED:
        particulars.note(session, submission.id or 0, board=board, board_id=board_id)
        if board_id is not None:
            facts |= {"board": board_id}
            facts |= numbers.at_referral(session, submission, board_id, site(session).diaries)
    return record(session, submission.stream, EventKind.MOVED, by=by, facts=facts)


def outcomes(kind: Kind) -> list[Outcome]:
    """How an official may end something of this kind, in the order of the list."""
    return [outcome for outcome in Outcome if outcome in OUTCOMES[kind] - SAID_ELSEWHERE]


def close(
    session: Session,
    submission: Submission,
    *,
    by: Actor,
    outcome: Outcome,
    reason: str,
    receiver: Receiver | None = None,
    part_of: Mapping[str, Fact] | None = None,
) -> int:
    """End the case with an outcome and a public reason (ST-7). Who had asked for a decision has it.

    What is not ours needs its `receiver`: we owe it to whoever asked to say who can help
    (förvaltningslagen 6 and 8 §§). Raises Invalid for an outcome that is not this kind's or not
    hers to give, a reason that is too short, or a receiver that nobody could reach; NotAllowed for
    whoever was only asked about it.
    """
    consulting.check(session, submission, by)
    if outcome not in outcomes(submission.kind):
        raise Invalid("outcome", "unknown")
    if len(reason.strip()) < REASON_MIN:
        raise Invalid("reason", "too_short", least=REASON_MIN)
    if outcome is Outcome.NOT_OURS and (receiver is None or not receiver.name.strip()):
        raise Invalid("receiver", "missing")
    if outcome is Outcome.NOT_OURS and receiver is not None and not receiver.contact.strip():
        raise Invalid("receiver_contact", "missing")
    written = text.write(session, source=reason)
    facts: dict[str, Fact] = {
        **(part_of or {}),
        **submission.move_to(Status.CLOSED),
        "outcome": outcome.value,
        "text": written.id,
        "digest": written.digest,
    }
    submission.outcome = outcome
    clock.stop(submission, now())
    session.add(submission)
    session.flush()
    if outcome is Outcome.NOT_OURS and receiver is not None:
        # Whom it was sent to stands in a row: a name in an event could never be erased.
        facts["forwarded"] = receiver.forwarded
        particulars.note(
            session,
            submission.id or 0,
            receiver=receiver.name.strip(),
            receiver_contact=receiver.contact.strip(),
            forwarded=receiver.forwarded,
        )
    closed = record(session, submission.stream, EventKind.CLOSED, by=by, facts=facts)
    six_months.decided(session, submission, by=by, why=written)
    return closed


def reopen(session: Session, submission: Submission, *, by: Actor, reason: str = "") -> int:
    """Open a case again that was fixed, answered or closed. A proposal's decision is appealed.

    `reason` is for the author and for us alone: what a resident writes waits for review before
    everyone reads it, and this is never shown to everyone.
    """
    ended = type_of(submission.status) is StatusType.CLOSED
    if submission.kind is Kind.PROPOSAL or not ended:
        raise NotAllowed("illegal_step", now=submission.status, to=Status.IN_PROGRESS)
    bring_home(session, submission)
    facts: dict[str, str | int] = {**submission.move_to(Status.IN_PROGRESS)}
    if reason.strip():
        written = text.write(session, source=reason)
        facts |= {"text": written.id, "digest": written.digest}
    submission.outcome = submission.duplicate_of = submission.put_off_to = None
    session.add(submission)
    session.flush()
    particulars.forget_the_end(session, submission.id or 0)
    return record(session, submission.stream, EventKind.REOPENED, by=by, facts=facts)
