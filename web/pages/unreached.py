"""Vi når dig inte: whether messages to somebody's addresses come back (NT-17)."""

from collections.abc import Collection
from typing import Any

from models import suppression
from models.address import masked
from web.visit import Visit


def told(visit: Visit, contact_ids: Collection[int | None]) -> dict[str, Any] | None:
    """For templates/_unreached.html: the first of these addresses that nothing reaches, or None."""
    row = suppression.standing(visit.session, [one for one in contact_ids if one is not None])
    if row is None:
        return None
    return {
        "address": masked(row.address),
        "channel": row.channel.value,
        "why": row.why.value,
        "until": row.until,
    }
