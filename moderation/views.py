"""Parts of the queue that a moderator may look at alone (MQ-5), each a condition on its items."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, exists, or_, true

from models.calendar import now
from models.database import table_of
from models.report import Report
from models.review import reviewables
from models.submission import submissions
from moderation.claims import CLAIM_LASTS

_reports = table_of(Report)
_r = reviewables.c
_s = submissions.c


class Whose(StrEnum):
    """By who has it, and by its time."""

    MINE = "mine"
    UNCLAIMED = "unclaimed"
    NEAR = "near"
    OVERDUE = "overdue"


class Only(NamedTuple):
    """What a list is kept to; all of it together. Nothing set is everything."""

    whose: Whose | None = None
    reason: str = ""
    """Of a report of the item, or of one that it had before."""
    unit_id: int | None = None
    category_id: int | None = None

    def condition(self, person_id: int | None) -> ColumnElement[bool]:
        """Over reviewable and submission, for whoever asks."""
        wanted: list[ColumnElement[bool]] = [true()]
        if self.whose is not None:
            wanted.append(_WHOSE[self.whose](person_id))
        if self.reason:
            wanted.append(
                exists().where(_reports.c.reviewable_id == _r.id, _reports.c.reason == self.reason)
            )
        if self.unit_id is not None:
            wanted.append(_s.unit_id == self.unit_id)
        if self.category_id is not None:
            wanted.append(_s.category_id == self.category_id)
        return and_(*wanted)


EVERYTHING = Only()


def is_mine(person_id: int | None) -> ColumnElement[bool]:
    """That she has it."""
    return and_(_r.claimed_by == person_id, _r.claimed_at > now() - CLAIM_LASTS)


def is_unclaimed(_person_id: int | None = None) -> ColumnElement[bool]:
    """That nobody has it: a claim lapses by itself."""
    return or_(_r.claimed_by.is_(None), _r.claimed_at <= now() - CLAIM_LASTS)


def is_near(_person_id: int | None = None) -> ColumnElement[bool]:
    """That three quarters of its time have passed, but not all of it."""
    at = now()
    waited: Any = at - _r.created_at
    return and_(_r.due_at >= at, waited * 4 >= (_r.due_at - _r.created_at) * 3)


def is_overdue(_person_id: int | None = None) -> ColumnElement[bool]:
    """That its time has passed."""
    return _r.due_at < now()


_WHOSE: dict[Whose, Callable[[int | None], ColumnElement[bool]]] = {
    Whose.MINE: is_mine,
    Whose.UNCLAIMED: is_unclaimed,
    Whose.NEAR: is_near,
    Whose.OVERDUE: is_overdue,
}
