"""Orders of authorities: written down when they come, answered, and counted every year (MQ-14)."""

from collections.abc import Sequence
from statistics import median
from typing import Any, NamedTuple

from sqlalchemy import Row, case, func, select
from sqlmodel import Session

from models.actor import Actor
from models.authority_order import (
    LONGEST_GROUND,
    LONGEST_NAME,
    LONGEST_WORDS,
    AuthorityOrder,
    OrderKind,
    OrderOutcome,
    orders,
)
from models.calendar import MINUTE, Moment, now
from models.database import lock_rows
from models.errors import Invalid, NotFound
from models.event import EventKind, open_stream, record
from models.prose import clean
from moderation.reasons import GROUNDS, Reason
from moderation.screening import Rule, screen
from moderation.verdicts import JUDGES

LISTED = 100
_TELLS = frozenset({Rule.PERSONAL_NUMBER, Rule.EMAIL, Rule.PHONE})
_o = orders.c


def register(
    session: Session,
    *,
    by: Actor,
    kind: OrderKind,
    authority: str,
    received_at: Moment,
    ground: str,
    reason: str | None = None,
) -> AuthorityOrder:
    """Write down an order that has come. `ground` is the law and section that it names; `reason`
    the sort of content, a code of moderation.reasons, for one to act against it.

    Raises Invalid for `authority`, `ground` or `reason`: missing, too_long, unknown or `of_person`;
    for `clock` with `not_yet`; NotFound for whoever judges nothing.
    """
    _check(by)
    why = _reason(reason) if kind is OrderKind.ACT else None
    _check_past(received_at)
    made = AuthorityOrder(
        kind=kind,
        reason=why,
        authority=_said("authority", authority, LONGEST_NAME),
        ground=_said("ground", ground, LONGEST_GROUND),
        received_at=received_at,
    )
    session.add(made)
    session.flush()
    open_stream(session, made.stream)
    _note(session, made, by, {"kind": kind.value})
    return made


def confirm(session: Session, order_id: int, *, by: Actor) -> None:
    """The authority has been told that we have its order. Pressed twice it is one telling."""
    found = _taken(session, order_id, by)
    if found.confirmed_at is None:
        found.confirmed_at = now()
        session.add(found)
        _note(session, found, by, {"to": "confirmed"})


def answer(
    session: Session,
    order_id: int,
    *,
    by: Actor,
    outcome: OrderOutcome,
    done_at: Moment,
    words: str,
) -> None:
    """What was done about it, and when. Written anew, the later one holds.

    Raises Invalid for `words`: missing, too_long or `of_person`; for `clock` with `not_yet`, or
    `before_it_came`.
    """
    found = _taken(session, order_id, by)
    _check_past(done_at)
    if done_at < found.received_at:
        raise Invalid("clock", "before_it_came")
    said = _said("words", words, LONGEST_WORDS)
    if (found.outcome, found.done_at, found.words) == (outcome, done_at, said):
        return
    found.outcome, found.done_at, found.words = outcome, done_at, said
    session.add(found)
    _note(session, found, by, {"to": outcome.value})


def one(session: Session, order_id: int) -> AuthorityOrder:
    """An order. Raises NotFound."""
    found = session.get(AuthorityOrder, order_id)
    if found is None:
        raise NotFound(str(order_id))
    return found


def listed(session: Session) -> Sequence[Row[Any]]:
    """The newest orders: those that wait for what is to be done come first."""
    waits = case((_o.outcome.is_(None), 0), else_=1)
    shown = select(orders).order_by(waits, _o.received_at.desc(), _o.id.desc()).limit(LISTED)
    return session.execute(shown).all()


class Ordered(NamedTuple):
    """Orders of one sort; `met` in whole or in part, `waiting` for what is to be done."""

    kind: OrderKind
    reason: Reason | None
    number: int
    met: int
    waiting: int


class Timed(NamedTuple):
    """How soon orders of one kind were met: medians in minutes from when each came until the
    authority was told that we have it, and until it was done. None where there is none.
    """

    kind: OrderKind
    confirmed: int | None
    done: int | None


def counted(session: Session, since: Moment, until: Moment) -> list[Ordered]:
    """Orders that came in a time, by kind and sort of content."""
    met = _o.outcome.in_({OrderOutcome.MET, OrderOutcome.PARTLY})
    rows = session.execute(
        select(
            _o.kind,
            _o.reason,
            func.count(),
            func.count().filter(met),
            func.count().filter(_o.outcome.is_(None)),
        )
        .where(_o.received_at.between(since, until))
        .group_by(_o.kind, _o.reason)
        .order_by(_o.kind, _o.reason)
    )
    return [Ordered(kind, Reason(why) if why else None, *rest) for kind, why, *rest in rows]


def timed(session: Session, since: Moment, until: Moment) -> list[Timed]:
    """How soon the orders that came in a time were met, by kind."""
    rows = session.execute(
        select(_o.kind, _o.confirmed_at - _o.received_at, _o.done_at - _o.received_at).where(
            _o.received_at.between(since, until)
        )
    ).all()
    kinds = sorted({row[0] for row in rows})
    return [Timed(kind, *(_middle(rows, kind, column) for column in (1, 2))) for kind in kinds]


def _middle(rows: Sequence[Row[Any]], kind: OrderKind, column: int) -> int | None:
    took = [row[column] for row in rows if row[0] is kind and row[column] is not None]
    return round(median(took) / MINUTE) if took else None


def _check(by: Actor) -> None:
    if by.role not in JUDGES or by.person_id is None:
        raise NotFound


def _check_past(at: Moment) -> None:
    if at > now():
        raise Invalid("clock", "not_yet")


def _reason(given: str | None) -> str:
    if not given:
        raise Invalid("reason", "missing")
    if given not in list(Reason) or not GROUNDS[Reason(given)].illegal:
        raise Invalid("reason", "unknown")
    return given


def _said(field: str, given: str, most: int) -> str:
    """Words of an order: nothing by which the person whom it is about is found."""
    said = clean(given)
    if not said:
        raise Invalid(field, "missing")
    if len(said) > most:
        raise Invalid(field, "too_long", over=len(said) - most, most=most)
    if any(hit.rule in _TELLS for hit in screen(said)):
        raise Invalid(field, "of_person")
    return said


def _taken(session: Session, order_id: int, by: Actor) -> AuthorityOrder:
    _check(by)
    found: AuthorityOrder | None = session.scalars(
        lock_rows(select(AuthorityOrder).where(_o.id == order_id))
    ).first()
    if found is None:
        raise NotFound(str(order_id))
    return found


def _note(session: Session, order: AuthorityOrder, by: Actor, facts: dict[str, str]) -> None:
    told: dict[str, str | int] = {"order": order.id or 0, **facts}
    record(session, order.stream, EventKind.NOTED, by=by, facts=told, public=False)
