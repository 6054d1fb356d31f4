"""Counting support: by the clock, never by a vote or a reader; the threshold is crossed once."""

from sqlalchemy import Column, ForeignKey, Index, Integer, func, literal_column, select, update
from sqlmodel import Field, Session, SQLModel

from models.actor import SYSTEM
from models.calendar import SECOND, Moment, now
from models.database import Id, changed, lock_rows, moment_column, table_of, upsert
from models.errors import NotFound
from models.event import EventKind, record, touch
from models.states import Outcome, Status
from models.submission import stream_of, submissions, take
from models.vote import counted, votes

RECOUNT_WINDOW = 10 * SECOND


class Tally(SQLModel, table=True):
    """How many support a proposal, as of the last tick. Equal to the rows after every tick."""

    __table_args__ = (Index("tally_most", "count", "submission_id"),)

    submission_id: int = Field(sa_column=Column(Id, ForeignKey("submission.id"), primary_key=True))
    count: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    as_of: Moment = Field(sa_column=moment_column())


tallies = table_of(Tally)


def changed_lately(session: Session, *, since: Moment | None = None) -> list[str]:
    """References of proposals whose votes changed in the last ten seconds: the tick's work.

    A clock that was away says since when, 0 after a start: a vote it missed is counted all the
    same. Ten seconds more are always looked back on, for votes whose transactions were long.
    """
    horizon = min(now() if since is None else since, now()) - RECOUNT_WINDOW
    rows = session.execute(
        select(submissions.c.reference)
        .where(
            submissions.c.id.in_(select(votes.c.submission_id).where(votes.c.changed_at > horizon))
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
        select(tallies.c.count).where(tallies.c.submission_id == row.id)
    ).scalar()
    count: int = session.execute(
        select(func.count()).select_from(votes).where(votes.c.submission_id == row.id, counted())
    ).scalar_one()
    if count != known:
        at = now()
        session.execute(
            upsert(tallies)
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
        # A constant, not a bound value: SQLite uses a partial index for nothing else.
        .where(submissions.c.status == literal_column("'voting'"))
        .where(submissions.c.voting_until <= now())
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
