"""Who is away, until when, and who has her cases meanwhile.

An absence moves no case: whoever takes over sees it among her own as long as it lasts, and it is
back where it was on the day after. It is written in no stream: that somebody is away is her own
matter, and nothing of a case changes by it.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CheckConstraint, Column, Date, Index, Row, case, delete, select
from sqlmodel import Field, Session, SQLModel

from models import belonging
from models.actor import Actor
from models.calendar import today
from models.database import id_column, reference_column, table_of
from models.errors import Invalid, NotFound
from models.person import Person

SHOWN = 100


class Absence(SQLModel, table=True):
    """Somebody is away from a day until a day, both included."""

    __table_args__ = (
        CheckConstraint("first_day <= last_day", name="absence_days"),
        CheckConstraint("deputy_id IS NULL OR deputy_id <> person_id", name="absence_deputy"),
        Index("absence_until", "last_day"),
    )

    id: int | None = Field(default=None, sa_column=id_column())
    person_id: int = Field(sa_column=reference_column("person.id"))
    first_day: dt.date = Field(sa_column=Column(Date, nullable=False))
    last_day: dt.date = Field(sa_column=Column(Date, nullable=False))
    deputy_id: int | None = Field(
        default=None, sa_column=reference_column("person.id", nullable=True, index=False)
    )
    by_id: int = Field(sa_column=reference_column("person.id", index=False))


absences = table_of(Absence)
_people = table_of(Person)
_deputies = _people.alias("deputy")
_a = absences.c


@dataclass(frozen=True)
class Away:
    """An absence of today. `deputy_id` is None when nobody who works here takes over."""

    last_day: dt.date
    deputy_id: int | None


def enter(
    session: Session,
    person_id: int,
    *,
    by: Actor,
    first: dt.date,
    last: dt.date,
    deputy_id: int | None = None,
) -> Absence:
    """Somebody will be away, `first` and `last` day included; her cases go to the deputy.

    Raises NotFound unless it is her own absence, or `by` leads her unit or is an administrator;
    Invalid for days that cannot be, a deputy who is herself or no official.
    """
    _may(session, person_id, by)
    if last < first:
        raise Invalid("last_day", "before_first")
    if last < today():
        raise Invalid("last_day", "past")
    if deputy_id == person_id:
        raise Invalid("deputy", "same")
    if deputy_id is not None and not session.scalar(
        select(_people.c.id).where(
            _people.c.id == deputy_id, _people.c.id.in_(belonging.handlers())
        )
    ):
        raise Invalid("deputy", "unknown")
    if session.execute(
        select(_a.id).where(_a.person_id == person_id, _a.first_day <= last, _a.last_day >= first)
    ).first():
        raise Invalid("first_day", "overlaps")
    made = Absence(
        person_id=person_id,
        first_day=first,
        last_day=last,
        deputy_id=deputy_id,
        by_id=by.person_id or 0,
    )
    session.add(made)
    session.flush()
    return made


def end(session: Session, absence_id: int, *, by: Actor) -> None:
    """She is back today, or will not be away at all. Raises NotFound as `enter`."""
    made = session.get(Absence, absence_id)
    if made is None:
        raise NotFound(str(absence_id))
    _may(session, made.person_id, by)
    if made.first_day >= today():
        session.execute(delete(absences).where(_a.id == absence_id))
        return
    made.last_day = min(made.last_day, today() - dt.timedelta(days=1))
    session.add(made)
    session.flush()


def _may(session: Session, person_id: int, by: Actor) -> None:
    allowed = {row.id for row in session.execute(belonging.under(session, by))}
    if person_id not in allowed:
        raise NotFound(str(person_id))


def away(session: Session) -> dict[int, Away]:
    """Everybody who is away today, by id. One look: few are."""
    day = today()
    able = case((_a.deputy_id.in_(belonging.handlers()), _a.deputy_id))
    rows = session.execute(
        select(_a.person_id, _a.last_day, able.label("deputy_id")).where(
            _a.first_day <= day, _a.last_day >= day
        )
    )
    return {row.person_id: Away(row.last_day, row.deputy_id) for row in rows}


def stand_in(found: Mapping[int, Away], person_id: int) -> int | None:
    """Who has the cases of somebody today: she herself unless she is away, else her deputy, or the
    deputy's deputy. None when that chain ends with somebody who is away, or in a circle.
    """
    seen: set[int] = set()
    at: int | None = person_id
    while at is not None and at in found:
        if at in seen:
            return None
        seen.add(at)
        at = found[at].deputy_id
    return at


def covered_by(found: Mapping[int, Away], person_id: int) -> list[int]:
    """Whose cases somebody has today besides her own."""
    return sorted(one for one in found if one != person_id and stand_in(found, one) == person_id)


def mine(session: Session, person_id: int) -> list[int]:
    """Whose cases are somebody's to handle today, her own first."""
    return [person_id, *covered_by(away(session), person_id)]


def receiver(session: Session, person_id: int) -> int:
    """Who gets what is given to somebody: her stand-in, or she herself where there is none."""
    return stand_in(away(session), person_id) or person_id


def coming(session: Session, by: Actor) -> list[Row[Any]]:
    """Absences that are not over, of those whose absence `by` may enter, the soonest first: id,
    person_id, name, first_day, last_day, deputy (a name or None).
    """
    allowed = belonging.under(session, by).order_by(None).subquery()
    return list(
        session.execute(
            select(
                _a.id,
                _a.person_id,
                allowed.c.name,
                _a.first_day,
                _a.last_day,
                _deputies.c.name.label("deputy"),
            )
            .join(allowed, allowed.c.id == _a.person_id)
            .outerjoin(_deputies, _deputies.c.id == _a.deputy_id)
            .where(_a.last_day >= today())
            .order_by(_a.first_day, _a.id)
            .limit(SHOWN)
        )
    )
