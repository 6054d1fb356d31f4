"""Warnings and pauses: the page of one for whom it is about, and lists of them."""

from typing import Annotated, Any

from sqlalchemy import select

from models import sanctions
from models.actor import Role
from models.calendar import now
from models.errors import NotFound
from models.sanction import Sanction
from models.sanction import sanctions as measures
from models.sanctions import Measure
from models.settings import settings
from moderation import measure_reasons
from moderation import sanctions as desk
from moderation.appealing import Against
from web.answers import Answer, Go, Shown
from web.forms import Form, words
from web.pages.review_appeals import standing
from web.visit import Visit

MOST = 10
"""Measures that a list shows; the newest say enough."""


class LiftForm(Form):
    why: Annotated[str, words(32)] = ""


def show(visit: Visit) -> Answer:
    """What was decided about her, why, until when, and how it is looked at again: for whoever has
    the address from her letter or her own page. Raises NotFound.
    """
    found = _found(visit)
    appeal = standing(visit.session, Against(sanction_id=found.id), f"/sanctions/{found.code}")
    return Shown("sanctions/show.html", {**_told(visit, found), **appeal}, kept=True)


def export(visit: Visit) -> Answer:
    """The fields of article 17(3), by the schema in docs/statement.schema.json. Raises NotFound."""
    return Shown("sanctions/sanction.json", _told(visit, _found(visit)), media="application/json")


def _found(visit: Visit) -> Sanction:
    code = visit.params["code"]
    found = visit.session.scalars(select(Sanction).where(measures.c.code == code)).first()
    if found is None or (found.person_id is None and found.contact_id is None):
        raise NotFound(code)
    return found


def _told(visit: Visit, found: Sanction) -> dict[str, Any]:
    return {
        "sanction": row(found),
        "note": found.message,
        "told": vars(measure_reasons.reasons_of(visit.session, found)),
        "base": settings().base_url,
    }


def row(one: Any) -> dict[str, Any]:
    """A measure as lists and its page show it. `holds`: it holds somebody back now."""
    return {
        "id": one.id,
        "code": one.code,
        "kind": one.kind.value,
        "conduct": one.conduct.value,
        "reason": one.reason,
        "from_at": one.from_at,
        "until_at": one.until_at,
        "lifted_at": one.lifted_at,
        "lifted_why": one.lifted_why or "",
        "holds": one.kind is not Measure.WARNING and one.lifted_at is None and one.until_at > now(),
    }


def of(visit: Visit, person_id: int | None, contact_id: int | None = None) -> list[dict[str, Any]]:
    """Everything that was done about somebody, newest first."""
    found = sanctions.of(visit.session, person_id, contact_id, most=MOST)
    return [row(one) for one in found]


def mine(visit: Visit) -> list[dict[str, Any]]:
    """Her own, for her own pages: one query."""
    return of(visit, visit.viewer.person_id)


def lift(visit: Visit) -> Answer:
    """An administrator ends one before its time."""
    person_id, sanction_id = visit.number("id"), visit.number("sanction")
    if not any(one["id"] == sanction_id for one in of(visit, person_id)):
        raise NotFound(str(sanction_id))
    form: LiftForm = visit.form
    wrong = form.why == sanctions.WRONG
    desk.lift(
        visit.session,
        sanction_id,
        by=visit.acting(Role.ADMINISTRATOR),
        why=sanctions.WRONG if wrong else sanctions.NO_LONGER_NEEDED,
    )
    return Go(f"/admin/people/{person_id}")
