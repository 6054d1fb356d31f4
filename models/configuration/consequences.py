"""What follows from a change of the configuration, counted before it is made.

Each consequence is a code with its numbers and names; the words stand in templates/admin. Promises,
thresholds and days that were given stay as they were given (ST-10): that is said, too.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from models.comment import Comment
from models.configuration import following_rules
from models.configuration.changing import Proposed
from models.configuration.following_rules import count
from models.configuration.parts import ORDER, Difference
from models.database import table_of
from models.organisation import Category, Unit
from models.states import OPEN_STATUSES, Kind, Publication, Status
from models.submission import submissions
from models.units import following, rerouting
from models.units.following import Move

_categories, _units = table_of(Category), table_of(Unit)
_comments = table_of(Comment)
_s = submissions.c
_OPEN = _s.status.in_(OPEN_STATUSES)
_SHOWN = (Publication.PUBLISHED, Publication.REDACTED)


@dataclass(frozen=True)
class Consequence:
    """`n` things, the name of what is changed in both languages by its row, and what else fills
    the sentence.
    """

    code: str
    n: int = 0
    row: Any = None
    values: dict[str, Any] = field(default_factory=dict)


def consequences(
    session: Session, proposed: Proposed, *, undoes: int | None = None
) -> list[Consequence]:
    """What follows, in the order of the differences; each kind of the whole once. Then which open
    cases move: those that may go along, or, where the change `undoes` is taken back, that return.
    """
    found = list(_follow(session, proposed))
    found = [one for number, one in enumerate(found) if one not in found[:number]]
    if undoes is None:
        moves = following.moves(session, proposed.before, proposed.after)
    else:
        moves = rerouting.undone(session, proposed.before, proposed.after, undoes)
    return _with_moves(proposed, found, moves)


def _with_moves(
    proposed: Proposed, found: list[Consequence], moves: list[Move]
) -> list[Consequence]:
    """Whoever goes along with a subject goes not to the service centre when a unit goes."""
    units = [*proposed.after.units, *proposed.before.units]
    told = []
    for one in found:
        if one.code == "unit_goes":
            n = sum(move.n for move in moves if move.giver == one.row.slug)
            told.append(replace(one, n=one.n - n))
        else:
            told.append(one)
    for move in moves:
        values = {"from": _row(units, move.giver), "to": _row(units, move.taker)}
        told.append(Consequence(move.why, move.n, values=values))
    return told


def _follow(session: Session, proposed: Proposed) -> Iterator[Consequence]:
    for one in proposed.differences:
        part = one.path[0] if one.path[0] != "site" else one.path[1]
        follow = _BY_PART.get(part)
        if one.path[-1] == ORDER:
            continue
        if follow is not None:
            yield from follow(session, proposed, one)
        for told in following_rules.follow(session, proposed.before, proposed.after, one):
            yield Consequence(told.code, told.n, values=dict(told.values))


def _of_subject(session: Session, proposed: Proposed, one: Difference) -> Iterator[Consequence]:
    slug = one.path[1]
    if len(one.path) > 2 and one.path[2] != "unit":
        return
    about = _s.category_id == _id(_categories, slug)
    if len(one.path) > 2:
        to = _row(proposed.after.units, one.after)
        yield Consequence("subject_moves", 0, _row(proposed.after.categories, slug), {"to": to})
    elif one.after is None:
        n = count(session, _OPEN, about)
        yield Consequence("subject_goes", n, _row(proposed.before.categories, slug))
    else:
        yield Consequence("subject_comes", 0, _row(proposed.after.categories, slug))


def _of_routes(session: Session, proposed: Proposed, one: Difference) -> Iterator[Consequence]:
    yield Consequence("routes")


def _of_unit(session: Session, proposed: Proposed, one: Difference) -> Iterator[Consequence]:
    if len(one.path) == 2 and one.after is None:
        n = count(session, _OPEN, _s.unit_id == _id(_units, one.path[1]))
        yield Consequence("unit_goes", n, _row(proposed.before.units, one.path[1]))


def _of_promises(session: Session, proposed: Proposed, one: Difference) -> Iterator[Consequence]:
    yield Consequence("promises", count(session, _OPEN, _s.promise_id.is_not(None)))


def _of_calendar(session: Session, proposed: Proposed, one: Difference) -> Iterator[Consequence]:
    yield Consequence("calendar", count(session, _OPEN, _s.answered_at.is_(None)))


def _of_proposals(session: Session, proposed: Proposed, one: Difference) -> Iterator[Consequence]:
    yield Consequence("proposals", count(session, _s.status == Status.VOTING))


def _of_modules(session: Session, proposed: Proposed, one: Difference) -> Iterator[Consequence]:
    name = one.path[2]
    if one.after:
        yield Consequence("module_on", values={"module": name})
        return
    n = 0
    if name == "comments":
        shown = select(func.count()).where(_comments.c.publication.in_(_SHOWN))
        n = session.execute(shown).scalar_one()
    elif name in _KINDS:
        n = count(session, _s.kind == _KINDS[name], _s.publication.in_(_SHOWN))
    yield Consequence("module_off", n, values={"module": name})


def _of_words(session: Session, proposed: Proposed, one: Difference) -> Iterator[Consequence]:
    yield Consequence("words")


def _of_zone(session: Session, proposed: Proposed, one: Difference) -> Iterator[Consequence]:
    yield Consequence("zone")


def _of_looks(session: Session, proposed: Proposed, one: Difference) -> Iterator[Consequence]:
    yield Consequence("looks")


_KINDS = {"proposals": Kind.PROPOSAL, "praise": Kind.PRAISE, "dialogues": Kind.DIALOGUE}
_BY_PART = {
    "categories": _of_subject,
    "routes": _of_routes,
    "units": _of_unit,
    "promises": _of_promises,
    "calendar": _of_calendar,
    "proposals": _of_proposals,
    "modules": _of_modules,
    "words": _of_words,
    "zone": _of_zone,
    **dict.fromkeys(("marks", "colour", "site_name", "mail_name", "sms_name"), _of_looks),
}


def _id(table: Any, slug: str) -> Any:
    return select(table.c.id).where(table.c.slug == slug).scalar_subquery()


def _row(rows: Any, slug: str) -> Any:
    """The row of a slug, which has a name in both languages; None where there is none."""
    return next((row for row in rows if row.slug == slug), None)
