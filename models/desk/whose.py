"""Whose cases an official looks at: her own, those of her units, or all there are."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, TextClause, bindparam, or_, select, text
from sqlmodel import Session

from models import absence, belonging
from models.consulting import consultations
from models.submission import submissions

_s = submissions.c
_asked = consultations.c


class Whose(StrEnum):
    MINE = "mine"
    """And those of whoever is away, and has her as deputy."""
    UNIT = "unit"
    ALL = "all"


@dataclass(frozen=True)
class Desk:
    """What somebody may choose among, and what is shown when she has chosen nothing."""

    units: frozenset[int] | None
    """Her own; None for whoever works for the whole town."""

    @property
    def choices(self) -> tuple[Whose, ...]:
        return tuple(Whose) if self.units else (Whose.MINE, Whose.ALL)

    def chosen(self, asked: str) -> Whose:
        """What is asked for if it can be had; else her unit's, or all."""
        usual = Whose.UNIT if self.units else Whose.ALL
        return next((one for one in self.choices if one == asked), usual)


def desk_of(session: Session, person_id: int | None) -> Desk:
    """The desk of an official."""
    return Desk(belonging.units_of(session, person_id))


Condition = ColumnElement[bool] | TextClause


def only(session: Session, whose: Whose, desk: Desk, person_id: int | None) -> list[Condition]:
    """Conditions on cases. A unit's are those it has, and those it is asked about."""
    if whose is Whose.MINE:
        # The sign before the column keeps it from being looked for by itself, in both databases:
        # somebody has had thousands of cases, and the few that are open stand in a small index.
        people = absence.mine(session, person_id or 0)
        wanted = text("+submission.assignee_id IN :people")
        return [wanted.bindparams(bindparam("people", people, expanding=True))]
    if whose is Whose.UNIT and desk.units:
        return [or_(_s.unit_id.in_(desk.units), _s.id.in_(_asked_about(desk.units)))]
    return []


def _asked_about(units: Collection[int]) -> ColumnElement[int]:
    asked = select(_asked.submission_id).where(
        _asked.unit_id.in_(units), _asked.answered_at.is_(None)
    )
    return asked.scalar_subquery()
