"""What an official has to do, as her morning's mail tells it: of each case its number, its kind, a
day, and its title only where everyone may read that.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, literal, select, text
from sqlmodel import Session

from models import absence, belonging
from models.actor import Role
from models.calendar import Moment, add_working_days, is_working_day, local, today
from models.clock import is_late
from models.consulted import for_units
from models.consulting import UNANSWERED, consultations
from models.database import table_of
from models.event import Event, EventKind
from models.keeping_promises import delaying, escalating, six_months
from models.particulars import particulars
from models.permissions import Action
from models.permissions_of_cases import reached
from models.reading import WAITING, readings
from models.states import OPEN_STATUSES, PUBLIC, Status
from models.submission import stream_of, submissions
from models.text import Text
from models.viewer import Viewer

SOON = 2
"""Working days before its promised day from which a case is told of."""

SHOWN, MOST = 10, 200

OURS = tuple(
    status for status in OPEN_STATUSES if status not in {Status.WAITING_RESIDENT, Status.VOTING}
)
"""Statuses in which the next step is ours."""

_events, _texts = table_of(Event), table_of(Text)
_s, _e = submissions.c, _events.c


@dataclass(frozen=True)
class Duty:
    """One case of a list. `day` is the one it is due, where the list is about days."""

    reference: str
    kind: str
    title: str
    day: dt.date | None = None


@dataclass(frozen=True)
class Duties:
    """One list, the first `SHOWN` of it; `more` are left out."""

    code: str
    rows: tuple[Duty, ...]
    more: int


def of(
    session: Session,
    person_id: int,
    *,
    since: Moment,
    until: Moment,
    works: Callable[[dt.date], bool] = is_working_day,
) -> list[Duties]:
    """Everything somebody has to know this morning, the most urgent first; empty lists left out.

    What happened counts when it did so after `since` and no later than `until`; all else as it
    stands now. Of all of it only what she may have on her desk.
    """
    mine = absence.mine(session, person_id)
    viewer = Viewer(person_id, posts=belonging.posts_of(session, person_id))
    hers = reached(session, viewer, Action.DESK)
    late, soon = _by_day(session, hers, mine, works)
    happened = _happened(session, hers, mine, since, until)
    found: dict[str, Iterable[Duty]] = {
        "late": [*late, *map(_duty, delaying.undecided_of(session, hers, mine))],
        "soon": soon,
        "nearing": [
            _duty(row, local(row.due_at).date())
            for row in escalating.warned(session, hers, mine, since, until)
        ],
        "decision": [_duty(row, row.due_on) for row in six_months.asked(session, hers, mine)],
        "months": [_duty(row) for row in six_months.near(session, hers, mine)],
        "given": happened["given"],
        "added": happened["added"],
        "told": happened["told"],
        "asked": _asked(session, hers, person_id),
        "to_read": _to_read(session, hers, person_id),
        "nobody": _of_nobody(session, hers, person_id),
    }
    return [made for code, rows in found.items() if (made := _listed(code, rows)).rows]


def _listed(code: str, rows: Iterable[Duty]) -> Duties:
    known = list(dict.fromkeys(rows))
    return Duties(code, tuple(known[:SHOWN]), max(0, len(known) - SHOWN))


def _cases(*columns: ColumnElement[Any]) -> Select[Any]:
    return (
        select(_s.reference, _s.kind, _s.appeal, _s.publication, _texts.c.title, *columns)
        .select_from(submissions)
        .join(_texts, _texts.c.id == _s.text_id)
    )


def _duty(row: Row[Any], day: dt.date | None = None) -> Duty:
    title = row.title if row.publication in PUBLIC else ""
    return Duty(row.reference, "appeal" if row.appeal else row.kind.value, title, day)


def _by_day(
    session: Session,
    hers: ColumnElement[bool],
    mine: Sequence[int],
    works: Callable[[dt.date], bool],
) -> tuple[list[Duty], list[Duty]]:
    """What is late and what soon will be, by the day that was last told."""
    day = func.coalesce(particulars.c.delay_day, _s.answer_by)
    rows = session.execute(
        _cases(_s.status, _s.answered_at, _s.kept, _s.answer_by, _s.due_at, particulars.c.delay_day)
        .outerjoin(particulars, particulars.c.submission_id == _s.id)
        .where(
            hers,
            _s.assignee_id.in_(mine),
            _s.status.in_(OURS),
            _s.answered_at.is_(None),
            day <= add_working_days(today(), SOON, works),
        )
        .order_by(day, _s.id)
        .limit(MOST)
    )
    late: list[Duty] = []
    soon: list[Duty] = []
    for row in rows:
        told = row.delay_day or row.answer_by
        over = told < today() if row.delay_day else is_late(row)
        (late if over else soon).append(_duty(row, told))
    return late, soon


def _happened(
    session: Session,
    hers: ColumnElement[bool],
    mine: Sequence[int],
    since: Moment,
    until: Moment,
) -> dict[str, list[Duty]]:
    """What was given to her, what senders added, and what other units answered her, but for what
    she did herself: of `mine` she is the first.
    """
    rows = session.execute(
        _cases(_e.kind.label("event"), _e.role, _e.actor_id, _e.facts)
        .join(_events, _e.stream == literal(stream_of("")) + _s.reference)
        .where(
            hers,
            _s.assignee_id.in_(mine),
            _s.status.in_(OURS),
            _e.at > since,
            _e.at <= until,
            _e.kind.in_(
                (
                    EventKind.ASSIGNED,
                    EventKind.MOVED,
                    EventKind.REPLIED,
                    EventKind.EDITED,
                    EventKind.REOPENED,
                    EventKind.CONSULTATION_ANSWERED,
                )
            ),
        )
        .order_by(_e.id)
        .limit(MOST)
    )
    found: dict[str, list[Duty]] = {"given": [], "added": [], "told": []}
    for row in rows:
        if row.actor_id == mine[0]:
            continue
        facts = json.loads(row.facts)
        if row.event is EventKind.ASSIGNED and facts["assignee"] in mine:
            found["given"].append(_duty(row))
        elif row.event is EventKind.CONSULTATION_ANSWERED:
            found["told"].append(_duty(row))
        elif row.event is EventKind.REPLIED or (
            row.role is Role.RESIDENT and row.event is not EventKind.ASSIGNED
        ):
            found["added"].append(_duty(row))
    return found


def _asked(session: Session, hers: ColumnElement[bool], person_id: int) -> list[Duty]:
    """What her unit was asked and has not answered."""
    units = belonging.answers_for(session, person_id)
    rows = session.execute(
        _cases(consultations.c.due_on)
        .join(consultations, consultations.c.submission_id == _s.id)
        .where(
            hers,
            for_units(units),
            consultations.c.unit_id.in_(units),
            text(f"consultation.{UNANSWERED}"),
            consultations.c.unit_id != _s.unit_id,
            _s.status.in_(OURS),
        )
        .order_by(consultations.c.due_on, consultations.c.id)
        .limit(MOST)
    )
    return [_duty(row, row.due_on) for row in rows]


def _to_read(session: Session, hers: ColumnElement[bool], person_id: int) -> list[Duty]:
    """The drafts that colleagues have asked her to read."""
    rows = session.execute(
        _cases()
        .join(readings, readings.c.submission_id == _s.id)
        .where(
            hers, readings.c.reader_id == person_id, text(f"reading.{WAITING}"), _s.status.in_(OURS)
        )
        .order_by(readings.c.asked_at, readings.c.id)
        .limit(MOST)
    )
    return [_duty(row) for row in rows]


def _of_nobody(session: Session, hers: ColumnElement[bool], person_id: int) -> list[Duty]:
    """Open cases of the units she leads that nobody has who works here, the soonest due first."""
    led = belonging.led_by(session, person_id)
    if not led:
        return []
    rows = session.execute(
        _cases(_s.answer_by)
        .where(hers, _s.unit_id.in_(led), _s.status.in_(OURS), of_nobody())
        .order_by(_s.answer_by, _s.id)
        .limit(MOST)
    )
    return [_duty(row, row.answer_by) for row in rows]


def of_nobody() -> ColumnElement[bool]:
    """The condition, over submission: given to nobody, or to somebody suspended or gone."""
    return _s.assignee_id.is_(None) | _s.assignee_id.not_in(belonging.handlers())
