"""Panels from their first day to their last: by whoever leads the unit's dialogues."""

import secrets
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update
from sqlmodel import Session

from models import subscription
from models.actor import Actor
from models.calendar import now
from models.database import lock_rows, table_of
from models.dialogue.keeping import Held
from models.errors import Invalid, NotAllowed, NotFound
from models.event import EventKind, record
from models.panel.drawing import draw
from models.panel.row import Panel, PanelSample, panel_members, panels
from models.permissions import Action, Thing, check
from models.person import Person
from models.slugs import slug_of
from models.states import Status
from models.subscription import Extent, Topic
from models.viewer import Viewer

BEFORE = frozenset({Status.DRAFT, Status.COMING})
"""Whom a dialogue is for is settled before it opens."""

_p, _m = panels.c, panel_members.c
_people = table_of(Person)
_MEMBERS = (
    select(_m.code, _m.contact_id, _people.c.language)
    .join(_people, _people.c.id == _m.person_id)
    .where(
        _m.panel_id == bindparam("panel"),
        _m.accepted_at.is_not(None),
        _m.ended_at.is_(None),
        _people.c.suspended.is_(False),
    )
)


def begin(
    session: Session, *, name: str, purpose: str, often: str, unit_id: int, by: Actor
) -> Panel:
    """A new panel without members. Raises Invalid for a name that another one has."""
    if session.execute(select(_p.id).where(func.lower(_p.name) == name.lower())).first():
        raise Invalid("name", "taken")
    made = Panel(
        slug=slug_of(session, _p.slug, name, or_else="panel"),
        unit_id=unit_id,
        name=name,
        purpose=purpose,
        often=often,
        made_at=now(),
        made_by_id=by.person_id or 0,
    )
    session.add(made)
    session.flush()
    return made


def take_for(session: Session, panel_id: int, viewer: Viewer) -> Panel:
    """A panel for a change, locked. Raises NotFound for whoever does not lead its unit's work."""
    found: Panel | None = session.scalars(lock_rows(select(Panel).where(_p.id == panel_id))).first()
    if found is None:
        raise NotFound(str(panel_id))
    check(viewer, Action.WORK, Thing(unit_id=found.unit_id))
    return found


def end(session: Session, panel: Panel) -> None:
    """It is asked nothing more, and its members are members no longer. Twice is once."""
    if panel.ended_at is None:
        panel.ended_at = now()
        session.add(panel)
        session.execute(
            update(panel_members)
            .where(_m.panel_id == panel.id, _m.ended_at.is_(None))
            .values(ended_at=now())
        )
        session.flush()


def ask(session: Session, panel: Panel, held: Held, *, size: int | None, by: Actor) -> int:
    """Let a dialogue be for a panel alone, or for `size` of its members, drawn now; returns how
    many they are. Each of them follows it from now on, and hears when it opens.

    The event says how many there were and how many were drawn. Raises NotAllowed for a dialogue
    that has opened, that is for somebody else already, or a panel that has ended, and Invalid for
    `size`: fewer than one, or nobody to draw from.
    """
    if panel.ended_at is not None:
        raise NotAllowed("panel_ended")
    if held.case.status not in BEFORE:
        raise NotAllowed("phase_open")
    if held.dialogue.panel_id is not None:
        raise NotAllowed("panel_chosen")
    members = {row.code: row for row in session.execute(_MEMBERS, {"panel": panel.id})}
    if not members:
        raise Invalid("size", "nobody")
    chosen = list(members)
    facts: dict[str, str | int] = {"panel": panel.id or 0, "members": len(members)}
    if size is not None:
        if size < 1:
            raise Invalid("size", "missing")
        seed = secrets.token_hex(16)
        chosen = draw(seed, members, size)
        sample = PanelSample(
            panel_id=panel.id or 0,
            submission_id=held.case.id or 0,
            seed=seed,
            size=len(chosen),
            pool="\n".join(sorted(members)),
            drawn="\n".join(chosen),
            at=now(),
            by_id=by.person_id or 0,
        )
        session.add(sample)
        session.flush()
        facts |= {"sample": sample.id or 0, "drawn": len(chosen)}
    held.dialogue.panel_id = panel.id
    held.dialogue.updated_at, held.dialogue.version = now(), held.dialogue.version + 1
    session.add(held.dialogue)
    for code in chosen:
        _follows(session, members[code], held.case.id or 0)
    session.flush()
    record(session, held.case.stream, EventKind.EDITED, by=by, facts=facts)
    return len(chosen)


def _follows(session: Session, member: Row[Any], submission_id: int) -> None:
    wish = subscription.ask(
        session,
        member.contact_id,
        Topic.SUBMISSION,
        submission_id=submission_id,
        extent=Extent.EVERYTHING,
        language=member.language,
    )
    subscription.confirm(session, wish.id or 0, extent=Extent.ANSWERS)
