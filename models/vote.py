"""Support for a proposal: one person one vote, counted by the clock, crossed exactly once.

A vote inserts one row and nothing else (architecture rule 14): the tally is refreshed by the
scheduler's one-second tick, so a viral proposal never queues on its own counter.
"""

from enum import StrEnum
from typing import Any

from sqlalchemy import Column, ForeignKey, Integer, UniqueConstraint, func, select, update
from sqlmodel import Field, Session, SQLModel

from models.actor import SYSTEM
from models.calendar import SECOND, Moment, now
from models.database import (
    Id,
    changed,
    enum_column,
    id_column,
    lock_rows,
    moment_column,
    reference_column,
    table_of,
    upsert,
)
from models.errors import NotAllowed, NotFound
from models.event import EventKind, record, touch
from models.person import Person
from models.states import PUBLIC, Kind, Outcome, Status
from models.submission import stream_of, submissions, take

RECOUNT_WINDOW = 10 * SECOND


class VoteState(StrEnum):
    """Only valid votes count (spec MQ-20 widens this)."""

    VALID = "valid"
    WITHDRAWN = "withdrawn"


class Vote(SQLModel, table=True):
    """One person's support for one proposal."""

    __table_args__ = (UniqueConstraint("submission_id", "person_id"),)

    id: int | None = Field(default=None, sa_column=id_column())
    submission_id: int = Field(sa_column=reference_column("submission.id", index=False))
    person_id: int = Field(sa_column=reference_column("person.id"))
    cast_at: Moment = Field(sa_column=moment_column())
    changed_at: Moment = Field(sa_column=moment_column(index=True))
    withdrawn_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    state: VoteState = Field(default=VoteState.VALID, sa_column=enum_column(VoteState))


class Tally(SQLModel, table=True):
    """How many support a proposal, as of the last tick. Equal to the rows after every tick."""

    submission_id: int = Field(sa_column=Column(Id, ForeignKey("submission.id"), primary_key=True))
    count: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    as_of: Moment = Field(sa_column=moment_column())


_votes = table_of(Vote)
_tallies = table_of(Tally)
_people = table_of(Person)


def support(session: Session, reference: str, person_id: int) -> None:
    """Count this person's support once, however often she presses.

    Raises NotFound when the proposal is not public, NotAllowed when voting is not open or the
    person is suspended.
    """
    row = _open_row(session, reference, person_id)
    if row.suspended:
        raise NotAllowed("suspended")
    at = now()
    statement = upsert(_votes).values(
        submission_id=row.id, person_id=person_id, cast_at=at, changed_at=at, state=VoteState.VALID
    )
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["submission_id", "person_id"],
            set_={"state": VoteState.VALID, "changed_at": at, "withdrawn_at": None},
            where=_votes.c.state == VoteState.WITHDRAWN,
        )
    )


def withdraw_support(session: Session, reference: str, person_id: int) -> None:
    """Take one's support back while voting is open. Taking back what was not given is no fault."""
    row = _open_row(session, reference, person_id)
    session.execute(
        update(_votes)
        .where(
            _votes.c.submission_id == row.id,
            _votes.c.person_id == person_id,
            _votes.c.state == VoteState.VALID,
        )
        .values(state=VoteState.WITHDRAWN, changed_at=now(), withdrawn_at=now())
    )


def supports(session: Session, submission_id: int, person_id: int) -> bool:
    """Whether this person's support counts now."""
    return (
        session.execute(
            select(_votes.c.id).where(
                _votes.c.submission_id == submission_id,
                _votes.c.person_id == person_id,
                _votes.c.state == VoteState.VALID,
            )
        ).first()
        is not None
    )


def check_open(row: Any) -> None:
    """Raises NotFound for a proposal that is not public, NotAllowed when support is not open."""
    if row.publication not in PUBLIC:
        raise NotFound
    if row.kind != Kind.PROPOSAL:
        raise NotAllowed("not_a_proposal")
    if row.status != Status.VOTING or row.voting_until is None or row.voting_until <= now():
        raise NotAllowed("voting_closed")


