"""The figures of a year by unit, kind, subject, ...: as rows of the page, and as lines of files.

What the names mean stands in docs/openness.md; a name is added, never changed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from models import organisation
from models.calendar import Moment, local
from models.states import HANDED_IN
from models.statistics.places import every_area
from models.statistics.rows import By
from models.statistics.sums import share
from models.statistics.year import ALL, MONTHS, OF, WHOLE, Figure, Place, Year
from web import town
from web.pages.naming import named
from web.visit import Visit

COLUMNS = ("period", "by", "value", "name", *OF, "too_few")
SHOWN = (By.DEPARTMENT, By.UNIT, By.KIND, By.SENDER, By.CHANNEL, By.AREA, By.SUBJECT)
"""The ways of dividing that the page has a part for, in this order."""


def iso(at: Moment) -> str | None:
    return local(at).isoformat(timespec="seconds") if at else None


class Names:
    """What the places are called, and in what order they stand: the profile's."""

    def __init__(self, visit: Visit) -> None:
        self._language = visit.language
        units = town.units(visit.session)
        self._rows: dict[By, Sequence[Any]] = {
            By.DEPARTMENT: units,
            By.UNIT: units,
            By.SUBJECT: organisation.every_category(visit.session),
            By.AREA: every_area(visit.session),
        }
        self._known = {by: {str(row.id): row for row in rows} for by, rows in self._rows.items()}
        self._orders = {by: list(known) for by, known in self._known.items()}
        self._orders[By.KIND] = [kind.value for kind in HANDED_IN]

    def code(self, place: Place) -> str:
        """What files call it: a slug, or the code itself."""
        row = self._known.get(place[0], {}).get(place[1])
        return row.slug if row else place[1]

    def name(self, place: Place) -> str:
        """Its name in the reader's language; '' where the pages have the words for its code."""
        row = self._known.get(place[0], {}).get(place[1])
        return named(row, self._language) if row else ""

    def sorted(self, places: list[Place]) -> list[Place]:
        """In the order of the profile, so that nobody is put first or last by how it goes."""
        order = {value: number for number, value in enumerate(self._orders.get(places[0][0], []))}
        return sorted(places, key=lambda one: (order.get(one[1], len(order)), one[1]))


@dataclass(frozen=True)
class Line:
    """One cell of a file."""

    period: str
    by: str
    value: str
    name: str
    figures: dict[str, Figure]

    def cells(self) -> list[Any]:
        """As COLUMNS. What is not told is empty, and its name stands last."""
        few = " ".join(name for name, one in self.figures.items() if one.few)
        values = [one.value for one in self.figures.values()]
        return [self.period, self.by, self.value, self.name, *values, few]

    def told(self) -> dict[str, Any]:
        """For programs: each figure with of how many it tells."""
        return {
            "period": self.period,
            "by": self.by,
            "value": self.value or None,
            "name": self.name or None,
            "figures": {
                name: {"value": one.value, "of": one.of} | ({"too_few": True} if one.few else {})
                for name, one in self.figures.items()
                if one.few or one.of
            },
        }


def lines(read: Year, names: Names) -> Iterator[Line]:
    """Every cell in which something happened: of the year, then of each month."""
    for month in (WHOLE, *MONTHS):
        period = f"{read.year}-{month:02}" if month else str(read.year)
        for by in (By.ALL, *SHOWN, By.OUTCOME):
            places = read.places(by)
            for place in names.sorted(places) if places else []:
                figures = read.figures(place, month)
                if by is By.OUTCOME:
                    figures = {name: one for name, one in figures.items() if name == "ended"}
                    figures = {name: figures.get(name, Figure(None, None)) for name in OF}
                if any(one.few or one.of for one in figures.values()):
                    yield Line(period, by.value, names.code(place), names.name(place), figures)


def parts(read: Year, names: Names, month: int) -> list[dict[str, Any]]:
    """What the page shows of each way of dividing: rows with code, name and figures. What has one
    row alone says nothing that was not said.
    """
    found = []
    for by in SHOWN:
        places = [
            place
            for place in read.places(by)
            if any(one.few or one.of for one in read.figures(place, month).values())
        ]
        if by is By.DEPARTMENT and len(places) == len(read.places(By.UNIT)):
            # Where every unit is a department of its own.
            continue
        if len(places) > 1:
            rows = [_row(read, names, place, month) for place in names.sorted(places)]
            found.append({"by": by.value, "rows": rows})
    return found


def _row(read: Year, names: Names, place: Place, month: int) -> dict[str, Any]:
    figures = read.figures(place, month)
    small = not any(one.of for one in figures.values())
    return {"code": place[1], "name": names.name(place), "figures": figures, "small": small}


def outcomes(read: Year, month: int) -> list[dict[str, Any]]:
    """How what ended did end, the commonest first; what is too few last."""
    whole = read.figures(ALL, month)["ended"].value
    rows = []
    for place in read.places(By.OUTCOME):
        one = read.figures(place, month)["ended"]
        if one.few or one.value:
            part = share(one.value, whole) if one.value and whole else None
            rows.append({"outcome": place[1], "count": one.value, "few": one.few, "share": part})
    return sorted(rows, key=lambda row: (-(row["count"] or 0), row["outcome"]))
