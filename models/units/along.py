"""What goes along when another unit has the work of one: everything that says whose it is.

Every row that moves is written down, so that taking the reorganisation back brings back these and
no others.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, func, insert, or_, select, update
from sqlmodel import Session

from models.access_log import What
from models.actor import Actor
from models.administered import done
from models.answer_template import AnswerTemplate
from models.calendar import today
from models.consulting import consultations
from models.database import table_of
from models.invitation import invitations
from models.organisation import Category, Unit
from models.panel.row import Panel
from models.person import Appointment
from models.routing import routes
from models.subscription import SubscriptionState, subscriptions
from models.units.reorganisation import moved_rows

_units = table_of(Unit)
_categories = table_of(Category)
_appointments = table_of(Appointment)
_templates = table_of(AnswerTemplate)
_panels = table_of(Panel)
_a = _appointments.c
_held = _appointments.alias("held")
_followed = subscriptions.alias("followed")


@dataclass(frozen=True)
class Part:
    """One kind of thing: its rows that are of a unit, by the column that says so."""

    what: str
    table: Table
    column: str = "unit_id"

    def of(self, unit_id: int) -> Any:
        return self.table.c[self.column] == unit_id


PARTS = (
    Part("subjects", _categories),
    Part("routes", routes),
    Part("people", _appointments),
    Part("followers", subscriptions),
    Part("questions", consultations),
    Part("templates", _templates),
    Part("panels", _panels),
    Part("invitations", invitations),
    Part("units", _units, "parent_id"),
)


def _only(part: Part, to_id: int | None) -> list[Any]:
    """Which of a unit's rows go along. Nobody gets the same role twice or follows one unit twice:
    with `to_id`, what the other unit has already stays where it is.
    """
    table = part.table.c
    if part.what == "people":
        same = select(_held.c.id).where(
            _held.c.unit_id == to_id,
            _held.c.person_id == _a.person_id,
            _held.c.role == _a.role,
            or_(_held.c.until_date.is_(None), _held.c.until_date >= today()),
        )
        lasts = or_(_a.until_date.is_(None), _a.until_date >= today())
        return [lasts, *([] if to_id is None else [~same.exists()])]
    if part.what == "followers":
        same = select(_followed.c.id).where(
            _followed.c.unit_id == to_id, _followed.c.contact_id == table.contact_id
        )
        alive = table.state != SubscriptionState.STOPPED
        return [alive, *([] if to_id is None else [~same.exists()])]
    if part.what == "questions":
        return [table.answered_at.is_(None)]
    if part.what == "panels":
        return [table.ended_at.is_(None)]
    if part.what == "invitations":
        return [table.accepted_at.is_(None), table.withdrawn_at.is_(None)]
    return [table.retired_at.is_(None)] if "retired_at" in table else []


def counted(session: Session, unit_id: int) -> dict[str, int]:
    """How much of each would go along today."""
    return {
        part.what: session.execute(
            select(func.count()).select_from(part.table).where(part.of(unit_id), *_only(part, None))
        ).scalar_one()
        for part in PARTS
    }


def take(session: Session, reorganisation_id: int, from_id: int, to_id: int, *, by: Actor) -> None:
    """Everything of one unit is the other's from now on. Whose role that changes is told."""
    for part in PARTS:
        ids = session.scalars(
            select(part.table.c.id).where(part.of(from_id), *_only(part, to_id))
        ).all()
        # A unit that is put under its own successor stays where it is.
        ids = [one for one in ids if not (part.what == "units" and one == to_id)]
        _set(session, part, ids, to_id, by)
        if ids:
            session.execute(
                insert(moved_rows),
                [
                    {"reorganisation_id": reorganisation_id, "what": part.what, "row_id": one}
                    for one in ids
                ],
            )


def give_back(
    session: Session, reorganisation_id: int, from_id: int, to_id: int, *, by: Actor
) -> None:
    """What went along, and is still where it went, is the former unit's again."""
    for part in PARTS:
        went = select(moved_rows.c.row_id).where(
            moved_rows.c.reorganisation_id == reorganisation_id, moved_rows.c.what == part.what
        )
        ids = session.scalars(
            select(part.table.c.id).where(part.of(to_id), part.table.c.id.in_(went))
        ).all()
        _set(session, part, list(ids), from_id, by)


def _set(session: Session, part: Part, ids: list[int], to_id: int, by: Actor) -> None:
    if not ids:
        return
    session.execute(update(part.table).where(part.table.c.id.in_(ids)).values({part.column: to_id}))
    session.expire_all()
    if part.what == "people":
        held = select(_a.person_id, _a.role).where(_a.id.in_(ids)).order_by(_a.id)
        for row in session.execute(held).all():
            done(
                session,
                row.person_id,
                What.ROLE_CHANGED,
                by=by,
                detail=row.role.value,
                number=to_id,
            )
