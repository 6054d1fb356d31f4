"""Reading the access log: who looked or changed, about whom, which case, what, and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, false, select
from sqlmodel import Session

from models.access_log import What, access_log
from models.calendar import end_of, start_of
from models.database import table_of
from models.organisation import Unit
from models.person import Person
from models.personnel import by_name_or_address
from models.submission import submissions

PAGE = 50

_l = access_log.c
_people = table_of(Person)
_by = _people.alias("by_person")
_about = _people.alias("about_person")
_units = table_of(Unit)


@dataclass(frozen=True)
class Wanted:
    """What of the log is asked for; empty for all of it. `by` and `about` are a part of a name, a
    whole address, or `#` and the number of a person.
    """

    by: str = ""
    about: str = ""
    reference: str = ""
    what: What | None = None
    first: date | None = None
    last: date | None = None


def page(
    session: Session, wanted: Wanted, *, before: int | None = None, most: int = PAGE
) -> Sequence[Row[Any]]:
    """Rows of the log, the newest first, one more than `most` when there are more: id, at, what,
    role, person_id, by_name, about_person_id, about_name, about_protected, reference, detail,
    unit_sv, unit_en.
    """
    asked = (
        select(
            _l.id,
            _l.at,
            _l.what,
            _l.role,
            _l.person_id,
            _by.c.name.label("by_name"),
            _l.about_person_id,
            _about.c.name.label("about_name"),
            _about.c.protected.label("about_protected"),
            submissions.c.reference,
            _l.detail,
            _units.c.name_sv.label("unit_sv"),
            _units.c.name_en.label("unit_en"),
        )
        .select_from(access_log)
        .outerjoin(_by, _by.c.id == _l.person_id)
        .outerjoin(_about, _about.c.id == _l.about_person_id)
        .outerjoin(submissions, submissions.c.id == _l.submission_id)
        .outerjoin(_units, _units.c.id == _l.number)
        .where(*_conditions(wanted))
    )
    if before is not None:
        asked = asked.where(_l.id < before)
    return session.execute(asked.order_by(_l.id.desc()).limit(most + 1)).all()


def _conditions(wanted: Wanted) -> list[Any]:
    found: list[Any] = []
    for column, asked in ((_l.person_id, wanted.by), (_l.about_person_id, wanted.about)):
        if asked:
            found.append(_of(column, asked))
    if wanted.reference:
        case = select(submissions.c.id).where(submissions.c.reference == wanted.reference)
        found.append(_l.submission_id.in_(case))
    if wanted.what is not None:
        found.append(_l.what == wanted.what)
    if wanted.first is not None:
        found.append(_l.at >= start_of(wanted.first))
    if wanted.last is not None:
        found.append(_l.at <= end_of(wanted.last))
    return found


def _of(column: Any, asked: str) -> Any:
    number = asked.removeprefix("#")
    if number != asked and number.isascii() and number.isdigit() and len(number) < 19:
        return column == int(number)
    people = by_name_or_address(asked)
    return false() if people is None else column.in_(select(_people.c.id).where(people))