def _open_row(session: Session, reference: str, person_id: int) -> Any:
    row = session.execute(
        select(
            submissions.c.id,
            submissions.c.kind,
            submissions.c.status,
            submissions.c.publication,
            submissions.c.voting_until,
            select(_people.c.suspended)
            .where(_people.c.id == person_id)
            .scalar_subquery()
            .label("suspended"),
        ).where(submissions.c.reference == reference)
    ).first()
    if row is None:
        raise NotFound(reference)
    check_open(row)
    return row


def changed_lately(session: Session, *, since: Moment | None = None) -> list[str]:
    """References of proposals whose votes changed in the last ten seconds: the tick's work.

    A clock that was away says since when, 0 after a start: a vote it missed is counted all the
    same. Ten seconds more are always looked back on, for votes whose transactions were long.
    """
    horizon = min(now() if since is None else since, now()) - RECOUNT_WINDOW
    rows = session.execute(
        select(submissions.c.reference)
        .where(
            submissions.c.id.in_(
                select(_votes.c.submission_id).where(_votes.c.changed_at > horizon)
            )
        )
        .order_by(submissions.c.reference)
    )
    return [row.reference for row in rows]


def recount(session: Session, reference: str) -> int:
    """Make the tally equal the rows, cross the threshold if it is reached, return the count."""
    row = session.execute(
        # The row first and then its stream, as every verb: two of them never wait for each other.
        lock_rows(
            select(submissions.c.id, submissions.c.threshold, submissions.c.keep_open).where(
                submissions.c.reference == reference
            )
        )
    ).first()
    if row is None:
        raise NotFound(reference)
    known = session.execute(
        select(_tallies.c.count).where(_tallies.c.submission_id == row.id)
    ).scalar()
    count: int = session.execute(
        select(func.count())
        .select_from(_votes)
        .where(_votes.c.submission_id == row.id, _votes.c.state == VoteState.VALID)
    ).scalar_one()
    if count != known:
        at = now()
        session.execute(
            upsert(_tallies)
            .values(submission_id=row.id, count=count, as_of=at)
            .on_conflict_do_update(
                index_elements=["submission_id"], set_={"count": count, "as_of": at}
            )
        )
        touch(session, stream_of(reference))
    if row.threshold is not None and count >= row.threshold:
        _cross(session, reference, count, keep_open=row.keep_open)
    return count


def _cross(session: Session, reference: str, count: int, *, keep_open: bool) -> None:
    """One conditional UPDATE decides who crosses; later withdrawals never move it back."""
    after = Status.VOTING if keep_open else Status.VOTING_ENDED
    crossed = changed(
        session,
        update(submissions)
        .where(
            submissions.c.reference == reference,
            submissions.c.status == Status.VOTING,
            submissions.c.threshold_at.is_(None),
        )
        .values(threshold_at=now(), status=after, version=submissions.c.version + 1),
    )
    if crossed == 1:
        facts: dict[str, str | int] = {"count": count}
        if not keep_open:
            facts |= {"from": Status.VOTING.value, "to": after.value}
        record(session, stream_of(reference), EventKind.THRESHOLD_REACHED, by=SYSTEM, facts=facts)


def ended(session: Session) -> list[str]:
    """References of proposals whose time to collect support is over."""
    rows = session.execute(
        select(submissions.c.reference)
        .where(submissions.c.status == Status.VOTING, submissions.c.voting_until <= now())
        .order_by(submissions.c.reference)
        .limit(100)
    )
    return [row.reference for row in rows]


def end_voting(session: Session, reference: str) -> None:
    """The period is over: on to the board with enough support, closed with too little."""
    recount(session, reference)
    submission = take(session, reference)
    if submission.status is not Status.VOTING or (submission.voting_until or 0) > now():
        return
    facts: dict[str, str | int]
    if submission.threshold_at is not None:
        facts = {**submission.move_to(Status.VOTING_ENDED)}
        kind = EventKind.MOVED
    else:
        submission.outcome = Outcome.BELOW_THRESHOLD
        facts = {**submission.move_to(Status.CLOSED), "outcome": Outcome.BELOW_THRESHOLD.value}
        kind = EventKind.CLOSED
    session.add(submission)
    session.flush()
    record(session, submission.stream, kind, by=SYSTEM, facts=facts)
