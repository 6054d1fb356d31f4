"""Coming to an occasion of a dialogue: signed up by oneself, and taken back while it is ahead.

No event says who comes, and no page but that of whoever leads the dialogue.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, case, select, update
from sqlmodel import Session

from models import own_details, sanctions
from models.calendar import now
from models.database import table_of
from models.dialogue.occasions import (
    MOST_SEATS,
    SignUp,
    check_ahead,
    coming,
    sign_ups,
    take,
)
from models.errors import NotAllowed, NotFound
from models.panel import taking_part
from models.person import Person
from models.states import PUBLIC, Kind
from models.submission import submissions

_u, _s, _people = sign_ups.c, submissions.c, table_of(Person)
_PUBLIC = select(_s.id).where(
    _s.id == bindparam("dialogue"), _s.kind == Kind.DIALOGUE, _s.publication.in_(sorted(PUBLIC))
)
_COMES = select(_u.person_id).where(
    _u.occasion_id == bindparam("occasion"),
    _u.person_id == bindparam("person"),
    _u.withdrawn_at.is_(None),
)
_WHO = (
    select(
        # Whose identity is protected is counted, and named to nobody.
        case((_people.c.protected, ""), else_=_people.c.name).label("name"),
        _people.c.protected,
        _u.at,
    )
    .join(_people, _people.c.id == _u.person_id)
    .where(_u.occasion_id == bindparam("occasion"), _u.withdrawn_at.is_(None))
    .order_by(_u.at, _u.person_id)
    .limit(MOST_SEATS)
)


def sign_up(
    session: Session, dialogue_id: int, occasion_id: int, person_id: int, *, name: str = ""
) -> None:
    """She comes; pressed again it is the same. The row of the occasion is locked, so that seats are
    counted by one at a time. `name` is what we call her from now on, where we know no name of hers
    (see `asks_name`).

    Raises NotFound where it is not public, NotAllowed with `occasion_full`, `occasion_over`,
    `occasion_cancelled`, `suspended`, or `panel_only` where the dialogue is for others; Paused when
    she may not take part for a time.
    """
    if session.execute(_PUBLIC, {"dialogue": dialogue_id}).first() is None:
        raise NotFound(str(dialogue_id))
    found = take(session, dialogue_id, occasion_id)
    check_ahead(found)
    person = session.get_one(Person, person_id)
    if person.suspended:
        raise NotAllowed("suspended")
    sanctions.check(session, person_id)
    taking_part.check(session, dialogue_id, person_id=person_id)
    known = session.get(SignUp, (occasion_id, person_id), populate_existing=True)
    if known is not None and known.withdrawn_at is None:
        return
    if found.seats is not None and coming(session, occasion_id) >= found.seats:
        raise NotAllowed("occasion_full")
    known = known or SignUp(occasion_id=occasion_id, person_id=person_id, at=now())
    known.at, known.withdrawn_at = now(), None
    session.add(known)
    if name and asks_name(person):
        own_details.rename(session, person_id, name)
    session.flush()


def withdraw(session: Session, dialogue_id: int, occasion_id: int, person_id: int) -> None:
    """She does not come after all, and her seat is free. Raises NotFound and NotAllowed as
    `sign_up` does for the occasion itself: whoever may not take part may still take back.
    """
    check_ahead(take(session, dialogue_id, occasion_id))
    hers = (_u.occasion_id == occasion_id) & (_u.person_id == person_id)
    session.execute(
        update(sign_ups).where(hers, _u.withdrawn_at.is_(None)).values(withdrawn_at=now())
    )


def asks_name(person: Person) -> bool:
    """Whether she is asked what she is called: nobody knows, and nobody protects her from it."""
    return not (person.name or person.protected)


def comes(session: Session, occasion_id: int, person_id: int) -> bool:
    """Whether she has signed up."""
    asked = {"occasion": occasion_id, "person": person_id}
    return session.execute(_COMES, asked).first() is not None


def who(session: Session, occasion_id: int) -> Sequence[Row[Any]]:
    """Who comes, for whoever leads the dialogue: `name` ("" where she gave none, or is
    `protected`), and since when.
    """
    return session.execute(_WHO, {"occasion": occasion_id}).all()
