"""What a letter on trial says: it comes from whom the draft of the settings names."""

from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from models import reconfiguring
from models.configuration import draft, parts
from models.configuration.trial import KIND
from models.settings import settings
from notifications.contexts.common import Context

TRIAL = KIND


def read(session: Session, row: Row[Any]) -> Context | None:
    """The words of one delivery; None when there is no draft any more, or it fits no more."""
    found = draft.read(session)
    if found is None:
        return None
    try:
        whole = parts.whole(found.edit(parts.plain(reconfiguring.present(session))))
    except (ValueError, KeyError):
        return None
    site = whole.site
    return {
        "site": site,
        "reference": "",
        "title": "",
        "place": "",
        "sender": site.mail_sender if row.channel == "email" else site.sms_sender,
        "goes_on": f"{settings().base_url}/admin/appearance",
    }
