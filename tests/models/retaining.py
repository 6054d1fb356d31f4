"""The rules of disposal, applied as a night applies them."""

from sqlalchemy import func, select

from models.calendar import now
from models.database import table_of, transaction
from models.retention import disposing, rules, runs
from models.retention.rules import RuleRow
from models.retention.what import What
from tests import people


def nights() -> None:
    """Everything that is due now goes."""
    period = str(now())
    with transaction() as session:
        people.municipality(session)
    with transaction(write=False) as session:
        wanted = disposing.left(session, period)
    for rule in wanted:
        for _ in range(50):
            with transaction() as session:
                if disposing.some(session, rule, period):
                    break


def decide(what: What, days: int, *, applies: bool = True) -> None:
    """The municipality has decided how long something is kept."""
    with transaction() as session:
        people.municipality(session)
        row = RuleRow(
            what=what, days=days, applies=applies, basis_sv="beslut 7", basis_en="decision 7"
        )
        rules.put(session, [row])


def gone() -> dict[str, int]:
    """How many went by which rule, in all nights."""
    with transaction(write=False) as session:
        rows = session.execute(
            select(runs.runs.c.what, func.sum(runs.runs.c.count).label("many")).group_by("what")
        )
        return {row.what.value: int(row.many) for row in rows if row.many}


def rows(model) -> list:
    """Every row of a table."""
    table = table_of(model)
    with transaction(write=False) as session:
        return list(session.execute(select(table).order_by(*table.primary_key)))
