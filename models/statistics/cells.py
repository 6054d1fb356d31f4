"""The cells of a month, counted from the rows of cases."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import bindparam, delete, insert, or_, select
from sqlmodel import Session

from models.satisfaction import Helped
from models.statistics.rows import By, Month, case_figures, due_months, month_figures
from models.statistics.sums import Sums

_c = case_figures.c
_OF_MONTH = select(case_figures).where(
    or_(
        *(
            column == bindparam("month")
            for column in (_c.received, _c.answered, _c.due, _c.ended, _c.told)
        )
    )
)

Cells = dict[tuple[By, str], Sums]


def due(session: Session) -> Month | None:
    """A month that is to be counted anew, the latest first."""
    found: Month | None = session.execute(
        select(due_months.c.month).order_by(due_months.c.month.desc()).limit(1)
    ).scalar()
    return found


def of_month(session: Session, month: Month) -> Cells:
    """Count it, by every way of dividing."""
    found: Cells = defaultdict(Sums)
    for row in session.execute(_OF_MONTH, {"month": month}):
        happened = list(_happened(row, month))
        for by, value in _places(row):
            sums = found[by, value]
            for name, count in happened:
                sums.counts[name] += count
            if row.answered == month:
                sums.answer_days[row.answer_days] += 1
            if row.ended == month:
                sums.end_days[row.end_days] += 1
        if row.ended == month and row.outcome is not None:
            found[By.OUTCOME, row.outcome].counts["ended"] += 1
    return found


def keep(session: Session, month: Month, cells: Cells) -> None:
    """Put them in the place of the month's former ones."""
    session.execute(delete(month_figures).where(month_figures.c.month == month))
    rows = [
        {"month": month, "by": by, "value": value, **sums.values()}
        for (by, value), sums in cells.items()
    ]
    if rows:
        session.execute(insert(month_figures), rows)
    session.execute(delete(due_months).where(due_months.c.month == month))


def _places(row: Any) -> Iterator[tuple[By, str]]:
    yield By.ALL, ""
    yield By.KIND, row.kind.value
    yield By.UNIT, str(row.unit_id)
    yield By.SUBJECT, str(row.category_id or "")
    yield By.AREA, str(row.area_id or "")
    yield By.CHANNEL, row.channel.value
    yield By.SENDER, row.sender.value


def _happened(row: Any, month: Month) -> Iterator[tuple[str, int]]:
    """What of this case belongs to the month, by its name in models.statistics.sums."""
    if row.received == month:
        yield "received", 1
        yield "passed_on", row.handovers > 0
        yield "passed_twice", row.handovers > 1
        yield "handovers", row.handovers
        yield "reopened", row.reopened > 0
        yield "centre", row.direct is not None
        yield "direct", row.direct is True
    if row.answered == month:
        yield "answered", 1
    if row.due == month:
        yield "due", 1
        yield "kept", row.kept is True
        yield "waiting", row.answered is None
    if row.ended == month:
        yield "ended", 1
    if row.told == month:
        yield "told", 1
        yield "helped", row.helped is Helped.YES
        yield "helped_partly", row.helped is Helped.PARTLY
