"""What a failure means for the address: it is remembered, and perhaps left alone from now on."""

from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from models import bounce, following, suppression
from models.bounce import BounceKind
from models.suppression import Why


def note(session: Session, row: Row[Any], kind: BounceKind, status: str) -> bool:
    """Remember it, and send no more there if that is what it means. False when it was known.

    `row` has the id, contact_id and attempts of a delivery.
    """
    if not bounce.note(session, row, kind, status):
        return False
    if kind is BounceKind.GONE:
        suppression.begin(session, row.contact_id, Why.BOUNCED)
    elif kind is BounceKind.COMPLAINT:
        following.stop_all(session, row.contact_id)
        suppression.begin(session, row.contact_id, Why.COMPLAINED)
    elif bounce.comes_again(session, row.contact_id):
        suppression.begin(session, row.contact_id, Why.REPEATED)
    return True
