"""What waited for the button of a letter, and waited in vain (decisions.md, Publication).

A case never goes by this: whatever becomes of its publication, it is handled. What goes are
proposals that nobody here has touched, comments, and wishes that were never shown to anybody.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, delete, exists, select, update
from sqlmodel import Session

from models import erasing, keys
from models.calendar import Moment, now
from models.comment import comments
from models.database import lock_rows, table_of
from models.delivery import deliveries
from models.event import Stream
from models.person import Contact
from models.retention.bookkeeping import forget_links, is_address, pointing_at
from models.retention.cases import A_FEW
from models.retention.destroying import destroy
from models.retention.doing import Doing, keyed
from models.retention.rules import Rule
from models.states import Kind, Outcome, Publication, Status
from models.submission import stream_of, submissions
from models.subscription import SubscriptionState, subscriptions
from models.text import Text
from models.token import Token

BESIDE_AN_ADDRESS = frozenset(
    {"delivery", "subscription", "silence", "pause", "suppression", "bounce"}
)
"""Tables that say something of an address, without which nobody would need it."""

_tokens = table_of(Token)
_texts = table_of(Text)
_contacts = table_of(Contact)
_streams = table_of(Stream)
_w = subscriptions.c


def _may_be_pressed(column: Any, key: Any) -> ColumnElement[bool]:
    """Whether a letter with a button for it is good for a while yet."""
    return exists().where(column == key, _tokens.c.used_at.is_(None), _tokens.c.expires_at > now())


def _comments(before: Moment) -> Select[Any]:
    c = comments.c
    return (
        keyed(c.id)
        .where(c.publication == Publication.UNCONFIRMED, c.created_at < before)
        .where(~_may_be_pressed(_tokens.c.comment_id, c.id))
        .order_by(c.id)
    )


def _forget_comments(session: Session, rows: Sequence[Row[Any]], rule: Rule, _run: int) -> int:
    """They never entered the history of their case, so nothing stands there of their end."""
    named = [row.key for row in rows]
    wanted = lock_rows(select(comments.c.id, comments.c.text_id).where(comments.c.id.in_(named)))
    due = session.execute(wanted.where(comments.c.publication == Publication.UNCONFIRMED)).all()
    ids = [row.id for row in due]
    buttons = session.scalars(select(_tokens.c.id).where(_tokens.c.comment_id.in_(ids))).all()
    forget_links(session, buttons)
    session.execute(delete(comments).where(comments.c.id.in_(ids)))
    session.execute(delete(_texts).where(_texts.c.id.in_([row.text_id for row in due])))
    return len(due)


COMMENTS = Doing(_comments, _forget_comments, at_once=A_FEW)


def _proposals(before: Moment) -> Select[Any]:
    """Nothing has happened to it since: whatever an official began with stays, and is handled."""
    s = submissions.c
    untouched = exists().where(_streams.c.key == stream_of("") + s.reference, _streams.c.seq == 1)
    return (
        keyed(s.id, s.reference)
        .where(
            s.publication == Publication.UNCONFIRMED,
            s.kind == Kind.PROPOSAL,
            s.status == Status.RECEIVED,
            s.received_at < before,
            s.assignee_id.is_(None),
            s.appeal.is_(False),
            untouched,
        )
        .where(~_may_be_pressed(_tokens.c.submission_id, s.id))
        .order_by(s.id)
    )


def _forget_proposals(session: Session, rows: Sequence[Row[Any]], rule: Rule, run: int) -> int:
    still = _proposals(rule.before())
    gone = 0
    for row in rows:
        gone += destroy(
            session,
            row.reference,
            rule,
            run,
            still=still.where(submissions.c.id == row.key),
            outcome=Outcome.NOT_PUBLISHED,
        )
    return gone


PROPOSALS = Doing(_proposals, _forget_proposals, at_once=A_FEW)


def _wishes(before: Moment) -> Select[Any]:
    return (
        keyed(_w.id)
        .where(_w.state == SubscriptionState.PENDING, _w.created_at < before)
        .where(~_may_be_pressed(_tokens.c.subscription_id, _w.id))
        .order_by(_w.id)
    )


def _forget_wishes(session: Session, rows: Sequence[Row[Any]], _rule: Rule, _run: int) -> int:
    """No wish any more: what was sent earlier may still say that it was for this one."""
    gone = update(subscriptions).where(_w.id.in_([row.key for row in rows]))
    session.execute(
        gone.values(
            state=SubscriptionState.STOPPED,
            stopped_at=now(),
            confirmed_at=None,
            nonce=keys.nonce(),
        )
    )
    return len(rows)


UPDATES = Doing(_wishes, _forget_wishes)


def _addresses(before: Moment) -> Select[Any]:
    """Never confirmed, with no case and no word of its own, and no letter to it lately."""
    c = _contacts.c
    anything = [
        column for column in pointing_at(_contacts) if column.table.name not in BESIDE_AN_ADDRESS
    ]
    written = exists().where(deliveries.c.contact_id == c.id, deliveries.c.created_at >= before)
    wanted = exists().where(_w.contact_id == c.id, _w.state != SubscriptionState.STOPPED)
    return (
        keyed(c.id)
        .where(c.confirmed_at.is_(None), c.person_id.is_(None), is_address(c.address))
        .where(*(~exists().where(column == c.id) for column in anything), ~written, ~wanted)
        .order_by(c.id)
    )


def _forget_addresses(session: Session, rows: Sequence[Row[Any]], _rule: Rule, _run: int) -> int:
    for row in rows:
        erasing.erase(session, row.key)
    return len(rows)


ADDRESSES = Doing(_addresses, _forget_addresses, at_once=A_FEW)
