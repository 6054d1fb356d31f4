"""Panels as rows: for staff, for everyone, and for a member."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, func, select
from sqlmodel import Session

from models.database import table_of
from models.dialogue.row import dialogues
from models.errors import NotFound
from models.organisation import Unit
from models.panel.row import panel_members, panel_samples, panels
from models.states import PUBLIC, Status
from models.submission import submissions
from models.text import Text

LISTED = 200
_p, _m, _w, _d = panels.c, panel_members.c, panel_samples.c, dialogues.c
_s = submissions.c
_texts, _units = table_of(Text), table_of(Unit)

_PANELS = (
    select(
        panels,
        _units.c.name_sv.label("unit_sv"),
        _units.c.name_en.label("unit_en"),
        select(func.count())
        .where(_m.panel_id == _p.id, _m.accepted_at.is_not(None), _m.ended_at.is_(None))
        .scalar_subquery()
        .label("members"),
        select(func.count())
        .where(_m.panel_id == _p.id, _m.accepted_at.is_(None), _m.ended_at.is_(None))
        .scalar_subquery()
        .label("waiting"),
    )
    .join(_units, _units.c.id == _p.unit_id)
    .order_by(_p.ended_at.is_not(None), _p.name)
    .limit(LISTED)
)
_ITS = (
    select(_d.slug, _s.status, _s.publication, _texts.c.title.label("question"))
    .select_from(dialogues)
    .join(submissions, _s.id == _d.submission_id)
    .join(_texts, _texts.c.id == _s.text_id)
    .where(_d.panel_id == bindparam("panel"))
    .order_by(_d.submission_id.desc())
    .limit(LISTED)
)
_COULD = (
    select(_d.slug, _texts.c.title.label("question"))
    .select_from(dialogues)
    .join(submissions, _s.id == _d.submission_id)
    .join(_texts, _texts.c.id == _s.text_id)
    .where(
        _s.unit_id == bindparam("unit"),
        _s.status.in_((Status.DRAFT, Status.COMING)),
        _d.panel_id.is_(None),
    )
    .order_by(_d.submission_id.desc())
    .limit(LISTED)
)
_SAMPLES = (
    select(panel_samples, _d.slug, _texts.c.title.label("question"))
    .select_from(panel_samples)
    .join(dialogues, _d.submission_id == _w.submission_id)
    .join(submissions, _s.id == _w.submission_id)
    .join(_texts, _texts.c.id == _s.text_id)
    .where(_w.panel_id == bindparam("panel"), _s.publication.in_(PUBLIC))
    .order_by(_w.id.desc())
    .limit(LISTED)
)
_HERS = (
    select(_p.name, _p.slug, _p.often, panel_members)
    .select_from(panel_members)
    .join(panels, _p.id == _m.panel_id)
    .where(_m.person_id == bindparam("person"), _m.accepted_at.is_not(None), _m.ended_at.is_(None))
    .order_by(_m.id)
    .limit(LISTED)
)


def every(session: Session, units: Sequence[int] | None = None) -> Sequence[Row[Any]]:
    """All panels, or those of some units, with how many are members and how many have not
    answered.
    """
    wanted = _PANELS if units is None else _PANELS.where(_p.unit_id.in_(units))
    return session.execute(wanted).all()


def by_slug(session: Session, slug: str) -> Row[Any]:
    """One panel as everyone may know it. Raises NotFound."""
    row = session.execute(_PANELS.where(_p.slug == slug)).first()
    if row is None:
        raise NotFound(slug)
    return row


def one(session: Session, panel_id: int) -> Row[Any]:
    """The same by its number. Raises NotFound."""
    row = session.execute(_PANELS.where(_p.id == panel_id)).first()
    if row is None:
        raise NotFound(str(panel_id))
    return row


def dialogues_of(session: Session, panel_id: int, *, public: bool) -> Sequence[Row[Any]]:
    """What it was asked, the newest first; `public` leaves out what not everyone may read."""
    rows = session.execute(_ITS, {"panel": panel_id}).all()
    return [row for row in rows if row.publication in PUBLIC] if public else rows


def could_ask(session: Session, unit_id: int) -> Sequence[Row[Any]]:
    """Dialogues of a unit that have not opened and are for nobody in particular yet."""
    return session.execute(_COULD, {"unit": unit_id}).all()


def samples(session: Session, panel_id: int) -> Sequence[Row[Any]]:
    """Every drawing for a dialogue that everyone may read, the newest first."""
    return session.execute(_SAMPLES, {"panel": panel_id}).all()


def hers(session: Session, person_id: int) -> Sequence[Row[Any]]:
    """The panels that somebody is in."""
    return session.execute(_HERS, {"person": person_id}).all()
