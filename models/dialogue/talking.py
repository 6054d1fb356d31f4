"""A discussion as rows: arguments for, against and neither, each with the first replies to it.

However long it is, a page of it has at most LISTED roots of each list and REPLIES replies below
each: 180 comments. The rest is behind its links, by key (never by number of pages).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, case, func, literal, select, tuple_
from sqlmodel import Session

from models.comment import MAX_DEPTH, NUMBER_WIDTH, comments
from models.database import table_of
from models.dialogue.kinds import Section, Stance
from models.states import PUBLIC
from models.text import Text
from models.thread import COLUMNS, STANDS, worded

LISTED, REPLIES = 15, 3
IDEAS = 40
BEST = 3
FIRST = (2**31 - 1, 2**31 - 1)
"""A key before every comment."""
END = "end"
"""What stands in an address instead of a key where nothing of a list is left."""

_c, _texts = comments.c, table_of(Text)
_root = comments.alias("root")
_is_idea = and_(_c.section == Section.IDEA, _c.publication.in_(PUBLIC))
ROW = (
    *COLUMNS,
    _c.stance,
    _c.helpful,
    _c.id,
    case((_is_idea, _texts.c.source), else_="").label("source"),
)
"""What pages show of each. The number of all replies to it stands last."""
NO_REPLIES = literal(0).label("all_replies")


class Order(StrEnum):
    HELPFUL = "helpful"
    """Those that most people find helpful first, the newest of equals first."""
    NEW = "new"


Key = tuple[int, int]
"""Where a page of a list begins: helpful marks and number of the last comment before it."""


@dataclass(frozen=True)
class Root:
    """A comment that replies to nothing, with the first replies to it and how many there are."""

    comment: Row[Any]
    replies: list[Row[Any]] = field(default_factory=list)
    all_replies: int = 0

    @property
    def rows(self) -> list[Row[Any]]:
        """All of it that is shown, in the order of the thread."""
        return [self.comment, *self.replies]

    @property
    def left(self) -> int:
        """How many replies are not among them."""
        return max(0, self.all_replies - sum(reply.publication in PUBLIC for reply in self.replies))


@dataclass(frozen=True)
class Counts:
    """How many public comments a phase has: those of each stance, and replies to them."""

    of: Mapping[Stance | None, int]
    replies: int

    @property
    def all(self) -> int:
        return sum(self.of.values()) + self.replies


def _roots(stance: Stance | None, order: Order) -> Select[Any]:
    wanted = worded(select(*ROW, NO_REPLIES)).where(
        _c.phase_id == bindparam("phase"),
        _c.section == bindparam("section"),
        _c.parent_id.is_(None),
        _c.stance.is_(None) if stance is None else _c.stance == stance,
        STANDS,
    )
    # The columns that are the same for all rows stand here too: PostgreSQL does not know of
    # something that "is null" that it is, and would sort what the index has in order.
    same = (_c.parent_id.desc(), _c.stance.desc())
    if order is Order.NEW:
        wanted = wanted.where(_c.number < bindparam("number")).order_by(*same, _c.number.desc())
    else:
        after = tuple_(bindparam("helpful"), bindparam("number"))
        wanted = wanted.where(tuple_(_c.helpful, _c.number) < after).order_by(
            *same, _c.helpful.desc(), _c.number.desc()
        )
    return wanted.limit(bindparam("most"))


_ROOTS = {
    (stance, order): _roots(stance, order)
    for stance in (Stance.FOR, Stance.AGAINST, None)
    for order in Order
}

_is_below = and_(
    _c.submission_id == _root.c.submission_id,
    _c.path > _root.c.path,
    # As in models.thread: everything that begins with the path of the root.
    _c.path < _root.c.path + "9" * (NUMBER_WIDTH * (MAX_DEPTH + 1)),
)
_RANKED = (
    select(
        _c.id.label("comment_id"),
        func.row_number()
        .over(partition_by=_root.c.id, order_by=(_c.official.desc(), _c.path))
        .label("place"),
        func.count().over(partition_by=_root.c.id).label("all_replies"),
    )
    .select_from(_root)
    .join(comments, _is_below)
    .where(_root.c.id.in_(bindparam("roots", expanding=True)), _c.publication.in_(PUBLIC))
    .subquery()
)
_REPLIES = (
    worded(
        select(*ROW, _RANKED.c.all_replies)
        .select_from(_RANKED)
        .join(comments, _c.id == _RANKED.c.comment_id)
    )
    .where(_RANKED.c.place <= REPLIES)
    .order_by(_c.path)
)

_is_root = _c.parent_id.is_(None)
_COUNTS = select(
    func.count().filter(_is_root, _c.stance == Stance.FOR),
    func.count().filter(_is_root, _c.stance == Stance.AGAINST),
    func.count().filter(_is_root),
    func.count(),
).where(
    _c.phase_id == bindparam("phase"),
    _c.section.in_((Section.TALK, Section.IDEA)),
    _c.publication.in_(PUBLIC),
)


def roots(
    session: Session,
    phase_id: int,
    stance: Stance | None,
    *,
    order: Order,
    after: Key = FIRST,
    section: Section = Section.TALK,
    most: int = LISTED,
) -> Sequence[Row[Any]]:
    """Comments of a phase that reply to nothing, of one stance, at most `most` after a key. One
    that was shown before has an empty place while something public stands below it.
    """
    asked = {"phase": phase_id, "section": section, "number": after[1], "most": most}
    if order is Order.HELPFUL:
        asked["helpful"] = after[0]
    return session.execute(_ROOTS[stance, order], asked).all()


def with_replies(session: Session, listed: Sequence[Row[Any]]) -> list[Root]:
    """The same with the first replies to each, those of officials before others, in the order of
    the thread: one question for all of them.
    """
    found = {row.path: Root(row) for row in listed}
    ids = [row.id for row in listed]
    counted: dict[str, int] = {}
    for reply in session.execute(_REPLIES, {"roots": ids}) if ids else ():
        top = reply.path[:NUMBER_WIDTH]
        found[top].replies.append(reply)
        counted[top] = reply.all_replies
    return [Root(root.comment, root.replies, counted.get(path, 0)) for path, root in found.items()]


def counts(session: Session, phase_id: int) -> Counts:
    """How many public comments and ideas there are in a phase."""
    found = session.execute(_COUNTS, {"phase": phase_id}).one()
    in_favour, against, roots_of_it, all_of_it = found
    of = {Stance.FOR: in_favour, Stance.AGAINST: against, None: roots_of_it - in_favour - against}
    return Counts(of, all_of_it - roots_of_it)


def best(session: Session, phase_id: int, stance: Stance | None, section: Section) -> list[Any]:
    """The BEST that most people found helpful, those alone that somebody did."""
    found = roots(session, phase_id, stance, order=Order.HELPFUL, section=section, most=2 * BEST)
    return [row for row in found if row.helpful and row.html][:BEST]
