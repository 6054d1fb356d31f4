"""What we note beside the cases, and need for a while alone: it is deleted."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    String,
    Table,
    and_,
    cast,
    delete,
    func,
    literal,
    or_,
    select,
    text,
    update,
)
from sqlmodel import Session

from models import access_log, factor
from models.address_change import changes
from models.allowance import Allowance
from models.attachment.row import UNCLAIMED, attachments
from models.bounce import bounces
from models.calendar import Moment
from models.database import table_of
from models.delivery import DeliveryEvent, DeliveryState, deliveries
from models.demo_message import DemoMessage
from models.downloading import LIVES, downloads
from models.draft import drafts
from models.form_key import FormKey
from models.invitation import invitations
from models.joining import INVITED_FOR
from models.meeting.row import meeting_cases
from models.membership import memberships
from models.panel import inviting
from models.panel.row import panel_members
from models.retention.doing import Doing, keyed, rows_of
from models.retention.rules import Rule
from models.session import ABSOLUTE, IDLE, BrowserSession
from models.token import LIFETIME, Purpose, Token

DISPOSED = "disposed"
"""What stands in place of an address, with a number: two messages are never one."""
UNSETTLED = (DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.TEMPORARY_FAILURE)
_WAITING = text(
    "delivery.state IN ('queued', 'sending', 'temporary_failure') AND delivery.sent_at IS NULL"
)
"""With constants, as the partial index has it (models.delivery)."""

_tokens = table_of(Token)
_sessions = table_of(BrowserSession)
_allowances = table_of(Allowance)
_forms = table_of(FormKey)
_demo = table_of(DemoMessage)
_carried = table_of(DeliveryEvent)

SESSIONS = rows_of(
    _sessions,
    _sessions.c.id,
    lambda before: or_(
        _sessions.c.last_seen_at <= before - IDLE, _sessions.c.created_at <= before - ABSOLUTE
    ),
)
FORMS = rows_of(_forms, _forms.c.key, lambda before: _forms.c.at <= before)
DRAFTS = rows_of(drafts, drafts.c.id, lambda before: drafts.c.updated_at < before)
BOUNCES = rows_of(bounces, bounces.c.id, lambda before: bounces.c.at < before)
DEMO = rows_of(_demo, _demo.c.id, lambda before: _demo.c.at < before)


DOWNLOADS = rows_of(
    downloads,
    downloads.c.id,
    lambda before: or_(downloads.c.used_at < before, downloads.c.made_at < before - LIVES),
)
INVITATIONS = rows_of(
    invitations,
    invitations.c.id,
    lambda before: and_(
        invitations.c.sent_at < before - LIFETIME[Purpose.INVITATION],
        *(func.coalesce(invitations.c[at], 0) < before for at in ("accepted_at", "withdrawn_at")),
    ),
)


MEMBERSHIPS = rows_of(
    memberships,
    memberships.c.id,
    lambda before: or_(
        memberships.c.ended_at < before,
        and_(memberships.c.accepted_at.is_(None), memberships.c.invited_at < before - INVITED_FOR),
    ),
)


PANEL_MEMBERS = rows_of(
    panel_members,
    panel_members.c.id,
    lambda before: or_(
        panel_members.c.ended_at < before,
        and_(
            panel_members.c.accepted_at.is_(None),
            panel_members.c.invited_at < before - inviting.INVITED_FOR,
        ),
    ),
)


def _is_over(before: Moment) -> ColumnElement[bool]:
    """Neither waiting nor to be undone any more."""
    at = (changes.c.applied_at, changes.c.over_at)
    return and_(changes.c.asked_at < before, *(func.coalesce(one, 0) < before for one in at))


ADDRESS_CHANGES = rows_of(changes, changes.c.id, _is_over)


def _unfinished(before: Moment) -> Select[Any]:
    f = factor.factors.c
    return keyed(f.id).where(f.confirmed_at.is_(None), f.created_at < before).order_by(f.id)


def _forget_unfinished(session: Session, rows: Sequence[Row[Any]], _rule: Rule, _run: int) -> int:
    factor.forget_unfinished(session)
    return len(rows)


FACTORS = Doing(_unfinished, _forget_unfinished)


def _unsent(before: Moment) -> ColumnElement[bool]:
    """Staged with a form and never sent. The file goes with all that no row names."""
    laid = select(meeting_cases.c.document_id).where(meeting_cases.c.document_id.is_not(None))
    return and_(UNCLAIMED, attachments.c.created_at < before, attachments.c.id.not_in(laid))


UNSENT_FILES = rows_of(attachments, attachments.c.id, _unsent)


def _windows(before: Moment) -> Select[Any]:
    """By the window's beginning: all that begin together go together."""
    since = _allowances.c.since
    return keyed(since).where(since <= before).distinct().order_by(since)


