"""Who answers for a dialogue and its parts, and which units take part."""

from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update
from sqlmodel import Session

from models.actor import Actor
from models.database import lock_rows
from models.dialogue.keeping import Held, changed
from models.dialogue.row import (
    Leader,
    Part,
    dialogue_units,
    leaders,
    parts,
    phases,
)
from models.errors import Invalid
from models.states import PUBLIC

MOST = 12
"""Leaders, and parts, of one dialogue."""


@dataclass(frozen=True)
class Led:
    """A leader as everyone may reach her. `id` is of the row that she has already, if any, and
    `person_id` is her account, where it is known when her row is made.
    """

    name: str
    title: str = ""
    phone: str = ""
    email: str = ""
    id: int | None = None
    person_id: int | None = None


@dataclass(frozen=True)
class Share:
    """A part of a large dialogue, and which of its leaders answers for it."""

    title: str
    leader_id: int | None = None
    id: int | None = None


def name_leaders(session: Session, held: Held, led: list[Led], *, by: Actor) -> None:
    """Who answers for it, in this order, instead of whoever did before. A part whose leader goes
    has none.

    Raises Invalid for `leaders`: missing (a public one always has somebody who can be reached).
    """
    if held.case.publication in PUBLIC and not any(one.phone or one.email for one in led):
        raise Invalid("leaders", "missing")
    known = {
        row.id: row
        for row in session.scalars(
            lock_rows(select(Leader).where(leaders.c.submission_id == held.case.id))
        )
    }
    for position, one in enumerate(led):
        row = known.pop(one.id, None) or Leader(
            submission_id=held.case.id or 0,
            position=position,
            name=one.name,
            person_id=one.person_id,
        )
        if row.name != one.name:
            # Somebody else from now on.
            row.person_id = None
        row.position = position
        row.name, row.title, row.phone, row.email = one.name, one.title, one.phone, one.email
        session.add(row)
    if known:
        gone = parts.c.leader_id.in_(known)
        session.execute(update(parts).where(gone).values(leader_id=None))
        session.execute(delete(leaders).where(leaders.c.id.in_(known)))
    session.flush()
    changed(session, held, {"leaders": len(led)}, by=by)


def name_units(session: Session, held: Held, units: list[int], *, by: Actor) -> None:
    """Which units take part besides the one whose it is."""
    _u = dialogue_units.c
    session.execute(delete(dialogue_units).where(_u.submission_id == held.case.id))
    wanted = sorted({one for one in units if one != held.case.unit_id})
    if wanted:
        rows = [{"submission_id": held.case.id, "unit_id": one} for one in wanted]
        session.execute(insert(dialogue_units), rows)
    changed(session, held, {"units": len(wanted)}, by=by)


def name_parts(session: Session, held: Held, shares: list[Share], *, by: Actor) -> None:
    """Its parts, in this order, instead of those it had. A phase of a part that goes is of the
    whole. Raises Invalid for `parts`: a leader who is none of this dialogue.
    """
    own = set(session.scalars(select(leaders.c.id).where(leaders.c.submission_id == held.case.id)))
    if not {one.leader_id for one in shares} <= own | {None}:
        raise Invalid("parts", "unknown")
    known = {
        row.id: row
        for row in session.scalars(
            lock_rows(select(Part).where(parts.c.submission_id == held.case.id))
        )
    }
    for position, one in enumerate(shares):
        row = known.pop(one.id, None) or Part(
            submission_id=held.case.id or 0, position=position, title=one.title
        )
        row.position, row.title, row.leader_id = position, one.title, one.leader_id
        session.add(row)
    if known:
        session.execute(update(phases).where(phases.c.part_id.in_(known)).values(part_id=None))
        session.execute(delete(parts).where(parts.c.id.in_(known)))
    session.flush()
    changed(session, held, {"parts": len(shares)}, by=by)
