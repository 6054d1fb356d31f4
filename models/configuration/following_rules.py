"""What follows from a change of the rules: review, the register, disposal, hours, parts of the map.

What was promised, numbered or placed stays as it was; each of these says so, and counts what does
not.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, or_, select
from sqlmodel import Session

from models.calendar import now, today
from models.configuration.parts import Difference
from models.database import table_of
from models.organisation import Unit
from models.profile_file import Whole
from models.register.numbers import counters, diary
from models.register.series import Series, of_board
from models.retention import disposing
from models.retention.rules import Rule
from models.retention.what import PRESETS, What
from models.review import IS_OPEN, reviewables
from models.states import OPEN_STATUSES
from models.submission import submissions
from models.units.area import MILLIONTHS, area_table

_units = table_of(Unit)
_s = submissions.c
_OPEN = _s.status.in_(OPEN_STATUSES)
_LAST = select(counters.c.last)


class Followed(NamedTuple):
    """A code, how many it is about, and what fills its sentence."""

    code: str
    n: int = 0
    values: Mapping[str, Any] = {}


Follow = Callable[[Session, Whole, Whole, Difference], Iterator[Followed]]


def follow(session: Session, before: Whole, after: Whole, one: Difference) -> Iterator[Followed]:
    """What follows from one difference, if it is of a rule."""
    part = one.path[0] if one.path[0] != "site" else one.path[1]
    if part in _BY_PART:
        yield from _BY_PART[part](session, before, after, one)


def _of_diaries(
    session: Session, before: Whole, after: Whole, one: Difference
) -> Iterator[Followed]:
    for series in after.site.diaries:
        old = of_board(before.site.diaries, series.board)
        if old is None or old.written(1, 1) != series.written(1, 1):
            given = select(func.count()).where(diary.c.series == series.board)
            kept = session.execute(given).scalar_one()
            yield Followed("diary", kept, {"sample": _next(session, series)})
        if old is not None and old.kinds != series.kinds:
            yield Followed("diary_kinds")
    for old in before.site.diaries:
        if of_board(after.site.diaries, old.board) is None:
            yield Followed("diary_ends", 0, {"sample": old.code})


def _next(session: Session, series: Series) -> str:
    """The number that the next case of a series gets."""
    year = today().year
    counted = _LAST.where(counters.c.series == series.board, counters.c.year == year)
    return series.written(year, (session.execute(counted).scalar() or 0) + 1)


_LATER = {"words": "review_words", "review_hours": "review_hours"}
_MODES = {"submissions", "comments", "photos", "kinds", "subjects"}


def _of_reviewing(
    session: Session, before: Whole, after: Whole, one: Difference
) -> Iterator[Followed]:
    name = one.path[2]
    code = _LATER.get(name) or ("review_modes" if name in _MODES else "")
    if not code:
        yield Followed("review")
        return
    waiting = select(func.count()).select_from(reviewables).where(IS_OPEN)
    yield Followed(code, session.execute(waiting).scalar_one())


def _of_retention(
    session: Session, before: Whole, after: Whole, one: Difference
) -> Iterator[Followed]:
    what = What(one.path[1])
    n = _gone(session, _rule(after, what)) - _gone(session, _rule(before, what))
    code = "retention_sooner" if n > 0 else "retention_later" if n < 0 else "retention_same"
    yield Followed(code, abs(n))


def _rule(whole: Whole, what: What) -> Rule:
    row = next((row for row in whole.retention if row.what is what), None)
    said = PRESETS[what] if row is None else row
    return Rule(what, said.days, said.applies)


def _gone(session: Session, rule: Rule) -> int:
    """How much would go by a rule if the night were now."""
    if not rule.applies:
        return 0
    due = disposing.DOINGS[rule.what].due(rule.before(now())).order_by(None).subquery()
    found: int = session.execute(select(func.count()).select_from(due)).scalar_one()
    return found


def _of_units(session: Session, before: Whole, after: Whole, one: Difference) -> Iterator[Followed]:
    name = one.path[2] if len(one.path) > 2 else ""
    here = _s.unit_id == select(_units.c.id).where(_units.c.slug == one.path[1]).scalar_subquery()
    row = next((row for row in after.units if row.slug == one.path[1]), None)
    if name == "hours":
        yield Followed("unit_hours")
    elif name == "valid_until" and one.after:
        yield Followed("unit_ends", count(session, _OPEN, here), {"unit": row, "day": one.after})
    elif name == "service_centre" and one.after:
        yield Followed("centre", 0, {"unit": row})
    elif name == "service_centre":
        yield Followed("centre_was", count(session, _OPEN, here), {"unit": row})


def _of_areas(session: Session, before: Whole, after: Whole, one: Difference) -> Iterator[Followed]:
    slug = one.path[1]
    is_gone = len(one.path) == 2 and one.after is None
    if is_gone or one.path[2:] == ("bounds",):
        area = select(area_table.c.id).where(area_table.c.slug == slug).scalar_subquery()
        n = count(session, _OPEN, _s.area_id == area)
        yield Followed("area_goes" if is_gone else "area_bounds", n)


def _of_bounds(
    session: Session, before: Whole, after: Whole, one: Difference
) -> Iterator[Followed]:
    bounds = after.site.bounds
    if bounds is None:
        yield Followed("no_bounds")
        return
    south, west, north, east = (round(end * MILLIONTHS) for end in bounds)
    outside = or_(
        *(_s.latitude < south, _s.latitude > north),
        *(_s.longitude < west, _s.longitude > east),
    )
    yield Followed("bounds", count(session, _OPEN, outside))


def _of_escalation(
    session: Session, before: Whole, after: Whole, one: Difference
) -> Iterator[Followed]:
    yield Followed("escalation")


_BY_PART: dict[str, Follow] = {
    "diaries": _of_diaries,
    "reviewing": _of_reviewing,
    "retention": _of_retention,
    "units": _of_units,
    "areas": _of_areas,
    "bounds": _of_bounds,
    "escalation": _of_escalation,
}


def count(session: Session, *wanted: ColumnElement[bool]) -> int:
    """How many cases are so."""
    found: int = session.execute(
        select(func.count()).select_from(submissions).where(*wanted)
    ).scalar_one()
    return found
