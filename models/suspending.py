"""Closing an account for a time, signing somebody out, taking a second factor that is lost."""

from enum import StrEnum

from sqlalchemy import select, update
from sqlmodel import Session

from models import access_log, factor, review
from models import session as sessions
from models.access_log import What
from models.actor import Actor
from models.administered import done, leave_one, taken
from models.database import table_of
from models.dialogue import helpful
from models.errors import NotAllowed
from models.person import Person

_people = table_of(Person)
_log = access_log.access_log.c


class Why(StrEnum):
    """Why somebody is suspended."""

    LEFT = "left"
    """She works here no more."""
    STOLEN = "stolen"
    """Somebody else may be using her account."""
    RULES = "rules"
    """She broke the rules of the site."""
    OTHER = "other"


def suspend(session: Session, person_id: int, why: Why, *, by: Actor) -> None:
    """Take all rights from somebody until they are given back. What she handed in is handled on,
    and the cases she has stand without an owner. Twice changes nothing.

    Raises NotFound, NotAllowed for oneself and for the last administrator.
    """
    if person_id == by.person_id:
        raise NotAllowed("oneself")
    if taken(session, person_id).suspended:
        return
    leave_one(session, person_id)
    review.let_go_of_all(session, person_id)
    _set(session, person_id, suspended=True)
    done(session, person_id, What.SUSPENDED, by=by, detail=why.value)


def restore(session: Session, person_id: int, *, by: Actor) -> None:
    """End a suspension; twice changes nothing. Raises NotFound."""
    if taken(session, person_id).suspended:
        _set(session, person_id, suspended=False)
        done(session, person_id, What.RESTORED, by=by)


def why(session: Session, person_id: int) -> tuple[Why, int] | None:
    """Why somebody was suspended last, and when; None when the log says it no more."""
    row = session.execute(
        select(_log.detail, _log.at)
        .where(_log.about_person_id == person_id, _log.what == What.SUSPENDED)
        .order_by(_log.id.desc())
        .limit(1)
    ).first()
    return (Why(row.detail), row.at) if row is not None else None


def sign_out(session: Session, person_id: int, *, by: Actor) -> None:
    """Sign somebody out in every browser. Raises NotFound, NotAllowed for oneself."""
    if person_id == by.person_id:
        raise NotAllowed("oneself")
    taken(session, person_id)
    sessions.end_all(session, person_id)
    access_log.note(session, by, What.SIGNED_OUT, person_id=person_id)


def reset_factor(session: Session, person_id: int, *, by: Actor) -> None:
    """Take the second factor of somebody who has lost it; she chooses another when she signs in.

    Raises NotFound, NotAllowed for oneself: whoever is in has hers.
    """
    if person_id == by.person_id:
        raise NotAllowed("oneself")
    taken(session, person_id)
    factor.reset(session, person_id)
    done(session, person_id, What.FACTOR_RESET, by=by)


def _set(session: Session, person_id: int, *, suspended: bool) -> None:
    session.execute(update(_people).where(_people.c.id == person_id).values(suspended=suspended))
    helpful.count_again(session, person_id)
