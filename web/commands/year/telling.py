"""What a rehearsed year is told as: its figures, its letters, and whether all of it holds."""

from collections import Counter
from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlmodel import Session

from models import organisation, profile
from models.columns import table_of
from models.delivery import Delivery, DeliveryState
from models.statistics import following
from models.statistics import year as figures
from models.statistics.recount import differences
from models.statistics.rows import By
from models.units import tree
from notifications.letter import Letter
from web.commands.year.living import Lived

SHOWN = (
    *("received", "answer_median", "answer_90", "in_time", "late_open"),
    *("ended", "end_median", "end_90", "at_once", "passed_on", "reopened", "helped"),
)
DIVIDED = (By.ALL, By.DEPARTMENT, By.UNIT, By.KIND, By.CHANNEL, By.SUBJECT, By.SENDER)
WIDTH = 13

_d = table_of(Delivery).c
_WENT = select(_d.channel, _d.address, _d.message_key).where(
    _d.state.in_([DeliveryState.SENT, DeliveryState.DELIVERED])
)


def statistics(session: Session, year: int) -> Iterator[str]:
    """The figures as the page of statistics has them: "few" where they are too few to be told,
    "-" where there is nothing to tell of. Times are in working days, shares in per cent.
    """
    made = figures.of_year(session, year, tree.department_of(session))
    names = {str(row.id): row.slug for row in organisation.units(session)}
    subjects = {str(row.id): row.slug for row in organisation.every_category(session)}
    yield " " * 28 + "".join(f"{name:>{WIDTH}}" for name in SHOWN)
    for by in DIVIDED:
        called = {By.UNIT: names, By.DEPARTMENT: names, By.SUBJECT: subjects}.get(by, {})
        for place in sorted(made.places(by)):
            told = made.figures(place)
            label = f"{by.value} {called.get(place[1], place[1])}"
            yield f"{label[:28]:<28}" + "".join(f"{_said(told[name]):>{WIDTH}}" for name in SHOWN)


def _said(figure: figures.Figure) -> str:
    if figure.few:
        return "few"
    return "-" if figure.value is None else str(figure.value)


def letters(lived: Lived) -> Iterator[str]:
    """How many letters of each kind went by each channel."""
    counted = Counter((f"{one.channel}", one.kind) for one in lived.letters)
    for (channel, kind), many in sorted(counted.items()):
        yield f"{channel:<8}{kind:<24}{many:>8}"


def faults(session: Session, sent: Sequence[Letter]) -> list[str]:
    """Every figure that the events do not say, and every letter that went twice or is not in the
    town's own list of what it sent.
    """
    found = differences(session, profile.site(session).opening, following.last(session))
    # What is no delivery, as a link that was asked for, has a number of its own.
    heard = Counter((one.channel, one.address, one.message_key) for one in sent if one.delivery_id)
    went = {(row.channel, row.address, row.message_key) for row in session.execute(_WENT)}
    found += [f"{key} went {many} times" for key, many in heard.items() if many > 1]
    found += [f"{key} went and is not written down" for key in heard.keys() - went]
    return found + [f"{key} is written down and never went" for key in went - heard.keys()]
