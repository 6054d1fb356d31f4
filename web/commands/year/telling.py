"""What a rehearsed year is told as: its figures, its letters, and what the rules refused."""

from collections import Counter
from collections.abc import Iterator

from sqlmodel import Session

from models import organisation
from models.statistics import year as figures
from models.statistics.rows import By
from models.statistics.year import OF, Place, Year
from models.units import tree
from web.commands.year.living import Lived

SHOWN = tuple(OF)
DIVIDED = (By.ALL, By.DEPARTMENT, By.UNIT, By.KIND, By.CHANNEL, By.SUBJECT, By.SENDER, By.OUTCOME)
WIDTH = 14


def of_year(session: Session, year: int) -> Year:
    """The figures of the year, as the page of statistics has them."""
    return figures.of_year(session, year, tree.department_of(session))


def statistics(session: Session, made: Year) -> Iterator[str]:
    """Every figure: "few" where they are too few to be told, "-" where there is nothing to tell
    of. Times are in working days, shares in per cent.
    """
    units = {str(row.id): row.slug for row in organisation.units(session)}
    subjects = {str(row.id): row.slug for row in organisation.every_category(session)}
    names = {By.UNIT: units, By.DEPARTMENT: units, By.SUBJECT: subjects}
    yield " " * 28 + "".join(f"{name:>{WIDTH}}" for name in SHOWN)
    for by in DIVIDED:
        called = names.get(by, {})
        for place in sorted(made.places(by)):
            label = f"{by.value} {called.get(place[1], place[1])}"
            yield f"{label[:28]:<28}" + "".join(
                f"{_of(made, place, name):>{WIDTH}}" for name in SHOWN
            )


def _of(made: Year, place: Place, name: str) -> str:
    # What ended in one way is told of where it ended alone.
    return "" if place[0] is By.OUTCOME and name != "ended" else _said(made.figures(place)[name])


def _said(figure: figures.Figure) -> str:
    if figure.few:
        return "few"
    return "-" if figure.value is None else str(figure.value)


def letters(lived: Lived) -> Iterator[str]:
    """How many letters of each kind went by each channel."""
    counted = Counter((f"{one.channel}", one.kind) for one in lived.letters)
    for (channel, kind), many in sorted(counted.items()):
        yield f"{channel:<8}{kind:<24}{many:>8}"


def refusals(lived: Lived) -> Iterator[str]:
    """Steps that the rules refused by then, and why: what had come before them."""
    for why, many in sorted(lived.refused.items()):
        yield f"refused: {why:<50}{many:>8}"
