"""What a letter says about how somebody shows that it is she: what changed, and where to look."""

from typing import Any

from sqlalchemy import Row

from models import factor_letter
from models.settings import settings
from notifications.contexts.common import Context

FACTOR = factor_letter.KIND


def read(row: Row[Any]) -> Context:
    """The words of one delivery, whose key says what happened: it is about no event."""
    return {
        "reference": "",
        "title": "",
        "place": "",
        "what": factor_letter.said(row.message_key).value,
        "goes_on": f"{settings().base_url}/me/factors",
    }
