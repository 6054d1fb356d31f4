"""The official's desk: open cases by their promised day."""

from datetime import timedelta
from typing import Any

from models import caseload
from models.calendar import today
from models.clock import is_late
from models.face import face, is_delayed
from models.states import Status
from web.answers import Answer, Shown
from web.pages.paging import cut, day_and_id
from web.visit import Visit

GROUPS = ("appeals", "late", "today", "week", "later", "waiting")
ELSEWHERE = frozenset({Status.WAITING_RESIDENT, Status.VOTING})


def index(visit: Visit) -> Answer:
    """Open cases in groups, not one sort: late, today, this week, later, waiting for others."""
    mine = visit.query.get("mine") == "yes"
    after = day_and_id(visit.query.get("after", ""))
    rows, following = cut(
        caseload.open_cases(
            visit.session, assignee_id=visit.viewer.person_id if mine else None, after=after
        ),
        "/casework",
        "answer_by",
        "id",
        size=caseload.SHOWN,
    )
    groups: dict[str, list[Any]] = {code: [] for code in GROUPS}
    # Nobody's to choose, and nobody's to miss: an appeal stands above everything that is.
    appeals = [] if mine or after else caseload.appeals(visit.session)
    groups["appeals"] += [_line(row) for row in appeals]
    for row in rows:
        groups[_group(row)].append(_line(row))
    return Shown(
        "casework/list.html",
        {
            "groups": [{"code": code, "rows": found} for code, found in groups.items() if found],
            "mine": mine,
            "next_url": following + ("&mine=yes" if mine and following else ""),
            "first_url": "/casework" if after else "",
        },
    )


def _line(row: Any) -> dict[str, Any]:
    return {
        **row._asdict(),
        "face": face(row.status, row.outcome, row.ruling),
        "late": is_delayed(row),
        "assignee": row.assignee or "",
    }


def _group(row: Any) -> str:
    if row.status in ELSEWHERE:
        return "waiting"
    day = today()
    if is_late(row):
        return "late"
    if row.answered_at is not None:
        # Answered in time or not, no day of a promise is left.
        return "later"
    if row.answer_by <= day:
        return "today"
    return "week" if row.answer_by <= day + timedelta(days=6 - day.weekday()) else "later"
