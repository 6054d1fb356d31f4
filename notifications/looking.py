"""Reading a delivery and all that decides about it, in the moment before it goes (NT-5).

A message that carries several events is looked at event by event: what must not be told any more
drops out of it, and what is left goes.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, or_, select
from sqlmodel import Session

from models.comment import comments
from models.database import table_of
from models.delivery import DeliveryEvent, DeliveryReason, deliveries
from models.dialogue.row import dialogues
from models.event import Event
from models.pause import pauses
from models.person import Contact, Person
from models.silence import silences
from models.submission import stream_of, submissions
from models.subscription import SubscriptionState, subscriptions
from models.suppression import suppressions
from models.token import Token
from notifications import self_worded
from notifications.due import Due, Wish
from notifications.gathering import DIGEST, GATHERED
from notifications.holding import held
from notifications.staleness import stale_part
from notifications.superseded import is_superseded

COLLECTING = frozenset({GATHERED, DIGEST})
MOST_PARTS = 500
"""Events of one message that are looked at; more would make no letter that anybody reads."""

_events = table_of(Event)
_reasons = table_of(DeliveryReason)
_carried = table_of(DeliveryEvent)
_contacts = table_of(Contact)
_people = table_of(Person)
_d = deliveries.c


def _columns(kind: Any, event_id: Any) -> tuple[Any, ...]:
    return (
        _d.id,
        _d.channel,
        _d.address,
        _d.message_key,
        kind.label("kind"),
        _d.language,
        _d.contact_id,
        submissions.c.id.label("submission_id"),
        _d.subscription_id,
        event_id.label("event_id"),
        _d.token_id,
        _d.attempts,
        _d.created_at,
        silences.c.at.label("silent_since"),
        pauses.c.until.label("paused_until"),
        suppressions.c.why.label("unreached_why"),
        suppressions.c.until.label("unreached_until"),
        _events.c.kind.label("event_kind"),
        _events.c.facts.label("event_facts"),
        submissions.c.reference,
        submissions.c.publication,
        submissions.c.nonce.label("case_nonce"),
        dialogues.c.slug.label("dialogue"),
        submissions.c.version.label("case_version"),
        submissions.c.contact_id.label("author_contact_id"),
        submissions.c.confirmed_at.label("author_confirmed_at"),
        or_(_people.c.protected, submissions.c.protected).label("protected"),
    )


_ROWS = (
    select(*_columns(_d.kind, _d.event_id))
    .join_from(deliveries, silences, silences.c.contact_id == _d.contact_id, isouter=True)
    .outerjoin(pauses, pauses.c.contact_id == _d.contact_id)
    .outerjoin(suppressions, suppressions.c.contact_id == _d.contact_id)
    .outerjoin(_events, _events.c.id == _d.event_id)
    .outerjoin(submissions, submissions.c.id == _d.submission_id)
    .outerjoin(dialogues, dialogues.c.submission_id == submissions.c.id)
    .outerjoin(_contacts, _contacts.c.id == _d.contact_id)
    .outerjoin(_people, _people.c.id == _contacts.c.person_id)
    .where(_d.id.in_(bindparam("ids", expanding=True)))
    .order_by(_d.not_before, _d.id)
)
_PARTS: Select[Any] = (
    select(*_columns(_carried.c.kind, _carried.c.event_id))
    .join_from(deliveries, _carried, _carried.c.delivery_id == _d.id)
    .outerjoin(silences, silences.c.contact_id == _d.contact_id)
    .outerjoin(pauses, pauses.c.contact_id == _d.contact_id)
    .outerjoin(suppressions, suppressions.c.contact_id == _d.contact_id)
    .join(_events, _events.c.id == _carried.c.event_id)
    .join(
        submissions,
        submissions.c.reference == func.substr(_events.c.stream, len(stream_of("")) + 1),
    )
    .outerjoin(dialogues, dialogues.c.submission_id == submissions.c.id)
    .outerjoin(_contacts, _contacts.c.id == _d.contact_id)
    .outerjoin(_people, _people.c.id == _contacts.c.person_id)
    .where(_d.id == bindparam("id"))
    .order_by(_events.c.at.desc(), _events.c.id.desc())
    .limit(MOST_PARTS)
)
_WISHES = (
    select(
        _reasons.c.delivery_id,
        _reasons.c.event_id,
        subscriptions.c.id,
        subscriptions.c.topic,
        subscriptions.c.nonce,
        subscriptions.c.state,
    )
    .join_from(_reasons, subscriptions, subscriptions.c.id == _reasons.c.subscription_id)
    .where(_reasons.c.delivery_id.in_(bindparam("ids", expanding=True)))
    .order_by(subscriptions.c.id)
)
_COMMENT = select(
    comments.c.publication,
    comments.c.version,
    comments.c.contact_id,
    comments.c.number,
    comments.c.section,
).where(comments.c.id == bindparam("comment_id"))


_Wishes = dict[tuple[int, int], list[Row[Any]]]
"""Wishes, standing or not, by delivery and event."""


def look(session: Session, ids: Iterable[int]) -> list[Due]:
    """Read deliveries and all that decides about them, the longest due first."""
    rows: Any = session.connection().execute(_ROWS, {"ids": list(ids)})
    found: Sequence[Row[Any]] = rows.all()
    wishes = _wishes(session, found)
    return [_with_its_own(session, row, wishes) for row in found]


def _wishes(session: Session, rows: Sequence[Row[Any]]) -> _Wishes:
    ids = [row.id for row in rows if row.subscription_id is not None or row.kind in COLLECTING]
    found: _Wishes = {}
    if ids:
        standing: Any = session.connection().execute(_WISHES, {"ids": ids}).all()
        for wish in standing:
            found.setdefault((wish.delivery_id, wish.event_id), []).append(wish)
    return found


def _with_its_own(session: Session, row: Row[Any], wishes: _Wishes) -> Due:
    if row.kind not in COLLECTING:
        return _one(session, row, wishes, follows=row.subscription_id is not None)
    carried = session.connection().execute(_PARTS, {"id": row.id}).all()
    # The newest are read, and told in the order they happened.
    parts = [
        _one(session, part, wishes, follows=(part.id, part.event_id) in wishes)
        for part in reversed(carried)
    ]
    why_not = {part.row.event_id: stale_part(part) for part in parts}
    live = tuple(part for part in parts if why_not[part.row.event_id] is None)
    left_out = {event_id: why[1] for event_id, why in why_not.items() if why is not None}
    if row.kind == GATHERED and len(live) == 1:
        return replace(live[0], left_out=left_out)
    standing = {wish.id: wish for part in live or parts for wish in part.wishes}
    ours = tuple(standing[one] for one in sorted(standing))
    follows = any(part.follows for part in live)
    whole = _one(session, row, wishes, follows=follows)
    waits = max((part.held_until or 0 for part in live), default=0)
    return replace(whole, wishes=ours, parts=live, left_out=left_out, held_until=waits or None)


def _one(session: Session, row: Row[Any], wishes: _Wishes, *, follows: bool) -> Due:
    facts = json.loads(row.event_facts) if row.event_facts else {}
    comment: Row[Any] | None = None
    if "comment" in facts:
        comment = session.execute(_COMMENT, {"comment_id": facts["comment"]}).first()
    token = session.get(Token, row.token_id) if row.token_id is not None else None
    standing = tuple(
        Wish(wish.id, wish.topic, wish.nonce)
        for wish in wishes.get((row.id, row.event_id), ())
        if wish.state == SubscriptionState.ACTIVE
    )
    work = self_worded.read(session, row)
    waits = held(session, row)
    late = waits.undone or is_superseded(session, row, facts)
    ours = standing if follows else ()
    return Due(
        row,
        facts,
        comment,
        follows,
        ours,
        token,
        superseded=late,
        held_until=waits.until,
        work=work,
    )
