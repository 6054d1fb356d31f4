"""Putting what waits into its heap: what was found in it, and whether its author is known.

The scheduler does it every second, a bounded batch at a time, and again for all when the rules of
screening or the words of the town change. What nobody has sorted yet lies among what is to be read.
"""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Row,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlmodel import Session

from models import known_author
from models.calendar import now
from models.comment import comments
from models.database import table_of, transaction
from models.profile import site
from models.review import IS_OPEN, ReviewState, reviewables
from models.reviewing_desk import DeskRules
from models.states import PUBLIC, Publication
from models.submission import submissions
from models.text import Text
from moderation import screening, wordlists
from moderation.screening import screen
from moderation.wordlists import Words

BATCH = 200
"""Texts sorted in one second: less than a tenth of it, on a slow machine."""

MOST_DOUBTED = 1000
"""Texts that look fine whose authors are asked about once a minute: the oldest."""

_texts = table_of(Text)
_r = reviewables.c
_s = submissions.c
_c = comments.c

_MAY_BE_FINE = frozenset({Publication.QUEUED}) | PUBLIC
"""Where a text can stand that may be published with others: not what was hidden from everyone."""


class Sorted(NamedTuple):
    """An item as it was looked at, and whether it looks fine."""

    id: int
    version: int
    screened: int
    fine: bool


def go_on() -> None:
    """The clock's part: one bounded batch, and what has become late. The texts are read and
    screened while nobody waits for it.
    """
    with transaction(write=False) as session:
        found = _look(session, _unsorted())
        late = session.execute(_MOVES, {"at": now()}).scalar_one()
    if not (found or late):
        return
    with transaction() as session:
        _put(session, found)
        if late:
            _keep_time(session)


def still_fine(session: Session, item_ids: Collection[int]) -> set[int]:
    """Those of these items that look fine by the rules and the authors' record of this moment."""
    wanted = _texts_of().where(_r.id.in_(item_ids), _r.fine.is_(True))
    return {one.id for one in _look(session, wanted) if one.fine}


def _unsorted() -> Select[Any]:
    """The partial index has the open items by the rules that looked at them last."""
    return (
        _texts_of().where(_r.screened < screening.VERSION).order_by(_r.screened, _r.id).limit(BATCH)
    )


def _texts_of() -> Select[Any]:
    of_comment = _r.comment_id.is_not(None)
    return (
        select(
            _r.id,
            _r.version,
            _r.screened,
            _r.state,
            _r.urgent,
            _r.reports,
            _texts.c.title,
            _texts.c.source,
            case((of_comment, ""), else_=_s.place).label("place"),
            case((of_comment, _c.byline), else_=_s.byline).label("byline"),
            case((of_comment, _c.contact_id), else_=_s.contact_id).label("contact_id"),
            case((of_comment, _c.publication), else_=_s.publication).label("publication"),
            or_(of_comment, _s.confirmed_at.is_not(None)).label("confirmed"),
            and_(_r.comment_id.is_(None), _r.text_id == _s.pending_text_id).label("change"),
        )
        .select_from(reviewables)
        .join(_texts, _texts.c.id == _r.text_id)
        .outerjoin(comments, _c.id == _r.comment_id)
        .join(submissions, _s.id == func.coalesce(_r.submission_id, _c.submission_id))
        .where(IS_OPEN)
    )


def _look(session: Session, wanted: Select[Any]) -> list[Sorted]:
    rows = session.execute(wanted).all()
    if not rows:
        return []
    rules = site(session).reviewing
    town = wordlists.parsed(rules.words)
    clean = [row for row in rows if _can_be(row) and not _found_in(row, town)]
    known = _known(session, clean, rules.desk)
    fine = {row.id for row in clean if row.contact_id in known}
    return [Sorted(row.id, row.version, row.screened, row.id in fine) for row in rows]


def _can_be(row: Row[Any]) -> bool:
    """Whether it is a whole text, that nobody complains of, of a confirmed address."""
    return bool(
        row.state is ReviewState.PENDING
        and not row.urgent
        and not row.reports
        and not row.change
        and row.confirmed
        and row.publication in _MAY_BE_FINE
    )


def _found_in(row: Row[Any], town: Words) -> bool:
    parts = (row.title, row.source, row.place, row.byline)
    return any(screen(part, town) for part in parts if part)


def _known(session: Session, rows: Sequence[Row[Any]], rules: DeskRules) -> set[int]:
    return known_author.known_among(
        session,
        {row.contact_id for row in rows},
        approved=rules.known_after,
        days=rules.known_days,
    )


_PUT = (
    update(reviewables)
    .where(
        _r.id == bindparam("item"),
        _r.version == bindparam("seen"),
        _r.screened == bindparam("was"),
    )
    .values(fine=bindparam("looks"), screened=bindparam("by"))
)
"""A text that changed meanwhile has a new version, and is looked at again; so is one that was
looked at with words that the town had before (models.sorting_again).
"""


def _put(session: Session, found: Sequence[Sorted]) -> None:
    if found:
        by = screening.VERSION
        session.connection().execute(
            _PUT,
            [
                {"item": one.id, "seen": one.version, "was": one.screened}
                | {"looks": one.fine, "by": by}
                for one in found
            ],
        )


_AT = bindparam("at", type_=BigInteger)
_IS_LATE = and_(_r.overdue.is_(False), _r.due_at < _AT)
_IS_IN_TIME = and_(_r.overdue.is_(True), _r.due_at >= _AT)
_MOVES = select(or_(exists().where(IS_OPEN, _IS_LATE), exists().where(IS_OPEN, _IS_IN_TIME)))


def _keep_time(session: Session) -> None:
    """What has become late is read before the rest; what got more time, no longer."""
    for condition, late in ((_IS_LATE, True), (_IS_IN_TIME, False)):
        session.execute(
            update(reviewables).where(IS_OPEN, condition).values(overdue=late), {"at": now()}
        )


def doubt() -> bool:
    """The clock's part, once a minute: what looked fine of somebody who is not known any more is to
    be read. There is nothing to tell anybody.
    """
    with transaction() as session:
        rows = session.execute(
            _texts_of().where(_r.fine.is_(True)).order_by(_r.created_at).limit(MOST_DOUBTED)
        ).all()
        known = _known(session, rows, site(session).reviewing.desk)
        lost = [row.id for row in rows if row.contact_id not in known]
        if lost:
            session.execute(update(reviewables).where(_r.id.in_(lost)).values(fine=False))
    return False
