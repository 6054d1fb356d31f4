"""Whose cases an official looks at: her own, those of her units, or all there are."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, TextClause, bindparam, or_, select, text
from sqlmodel import Session

from models import absence, permissions
from models.actor import Role
from models.consulting import consultations
from models.permissions import Action, Relation
from models.permissions_of_cases import reached
from models.submission import submissions
from models.viewer import Viewer

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

    viewer: Viewer
    units: frozenset[int]
    """Her own; none for whoever works for no unit alone."""
    everything: bool
    """Whether she may look at the cases of all units."""

    @property
    def choices(self) -> tuple[Whose, ...]:
        there = {Whose.MINE: True, Whose.UNIT: bool(self.units), Whose.ALL: self.everything}
        return tuple(one for one in Whose if there[one])

    def chosen(self, asked: str) -> Whose:
        """What is asked for if it can be had; else her unit's, or all."""
        usual = Whose.UNIT if self.units else Whose.ALL
        return next((one for one in self.choices if one == asked), usual)


def desk_of(viewer: Viewer) -> Desk:
    """The desk of an official."""
    everything = any(
        permissions.gives(post, relation, Action.DESK)
        for post in viewer.posts
        for relation in permissions.ways(post)
        if relation in {Relation.CENTRE, Relation.EVERYTHING}
    )
    whole = any(
        permissions.is_of_all(post) and post.role in {Role.OFFICIAL, Role.ADMINISTRATOR}
        for post in viewer.posts
    )
    units = frozenset(
        post.unit_id
        for post in viewer.posts
        if post.role is Role.OFFICIAL and post.unit_id is not None
    )
    return Desk(viewer, frozenset() if whole else units, everything)


Condition = ColumnElement[bool] | TextClause


def only(session: Session, whose: Whose, desk: Desk) -> list[Condition]:
    """Conditions on cases. A unit's are those it has, and those it is asked about. Of all of them
    only what she may have on her desk.
    """
    allowed: list[Condition] = [reached(session, desk.viewer, Action.DESK)]
    if whose is Whose.MINE:
        # The sign before the column keeps it from being looked for by itself, in both databases:
        # somebody has had thousands of cases, and the few that are open stand in a small index.
        people = absence.mine(session, desk.viewer.person_id or 0)
        wanted = text("+submission.assignee_id IN :people")
        return [*allowed, wanted.bindparams(bindparam("people", people, expanding=True))]
    if whose is Whose.UNIT and desk.units:
        ours = or_(_s.unit_id.in_(desk.units), _s.id.in_(_asked_about(desk.units)))
        return [*allowed, ours]
    return allowed


def _asked_about(units: Collection[int]) -> ColumnElement[int]:
    asked = select(_asked.submission_id).where(
        _asked.unit_id.in_(units), _asked.answered_at.is_(None)
    )
    return asked.scalar_subquery()
