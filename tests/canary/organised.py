"""A reorganisation to come: what a unit will be called only administrators know until its day."""

from datetime import timedelta

from sqlmodel import Session

from models.calendar import today
from models.organisation import units
from models.permissions import Action
from models.units import planning
from models.units.planning import Wanted
from models.units.reorganisation import Change


def organise(session: Session, world) -> None:
    """The new name of the care department, and what fills the address of its reorganisation."""
    name = world.cage.plant("what a unit will be called", needs=(Action.APPOINT,))
    unit_id = next(row.id for row in units(session) if row.slug == "care")
    day = today() + timedelta(days=60)
    wanted = Wanted(Change.RENAMED, unit_id, day, name_sv=name, name_en=name)
    held = planning.plan(session, wanted, by=world.someone["administrator"].actor)
    world.ones |= {"/admin/reorganisations/": {"id": str(held.id)}}
