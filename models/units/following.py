"""Which open cases would follow when the configuration says that another unit answers.

A case follows where it is with the unit that got it by the rules of before: what somebody has
passed on by hand stays where she put it. How rules are read is as models.routing.routed does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, or_, select
from sqlmodel import Session

from models.database import table_of
from models.organisation import Category, Unit
from models.profile_file import Whole
from models.states import HANDED_IN
from models.submission import submissions
from models.units.area import area_table
from models.units.moving import LEFT_OPEN

_s = submissions.c
_subjects = table_of(Category)
_units = table_of(Unit)
_LEFT = and_(_s.status.in_(LEFT_OPEN), _s.kind.in_(HANDED_IN))
_ALIKE = (
    select(
        *(_s.category_id, _s.area_id, _s.kind, _s.unit_id),
        _subjects.c.slug.label("subject"),
        area_table.c.slug.label("area"),
        _units.c.slug.label("unit"),
        func.count().label("n"),
    )
    .select_from(submissions)
    .join(_units, _units.c.id == _s.unit_id)
    .outerjoin(_subjects, _subjects.c.id == _s.category_id)
    .outerjoin(area_table, area_table.c.id == _s.area_id)
    .where(_LEFT)
    .group_by(
        *(_s.category_id, _s.area_id, _s.kind, _s.unit_id),
        *(_subjects.c.slug, area_table.c.slug, _units.c.slug),
    )
)
_AT_ONCE = 100
"""Conditions in one statement: SQLite nests no more than a thousand."""


class Why(StrEnum):
    """Why cases would move, by the code that a consequence is told by."""

    ASKED = "cases_move"
    """Another unit answers from now on: whoever makes the change may take them along."""
    GOES = "cases_follow"
    """Their unit goes: they follow their subject at any rate."""
    RETURNS = "cases_return"
    """The change is taken back that moved them."""


@dataclass(frozen=True)
class Move:
    """`n` open cases of one unit that another would have, by their slugs; `which` finds them."""

    why: Why
    giver: str
    taker: str
    n: int
    which: list[ColumnElement[bool]]


def moves(session: Session, before: Whole, after: Whole) -> list[Move]:
    """What would move, by giver and taker. It changes nothing."""
    if (before.routes, _answering(before)) == (after.routes, _answering(after)):
        return []
    found: dict[tuple[str, str], tuple[int, list[ColumnElement[bool]]]] = {}
    for row in session.execute(_ALIKE):
        giver, taker = _routed(before, row), _routed(after, row)
        if giver is not None and taker is not None and row.unit == giver != taker:
            n, which = found.setdefault((giver, taker), (0, []))
            found[giver, taker] = n + row.n, [*which, _is_like(row)]
    stay = {row.slug for row in after.units}
    return [
        Move(
            Why.ASKED if giver in stay else Why.GOES,
            giver,
            taker,
            n,
            [or_(*which[at : at + _AT_ONCE]) for at in range(0, len(which), _AT_ONCE)],
        )
        for (giver, taker), (n, which) in sorted(found.items(), key=lambda one: one[0])
    ]


def _answering(whole: Whole) -> tuple[Sequence[tuple[str, str]], str]:
    return [(row.slug, row.unit) for row in whole.categories], _centre(whole)


def _centre(whole: Whole) -> str:
    return next(row.slug for row in whole.units if row.service_centre)


def _routed(whole: Whole, case: Row[Any]) -> str | None:
    """Which unit a case belongs to by these rules; None where its subject is in no list."""
    units = {row.slug: row.unit for row in whole.categories}
    if case.subject is not None and case.subject not in units:
        return None
    for line in whole.routes:
        if all(getattr(line, name) in {None, getattr(case, name)} for name in _FITS):
            return line.unit
    return _centre(whole) if case.subject is None else units[case.subject]


_FITS = ("subject", "area", "kind")


def _is_like(row: Row[Any]) -> ColumnElement[bool]:
    return and_(
        _s.category_id.is_not_distinct_from(row.category_id),
        _s.area_id.is_not_distinct_from(row.area_id),
        _s.kind == row.kind,
        _s.unit_id == row.unit_id,
    )
