"""What was changed in the configuration, value by value: a log that can be taken back from.

Who and when stands in the event (`reconfigured`, with the number of the version); what stands here,
because facts of events hold no words. Each version of the profile but the first is one change.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    Row,
    String,
    Text,
    bindparam,
    func,
    insert,
    select,
)
from sqlmodel import Field, Session, SQLModel

from models.configuration import parts
from models.configuration.parts import Difference, Path
from models.database import Id, id_column, table_of
from models.errors import NotFound
from models.event import Event
from models.person import Person

FROM_FILE = "file"
"""The room of a change that came as a whole file."""


class ConfigurationChange(SQLModel, table=True):
    """One change, by the version of the profile that it made; `undoes` is the one it took back."""

    __tablename__ = "configuration_change"

    version: int = Field(sa_column=Column(Integer, ForeignKey("profile.version"), primary_key=True))
    event_id: int = Field(sa_column=Column(Id, ForeignKey("event.id"), nullable=False))
    room: str = Field(sa_column=Column(String(40), nullable=False))
    undoes: int | None = Field(
        default=None,
        sa_column=Column(Integer, ForeignKey("configuration_change.version"), nullable=True),
    )


class ConfigurationValue(SQLModel, table=True):
    """One value of a change, as it was and as it became; NULL where there was none."""

    __tablename__ = "configuration_value"

    id: int | None = Field(default=None, sa_column=id_column())
    version: int = Field(
        sa_column=Column(
            Integer, ForeignKey("configuration_change.version"), nullable=False, index=True
        )
    )
    path: str = Field(sa_column=Column(Text, nullable=False))
    before: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    after: str | None = Field(default=None, sa_column=Column(Text, nullable=True))


_changes = table_of(ConfigurationChange)
_values = table_of(ConfigurationValue)
_events = table_of(Event)
_people = table_of(Person)

_again = _changes.alias("again")
_LOG = (
    select(
        _changes.c.version,
        _changes.c.room,
        _changes.c.undoes,
        _events.c.at,
        _events.c.actor_id,
        _people.c.name.label("by_name"),
        select(func.count())
        .where(_values.c.version == _changes.c.version)
        .scalar_subquery()
        .label("values"),
        select(func.max(_again.c.version))
        .where(_again.c.undoes == _changes.c.version)
        .scalar_subquery()
        .label("undone_by"),
    )
    .join(_events, _events.c.id == _changes.c.event_id)
    .outerjoin(_people, _people.c.id == _events.c.actor_id)
    .order_by(_changes.c.version.desc())
)
_PAGE = _LOG.where(_changes.c.version < bindparam("before")).limit(bindparam("most"))
_ONE = _LOG.where(_changes.c.version == bindparam("version"))
_WHAT = (
    select(_values.c.path, _values.c.before, _values.c.after)
    .where(_values.c.version == bindparam("version"))
    .order_by(_values.c.id)
)
_SINCE = (
    select(_values.c.version, _values.c.path)
    .where(_values.c.version > bindparam("known"))
    .order_by(_values.c.id.desc())
)
NO_END = 2**31 - 1


@dataclass(frozen=True)
class Last:
    """The last change of some parts: which, by whom, when."""

    version: int
    who: str
    at: int


def write_down(
    session: Session,
    version: int,
    event_id: int,
    done: Sequence[Difference],
    *,
    room: str,
    undoes: int | None,
) -> None:
    """Keep what a version of the profile changed."""
    session.execute(
        insert(_changes).values(version=version, event_id=event_id, room=room, undoes=undoes)
    )
    rows = [
        {
            "version": version,
            "path": parts.told(one.path),
            "before": parts.told(one.before),
            "after": parts.told(one.after),
        }
        for one in done
    ]
    if rows:
        session.execute(insert(_values), rows)


def page(session: Session, *, before: int = NO_END, most: int) -> Sequence[Row[Any]]:
    """Changes with a lower number, the newest first: version, room, undoes, undone_by, at,
    actor_id, by_name, values.
    """
    return session.execute(_PAGE, {"before": before, "most": most}).all()


def one(session: Session, version: int) -> Row[Any]:
    """One change, as a row of `page`. Raises NotFound."""
    found = session.execute(_ONE, {"version": version}).first()
    if found is None:
        raise NotFound(str(version))
    return found


def values(session: Session, version: int) -> list[Difference]:
    """What a change changed, in its order."""
    return [
        Difference(tuple(parts.read(row.path)), parts.read(row.before), parts.read(row.after))
        for row in session.execute(_WHAT, {"version": version})
    ]


def last(session: Session, known: int, within: Iterable[Path]) -> Last | None:
    """The last change, after the version `known`, of any part at or below one of these paths."""
    wanted = tuple(within)
    for row in session.execute(_SINCE, {"known": known}):
        path = tuple(parts.read(row.path))
        if any(_touches(path, other) for other in wanted):
            found = one(session, row.version)
            return Last(row.version, found.by_name or "", found.at)
    return None


def _touches(path: Path, other: Path) -> bool:
    """Whether one of two parts is the other, or lies within it."""
    shared = min(len(path), len(other))
    return path[:shared] == other[:shared]
