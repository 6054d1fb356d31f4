"""Which cases the clock has to look at: those that something happened to, those whose time is over.

Nothing here trusts that it saw every event: the sequence number that clocks were made of is
compared with the stream's own, of all cases once a night.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, literal, or_, select
from sqlmodel import Session

from models.calendar import now
from models.database import table_of
from models.event import Event, Stream
from models.keeping_promises.row import Which, clocks
from models.states import Kind
from models.submission import stream_of, submissions

MARGIN = 2_000
"""Events before the newest one known that are looked at again: on PostgreSQL they become visible
out of order.
"""

_events = table_of(Event)
_streams = table_of(Stream)
_s, _k = submissions.c, clocks.c


def _behind(*only: ColumnElement[bool]) -> Select[Any]:
    """Cases whose clocks are not of their newest event, or that have none."""
    first = and_(_k.submission_id == _s.id, _k.which == Which.FIRST, _k.cycle == 1)
    return (
        select(_s.reference)
        .join(_streams, _streams.c.key == literal(stream_of("")) + _s.reference)
        .outerjoin(clocks, first)
        .where(_s.kind != Kind.DIALOGUE, or_(_k.seq.is_(None), _k.seq != _streams.c.seq), *only)
    )


_LATELY = select(func.substr(_events.c.stream, len(stream_of("")) + 1)).where(
    _events.c.id > bindparam("since")
)
_TOUCHED = _behind(_s.reference.in_(_LATELY))
_SPAN = select(_s.id).where(_s.id > bindparam("after")).order_by(_s.id).limit(bindparam("most"))
_OF_SPAN = _behind(_s.id > bindparam("after"), _s.id <= bindparam("until"))
_TIME_IS_OVER = (
    select(_s.reference)
    .join(clocks, _k.submission_id == _s.id)
    .where(_k.next_at.is_not(None), _k.next_at <= bindparam("at"))
    .order_by(_k.next_at)
    .limit(bindparam("most"))
)


def newest(session: Session) -> int:
    """The id of the newest event that can be seen; 0 for none."""
    return session.execute(select(func.max(_events.c.id))).scalar() or 0


def touched(session: Session, since: int) -> Sequence[str]:
    """Cases that something happened to after an event, and that were not kept since."""
    return session.scalars(_TOUCHED, {"since": max(0, since - MARGIN)}).all()


def behind(session: Session, after: int, most: int) -> tuple[Sequence[str], int | None]:
    """Of the `most` cases after an id those that are not kept, and the last id looked at; None
    when there are no more.
    """
    ids = session.scalars(_SPAN, {"after": after, "most": most}).all()
    if not ids:
        return (), None
    return session.scalars(_OF_SPAN, {"after": after, "until": ids[-1]}).all(), ids[-1]


def over(session: Session, most: int) -> Sequence[str]:
    """Cases of which some share of a promised time is over, the longest ago first."""
    return list(dict.fromkeys(session.scalars(_TIME_IS_OVER, {"at": now(), "most": most})))
