"""What part of the queue a moderator looks at, as its address carries it from page to page."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode

from moderation import counting
from moderation.counting import Counts
from moderation.order import Heap
from moderation.reasons import Reason
from moderation.views import Only, Whose
from web import town
from web.pages.naming import named
from web.pages.paging import integers
from web.visit import Visit

FIELD = "view"
"""Of the forms on an item's page: where they lead to afterwards."""

Code = TypeVar("Code", bound=StrEnum)


@dataclass(frozen=True)
class View:
    """A heap, and what it is kept to."""

    heap: Heap | None
    only: Only

    def parts(self) -> dict[str, str]:
        """As the address has them."""
        found = {
            "heap": self.heap or "",
            "whose": self.only.whose or "",
            "reason": self.only.reason,
            "unit": str(self.only.unit_id or ""),
            "subject": str(self.only.category_id or ""),
        }
        return {name: value for name, value in found.items() if value}

    def address(self, path: str, **more: str | int) -> str:
        """A page for the same part of the queue."""
        asked = urlencode(self.parts() | more)
        return f"{path}?{asked}" if asked else path

    def kept_to(self, name: str, value: str) -> str:
        """The list kept to something else beside, or no longer to what it is kept to."""
        parts = self.parts()
        if parts.get(name) == value:
            del parts[name]
        else:
            parts[name] = value
        return f"/desk?{urlencode(parts)}" if parts else "/desk"


def view_of(visit: Visit) -> View:
    """Of the address, or of the form that came from such a page. What it cannot be is nothing."""
    asked = {
        "heap": visit.query.get("heap", ""),
        "whose": visit.query.get("whose", ""),
        "reason": visit.query.get("reason", ""),
        "unit": visit.query.get("unit", ""),
        "subject": visit.query.get("subject", ""),
    }
    if FIELD in visit.values:
        asked = dict(parse_qsl(visit.values[FIELD][:200]))
    reason = _one(Reason, asked.get("reason", ""))
    return View(
        _one(Heap, asked.get("heap", "")),
        Only(
            _one(Whose, asked.get("whose", "")),
            reason.value if reason else "",
            _number(asked.get("unit", "")),
            _number(asked.get("subject", "")),
        ),
    )


def _one(kind: type[Code], given: str) -> Code | None:
    return kind(given) if given in list(kind) else None


def _number(given: str) -> int | None:
    found = integers(given, 1)
    return found[0] if found else None


def choices(visit: Visit, view: View, found: Counts) -> dict[str, Any]:
    """The heaps and what a list can be kept to, each with how much is there and its address."""
    ways = counting.ways(visit.session, visit.viewer)
    units = {row.id: named(row, visit.language) for row in town.units(visit.session)}
    subjects = {row.id: named(row, visit.language) for row in town.categories(visit.session)}
    parts = view.parts()

    def lines(name: str, rows: list[tuple[Any, int]], names: dict[Any, str]) -> list[Any]:
        return [
            {
                "code": str(key),
                "name": names.get(key, ""),
                "count": many,
                "url": view.kept_to(name, str(key)),
                "here": parts.get(name) == str(key),
            }
            for key, many in rows
            if many or parts.get(name) == str(key)
        ]

    return {
        "heaps": heaps(view, found),
        "whose": lines("whose", [(one.value, getattr(found, one)) for one in Whose], {}),
        "reasons": lines("reason", ways.reasons, {}),
        "units": lines("unit", ways.units if len(ways.units) > 1 else [], units),
        "subjects": lines("subject", ways.subjects if len(ways.subjects) > 1 else [], subjects),
    }


def heaps(view: View, found: Counts) -> list[dict[str, Any]]:
    """The three heaps, also those in which nothing lies."""
    return [
        {
            "code": heap.value,
            "count": getattr(found, heap),
            "url": view.kept_to("heap", heap.value),
            "here": view.heap is heap,
        }
        for heap in Heap
    ]
