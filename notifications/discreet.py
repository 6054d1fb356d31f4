"""Letters that say nothing: to whoever's identity is protected, and about what she handed in.

Decided in the moment before a letter goes, so that it also holds for those that waited when it was
turned on (offentlighets- och sekretesslagen 22:1; spec L17). Neither a word nor a header tells of a
case: mail is read by machines, and on shared screens.
"""

from models.joining import INVITATION as MEMBERSHIP
from models.panel.inviting import INVITATION as PANEL
from models.settings import settings
from models.support_letters import ALERT as SUPPORT_ALERT
from notifications.account_letters import ACCOUNT
from notifications.contexts import Context
from notifications.desk_letters import REVIEW_WORK
from notifications.due import STOP_CONFIRMED, TEXT_HELP, Due
from notifications.factor_letters import FACTOR
from notifications.long_away_letters import LONG_AWAY
from notifications.promise_alerts import PROMISE_ALERT
from notifications.report_letters import LETTERS as REPORTS
from notifications.review_alerts import REVIEW_ALERT
from notifications.sanction_letters import SANCTION
from notifications.staff_letters import WORK
from notifications.trial_letters import TRIAL

KIND = "something_new"
"""The letter that goes instead."""

_OF_HERSELF = {
    "sign_in",
    "new_address",
    "address_changed",
    "address_taken",
    "download_ready",
    FACTOR,
    LONG_AWAY,
    PROMISE_ALERT,
    REVIEW_ALERT,
    REVIEW_WORK,
    SANCTION,
    SUPPORT_ALERT,
    TRIAL,
}
_OF_NO_CASE = (
    WORK
    | REPORTS
    | _OF_HERSELF
    | {ACCOUNT, STOP_CONFIRMED, TEXT_HELP, "invitation", MEMBERSHIP, PANEL}
)
"""What is not about any case of hers, and stays as it is."""


def is_discreet(due: Due) -> bool:
    """Whether a letter must not say what it is about."""
    if due.row.kind in _OF_NO_CASE:
        return False
    return any(bool(part.row.protected) for part in (due, *due.parts))


def said(due: Due) -> Context:
    """What it says instead: that she finds it by signing in, or the button she asked for."""
    if due.button is not None:
        return {"button": True}
    return {"button": False, "goes_on": f"{settings().base_url}/me"}
