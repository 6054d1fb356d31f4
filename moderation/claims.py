"""Who is reading an item just now, so that two do not read the same one (MQ-6)."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, or_, select, update
from sqlmodel import Session

from models import access_log
from models.access_log import What
from models.actor import Actor
from models.calendar import MINUTE, Moment, now
from models.comment import comments
from models.database import Id, table_of
from models.errors import NotAllowed, NotFound, Stale
from models.person import Person
from models.profile import site
from models.review import IS_OPEN, OPEN, Reviewable, reviewables
from models.reviewing_desk import Claims

CLAIM_LASTS = 15 * MINUTE

_people = table_of(Person)
_r = reviewables.c


_BY = bindparam("by", type_=Id)
_CLAIM = (
    update(reviewables)
    .where(
        _r.id == bindparam("item"),
        IS_OPEN,
        or_(
            _r.claimed_by.is_(None),
            _r.claimed_by == _BY,
            _r.claimed_at <= bindparam("lapsed"),
        ),
    )
    .values(claimed_by=_BY, claimed_at=bindparam("at"))
    .returning(_r.id)
)


class Holder(NamedTuple):
    """Who has an item, and since when; nobody with an id of None."""

    person_id: int | None
    name: str
    since: Moment | None


def is_taken(claimed_by: int | None, claimed_at: Moment | None) -> bool:
    """Whether a claim still holds: it lapses by itself after a quarter of an hour."""
    return claimed_by is not None and (claimed_at or 0) > now() - CLAIM_LASTS


def claim(session: Session, item_id: int, by: Actor) -> None:
    """Take an item, or hold on to it longer. Of any number who try at once exactly one gets it.

    Raises Stale with who has it and since when; NotFound when it does not wait any more.
    """
    if by.person_id is None:
        raise NotFound(str(item_id))
    at = now()
    asked = {"item": item_id, "by": by.person_id, "lapsed": at - CLAIM_LASTS, "at": at}
    won = session.execute(_CLAIM, asked).first()
    if won is not None:
        return
    found = holder(session, item_id)
    raise Stale(who=found.name, when=found.since)


def hold(session: Session, item_id: int, by: Actor) -> Holder:
    """Hold on to what she has while its page is being looked at; who has it now. Takes nothing.
    Raises NotFound when it does not wait any more.
    """
    session.execute(
        update(reviewables)
        .where(_r.id == item_id, IS_OPEN, _r.claimed_by == by.person_id)
        .values(claimed_at=now())
    )
    return holder(session, item_id)


def take_over(session: Session, item_id: int, by: Actor) -> None:
    """Take an item that somebody else has. The access log says who took what of whom, and whoever
    had it is told on her page. Raises NotFound when it does not wait any more.
    """
    found = holder(session, item_id)
    if found.person_id not in (None, by.person_id):
        case_id = session.execute(
            select(func.coalesce(_r.submission_id, comments.c.submission_id))
            .select_from(reviewables)
            .outerjoin(comments, comments.c.id == _r.comment_id)
            .where(_r.id == item_id)
        ).scalar_one()
        access_log.note(
            session,
            by,
            What.CLAIM_TAKEN,
            submission_id=case_id,
            person_id=found.person_id,
            number=item_id,
        )
    session.execute(
        update(reviewables)
        .where(_r.id == item_id, IS_OPEN)
        .values(claimed_by=by.person_id, claimed_at=now())
    )


def let_go(session: Session, item_id: int, by: Actor) -> None:
    """She reads something else now."""
    session.execute(
        update(reviewables)
        .where(_r.id == item_id, IS_OPEN, _r.claimed_by == by.person_id)
        .values(claimed_by=None, claimed_at=None)
    )


def holder(session: Session, item_id: int) -> Holder:
    """Who has an open item now. Raises NotFound for one that does not wait."""
    row = session.execute(
        select(_r.claimed_by, _r.claimed_at, _people.c.name)
        .select_from(reviewables)
        .outerjoin(_people, _people.c.id == _r.claimed_by)
        .where(_r.id == item_id, IS_OPEN)
    ).first()
    if row is None:
        raise NotFound(str(item_id))
    if not is_taken(row.claimed_by, row.claimed_at):
        return Holder(None, "", None)
    return Holder(row.claimed_by, row.name, row.claimed_at)


def check_held(session: Session, item: Reviewable, person_id: int) -> None:
    """Raises NotAllowed with `not_claimed` where the town lets nobody judge a text that is not
    hers. What is decided already waits for nobody, and is claimed by nobody.
    """
    if item.state not in OPEN or site(session).reviewing.desk.claims is not Claims.REQUIRED:
        return
    if item.claimed_by != person_id or not is_taken(item.claimed_by, item.claimed_at):
        raise NotAllowed("not_claimed")
