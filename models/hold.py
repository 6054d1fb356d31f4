"""A town that was put back from a copy sends nothing until its operator says so.

What waited when the copy was made may have been sent since, by the town that it was made of.
"""

from sqlalchemy import delete, select, update
from sqlmodel import Field, Session, SQLModel

from models.calendar import Moment, now
from models.database import changed, moment_column, table_of, upsert
from models.delivery import DeliveryState, deliveries


class Hold(SQLModel, table=True):
    """One row while everything is held, none otherwise."""

    id: int = Field(default=1, primary_key=True)
    since: Moment = Field(sa_column=moment_column())


_holds = table_of(Hold)
_SINCE = select(_holds.c.since)

_WAITING = (DeliveryState.QUEUED, DeliveryState.TEMPORARY_FAILURE)


def begin(session: Session) -> None:
    """From now on nothing leaves. A hold that stands already keeps its beginning."""
    session.execute(upsert(_holds).values(id=1, since=now()).on_conflict_do_nothing())


def since(session: Session) -> Moment | None:
    """When the hold began, or None while messages may leave."""
    return session.execute(_SINCE).scalar()


def end(session: Session) -> None:
    """Let messages leave."""
    session.execute(delete(_holds))


def cancel_waiting(session: Session) -> int:
    """Cancel every message that waits, because the first town has sent it; how many those were."""
    return changed(
        session,
        update(deliveries)
        .where(deliveries.c.state.in_(_WAITING))
        .values(state=DeliveryState.CANCELLED, code="held", lease_owner=None, lease_until=None),
    )
