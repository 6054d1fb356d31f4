"""How the town is: what waits to be sent, and whether it could be written to just now."""

from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Engine, create_engine, func, literal_column, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool
from sqlmodel import Session

from models.calendar import Moment
from models.database import driver, engine, is_postgres, table_of
from models.delivery import DeliveryState, deliveries
from models.event import Event, Outbox

LOOKED_BACK = 10_000
"""How many of the latest messages are counted by state: never the whole history."""

VERSIONS = Path(__file__).parent / "migrations" / "versions"

_outbox = table_of(Outbox)
_events = table_of(Event)

_FAILED = (DeliveryState.PERMANENT_FAILURE, DeliveryState.TECHNICAL_FAILURE)
# Constants, not bound values: SQLite uses a partial index for nothing else.
_UNADDRESSED = _outbox.c.state == literal_column("'pending'")
_WAITING = deliveries.c.state.in_(
    [literal_column(f"'{state}'") for state in ("queued", "sending", "temporary_failure")]
)


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


def sending(session: Session) -> Sending:
    """How the sending stands now: counts and one moment, nothing of anybody."""
    events = session.execute(
        select(func.count(), func.min(_events.c.at))
        .select_from(_outbox)
        .join(_events, _events.c.id == _outbox.c.event_id)
        .where(_UNADDRESSED)
    ).one()
    messages = session.execute(
        select(func.count(), func.min(deliveries.c.created_at)).where(_WAITING)
    ).one()
    latest = (
        select(deliveries.c.state).order_by(deliveries.c.id.desc()).limit(LOOKED_BACK).subquery()
    )
    states = session.execute(select(latest.c.state, func.count()).group_by(latest.c.state))
    return Sending(
        unaddressed=events[0],
        waiting=messages[0],
        oldest_at=min((at for at in (events[1], messages[1]) if at is not None), default=None),
        states={state.value: count for state, count in states},
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
