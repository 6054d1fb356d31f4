"""Dialogues as rows: one by its address, and lists of them."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlmodel import Session

from models.database import table_of
from models.dialogue.row import dialogue_units, dialogues, leaders, parts, phases
from models.errors import NotFound
from models.organisation import Unit
from models.permissions import Action
from models.permissions_of_cases import may
from models.states import PUBLIC, Status
from models.submission import submissions
from models.text import Text
from models.viewer import Viewer

PAGE = 50

_s, _d = submissions.c, dialogues.c
_texts, _units = table_of(Text), table_of(Unit)

DIALOGUES = (
    select(
        dialogues,
        _s.id,
        _s.reference,
        _s.status,
        _s.publication,
        _s.unit_id,
        _s.assignee_id,
        _s.contact_id,
        _s.protected,
        _s.nonce,
        _s.language,
        _s.received_at,
        _s.published_at,
        _s.locked_at,
        _s.answer_by,
        _texts.c.title.label("question"),
        _texts.c.html.label("background"),
        _texts.c.source.label("background_source"),
        _units.c.name_sv.label("unit_sv"),
        _units.c.name_en.label("unit_en"),
        _units.c.slug.label("unit_slug"),
    )
    .select_from(dialogues)
    .join(submissions, _s.id == _d.submission_id)
    .join(_texts, _texts.c.id == _s.text_id)
    .join(_units, _units.c.id == _s.unit_id)
)
"""What a row of a dialogue is, wherever one is listed."""
_ONE = DIALOGUES.where(_d.slug == bindparam("slug"))
_NUMBERED = DIALOGUES.where(_s.reference == bindparam("reference"))
_PHASES = (
    select(phases)
    .where(phases.c.submission_id == bindparam("dialogue"))
    .order_by(phases.c.opens_at, phases.c.position)
)
_LEADERS = (
    select(leaders)
    .where(leaders.c.submission_id == bindparam("dialogue"))
    .order_by(leaders.c.position)
)
_PARTS = (
    select(parts).where(parts.c.submission_id == bindparam("dialogue")).order_by(parts.c.position)
)
_UNITS = (
    select(_units.c.id, _units.c.name_sv, _units.c.name_en, _units.c.slug)
    .join(dialogue_units, dialogue_units.c.unit_id == _units.c.id)
    .where(dialogue_units.c.submission_id == bindparam("dialogue"))
    .order_by(_units.c.id)
)


def by_slug(session: Session, slug: str, viewer: Viewer) -> Row[Any]:
    """The dialogue with this address, for whoever may read it: everyone from "coming" on, before
    that whoever may lead it. Raises NotFound.
    """
    row = of_slug(session, slug)
    if not (row.publication in PUBLIC or leads(session, row, viewer)):
        raise NotFound(slug)
    return row


def of_slug(session: Session, slug: str) -> Row[Any]:
    """The dialogue with this address, whoever may read it. Raises NotFound."""
    row = session.execute(_ONE, {"slug": slug}).first()
    if row is None:
        raise NotFound(slug)
    return row


def by_reference(session: Session, reference: str, viewer: Viewer) -> Row[Any]:
    """As `by_slug`, by its number in the register."""
    row = session.execute(_NUMBERED, {"reference": reference}).first()
    if row is None or not (row.publication in PUBLIC or leads(session, row, viewer)):
        raise NotFound(reference)
    return row


def leads(session: Session, row: Any, viewer: Viewer) -> bool:
    """Whether the viewer may lead it (any row of its register's row)."""
    return may(session, viewer, Action.WORK, row)


def listed(session: Session, statuses: Collection[Status], *, public: bool) -> Sequence[Row[Any]]:
    """Dialogues in these states, those that close first at the top, PAGE at most. `public` leaves
    out what not everyone may read.
    """
    wanted = DIALOGUES.where(_s.status.in_(sorted(statuses)))
    if public:
        wanted = wanted.where(_s.publication.in_(PUBLIC))
    return session.execute(wanted.order_by(_d.closes_on, _s.id).limit(PAGE)).all()


def phases_of(session: Session, submission_id: int) -> Sequence[Row[Any]]:
    """Its phases, in the order in which they open."""
    return session.execute(_PHASES, {"dialogue": submission_id}).all()


def leaders_of(session: Session, submission_id: int) -> Sequence[Row[Any]]:
    """Who answers for it, in their order."""
    return session.execute(_LEADERS, {"dialogue": submission_id}).all()


def parts_of(session: Session, submission_id: int) -> Sequence[Row[Any]]:
    """The parts of a large one, in their order."""
    return session.execute(_PARTS, {"dialogue": submission_id}).all()


def units_of(session: Session, submission_id: int) -> Sequence[Row[Any]]:
    """The units that take part besides its own: id and both names."""
    return session.execute(_UNITS, {"dialogue": submission_id}).all()
