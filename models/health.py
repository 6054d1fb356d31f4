"""How the town is: what waits to be sent, and whether it could be written to just now."""

from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Engine, and_, case, create_engine, func, literal_column, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool
from sqlmodel import Session

from models.calendar import MINUTE, Moment, now
from models.database import driver, engine, is_postgres, table_of
from models.delivery import DeliveryAttempt, DeliveryState, deliveries
from models.event import Event, Outbox

LOOKED_BACK = 10_000
"""How many of the latest messages are counted by state: never the whole history."""

VERSIONS = Path(__file__).parent / "migrations" / "versions"

_outbox = table_of(Outbox)
_events = table_of(Event)
_attempts = table_of(DeliveryAttempt)

_FAILED = (DeliveryState.PERMANENT_FAILURE, DeliveryState.TECHNICAL_FAILURE)
# Constants, not bound values: SQLite uses a partial index for nothing else.
_UNADDRESSED = _outbox.c.state == literal_column("'pending'")
_WAITING = and_(
    deliveries.c.state.in_(
        [literal_column(f"'{state}'") for state in ("queued", "sending", "temporary_failure")]
    ),
    literal_column("delivery.sent_at").is_(None),
)
OLDEST_AMONG = 1_000
"""How many of those that have been due longest are asked since when they wait."""


@dataclass(frozen=True)
class Sending:
    """What waits: events nobody was looked up for yet, messages not handed over yet, since when
    the oldest; and how the latest `LOOKED_BACK` messages stand, by state.
    """

    unaddressed: int
    waiting: int
    oldest_at: Moment | None
    states: dict[str, int]

    @property
    def failed(self) -> int:
        return sum(self.states.get(state.value, 0) for state in _FAILED)


LATE_AFTER = 10 * MINUTE
"""When whoever waits for a letter is told that letters are late, and an operator is (NT-26)."""


def is_late(state: Sending) -> bool:
    """Whether something has waited so long to be sent that people notice."""
    return state.oldest_at is not None and state.oldest_at < now() - LATE_AFTER


def sending(session: Session) -> Sending:
    """How the sending stands now: counts and one moment, nothing of anybody."""
    events = session.execute(
        select(func.count(), func.min(_events.c.at))
        .select_from(_outbox)
        .join(_events, _events.c.id == _outbox.c.event_id)
        .where(_UNADDRESSED)
    ).one()
    waiting = session.execute(select(func.count()).where(_WAITING)).scalar_one()
    latest = (
        select(deliveries.c.state).order_by(deliveries.c.id.desc()).limit(LOOKED_BACK).subquery()
    )
    states = session.execute(select(latest.c.state, func.count()).group_by(latest.c.state))
    return Sending(
        unaddressed=events[0],
        waiting=waiting,
        oldest_at=min(filter(None, (events[1], *_oldest(session))), default=None),
        states={state.value: count for state, count in states},
    )


def _oldest(session: Session) -> tuple[Moment | None, Moment | None]:
    """Since when the oldest message could have gone: of those never tried, and of those that were.

    A digest for the morning waits for nobody, and the letter with a code is due before it is made.
    """
    d, at = deliveries.c, now()
    due_at = case((d.not_before > d.created_at, d.not_before), else_=d.created_at)
    fresh = (
        select(due_at.label("since"))
        .where(_WAITING, d.attempts == 0, d.not_before <= at)
        .order_by(d.not_before, d.id)
        .limit(OLDEST_AMONG)
        .subquery()
    )
    tried = (
        select(d.id).where(_WAITING, d.attempts > 0).order_by(d.id).limit(OLDEST_AMONG).subquery()
    )
    first_try = select(func.min(_attempts.c.at)).join(tried, tried.c.id == _attempts.c.delivery_id)
    return (
        session.execute(select(func.min(fresh.c.since))).scalar(),
        session.execute(first_try).scalar(),
    )


@lru_cache(maxsize=1)
def known_schema() -> str:
    """The newest revision this code has, by the numbered file names: alembic stays unloaded."""
    return max(path.name.partition("_")[0] for path in VERSIONS.glob("[0-9]*_*.py"))


def writable_schema(seconds: float) -> str | None:
    """The database's revision, if a write could begin within `seconds`; None if not.

    On a connection of its own, opened and closed here: a pool that is in use must not hide a
    database that is well, nor a kept connection one that is gone.
    """
    try:
        return _on_postgres() if is_postgres() else _on_sqlite(seconds)
    except (SQLAlchemyError, driver.Error, OSError):
        return None


REVISION = "SELECT version_num FROM alembic_version"


def _on_sqlite(seconds: float) -> str | None:
    file = Path(engine().url.database or "").absolute().as_uri()
    # mode=rw: a database that is gone must not come back as an empty one.
    opened = driver.connect(f"{file}?mode=rw", uri=True, timeout=seconds, isolation_level=None)
    with closing(opened) as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            row = connection.execute(REVISION).fetchone()
        finally:
            connection.execute("ROLLBACK")
    return row[0] if row else None


@lru_cache(maxsize=1)
def _unpooled(url: str) -> Engine:
    return create_engine(
        url,
        poolclass=NullPool,
        connect_args={"connect_timeout": 2, "options": "-c statement_timeout=1000"},
    )


def _on_postgres() -> str | None:
    url = engine().url.render_as_string(hide_password=False)
    with _unpooled(url).connect() as connection:
        # A standby, or a server out of space, may answer and yet take nothing.
        if connection.execute(text("SHOW transaction_read_only")).scalar() != "off":
            return None
        return connection.execute(text(REVISION)).scalar()
