"""The figures of one year and of its months, as everybody may read them (spec ST-18).

What is too small is left out here, and nowhere else: no page and no file sees it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import bindparam, func, select
from sqlmodel import Session

from models.statistics.rows import By, Month, month_figures
from models.statistics.small import untold
from models.statistics.sums import BASES, Sums, share, within

WHOLE = 0
"""In the place of a month: the year as far as it has come."""
MONTHS = range(1, 13)
HALF, NINE_OF_TEN = 50, 90

Place = tuple[By, str]
"""One cell of a way of dividing: By.UNIT and its id, ..."""
ALL: Place = (By.ALL, "")

_m = month_figures.c
_OF_YEAR = select(month_figures).where(_m.month.between(bindparam("first"), bindparam("last")))


@dataclass(frozen=True)
class Figure:
    """One figure, and of how many cases it tells. `few` says that it is too small to be told, or
    would give away one that is; without it None means that there is nothing to tell of.
    """

    value: int | None
    of: int | None
    few: bool = False


@dataclass(frozen=True)
class Year:
    """Every figure of a year. `departments` is the department of each unit, by ids."""

    year: int
    cells: Mapping[Place, Mapping[int, Sums]]
    departments: Mapping[int, int]
    _known: dict[tuple[Place, int], dict[str, Figure]] = field(default_factory=dict)

    def places(self, by: By) -> list[Place]:
        """What there are figures of, in no order."""
        return [place for place in self.cells if place[0] is by]

    def figures(self, place: Place, month: int = WHOLE) -> dict[str, Figure]:
        """All of one place and one month, by name. What each means stands on the page."""
        if (place, month) not in self._known:
            self._known[place, month] = self._counted(place, month)
        return self._known[place, month]

    def _counted(self, place: Place, month: int) -> dict[str, Figure]:
        sums = self.cells.get(place, {}).get(month, Sums()).whole()
        counts = sums.counts
        found = {
            "received": counts["received"],
            "answer_median": within(sums.answer_days, HALF),
            "answer_90": within(sums.answer_days, NINE_OF_TEN),
            "in_time": share(counts["kept"], counts["due"]),
            "late_open": counts["waiting"],
            "ended": counts["ended"],
            "end_median": within(sums.end_days, HALF),
            "end_90": within(sums.end_days, NINE_OF_TEN),
            "at_once": share(counts["direct"], counts["centre"]),
            "handovers": counts["handovers"],
            "passed_on": share(counts["passed_on"], counts["received"]),
            "passed_twice": share(counts["passed_twice"], counts["received"]),
            "reopened": share(counts["reopened"], counts["received"]),
            "helped": share(counts["helped"], counts["told"]),
            "helped_partly": share(counts["helped_partly"], counts["told"]),
        }
        return {name: self._told(name, value, place, month) for name, value in found.items()}

    def _told(self, name: str, value: int | None, place: Place, month: int) -> Figure:
        base = OF[name]
        if (place, month) in self._untold[base]:
            return Figure(None, None, few=True)
        of = self.cells.get(place, {}).get(month, Sums()).counts[base]
        # Zero of nothing is nothing; none received is a figure.
        return Figure(value if of or name == base else None, of)

    @cached_property
    def _untold(self) -> dict[str, set[tuple[Place, int]]]:
        return {base: set(self._untold_of(base)) for base in BASES}

    def _untold_of(self, base: str) -> Iterator[tuple[Place, int]]:
        """Cells that are not told, so that no sum of a row, a column or a department tells them."""
        whole = (WHOLE, *MONTHS)
        top = self._counts(base, [ALL])
        hidden = untold(top, [((ALL, WHOLE), [(ALL, month) for month in MONTHS])])
        yield from hidden
        for by in By:
            places = self.places(by)
            if by in {By.ALL, By.DEPARTMENT} or not places:
                continue
            upper = self.places(By.DEPARTMENT) if by is By.UNIT else []
            sums = [
                ((place, WHOLE), [(place, month) for month in MONTHS])
                for place in (*places, *upper)
            ]
            sums += [
                ((ALL, month), [(place, month) for place in part])
                for month in whole
                for part in (places, upper)
                if part
            ]
            for of in upper:
                own = [unit for unit in places if department_of(unit[1], self.departments) == of]
                sums += [((of, month), [(unit, month) for unit in own]) for month in whole]
            counts = top | self._counts(base, [*places, *upper])
            yield from untold(counts, sums, hidden) - hidden

    def _counts(self, base: str, places: Collection[Place]) -> dict[tuple[Place, int], int]:
        return {
            (place, month): sums.counts[base] if (sums := self.cells[place].get(month)) else 0
            for place in places
            for month in (WHOLE, *MONTHS)
        }


OF = {
    "received": "received",
    "answer_median": "answered",
    "answer_90": "answered",
    "in_time": "due",
    "late_open": "due",
    "ended": "ended",
    "end_median": "ended",
    "end_90": "ended",
    "at_once": "centre",
    "handovers": "received",
    "passed_on": "received",
    "passed_twice": "received",
    "reopened": "received",
    "helped": "told",
    "helped_partly": "told",
}
"""Of what each figure tells; too few of these, and it is not told."""


def department_of(unit: str, departments: Mapping[int, int]) -> Place:
    """The department of a unit, by its id; a unit without one is its own."""
    return By.DEPARTMENT, str(departments.get(int(unit), int(unit)))


def of_year(session: Session, year: int, departments: Mapping[int, int]) -> Year:
    """Read it: one statement over the year's cells. Without `departments` there are none."""
    cells: dict[Place, dict[int, Sums]] = {ALL: defaultdict(Sums)}
    for row in session.execute(_OF_YEAR, {"first": year * 100 + 1, "last": year * 100 + 12}):
        places: list[Place] = [(row.by, row.value)]
        if row.by is By.UNIT and departments:
            places.append(department_of(row.value, departments))
        for place in places:
            months = cells.setdefault(place, defaultdict(Sums))
            months[row.month % 100].add(row)
            months[WHOLE].add(row)
    return Year(year, cells, departments)


def first(session: Session) -> Month | None:
    """The month of the first figure; None where there are none."""
    found: Month | None = session.execute(select(func.min(_m.month))).scalar()
    return found


def late_now(session: Session) -> int:
    """How many cases wait past their day as of the last count, however old they are."""
    waiting = select(func.coalesce(func.sum(_m.waiting), 0)).where(_m.by == By.ALL)
    return int(session.execute(waiting).scalar_one())
