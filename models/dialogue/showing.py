"""Dialogues in lists, as everyone reads them."""

import datetime as dt
import json
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select, tuple_
from sqlmodel import Session

from models.database import table_of
from models.dialogue.finding import DIALOGUES
from models.dialogue.row import dialogues, phases
from models.event import Event, EventKind
from models.history import Happening
from models.states import PUBLIC, Status
from models.submission import stream_of, submissions

PAGE = 25
SITEMAP_MOST = 1_000
FINISHED = frozenset({Status.CLOSED, Status.HANDED_OVER, Status.BROKEN_OFF})

_d, _s = dialogues.c, submissions.c
_events = table_of(Event)
_PHASES = (
    select(phases)
    .where(phases.c.submission_id.in_(bindparam("dialogues", expanding=True)))
    .order_by(phases.c.submission_id, phases.c.position)
)

_SLUG = (
    select(_d.slug)
    .join(submissions, _s.id == _d.submission_id)
    .where(_s.reference == bindparam("reference"))
)


def phases_of_each(session: Session, ids: Collection[int]) -> dict[int, list[Row[Any]]]:
    """The phases of these dialogues, each in their order."""
    found: dict[int, list[Row[Any]]] = {one: [] for one in ids}
    if ids:
        for phase in session.execute(_PHASES, {"dialogues": list(ids)}):
            found[phase.submission_id].append(phase)
    return found


def finished(session: Session, *, after: tuple[dt.date, int] | None = None) -> Sequence[Row[Any]]:
    """Those that are over, the latest first; `after` is (closes_on, id) of the last one seen. One
    row more than a page.
    """
    wanted = DIALOGUES.where(
        _s.status.in_(sorted(FINISHED)), _s.publication.in_(PUBLIC), _d.panel_id.is_(None)
    )
    if after is not None:
        wanted = wanted.where(tuple_(_d.closes_on, _s.id) < after)
    return session.execute(wanted.order_by(_d.closes_on.desc(), _s.id.desc()).limit(PAGE + 1)).all()


def addresses(session: Session) -> Sequence[Row[Any]]:
    """The newest public dialogues for a map of the site: slug and last change."""
    wanted = select(_d.slug, _d.updated_at).join(submissions, _s.id == _d.submission_id)
    return session.execute(
        wanted.where(_s.publication.in_(PUBLIC), _d.panel_id.is_(None))
        .order_by(_d.updated_at.desc(), _s.id.desc())
        .limit(SITEMAP_MOST)
    ).all()


def slug_by(session: Session, reference: str) -> str:
    """The address of the dialogue that has this number; "" for a case."""
    return session.execute(_SLUG, {"reference": reference}).scalar() or ""


def happenings(
    session: Session, reference: str, kinds: Collection[EventKind], *, before: int | None = None
) -> list[Happening]:
    """What happened with a public dialogue, of these kinds, newest first, from below `before`; one
    more than a page of a feed.
    """
    wanted = select(_events).where(
        _events.c.stream == stream_of(reference), _events.c.public, _events.c.kind.in_(list(kinds))
    )
    if before is not None:
        wanted = wanted.where(_events.c.seq < before)
    rows = session.execute(wanted.order_by(_events.c.seq.desc()).limit(PAGE + 1))
    return [
        Happening(
            row.id, row.seq, row.at, row.occurred_at, row.kind, row.role, json.loads(row.facts)
        )
        for row in rows
    ]
