"""The public register for programs: Atom, JSON and CSV, with the same filters as the page.

What each field means stands in docs/openness.md; a field is added, never renamed.
"""

from typing import Any

from models.calendar import local
from models.settings import settings
from models.states import Kind
from moderation import record
from moderation.register_entries import Entry, Place
from web.answers import Answer, Shown
from web.csv_files import csv_of
from web.pages import feeds
from web.pages.feed_items import host
from web.pages.register import HERE, Asked, Places, asked, entries, places
from web.visit import Visit

MOST_LINES = 5_000
"""Of a CSV: whoever wants older ones chooses a time."""
FIELDS = (
    *("id", "at", "what", "about", "kind", "subject", "unit", "reason", "ground", "illegal"),
    *("automated", "reversed", "change", "rule", "count", "url"),
)


def _facts(entry: Entry, known: Places) -> dict[str, Any]:
    subject = known.subjects.get(entry.category_id or 0)
    unit = known.units.get(entry.unit_id or 0)
    return {
        "id": entry.key,
        "at": local(entry.at).isoformat(timespec="seconds"),
        "what": entry.what.value,
        "about": entry.target or None,
        "kind": entry.kind.value if entry.kind else None,
        "subject": subject.slug if subject else None,
        "unit": unit.slug if unit else None,
        "reason": entry.reason.value if entry.reason else None,
        "ground": entry.ground or None,
        "illegal": entry.illegal,
        "automated": entry.automated,
        "reversed": entry.reversed,
        "change": entry.change,
        "rule": entry.rule or None,
        "count": entry.votes,
        "url": settings().base_url + _path(entry) if entry.reference else None,
    }


def _path(entry: Entry) -> str:
    case = f"/submissions/{entry.reference}"
    if entry.number is None:
        return case
    place = "/comments/" if entry.kind is Kind.DIALOGUE else "#comment-"
    return f"{case}{place}{entry.number}"


def _next(found: list[Entry], size: int) -> Place | None:
    return found[size - 1].place if len(found) > size else None


def _asked(visit: Visit) -> Asked:
    """As the page; a day that is none chooses nothing, because a file has no place to say so."""
    return asked(visit)


def data(visit: Visit) -> Answer:
    """A page of it as JSON, with the address of the next one."""
    wanted = _asked(visit)
    found, known = entries(visit, wanted), places(visit)
    base, following = settings().base_url, _next(found, record.PAGE)
    here = f"{HERE}.json"
    made = {
        "self_url": base + wanted.address(here, wanted.after),
        "page_url": base + wanted.address(HERE),
        "next_url": base + wanted.address(here, following) if following else None,
        "not_shown_yet": record.held_back(visit.session, visit.site.reviewing.police_days),
        "entries": [_facts(entry, known) for entry in found[: record.PAGE]],
    }
    return as_json(made, lasting=1.0)


def as_json(made: dict[str, Any], *, lasting: float) -> Shown:
    return Shown(
        "moderation_log/data.json", {"data": made}, media="application/json", lasting=lasting
    )


def table(visit: Visit) -> Answer:
    """The newest lines as CSV."""
    wanted = _asked(visit)
    found, known = entries(visit, wanted, most=MOST_LINES), places(visit)
    rows = (_facts(entry, known).values() for entry in found[:MOST_LINES])
    return as_csv(csv_of(FIELDS, [tuple(row) for row in rows]), lasting=1.0)


def as_csv(rows: str, *, lasting: float) -> Shown:
    return Shown("moderation_log/table.txt", {"rows": rows}, media="text/csv", lasting=lasting)


def atom(visit: Visit) -> Answer:
    """A page of it as a feed."""
    wanted = _asked(visit)
    found = entries(visit, wanted)
    following = _next(found, record.PAGE)
    return feeds.shown(
        visit,
        "register",
        [_item(entry) for entry in found[: record.PAGE]],
        wanted.address(f"{HERE}.atom", following) if following else "",
        page=wanted.address(HERE),
        lasting=1.0,
    )


def _item(entry: Entry) -> dict[str, Any]:
    return {
        "sort": "entry",
        "id": f"tag:{host()},{local(entry.at).date()}:moderation-log/{entry.key}",
        "url": _path(entry) if entry.reference else f"{HERE}#entry-{entry.key}",
        "what": entry.what.value,
        "reason": entry.reason.value if entry.reason else "",
        "change": entry.change,
        "rule": entry.rule,
        "votes": entry.votes,
        "by": "",
        "by_resident": False,
        "published": entry.at,
        "updated": entry.at,
        "html": "",
    }