def _forget_windows(session: Session, rows: Sequence[Row[Any]], _rule: Rule, _run: int) -> int:
    beginnings = [row.key for row in rows]
    gone: Any = delete(_allowances).where(_allowances.c.since.in_(beginnings))
    session.execute(gone)
    return len(rows)


LIMITS = Doing(_windows, _forget_windows)


def _log(before: Moment) -> Select[Any]:
    log = access_log.access_log
    return keyed(log.c.id).where(log.c.at < before).order_by(log.c.at, log.c.id)


def _forget_log(session: Session, rows: Sequence[Row[Any]], rule: Rule, _run: int) -> int:
    return access_log.forget(session, rule.before(), most=len(rows))


ACCESS_LOG = Doing(_log, _forget_log)


def pointing_at(table: Table) -> list[Any]:
    """Every column that names a row of a table, but for those the database looks after itself."""
    return [
        key.parent
        for other in table.metadata.tables.values()
        for key in other.foreign_keys
        if key.column.table is table and key.ondelete is None
    ]


def _links(before: Moment) -> Select[Any]:
    """Used or over, unless the letter is still on its way: then it says that it came too late."""
    on_its_way = select(deliveries.c.token_id).where(deliveries.c.token_id.is_not(None), _WAITING)
    over = or_(_tokens.c.used_at < before, _tokens.c.expires_at < before)
    return keyed(_tokens.c.id).where(over, _tokens.c.id.not_in(on_its_way)).order_by(_tokens.c.id)


def forget_links(session: Session, ids: Sequence[int]) -> None:
    """Buttons go; the letters that had them stay as notes that they were sent."""
    for column in pointing_at(_tokens):
        session.execute(update(column.table).where(column.in_(ids)).values({column.name: None}))
    session.execute(delete(_tokens).where(_tokens.c.id.in_(ids)))


def _forget_links(session: Session, rows: Sequence[Row[Any]], _rule: Rule, _run: int) -> int:
    forget_links(session, [row.key for row in rows])
    return len(rows)


LINKS = Doing(_links, _forget_links)


def is_address(address: Any) -> ColumnElement[bool]:
    """What was erased or disposed of is a word and a number."""
    return or_(address.contains("@"), address.startswith("+"))


def _sent(before: Moment) -> Select[Any]:
    settled = deliveries.c.state.not_in(UNSETTLED)
    return (
        keyed(deliveries.c.id)
        .where(deliveries.c.created_at < before, settled, is_address(deliveries.c.address))
        .order_by(deliveries.c.id)
    )


def _forget_addresses(session: Session, rows: Sequence[Row[Any]], _rule: Rule, _run: int) -> int:
    """That it went, and what became of it, stays with its case; to where it went does not."""
    ids = [row.key for row in rows]
    for table, number in ((deliveries, deliveries.c.id), (_carried, _carried.c.delivery_id)):
        gone = update(table).where(number.in_(ids))
        session.execute(gone.values(address=_nowhere(number)))
    return len(rows)


def _nowhere(number: Any) -> Any:
    return literal(f"{DISPOSED}:") + cast(number, String)


SENT = Doing(_sent, _forget_addresses)
