"""What the administrator of a demonstration does with the organisation: leads, a change to come."""

import datetime as dt

from sqlalchemy import select, update

from models.actor import Actor, Role
from models.calendar import today
from models.database import table_of
from models.organisation import Unit
from models.person import Appointment
from models.units import planning
from models.units.planning import Wanted
from models.units.reorganisation import Change
from web.commands.demo.town import Town

_units = table_of(Unit)
_a = table_of(Appointment).c


def organise(town: Town) -> None:
    """Units say on their pages who leads them; from the next New Year on the parks, where there is
    such a unit, are called something else.
    """
    leads = select(_a.unit_id, _a.person_id).where(_a.lead, _a.unit_id.is_not(None)).order_by(_a.id)
    for row in town.session.execute(leads).all():
        of_unit = update(_units).where(_units.c.id == row.unit_id)
        town.session.execute(of_unit.values(lead_id=row.person_id))
    parks = town.unit("parks")
    if parks is None:
        return
    wanted = Wanted(
        Change.RENAMED,
        parks,
        dt.date(today().year + 1, 1, 1),
        name_sv="Park- och naturenheten",
        name_en="The parks and nature unit",
    )
    planning.plan(town.session, wanted, by=Actor(Role.ADMINISTRATOR, town.people["Ada"]))
