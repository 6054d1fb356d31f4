"""How units hang together: boards, departments, and what is part of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

from models.organisation import UnitSort, units


def above(rows: Sequence[Any], unit_id: int) -> list[int]:
    """The units that a unit is part of, the nearest first. A circle ends where it closes."""
    parents = {row.id: row.parent_id for row in rows}
    found: list[int] = []
    at = parents.get(unit_id)
    while at is not None and at != unit_id and at not in found:
        found.append(at)
        at = parents.get(at)
    return found


def departments(rows: Sequence[Any]) -> Mapping[int, int]:
    """The department of each unit of these rows: the top-most above it that is one, or itself."""
    sorts = {row.id: row.sort for row in rows}
    return {
        row.id: next(
            (one for one in reversed(above(rows, row.id)) if sorts[one] == UnitSort.DEPARTMENT),
            row.id,
        )
        for row in rows
    }


def department_of(session: Session) -> Mapping[int, int]:
    """By the id of each unit, retired ones too, the id of its department."""
    return departments(units(session))
