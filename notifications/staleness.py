"""Whether a letter may still go: judged once more in the moment before it does (spec NT-5)."""

from models.calendar import now
from models.delivery import DeliveryState
from models.event import EventKind
from models.states import PUBLIC
from models.suppression import Why
from models.token import Token
from notifications.account_letters import ACCOUNT
from notifications.appeal_letters import LETTERS as APPEALS
from notifications.audience import PAUSED
from notifications.delay_letters import DELAY_ACTION
from notifications.desk_letters import REVIEW_WORK
from notifications.dialogue_letters import DAYS
from notifications.due import STOP_CONFIRMED, TEXT_HELP, Due
from notifications.long_away_letters import LONG_AWAY
from notifications.occasion_letters import OCCASION
from notifications.promise_alerts import PROMISE_ALERT
from notifications.report_letters import LETTERS as REPORTS
from notifications.review_alerts import REVIEW_ALERT
from notifications.review_letters import REVIEW_LATE
from notifications.sanction_letters import SANCTION
from notifications.staff_letters import WORK
from notifications.support_letters import LETTERS as SUPPORT
from notifications.telling import UNCONFIRMED
from notifications.trial_letters import TRIAL

Stale = tuple[DeliveryState, str]
"""The last state of what may not go any more, and a code."""


_READ = (
    WORK
    | APPEALS
    | REPORTS
    | SUPPORT
    | {DELAY_ACTION, PROMISE_ALERT}
    | {TRIAL, ACCOUNT, DAYS, LONG_AWAY, OCCASION, REVIEW_LATE, REVIEW_ALERT, REVIEW_WORK, SANCTION}
)
"""Letters that are about no event: what they say is read when they go, or there is nothing."""

_GONE = {
    "unsubscribed": (DeliveryState.CANCELLED, "unsubscribed"),
    "nothing_left": (DeliveryState.CANCELLED, "nothing_left"),
    "not_own": (DeliveryState.CANCELLED, "not_own"),
    "unconfirmed": (DeliveryState.EXPIRED, "unconfirmed"),
    "not_public": (DeliveryState.EXPIRED, "not_public"),
    "superseded": (DeliveryState.EXPIRED, "superseded"),
    PAUSED: (DeliveryState.SUPPRESSED, PAUSED),
}


def stale(due: Due) -> Stale | None:
    """Why a delivery may not go any more: its last state and a code. None when it may."""
    row = due.row
    if due.token is not None and due.is_button:
        return _stale_button(due.token)
    if row.silent_since is not None and row.kind not in {STOP_CONFIRMED, TEXT_HELP}:
        return DeliveryState.SUPPRESSED, "stopped"
    if _is_unreached(due):
        return DeliveryState.SUPPRESSED, row.unreached_why.value
    if row.event_id is None or due.parts:
        return _GONE["nothing_left"] if row.kind in _READ and due.work is None else None
    if due.collects and due.left_out is not None:
        codes = set(due.left_out.values())
        return _GONE[codes.pop()] if len(codes) == 1 else _GONE["not_public"]
    return stale_part(due)


def stale_part(due: Due) -> Stale | None:
    """Of one event, whether it has a letter of its own or stands in one with others."""
    if due.superseded:
        return _GONE["superseded"]
    return _stale_news(due) if due.follows else _stale_own(due)


def _is_unreached(due: Due) -> bool:
    """Whether the address is left alone (NT-17). A letter whose button can be pressed goes all the
    same: somebody has just asked for it, and pressing it proves that the address works again.
    """
    row = due.row
    until = row.unreached_until
    if row.unreached_why is None or (until is not None and until <= now()):
        return False
    if row.unreached_why is Why.COMPLAINED:
        return due.follows
    return due.button is None


def _stale_button(token: Token) -> Stale | None:
    if token.used_at is not None:
        return DeliveryState.CANCELLED, "pressed"
    return (DeliveryState.EXPIRED, "too_late") if token.expires_at <= now() else None


def _stale_news(due: Due) -> Stale | None:
    """A follower's letter: she must still wish for it, and everyone be allowed to read of it."""
    if not due.wishes:
        return _GONE["unsubscribed"]
    if due.row.paused_until is not None and due.row.paused_until > now():
        return _GONE[PAUSED]
    if not due.is_public and due.row.event_kind != EventKind.WITHDRAWN:
        return _GONE["not_public"]
    if due.comment is not None and due.comment.publication not in PUBLIC:
        return _GONE["not_public"]
    return None


def _stale_own(due: Due) -> Stale | None:
    """A letter about one's own text, public or not."""
    row = due.row
    writer_id = due.comment.contact_id if due.comment is not None else row.author_contact_id
    if writer_id != row.contact_id:
        return _GONE["not_own"]
    own = due.comment is not None or row.author_confirmed_at is not None
    if not own and row.kind not in UNCONFIRMED:
        return _GONE["unconfirmed"]
    if row.kind in {"published", "edited"} and not due.is_public:
        return _GONE["not_public"]
    return None
