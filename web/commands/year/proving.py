"""Whether a rehearsed year holds: its figures against the events, and its letters
against the list that the town itself has of what it sent.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import select
from sqlmodel import Session

from models import profile
from models.columns import table_of
from models.delivery import Delivery, DeliveryState
from models.statistics import following, recount
from models.statistics.recount import Cell, Cells
from models.statistics.rows import By
from models.statistics.small import FEW
from models.statistics.year import OF, Place, Year
from notifications.letter import Letter
from web.commands.year.living import Lived

_d = table_of(Delivery).c
_WENT = select(_d.channel, _d.address, _d.message_key).where(
    _d.state.in_([DeliveryState.SENT, DeliveryState.DELIVERED])
)


def faults(session: Session, lived: Lived, told: Year) -> list[str]:
    """Every figure that the events do not say, every submission that is in none, and every letter
    that went twice or is not in the town's own list of what it sent.
    """
    opening = profile.site(session).opening
    counted = recount.counted(session, opening, following.last(session))
    return [
        *recount.against(session, counted),
        *_figures(_of_year(counted, told), told),
        *_handed_in(lived, counted),
        *_letters(session, lived.letters),
    ]


def _of_year(counted: Cells, told: Year) -> dict[Place, list[Cell]]:
    """The cells of the year by what they are divided by; those of its units are a department's."""
    found: dict[Place, list[Cell]] = defaultdict(list)
    for (month, by, value), cell in counted.items():
        if month // 100 != told.year:
            continue
        found[By(by), value].append(cell)
        if by == By.UNIT:
            department = told.departments.get(int(value), int(value))
            found[By.DEPARTMENT, str(department)].append(cell)
    return found


def _figures(ours: Mapping[Place, Sequence[Cell]], told: Year) -> Iterator[str]:
    """What is told and is not so, what is told of too few, and what is not told at all."""
    yield from (f"{place} is not told" for place in ours.keys() - told.cells.keys())
    for place in told.cells:
        numbers = _sums(ours.get(place, ()))
        days = {
            name: sorted(day for cell in ours.get(place, ()) for day in getattr(cell, name))
            for name in ("answer_days", "end_days")
        }
        for name, figure in told.figures(place).items():
            of = numbers[OF[name]]
            is_few = 0 < of < FEW
            if is_few and not figure.few:
                yield f"{place} {name} is told of {of}"
            if not figure.few and figure.value != (made := _figure(name, numbers, days, of)):
                yield f"{place} {name} is told as {figure.value}, counted {made}"


def _sums(cells: Iterable[Cell]) -> Counter[str]:
    found: Counter[str] = Counter()
    for cell in cells:
        found.update(cell.numbers)
    return found


_DAYS = {
    "answer_median": ("answer_days", 50),
    "answer_90": ("answer_days", 90),
    "end_median": ("end_days", 50),
    "end_90": ("end_days", 90),
}
_SHARES = {"in_time": "kept", "at_once": "direct"}


def _figure(
    name: str, numbers: Mapping[str, int], days: Mapping[str, Sequence[int]], of: int
) -> int | None:
    """A figure by its definition on the page of statistics."""
    if name in {"received", "ended"}:
        return numbers[name]
    if not of:
        return None
    if name in _DAYS:
        which, per_cent = _DAYS[name]
        every = days[which]
        reached = (day for at, day in enumerate(every, 1) if at * 100 >= per_cent * len(every))
        # The ways in which cases end have no times of their own.
        return next(reached, None)
    if name in {"handovers", "late_open"}:
        return numbers["handovers" if name == "handovers" else "waiting"]
    return int(100 * numbers[_SHARES.get(name, name)] / of)


def _handed_in(lived: Lived, counted: Cells) -> Iterator[str]:
    """What was handed in is received: as many of each kind, by each channel, of each sender."""
    received: Counter[Place] = Counter()
    for (_, by, value), cell in counted.items():
        received[By(by), value] += cell.numbers["received"]
    for place, many in lived.came.items():
        if received[place] != many:
            yield f"{place}: {many} were handed in, {received[place]} are counted"


def _letters(session: Session, sent: Sequence[Letter]) -> Iterator[str]:
    # What is no delivery, as a link that was asked for, has a number of its own.
    heard = Counter((one.channel, one.address, one.message_key) for one in sent if one.delivery_id)
    went = {(row.channel, row.address, row.message_key) for row in session.execute(_WENT)}
    yield from (f"{key} went {many} times" for key, many in heard.items() if many > 1)
    yield from (f"{key} went and is not written down" for key in heard.keys() - went)
    yield from (f"{key} is written down and never went" for key in went - heard.keys())
