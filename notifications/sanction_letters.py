"""What the letter about a warning or a pause says (MQ-15)."""

from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from models.calendar import local, six_months_after
from models.sanction import LETTER, Sanction
from models.settings import settings
from notifications import links
from notifications.contexts.common import Context

SANCTION = LETTER


def read(session: Session, row: Row[Any]) -> Context | None:
    """The words of one delivery; None when it was lifted before the letter went, or is nobody's."""
    _, _, of = row.message_key.partition(":")
    given = session.get(Sanction, int(of))
    if given is None or given.lifted_at is not None or not (given.person_id or given.contact_id):
        return None
    return {
        "reference": "",
        "title": "",
        "place": "",
        "kind": given.kind.value,
        "conduct": given.conduct.value,
        "until": given.until_at,
        "day": local(given.until_at).date() if given.until_at is not None else None,
        "reason": given.reason,
        "note": given.message,
        "rules_url": f"{links.rules()}#measures",
        "appeal_by": six_months_after(local(given.from_at).date()),
        "goes_on": f"{settings().base_url}/sanctions/{given.code}",
    }
