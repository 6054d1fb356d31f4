"""The promise for programs, and the list of what is late: as the town is configured now."""

from datetime import date
from typing import Any

from sqlalchemy import Row

from models import keeping
from models.calendar import local, start_of, today
from models.keeping import LEAST, Figures
from models.keeping_promises import counting, overdue, results
from models.settings import settings
from web import town
from web.answers import Answer, Shown
from web.pages import feeds
from web.pages.feed_items import host
from web.pages.naming import named
from web.pages.paging import cut, integers
from web.pages.promises import LASTING, TIMES, line, told
from web.visit import Visit

LATE = "/promises/overdue"
_SENTENCE_ENDS = (".", "!", "?", "…")


def data(visit: Visit) -> Answer:
    """Every promise with how it was kept lately. Too few cases tell nothing: their share is null
    and their numbers are left out.
    """
    rows = told(visit)
    kept = results.of_lines(visit.session, rows)
    slugs = {row.id: row.slug for row in town.categories(visit.session)}
    return _as_json(
        {
            "self_url": f"{settings().base_url}/promises.json",
            "page_url": f"{settings().base_url}/promises",
            "as_of": today().isoformat(),
            "days": keeping.DAYS,
            "fewest": LEAST,
            "promises": [
                {
                    **{
                        name: value or None
                        for name, value in line(row, slugs.get(row.category_id, "")).items()
                    },
                    "valid_from": row.valid_from.isoformat(),
                    "results": {
                        which.value: _figures(kept[row.id].get(which, Figures()))
                        for which, name in TIMES.items()
                        if getattr(row, name) is not None
                    },
                }
                for row in rows
            ],
        }
    )


def _figures(one: Figures) -> dict[str, int | None]:
    if one.share is None:
        return {"share": None, "kept": None, "kept_in_time": None, "waiting_late": None}
    return {
        "share": one.share,
        "kept": one.answered,
        "kept_in_time": one.in_time,
        "waiting_late": one.late,
    }


def feed(visit: Visit) -> Answer:
    """The promises in force as a feed: what is promised anew is a new entry."""
    subjects = {row.id: named(row, visit.language) for row in town.categories(visit.session)}
    items = [
        {
            "sort": "promise",
            "id": f"tag:{host()},{row.valid_from}:promise/{row.id}",
            "url": "/promises",
            "line": line(row, subjects.get(row.category_id, "")),
            "by": "",
            "by_resident": False,
            "published": start_of(row.valid_from),
            "updated": start_of(row.valid_from),
            "html": "",
        }
        for row in told(visit)
    ]
    return feeds.shown(visit, "promises", items, "", page="/promises", lasting=LASTING)


def late(visit: Visit) -> Answer:
    """What has waited half as long again as was promised."""
    after, rows, next_url = _page(visit, LATE)
    return Shown(
        "promises/overdue.html",
        {
            "late": overdue.count(visit.session),
            "rows": [
                {
                    **_row(visit, row),
                    "title": row.title,
                    "kind": row.kind.value,
                    "unit": {"slug": row.unit, "name": named(row, visit.language)},
                }
                for row in rows
            ],
            "next_url": next_url,
            "first_url": LATE if after else "",
        },
        lasting=1.0,
    )


def late_data(visit: Visit) -> Answer:
    """The same for programs."""
    _, rows, next_url = _page(visit, f"{LATE}.json")
    base, counted = settings().base_url, overdue.count(visit.session)
    return _as_json(
        {
            "self_url": base + visit.path,
            "page_url": base + LATE,
            "next_url": base + next_url if next_url else None,
            "late": counted.late,
            "listed": counted.listed,
            "not_shown": counted.hidden,
            "cases": [_late_line(visit, row) for row in rows],
        },
        lasting=1.0,
    )


def _late_line(visit: Visit, row: Row[Any]) -> dict[str, Any]:
    made = _row(visit, row)
    return {
        "reference": row.reference,
        "url": f"{settings().base_url}/submissions/{row.reference}",
        "title": row.title,
        "kind": row.kind.value,
        "unit": row.unit,
        "promise": made["which"],
        "promised": made["promised"].isoformat(),
        "working_days_late": made["days"],
        "reason": made["reason"] or None,
        "new_date": made["day"].isoformat() if made["day"] else None,
    }


def _page(visit: Visit, path: str) -> tuple[bool, list[Row[Any]], str]:
    key = integers(visit.query.get("after", ""), 2)
    found = overdue.page(visit.session, (key[0], key[1]) if key else None)
    rows, next_url = cut(found, path, "due_at", "id", size=overdue.PAGE)
    return key is not None, list(rows), next_url


def _row(visit: Visit, row: Row[Any]) -> dict[str, Any]:
    promised: date = local(row.due_at).date()
    reason = " ".join((row.reason or "").split())
    if reason and not reason.endswith(_SENTENCE_ENDS):
        reason += "."
    return {
        "reference": row.reference,
        "which": row.which.value,
        "promised": promised,
        "days": counting.working_days(visit.site.opening, promised, today()),
        "reason": reason if row.delay_day else "",
        "day": row.delay_day,
    }


def _as_json(made: dict[str, Any], *, lasting: float = LASTING) -> Shown:
    return Shown(
        "moderation_log/data.json", {"data": made}, media="application/json", lasting=lasting
    )
