"""Everything we know of one person, as she may have it (GDPR, article 15; spec L14).

One register: each part of it says where its rows come from and which columns of the schema it
stands for. A test holds it against the schema: a column that names a person or an address is in a
part, or stands there with the reason why it is not hers to have.
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
