"""Who is reading an item just now, so that two do not read the same one (MQ-6)."""

from sqlalchemy import or_, select, update
from sqlmodel import Session

from models.actor import Actor
from models.calendar import MINUTE, Moment, now
from models.database import changed, table_of
from models.errors import NotFound, Stale
from models.person import Person
from models.review import IS_OPEN, reviewables

CLAIM_LASTS = 15 * MINUTE

_people = table_of(Person)


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
    won = changed(
        session,
        update(reviewables)
        .where(
            reviewables.c.id == item_id,
            IS_OPEN,
            or_(
                reviewables.c.claimed_by.is_(None),
                reviewables.c.claimed_by == by.person_id,
                reviewables.c.claimed_at <= at - CLAIM_LASTS,
            ),
        )
        .values(claimed_by=by.person_id, claimed_at=at),
    )
    if won == 1:
        return
    row = session.execute(
        select(_people.c.name, reviewables.c.claimed_at)
        .join(_people, _people.c.id == reviewables.c.claimed_by)
        .where(reviewables.c.id == item_id, IS_OPEN)
    ).first()
    if row is None:
        raise NotFound(str(item_id))
    raise Stale(who=row.name, when=row.claimed_at)
