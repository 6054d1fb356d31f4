"""What letters have in common that ask somebody to be one of a group: an organisation, a panel.

The link is recomputed (models.keys), works for a time, and makes whoever presses its button one of
them. A row of such a group has `id`, `nonce`, `contact_id`, `person_id`, `invited_at`,
`accepted_at` and `ended_at`.
"""

from typing import Any, TypeVar

from sqlalchemy import select
from sqlmodel import Session, SQLModel

from models import keys
from models.calendar import Moment, now
from models.database import lock_rows, table_of
from models.errors import Gone, NotAllowed, NotFound
from models.person import confirm, is_suspended

T = TypeVar("T", bound=SQLModel)


def link(purpose: str, row: Any) -> str:
    """What stands in the letter: nothing that opens a door is stored."""
    return f"{row.id}.{keys.key(purpose, row.id, row.nonce)}"


def invited(
    session: Session,
    group: type[T],
    purpose: str,
    given: str,
    *,
    lasts: Moment,
    lock: bool = False,
) -> T:
    """The row that a link is about. Raises NotFound for a forged one, Gone for one that nobody
    pressed in time, or that is over.
    """
    number, _, key = given.partition(".")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise NotFound
    wanted = select(group).where(table_of(group).c.id == int(number))
    found: Any = session.scalars(lock_rows(wanted) if lock else wanted).first()
    if found is None or not keys.fits(key, purpose, found.id, found.nonce):
        raise NotFound
    if found.ended_at is not None:
        raise Gone("used")
    if found.accepted_at is None and found.invited_at + lasts <= now():
        raise Gone("expired")
    row: T = found
    return row


def accept(session: Session, found: Any, *, language: str) -> None:
    """The button was pressed: whoever reads there is one of them. Twice changes nothing.

    Raises NotAllowed for somebody who may not take part now.
    """
    if is_suspended(session, found.contact_id):
        raise NotAllowed("suspended")
    if found.accepted_at is None:
        found.person_id = confirm(session, found.contact_id, language=language)
        found.accepted_at = now()
        session.add(found)
        session.flush()
