"""Invitations: who is invited to what, a new one, and taking one back."""

from typing import Any

from models import invitation, inviting
from models.actor import Actor, Role
from models.address import masked
from web import town
from web.answers import Answer, Go, Shown
from web.pages.admin_forms import Given, InvitationForm, day
from web.pages.admin_people import unit_name
from web.pages.naming import named
from web.visit import Visit

HERE = "/admin/invitations"


def index(visit: Visit) -> Answer:
    """Those that wait for an answer, and a form for another."""
    rows = invitation.still_open(visit.session)
    return Shown(
        "admin/invitations.html",
        {
            "rows": [_told(visit, row) for row in rows],
            "most": invitation.SHOWN,
            "roles": [role.value for role in Given],
            "units": [
                (unit.id, named(unit, visit.language))
                for unit in town.units(visit.session)
                if unit.retired_at is None
            ],
            "values": visit.values,
            "errors": visit.errors,
        },
    )


def create(visit: Visit) -> Answer:
    """Invite somebody."""
    form: InvitationForm = visit.form
    inviting.invite(
        visit.session,
        form.email,
        by=_by(visit),
        name=form.name,
        role=Role(form.role.value),
        unit_id=form.unit_id,
        lead=form.lead,
        until=day(form.until),
    )
    return Go(HERE)


def withdraw(visit: Visit) -> Answer:
    """Take one back."""
    inviting.withdraw(visit.session, visit.number("id"), by=_by(visit))
    return Go(HERE)


def send_again(visit: Visit) -> Answer:
    """Send the letter again, with a new link."""
    inviting.send_again(visit.session, visit.number("id"), by=_by(visit))
    return Go(HERE)


def _by(visit: Visit) -> Actor:
    return visit.acting(Role.ADMINISTRATOR)


def _told(visit: Visit, row: Any) -> dict[str, Any]:
    told = {"role": row.role.value, "unit": unit_name(row, visit), "address": masked(row.address)}
    return {**row._asdict(), **told}
