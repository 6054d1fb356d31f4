"""Everything we know of one person, as she may have it (GDPR, article 15; spec L14).

One register: each part of it says where its rows come from and which columns of the schema it
stands for. A column that names a person or an address is in a part, or in LEFT_OUT with the reason
why it is not hers to have; a test holds both against the schema.
"""

from collections.abc import Mapping

from sqlalchemy import func, select, union_all
from sqlalchemy import literal as said
from sqlmodel import Session

from models.database import table_of
from models.own_kept import KEPT
from models.own_part import Part, Whose
from models.own_written import WRITTEN
from models.person import Contact

PARTS: tuple[Part, ...] = (*WRITTEN, *KEPT)

_contacts = table_of(Contact)


def of(session: Session, person_id: int) -> Whose:
    """Whose record it is. An address that she has asked for and not confirmed is not hers yet."""
    rows = session.execute(
        select(_contacts.c.id, _contacts.c.address).where(_contacts.c.person_id == person_id)
    ).all()
    return Whose(person_id, [row.id for row in rows], [row.address for row in rows])


def counts(session: Session, whose: Whose) -> Mapping[str, int]:
    """How many rows each part has, in one statement."""
    counted = [
        select(said(part.name), func.count()).select_from(
            part.rows(whose).order_by(None).subquery()
        )
        for part in PARTS
    ]
    return {row[0]: row[1] for row in session.execute(union_all(*counted))}


LEFT_OUT: dict[str, str] = {
    "address_change.old_id": "the address is among hers, or not hers any more",
    "address_change.new_id": "the address is among hers, or was never hers",
    "known_number.person_id": "a seal that says nothing; that there is one is said on the page",
    "event.actor_id": "what she did stands in the history of her cases",
    "access_log.person_id": "what she did at work, of others",
    "appointment.person_id": "her work for the municipality, which she knows from her employer",
    "invitation.contact_id": "her work",
    "invitation.by_id": "her work",
}
"""Columns that name somebody and are in no part, each with the reason."""
