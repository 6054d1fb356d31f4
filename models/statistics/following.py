"""Keeping the figures up: which cases something happened to, and their rows made anew.

Ids commit out of order, so nothing here reads "id greater than last". Events are read by the time
they carry, from ten seconds before the last count on: whatever was written then and committed late
falls in. To fold a case twice changes nothing. And every night each case is held against its
stream, so that nothing that slipped through stays out.
"""

import hashlib
from collections.abc import Collection
from itertools import groupby
from typing import Any

from sqlalchemy import and_, bindparam, func, literal, or_, select, update
from sqlmodel import Session

from models.actor import Source
from models.calendar import SECOND, Moment, now
from models.database import table_of, upsert
from models.event import Event, Stream
from models.profile import Site
from models.states import HANDED_IN
from models.statistics.fold import figure
from models.statistics.rows import Month, case_figures, counted, due_months
from models.statistics.workdays import Workdays
from models.submission import stream_of, submissions

HORIZON = 10 * SECOND
"""How long a transaction may take to commit what it has written (decisions.md)."""
CHUNK = 500
"""Cases that are folded in one transaction."""

_events = table_of(Event)
_streams = table_of(Stream)
_s, _c = submissions.c, case_figures.c
_PREFIX = stream_of("")
_MONTHS = (_c.received, _c.answered, _c.due, _c.ended, _c.told)
_KEPT = {"submission_id", "sender"}
"""What stays as it was first written."""

# What was taken over from an earlier system came, and was answered, in another's time.
_IS_COUNTED = and_(_s.kind.in_(HANDED_IN), _s.source != Source.IMPORT)
_CHANGED = (
    select(_events.c.stream)
    .where(_events.c.at > bindparam("since"), _events.c.stream.startswith(_PREFIX))
    .distinct()
)
_FOLDED = select(
    _s.id,
    _s.reference,
    _s.kind,
    _s.status,
    _s.outcome,
    _s.unit_id,
    _s.category_id,
    _s.area_id,
    _s.source,
    _s.organisation_id,
    _s.contact_id,
    _s.reply_by,
    _s.received_at,
    _s.answered_at,
    _s.answer_by,
    _s.due_at,
    _s.kept,
    _s.centre,
    _s.at_once,
).where(_s.id.in_(bindparam("some", expanding=True)), _IS_COUNTED)
_THEIRS = (
    select(_events.c.stream, _events.c.seq, _events.c.at, _events.c.kind, _events.c.role)
    .add_columns(_events.c.facts)
    .where(_events.c.stream.in_(bindparam("streams", expanding=True)))
    .order_by(_events.c.stream, _events.c.seq)
)


def last(session: Session) -> Moment:
    """Up to when events are in the figures; 0 while nothing was counted."""
    return session.execute(select(counted.c.as_of)).scalar() or 0


def happened(session: Session, since: Moment) -> list[int]:
    """Ids of the cases something happened to since a moment, and of those whose time was over."""
    # A clock that was put back must not hide what happens until it is there again.
    since = min(since, now()) - HORIZON
    streams = session.scalars(_CHANGED, {"since": since}).all()
    found = set(session.scalars(select(_c.submission_id).where(_c.pending < now())))
    references = [stream.removeprefix(_PREFIX) for stream in streams]
    for start in range(0, len(references), CHUNK):
        some = references[start : start + CHUNK]
        found.update(session.scalars(select(_s.id).where(_s.reference.in_(some))))
    return sorted(found)


def missing(session: Session, after: int) -> tuple[list[int], int | None]:
    """Of the next CHUNK cases after an id those whose figures are not of their last event or place;
    and the last id looked at, None at the end.
    """
    ids = session.scalars(select(_s.id).where(_s.id > after).order_by(_s.id).limit(CHUNK)).all()
    if not ids:
        return [], None
    other = or_(
        _c.submission_id.is_(None),
        _c.seq != _streams.c.seq,
        _c.unit_id != _s.unit_id,
        func.coalesce(_c.category_id, 0) != func.coalesce(_s.category_id, 0),
        func.coalesce(_c.area_id, 0) != func.coalesce(_s.area_id, 0),
    )
    found = session.scalars(
        select(_s.id)
        .join(_streams, _streams.c.key == literal(_PREFIX).concat(_s.reference))
        .outerjoin(case_figures, _c.submission_id == _s.id)
        .where(_s.id.between(ids[0], ids[-1]), _IS_COUNTED, other)
        .order_by(_s.id)
    ).all()
    return list(found), ids[-1]


def folded(session: Session, ids: Collection[int], days: Workdays) -> list[dict[str, Any]]:
    """The rows of these cases as they are to be; at most CHUNK of them."""
    cases = session.execute(_FOLDED, {"some": list(ids)}).all()
    streams = [stream_of(case.reference) for case in cases]
    events = session.execute(_THEIRS, {"streams": streams})
    theirs = {stream: list(some) for stream, some in groupby(events, lambda row: row.stream)}
    return [
        figure(case, theirs[stream], days)
        for case, stream in zip(cases, streams, strict=True)
        if stream in theirs
    ]


def write(session: Session, rows: list[dict[str, Any]]) -> None:
    """Write them, and have the months counted anew in which they were, and in which they are."""
    if not rows:
        return
    ids = [row["submission_id"] for row in rows]
    months: set[Month] = set()
    for before in session.execute(select(*_MONTHS).where(_c.submission_id.in_(ids))):
        months.update(month for month in before if month is not None)
    for row in rows:
        months.update(row[column.name] for column in _MONTHS if row[column.name] is not None)
    put = upsert(case_figures)
    session.execute(
        put.on_conflict_do_update(
            index_elements=["submission_id"],
            set_={name: put.excluded[name] for name in rows[0] if name not in _KEPT},
        ),
        rows,
    )
    due = upsert(due_months).on_conflict_do_nothing(index_elements=["month"])
    session.execute(due, [{"month": month} for month in sorted(months)])


def note(session: Session, as_of: Moment, site: Site) -> None:
    """Everything that happened until then is in the figures."""
    put = upsert(counted).values(id=1, as_of=as_of, calendar=_of(site))
    session.execute(
        put.on_conflict_do_update(
            index_elements=["id"],
            set_={"as_of": put.excluded.as_of, "calendar": put.excluded.calendar},
        )
    )


def is_other(session: Session, site: Site) -> bool:
    """Whether the days were counted by another calendar than the one of now, or not at all."""
    return session.execute(select(counted.c.calendar)).scalar() != _of(site)


def begin_anew(session: Session) -> None:
    """Have every case folded again: the calendar is another."""
    session.execute(update(case_figures).values(seq=0))


def _of(site: Site) -> str:
    said = f"{site.zone} {site.calendar.model_dump_json()}"
    return hashlib.sha256(said.encode()).hexdigest()
