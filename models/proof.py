"""The proof of the rows by the events: what the stream folds to is what the tables say."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, or_, select
from sqlmodel import Session

from models.calendar import MINUTE, now
from models.comment import comments
from models.database import table_of
from models.delivery import DeliveryEvent
from models.event import Event, Outbox, OutboxState, Stream
from models.history import Fault, Folded, replay, verify
from models.states import PUBLIC, Kind
from models.submission import stream_of, submissions
from models.tally import RECOUNT_WINDOW, tallies
from models.vote import counted, votes

PREFIX = stream_of("")
PATIENCE = 10 * MINUTE

_events = table_of(Event)
_outbox = table_of(Outbox)
_streams = table_of(Stream)
_carried = table_of(DeliveryEvent)


def faults(session: Session, stream: str) -> list[Fault]:
    """Every fault of one stream: its chain, and rows that differ from what its events say."""
    found = verify(session, stream)
    if stream.startswith(PREFIX):
        found += _rows_that_differ(session, stream)
    return found


def _rows_that_differ(session: Session, stream: str) -> list[Fault]:
    folded = replay(session, stream)
    row = session.execute(
        select(
            submissions.c.id,
            submissions.c.kind,
            submissions.c.status,
            submissions.c.outcome,
            submissions.c.publication,
        ).where(submissions.c.reference == stream.removeprefix(PREFIX))
    ).first()
    if row is None:
        # Disposed of by a rule: the chain stands, the subject is gone.
        return []
    codes = []
    if (row.status, row.outcome, row.publication) != (
        folded.status,
        folded.outcome,
        folded.publication,
    ):
        codes.append("row")
    if not _comments_stand(session, row, folded):
        codes.append("comment")
    if row.kind == Kind.PROPOSAL and not _tallied(session, row.id):
        codes.append("tally")
    return [Fault(stream, 0, code) for code in codes]


def _comments_stand(session: Session, row: Row[Any], folded: Folded) -> bool:
    """Every comment is shown as its last event says, and none is shown without one."""
    told = or_(comments.c.id.in_(folded.comments), comments.c.publication.in_(PUBLIC))
    return all(
        folded.comments.get(comment.id) == comment.publication
        for comment in session.execute(
            select(comments.c.id, comments.c.publication).where(
                comments.c.submission_id == row.id, told
            )
        )
    )


def _tallied(session: Session, submission_id: int) -> bool:
    """The shown count is the rows; one that the clock may not have come to yet is not judged."""
    cast = session.execute(
        select(
            func.count().filter(counted()).label("counted"),
            func.max(votes.c.changed_at).label("latest"),
        ).where(votes.c.submission_id == submission_id)
    ).one()
    shown: int | None = session.execute(
        select(tallies.c.count).where(tallies.c.submission_id == submission_id)
    ).scalar()
    return bool(cast.counted == (shown or 0) or (cast.latest or 0) > now() - RECOUNT_WINDOW)


def streamless(session: Session) -> list[str]:
    """References of submissions that no stream tells of."""
    told = select(_streams.c.key).where(_streams.c.key == PREFIX + submissions.c.reference)
    return list(session.scalars(select(submissions.c.reference).where(~told.exists())))


@dataclass(frozen=True)
class Telling:
    """What is wrong with the outbox and the messages; all zero when all is well."""

    lost: int
    """Events without a row in the outbox: nobody will ever be told."""
    overdue: int
    """Events that were addressed to nobody for longer than `PATIENCE`: no worker is running."""
    doubled: int
    """Events that one address was told of in two messages."""


def telling(session: Session) -> Telling:
    """Look through every event and every message once."""
    beside = _events.outerjoin(_outbox, _outbox.c.event_id == _events.c.id)
    count = select(func.count())
    lost: int = session.execute(
        count.select_from(beside).where(_outbox.c.event_id.is_(None))
    ).scalar_one()
    overdue: int = session.execute(
        count.select_from(beside).where(
            _outbox.c.state == OutboxState.PENDING, _events.c.at < now() - PATIENCE
        )
    ).scalar_one()
    same = (_carried.c.event_id, _carried.c.channel, _carried.c.address)
    twice = select(*same).group_by(*same).having(func.count() > 1).subquery()
    doubled: int = session.execute(count.select_from(twice)).scalar_one()
    return Telling(lost, overdue, doubled)
