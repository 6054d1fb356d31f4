"""Queueing letters to staff, each at the first address that she has confirmed."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlmodel import Session

from models import absence
from models.calendar import Moment, now
from models.database import changed, table_of, upsert
from models.delivery import DeliveryState, deliveries
from models.person import Channel, Contact, Person
from notifications.staff_letters import ALERT

people = table_of(Person)
_contacts = table_of(Contact)
_firsts = _contacts.alias("first")


def tell(
    session: Session, whom: Iterable[int], message_key: str, case_id: int, *, but: int | None
) -> int:
    """Alert these people, or whoever stands in for them; not the one who did it herself."""
    away = absence.away(session)
    ids = {absence.stand_in(away, one) or one for one in whom} - {but}
    if not ids:
        return 0
    rows = session.execute(reached(people.c.id.in_(ids))).all()
    return sum(post(session, row, ALERT, message_key, case_id) for row in rows)


def reached(*wanted: ColumnElement[bool]) -> Select[Any]:
    """The first confirmed address of people who work here: person_id, contact_id, address and
    language.
    """
    first = (
        select(func.min(_firsts.c.id))
        .where(
            _firsts.c.person_id == people.c.id,
            _firsts.c.channel == Channel.EMAIL,
            _firsts.c.confirmed_at.is_not(None),
        )
        .correlate(people)
        .scalar_subquery()
    )
    return (
        select(
            people.c.id.label("person_id"),
            _contacts.c.id.label("contact_id"),
            _contacts.c.address,
            people.c.language,
        )
        .select_from(people)
        .join(_contacts, _contacts.c.id == first)
        .where(people.c.suspended.is_(False), *wanted)
        .order_by(people.c.id)
    )


def post(
    session: Session,
    to: Any,
    kind: str,
    message_key: str,
    case_id: int | None = None,
    *,
    not_before: Moment | None = None,
) -> int:
    """Queue one letter, which goes at once or at a moment; 0 when it is there already."""
    at: Moment = now()
    return changed(
        session,
        upsert(deliveries)
        .values(
            channel=Channel.EMAIL,
            address=to.address,
            message_key=message_key,
            kind=kind,
            language=to.language,
            contact_id=to.contact_id,
            submission_id=case_id,
            state=DeliveryState.QUEUED,
            code="",
            attempts=0,
            not_before=at if not_before is None else not_before,
            created_at=at,
        )
        .on_conflict_do_nothing(),
    )
