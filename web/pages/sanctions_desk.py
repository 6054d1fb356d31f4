"""Warning somebody, or holding her back for a time, from the page of an item."""

from datetime import timedelta
from typing import Annotated, Any

from sqlalchemy import select

from models.calendar import today
from models.erasing import works_here
from models.errors import NotFound
from models.report import reports
from models.sanctions import Conduct, Measure
from models.second_opinion import Matter
from moderation import four_eyes, policy
from moderation import sanctions as desk
from moderation.policy import Suggestion, Whom
from web.answers import Answer, Go
from web.forms import Form, choice, words
from web.pages import sanctions as pages
from web.pages.admin_forms import Day, day
from web.pages.desk_claims import number
from web.pages.desk_done import moderator
from web.visit import Visit

REPORTERS = 5
_r = reports.c


class SanctionForm(Form):
    kind: Annotated[Measure, choice(Measure)]
    reason: Annotated[str, words(32)] = ""
    until: Day = ""
    message: Annotated[str, words(1000, lines=True)] = ""
    report: Annotated[str, words(18)] = ""


def impose(visit: Visit) -> Answer:
    """Warn, restrict or suspend; a suspension may have to wait for a second person."""
    form: SanctionForm = visit.form
    item_id = number(visit)
    if form.report and not (form.report.isascii() and form.report.isdigit()):
        raise NotFound(form.report)
    desk.impose(
        visit.session,
        item_id,
        desk.Given(
            kind=form.kind,
            reason=form.reason,
            until=day(form.until),
            message=form.message,
            report_id=int(form.report) if form.report else None,
        ),
        by=moderator(visit),
    )
    return Go(f"/desk/{item_id}#measures")


def told(visit: Visit, item_id: int) -> dict[str, Any]:
    """What templates/desk/_sanctions.html shows beside an item; {} where there is nobody to warn.

    Never who she is: what she did, what was done about it, and what the rules suggest.
    """
    writer = policy.whom(visit.session, item_id)
    reporters = _reporters(visit, item_id)
    if writer is not None and works_here(visit.session, writer.person_id):
        writer = None
    if writer is None and not reporters:
        return {}
    rules = visit.site.reviewing.misuse
    suggestion = policy.suggested(visit.session, writer, rules) if writer else None
    days = suggestion.days if suggestion and suggestion.days else rules.restrict_days
    return {
        "writer": writer is not None,
        "suggested": _suggested(suggestion),
        "past": pages.of(visit, writer.person_id, writer.contact_id) if writer else [],
        "reporters": reporters,
        "proposed": _proposed(visit, writer),
        "until": (today() + timedelta(days=days)).isoformat(),
        "reasons": [one.value for one in desk.Reason if one is not desk.Reason.UNFOUNDED],
    }


def _suggested(found: Suggestion | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "kind": found.kind.value,
        "count": found.count,
        "within": found.within,
        "urgent": found.urgent,
    }


def _reporters(visit: Visit, item_id: int) -> list[dict[str, Any]]:
    """Those who reported it and left an address, of whom the rules suggest something."""
    rows = visit.session.execute(
        select(_r.id, _r.reason)
        .where(_r.reviewable_id == item_id, _r.contact_id.is_not(None))
        .order_by(_r.id)
        .limit(REPORTERS)
    )
    rules, found = visit.site.reviewing.misuse, []
    for one in rows.all():
        who = policy.whom(visit.session, item_id, one.id)
        suggestion = (
            policy.suggested(visit.session, who, rules, conduct=Conduct.REPORTING) if who else None
        )
        if suggestion is not None:
            found.append({"id": one.id, "reason": one.reason, **(_suggested(suggestion) or {})})
    return found


def _proposed(visit: Visit, writer: Whom | None) -> dict[str, Any] | None:
    """What waits for a second person to agree, of whoever wrote it."""
    if writer is None or writer.person_id is None:
        return None
    for one in four_eyes.waiting(visit.session, matter=Matter.SUSPENSION):
        if one.person_id == writer.person_id:
            own = one.asked_by == visit.viewer.person_id
            return {"id": one.id, "reason": one.reason, "by_name": one.by_name, "own": own}
    return None
