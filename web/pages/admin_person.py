"""One person, and what an administrator can do with her rights."""

from typing import Any

from models import access_rows, appointing, factor, personnel, protection, suspending
from models.access_rows import Wanted
from models.actor import Actor, Role
from models.administered import last_change
from models.calendar import today
from web import town
from web.answers import Answer, Go, Seen, Shown, What
from web.pages import sanctions
from web.pages.admin_forms import (
    AppointmentForm,
    ChangeForm,
    Given,
    Known,
    NameForm,
    SuspensionForm,
    day,
)
from web.pages.admin_log import look
from web.pages.admin_people import hides, told, unit_name
from web.pages.naming import named
from web.visit import Visit

LOOKS = 5
"""Rows of the log that the page shows; the log has them all."""


def show(visit: Visit) -> Answer:
    """Who she is, what she may do, who looked at her."""
    session, person_id = visit.session, visit.number("id")
    row = personnel.person(session, person_id)
    cases = personnel.has_cases(session, person_id)
    looks = access_rows.page(session, Wanted(about=f"#{person_id}"), most=LOOKS)
    return Shown(
        "admin/person.html",
        {
            "person": told(visit, row),
            "own": person_id == visit.viewer.person_id,
            "addresses": []
            if hides(visit, row.protected)
            else personnel.addresses(session, person_id),
            "appointments": [
                _held(visit, one) for one in personnel.appointments(session, person_id)
            ],
            "why": suspending.why(session, person_id) if row.suspended else None,
            "measures": sanctions.of(visit, person_id),
            "has_factor": factor.has(session, person_id),
            "cases": cases[: personnel.CASES_SHOWN],
            "more_cases": len(cases) > personnel.CASES_SHOWN,
            "looks": [look(visit, one) for one in looks[:LOOKS]],
            "roles": [role.value for role in Given],
            "units": [
                (unit.id, named(unit, visit.language))
                for unit in town.units(session)
                if unit.retired_at is None
            ],
            "known": last_change(session, person_id),
            "form": _came_back(visit),
            "values": visit.values or {"first": today().isoformat()},
            "errors": visit.errors,
        },
        seen=None if person_id == visit.viewer.person_id else Seen(What.PERSON, None, person_id),
    )


def give(visit: Visit) -> Answer:
    """Appoint her."""
    form: AppointmentForm = visit.form
    appointing.give(
        visit.session,
        visit.number("id"),
        Role(form.role.value),
        by=_by(visit),
        unit_id=form.unit_id,
        lead=form.lead,
        trusted=form.trusted,
        first=day(form.first),
        until=day(form.until),
        known=int(form.known),
    )
    return _back(visit)


def change(visit: Visit) -> Answer:
    """Let her hold a role otherwise."""
    form: ChangeForm = visit.form
    appointing.change(
        visit.session,
        visit.number("id"),
        visit.number("appointment"),
        by=_by(visit),
        lead=form.lead,
        trusted=form.trusted,
        until=day(form.until),
        known=int(form.known),
    )
    return _back(visit)


def end(visit: Visit) -> Answer:
    """Take a role from her."""
    form: Known = visit.form
    appointing.end(
        visit.session,
        visit.number("id"),
        visit.number("appointment"),
        by=_by(visit),
        known=int(form.known),
    )
    return _back(visit)


def name(visit: Visit) -> Answer:
    """Call her otherwise."""
    form: NameForm = visit.form
    appointing.rename(visit.session, visit.number("id"), form.name, by=_by(visit))
    return _back(visit)


def suspend(visit: Visit) -> Answer:
    """Close her account for now."""
    form: SuspensionForm = visit.form
    suspending.suspend(visit.session, visit.number("id"), form.why, by=_by(visit))
    return _back(visit)


def restore(visit: Visit) -> Answer:
    """Open her account again."""
    suspending.restore(visit.session, visit.number("id"), by=_by(visit))
    return _back(visit)


def sign_out(visit: Visit) -> Answer:
    """Sign her out everywhere."""
    suspending.sign_out(visit.session, visit.number("id"), by=_by(visit))
    return _back(visit)


def reset_factor(visit: Visit) -> Answer:
    """Take her second factor, which she has lost. It opens an account to whoever reads its mail, so
    the administrator first shows once more who she is (ASVS 7.5.1).
    """
    if not visit.viewer.is_fresh:
        return Go(f"/sign-in/again?next=/admin/people/{visit.number('id')}")
    suspending.reset_factor(visit.session, visit.number("id"), by=_by(visit))
    return _back(visit)


def protect(visit: Visit) -> Answer:
    """Protect her identity."""
    return _protection(visit, on=True)


def unprotect(visit: Visit) -> Answer:
    """Protect her identity no more."""
    return _protection(visit, on=False)


def _protection(visit: Visit, *, on: bool) -> Answer:
    person_id = personnel.person(visit.session, visit.number("id")).id
    protection.protect(visit.session, person_id, on, _by(visit))
    return _back(visit)


def _by(visit: Visit) -> Actor:
    return visit.acting(Role.ADMINISTRATOR)


def _back(visit: Visit) -> Go:
    return Go(f"/admin/people/{visit.number('id')}")


def _came_back(visit: Visit) -> str:
    """Which form came back: what its address ends with, for an appointment its number."""
    if not visit.errors and visit.problem is None:
        return ""
    return visit.path.rpartition("/")[2]


def _held(visit: Visit, row: Any) -> dict[str, Any]:
    return {**row._asdict(), "role": row.role.value, "unit": unit_name(row, visit)}
