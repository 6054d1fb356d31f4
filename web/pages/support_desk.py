"""The watch over support, for those who moderate and those who audit: what was found, and what two
people did about it.
"""

import datetime as dt
from typing import Any

from models import objecting, showing, support_criteria, support_desk
from models.calendar import moment, now, zone
from models.errors import Invalid, NotFound
from models.invalidated import SupportRule
from models.permissions import Action, may
from models.permissions_of_cases import may as may_with
from models.states import Kind
from models.submission import Submission
from models.support_criteria import Criteria
from web.answers import Answer, Shown
from web.visit import Visit

TALLEST = 40
"""Of the bars that show how support came in, in the drawing's own units."""


def index(visit: Visit) -> Answer:
    """The proposals with something to look at."""
    if not (may(visit.viewer, Action.JUDGE) or may(visit.viewer, Action.LOG)):
        raise NotFound
    rows = support_desk.overview(visit.session, visit.viewer)
    return Shown("support/desk.html", {"rows": rows})


def show(visit: Visit) -> Answer:
    """One proposal: what was found, how support came in, and what taking some away would do."""
    row = case(visit)
    errors = list(visit.errors)
    asked = {**visit.query, **visit.values}
    preview = _preview(visit, row, asked, errors) if _is_asked(asked) else None
    hours = support_desk.by_hour(visit.session, row.id, now())
    most = max((n for _, n, _ in hours), default=0)
    return Shown(
        "support/case.html",
        {
            "case": {"reference": row.reference, "title": row.title, "votes": row.votes or 0},
            "goal": row.threshold,
            "reached": visit.session.get_one(Submission, row.id).threshold_at is not None,
            "judges": may_with(visit.session, visit.viewer, Action.JUDGE, row),
            "reader": visit.viewer.person_id,
            "findings": support_desk.found(visit.session, row.id),
            "batches": support_desk.taken(visit.session, row.id),
            "objections": objecting.waiting(visit.session, row.id),
            "hours": [
                {"at": at, "n": n, "marked": m, "height": _height(n, most), "low": _height(m, most)}
                for at, n, m in hours
            ],
            "preview": preview,
            "values": asked,
            "errors": errors,
        },
        status=422 if errors and not visit.errors else 200,
    )


def _height(n: int, most: int) -> int:
    return -(-n * TALLEST // most) if most else 0


def case(visit: Visit) -> Any:
    """The proposal of this address, for whoever may judge it, or audit. Raises NotFound."""
    row = showing.case(visit.session, visit.params["reference"], visit.viewer, [])
    judges = may_with(visit.session, visit.viewer, Action.JUDGE, row)
    if row.kind is not Kind.PROPOSAL or not (judges or may(visit.viewer, Action.LOG)):
        raise NotFound(row.reference)
    return row


def _is_asked(asked: dict[str, str]) -> bool:
    return any(name in asked for name in ("finding", "domain", "since", "until"))


def _preview(
    visit: Visit, row: Any, asked: dict[str, str], errors: list[Invalid]
) -> dict[str, Any] | None:
    """What would go and what would stay; None, and an error, for criteria that mean nothing."""
    submission = visit.session.get_one(Submission, row.id)
    try:
        criteria = read(visit, submission, asked)
        found = support_criteria.meant(visit.session, submission, criteria)
    except Invalid as error:
        if not errors:
            errors.append(error)
        return None
    seen = support_criteria.preview(visit.session, submission, found)
    return {**vars(seen), "rule": criteria.rule.value}


def read(visit: Visit, submission: Submission, asked: dict[str, str]) -> Criteria:
    """The criteria of a form. Raises Invalid, or NotFound for a finding that is not there."""
    finding = asked.get("finding", "")
    if finding:
        if not (finding.isascii() and finding.isdigit() and len(finding) < 19):
            raise NotFound(finding)
        return support_criteria.of_finding(visit.session, submission, int(finding))
    domain = asked.get("domain", "").strip().lower().removeprefix("@")
    since, until = (_when(asked, name) for name in ("since", "until"))
    return Criteria(SupportRule.BY_HAND, None, domain, since, until)


def _when(asked: dict[str, str], name: str) -> int:
    try:
        typed = dt.datetime.fromisoformat(asked.get(name, ""))
        return moment(typed.replace(tzinfo=zone()))
    except (ValueError, OverflowError):
        raise Invalid(name, "bad" if asked.get(name) else "missing") from None
