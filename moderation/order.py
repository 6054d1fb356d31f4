"""The order in which waiting texts are read: urgent, then overdue, then the most reported, then the
oldest; what looks fine after its like (MQ-5).

The order is read off one index band by band, so that a page costs the same however much waits.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, exists, or_, select, tuple_
from sqlmodel import Session

from models.errors import NotFound
from models.review import IS_OPEN, reviewables

_r = reviewables.c


class Heap(StrEnum):
    """What a moderator takes up: each waiting text lies in one of them."""

    URGENT = "urgent"
    READ = "read"
    FINE = "fine"


class Band(NamedTuple):
    """A stretch of the order within which the most reported come first, then the oldest."""

    urgent: bool
    overdue: bool
    fine: bool
    reported: bool | None
    """Whether others have weighed it; None where few are there, and both are read together."""

    @property
    def heap(self) -> Heap:
        if self.urgent:
            return Heap.URGENT
        return Heap.FINE if self.fine else Heap.READ

    def condition(self) -> ColumnElement[bool]:
        """The beginning of the index, with equal signs."""
        score = {None: _r.score >= 0, True: _r.score > 0, False: _r.score == 0}[self.reported]
        return and_(
            _r.urgent.is_(self.urgent),
            _r.overdue.is_(self.overdue),
            _r.fine.is_(self.fine),
            score,
        )

    def holds(self, row: Row[Any]) -> bool:
        """Whether an item is, or was, of this stretch."""
        same = (row.urgent, row.overdue, row.fine) == self[:3]
        return same and self.reported in (None, row.score > 0)


BANDS = (
    Band(urgent=True, overdue=True, fine=False, reported=None),
    Band(urgent=True, overdue=False, fine=False, reported=None),
    Band(urgent=False, overdue=True, fine=False, reported=True),
    Band(urgent=False, overdue=True, fine=False, reported=False),
    Band(urgent=False, overdue=True, fine=True, reported=False),
    Band(urgent=False, overdue=False, fine=False, reported=True),
    Band(urgent=False, overdue=False, fine=False, reported=False),
    Band(urgent=False, overdue=False, fine=True, reported=False),
)


_others = reviewables.alias("other")
_PARTS = [select(_r.id).where(IS_OPEN, band.condition()).correlate(None) for band in BANDS]
_THERE = select(*(exists(part) for part in _PARTS))
_PLACE = _THERE.add_columns(
    *(_others.c[name] for name in ("urgent", "overdue", "fine", "score", "created_at", "id"))
).where(_others.c.id == bindparam("after"))
"""Which bands something lies in; and the same beside the place of one item."""


def in_heap(heap: Heap) -> ColumnElement[bool]:
    """That an item lies in a heap."""
    if heap is Heap.URGENT:
        return _r.urgent.is_(True)
    return and_(_r.urgent.is_(False), _r.fine.is_(heap is Heap.FINE))


def in_order(
    session: Session,
    wanted: Select[Any],
    *,
    limit: int,
    after: int | None = None,
    heap: Heap | None = None,
) -> list[Row[Any]]:
    """The first open items that `wanted` (a statement over them) finds, in order: a statement for
    each band in which something lies, and one that says which those are and where `after` stands,
    the id of the last item seen, which may have been decided since. Raises NotFound for an unknown
    `after`.
    """
    found: list[Row[Any]] = []
    seen = _place(session, after)
    row = session.execute(_THERE).one() if seen is None else seen
    for band, condition in _conditions(seen, heap):
        if len(found) == limit:
            break
        if not row[BANDS.index(band)]:
            continue
        weighed = () if band.reported is False else (_r.score.desc(),)
        found += session.execute(
            wanted.where(IS_OPEN, condition)
            .order_by(*weighed, _r.created_at, _r.id)
            .limit(limit - len(found))
        ).all()
    return found


def _conditions(
    seen: Row[Any] | None, heap: Heap | None
) -> Iterator[tuple[Band, ColumnElement[bool]]]:
    """The bands that are left, each with what is left of it."""
    at = -1
    if seen is not None:
        at = next(number for number, band in enumerate(BANDS) if band.holds(seen))
        yield BANDS[at], and_(BANDS[at].condition(), _later(seen, BANDS[at]))
    for band in BANDS[at + 1 :]:
        if heap in (None, band.heap):
            yield band, band.condition()


def _later(seen: Row[Any], band: Band) -> ColumnElement[bool]:
    older = tuple_(_r.created_at, _r.id) > (seen.created_at, seen.id)
    if band.reported is False:
        return older
    return or_(_r.score < seen.score, and_(_r.score == seen.score, older))


def _place(session: Session, after: int | None) -> Row[Any] | None:
    """Where in the order an item stands, or stood."""
    if after is None:
        return None
    row = session.execute(_PLACE, {"after": after}).first()
    if row is None:
        raise NotFound(str(after))
    return row
