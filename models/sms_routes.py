"""Which SMS operator gets the next message, and how each of them fares (spec NT-6).

Weights are hundredths and together always a hundred, so that never both are nothing. Whoever errs
or does not deliver loses ten to the other, at most once a minute; ten an hour come back.
"""

import secrets
from collections.abc import Mapping, Sequence

from sqlalchemy import Column, Integer, PrimaryKeyConstraint, String, delete, func, select, update
from sqlmodel import Field, Session, SQLModel

from models.calendar import HOUR, MINUTE, SECOND, Moment, now
from models.database import lock_rows, moment_column, table_of, upsert

STEP = 10
MOST_ERRORS = 5
"""In one minute."""
PROMPT = 5 * MINUTE
"""A message that arrives later counts as not delivered."""
WINDOW = 15 * MINUTE
LOST = 15
"""Hundredths not delivered in time, over the window, that are too many."""
ENOUGH = 20
"""Of fewer messages nothing can be said."""
REST = MINUTE
BACK_AFTER = HOUR
BUCKET = 10 * SECOND


class SmsTraffic(SQLModel, table=True):
    """What one operator did with the messages of ten seconds."""

    __tablename__ = "sms_traffic"
    __table_args__ = (PrimaryKeyConstraint("operator", "since"),)

    operator: str = Field(sa_column=Column(String(20), nullable=False))
    since: Moment = Field(sa_column=moment_column())
    taken: int = Field(sa_column=Column(Integer, nullable=False))
    failed: int = Field(sa_column=Column(Integer, nullable=False))
    prompt: int = Field(sa_column=Column(Integer, nullable=False))
    """How many of those it took then had arrived within five minutes."""


class SmsRoute(SQLModel, table=True):
    """How many of a hundred messages go to one operator, since when."""

    __tablename__ = "sms_route"

    operator: str = Field(sa_column=Column(String(20), primary_key=True))
    weight: int = Field(sa_column=Column(Integer, nullable=False))
    changed_at: Moment = Field(sa_column=moment_column())


_traffic = table_of(SmsTraffic)
_routes = table_of(SmsRoute)


def order(session: Session, middles: Mapping[str, int]) -> list[str]:
    """The operators to ask for one message: the first drawn by weight, then the others.

    `middles` are the weights of the settings, in whatever unit.
    """
    if len(middles) < 2:
        return list(middles)
    weights = _judged(session, _hundredths(middles))
    drawn = secrets.randbelow(sum(weights.values()))
    for name, weight in weights.items():
        drawn -= weight
        if drawn < 0:
            others = sorted(weights.keys() - {name}, key=lambda one: -weights[one])
            return [name, *others]
    return list(weights)


def weights(session: Session) -> dict[str, int]:
    """The weights as they stand, by operator."""
    rows = session.execute(select(_routes.c.operator, _routes.c.weight))
    return {row.operator: row.weight for row in rows}


def note(session: Session, operator: str, *, at: Moment | None = None, **counts: int) -> None:
    """Count `taken`, `failed` or `prompt` messages of an operator, in the bucket of a moment."""
    at = now() if at is None else at
    row = {"taken": 0, "failed": 0, "prompt": 0} | counts
    session.execute(
        upsert(_traffic)
        .values(operator=operator, since=at - at % BUCKET, **row)
        .on_conflict_do_update(
            index_elements=["operator", "since"],
            set_={name: _traffic.c[name] + count for name, count in counts.items()},
        )
    )


def forget(session: Session, before: Moment) -> None:
    """Drop what was counted before a moment."""
    session.execute(delete(_traffic).where(_traffic.c.since < before))


def _hundredths(middles: Mapping[str, int]) -> dict[str, int]:
    total = sum(middles.values())
    found = {name: weight * 100 // total for name, weight in middles.items()}
    first = next(iter(found))
    found[first] += 100 - sum(found.values())
    return found


def _judged(session: Session, middles: dict[str, int]) -> dict[str, int]:
    """The weights after a look at how the operators fare. One worker at a time changes them."""
    rows = {
        row.operator: row
        for row in session.execute(
            lock_rows(
                select(_routes.c.operator, _routes.c.weight, _routes.c.changed_at).order_by(
                    _routes.c.operator
                )
            )
        )
    }
    if rows.keys() != middles.keys() or sum(row.weight for row in rows.values()) != 100:
        _begin(session, middles)
        return middles
    found = {name: rows[name].weight for name in middles}
    changed_at, at = max(row.changed_at for row in rows.values()), now()
    if at - changed_at < REST:
        return found
    troubled = {name for name in middles if _is_in_trouble(session, name, at)}
    if troubled and len(troubled) < len(middles):
        changed = _lose(found, min(troubled), [name for name in middles if name not in troubled])
    elif at - changed_at >= BACK_AFTER and not troubled:
        changed = _towards(found, middles)
    else:
        return found
    if changed != found:
        for name, weight in changed.items():
            session.execute(
                update(_routes)
                .where(_routes.c.operator == name)
                .values(weight=weight, changed_at=at)
            )
    return changed


def _begin(session: Session, middles: Mapping[str, int]) -> None:
    session.execute(delete(_routes))
    for name, weight in middles.items():
        session.execute(
            upsert(_routes)
            .values(operator=name, weight=weight, changed_at=now() - REST)
            .on_conflict_do_nothing()
        )


def _is_in_trouble(session: Session, operator: str, at: Moment) -> bool:
    errors: int = session.execute(
        select(func.coalesce(func.sum(_traffic.c.failed), 0)).where(
            _traffic.c.operator == operator, _traffic.c.since > at - MINUTE
        )
    ).scalar_one()
    if errors >= MOST_ERRORS:
        return True
    taken, prompt = session.execute(
        select(
            func.coalesce(func.sum(_traffic.c.taken), 0),
            func.coalesce(func.sum(_traffic.c.prompt), 0),
        ).where(
            _traffic.c.operator == operator,
            _traffic.c.since > at - PROMPT - WINDOW,
            _traffic.c.since <= at - PROMPT - BUCKET,
        )
    ).one()
    lost: bool = taken >= ENOUGH and (taken - prompt) * 100 >= taken * LOST
    return lost


def _lose(weights: dict[str, int], name: str, others: Sequence[str]) -> dict[str, int]:
    step = min(STEP, weights[name])
    gains = max(others, key=lambda one: weights[one])
    return weights | {name: weights[name] - step, gains: weights[gains] + step}


def _towards(weights: dict[str, int], middles: Mapping[str, int]) -> dict[str, int]:
    """One step back to the middle, from whoever has most too much to whoever lacks most."""
    over = max(weights, key=lambda one: weights[one] - middles[one])
    under = min(weights, key=lambda one: weights[one] - middles[one])
    step = min(STEP, weights[over] - middles[over], middles[under] - weights[under])
    return weights | {over: weights[over] - step, under: weights[under] + step}
