"""Proposals that a board had not decided on by the end of a half-year, for the council.

Unfinished ones are reported twice a year (spec 2.1). The report is of that day: where each proposal
stood, which unit and board had it and what was said of a delay is read from the history as it was
then, so that the same report is the same a year later. What is no longer public is left out of it.
"""

import datetime as dt
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, or_, select
from sqlmodel import Session

from models.calendar import Moment, end_of, local, now, today
from models.database import table_of
from models.errors import NotFound
from models.event import Event, EventKind
from models.particulars import particulars
from models.register.numbers import diary
from models.states import Kind, Status
from models.submission import SHOWN, stream_of, submissions
from models.text import Text

WAITING = frozenset({Status.VOTING_ENDED, Status.REFERRED, Status.PREPARING})
"""Where a proposal is when a board owes it a decision."""
MOST = 1_000
"""Proposals of one report; no municipality has let so many wait."""
CHUNK = 200
FIRST_YEAR = 2000
_PERIOD = re.compile(r"(\d{4})-([12])")

_s, _d, _p = submissions.c, diary.c, particulars.c
_events, _texts = table_of(Event), table_of(Text)

_MAYBE = (
    select(
        _s.id,
        _s.reference,
        _s.received_at,
        _s.unit_id,
        _texts.c.title,
        _p.board_id,
        _p.board,
    )
    .join(_texts, _texts.c.id == _s.text_id)
    .outerjoin(particulars, _p.submission_id == _s.id)
    .where(
        SHOWN,
        _s.kind == Kind.PROPOSAL,
        _s.received_at <= bindparam("until"),
        or_(_s.done_at.is_(None), _s.done_at > bindparam("until")),
    )
    .order_by(_s.received_at, _s.id)
)
_NUMBERS = (
    select(_d.submission_id, _d.written)
    .where(_d.submission_id.in_(bindparam("cases", expanding=True)), _d.at <= bindparam("until"))
    .order_by(_d.id)
)
_COURSE = (
    select(_events.c.stream, _events.c.at, _events.c.kind, _events.c.facts)
    .where(
        _events.c.stream.in_(bindparam("streams", expanding=True)),
        _events.c.at <= bindparam("until"),
        _events.c.kind.not_in((EventKind.COMMENT_PUBLISHED, EventKind.COMMENT_HIDDEN)),
    )
    .order_by(_events.c.stream, _events.c.seq)
)


@dataclass(frozen=True)
class Period:
    """Half a year, as an address says it: `2026-1`."""

    year: int
    half: int

    @property
    def last_day(self) -> dt.date:
        return dt.date(self.year, 6, 30) if self.half == 1 else dt.date(self.year, 12, 31)

    @property
    def is_over(self) -> bool:
        return self.last_day < today()

    @property
    def code(self) -> str:
        return f"{self.year}-{self.half}"

    @property
    def before(self) -> "Period":
        return Period(self.year, 1) if self.half == 2 else Period(self.year - 1, 2)


@dataclass(frozen=True)
class Unfinished:
    """A proposal as it stood on the day of the report."""

    reference: str
    number: str
    title: str
    received_on: dt.date
    waits_since: dt.date
    """When it had enough support, or went to a board."""
    days: int
    """Whole days from then until the day of the report."""
    status: Status
    unit_id: int
    board_id: int | None
    board: str
    reason: str
    """What was last said of a delay, or ""."""
    new_day: dt.date | None


def period(given: str) -> Period:
    """The half-year of an address. Raises NotFound for none, or one that has not begun."""
    found = _PERIOD.fullmatch(given)
    if found is None:
        raise NotFound(given)
    made = Period(int(found[1]), int(found[2]))
    if made.year < FIRST_YEAR or made.before.last_day >= today():
        raise NotFound(given)
    return made


def present() -> Period:
    """The half-year that runs."""
    day = today()
    return Period(day.year, 1 if day.month <= 6 else 2)


def report(session: Session, half: Period) -> list[Unfinished]:
    """What was unfinished at the end of a half-year, or is now where that is to come; what has
    waited longest first.
    """
    until = min(end_of(half.last_day), now())
    maybe = session.execute(_MAYBE.limit(MOST), {"until": until}).all()
    found: list[Unfinished] = []
    for first in range(0, len(maybe), CHUNK):
        found += _of(session, maybe[first : first + CHUNK], until)
    return sorted(found, key=lambda one: (one.waits_since, one.reference))


@dataclass
class _Then:
    """What a history says of one moment."""

    status: str = ""
    since: Moment = 0
    unit_id: int = 0
    board_id: int | None = None
    delay: int | None = None
    day: str = ""

    def after(self, row: Row[Any]) -> None:
        facts = json.loads(row.facts)
        if "to" in facts and "action" not in facts:
            if facts["to"] in WAITING and self.status not in WAITING:
                self.since, self.delay, self.day = row.at, None, ""
            self.status = facts["to"]
        self.unit_id = facts.get("to_unit", self.unit_id or facts.get("unit", 0))
        self.board_id = facts.get("board", self.board_id)
        if row.kind is EventKind.DELAYED:
            self.delay, self.day = facts.get("text"), facts.get("day", "")


def _of(session: Session, rows: Sequence[Row[Any]], until: Moment) -> list[Unfinished]:
    then: defaultdict[str, _Then] = defaultdict(_Then)
    streams = [stream_of(row.reference) for row in rows]
    for row in session.execute(_COURSE, {"streams": streams, "until": until}):
        then[row.stream].after(row)
    waiting = [row for row in rows if then[stream_of(row.reference)].status in WAITING]
    states = {row.id: then[stream_of(row.reference)] for row in waiting}
    numbers = _numbers(session, states, until)
    reasons = _words(session, (one.delay for one in states.values()))
    day = local(until).date()
    made = []
    for row in waiting:
        state = states[row.id]
        since = local(state.since).date()
        made.append(
            Unfinished(
                reference=row.reference,
                number=numbers.get(row.id, ""),
                title=row.title,
                received_on=local(row.received_at).date(),
                waits_since=since,
                days=(day - since).days,
                status=Status(state.status),
                unit_id=state.unit_id or row.unit_id,
                board_id=state.board_id or row.board_id,
                board=row.board or "",
                reason=reasons.get(state.delay or 0, ""),
                new_day=dt.date.fromisoformat(state.day) if state.day else None,
            )
        )
    return made


def _numbers(session: Session, ids: Iterable[int], until: Moment) -> dict[int, str]:
    """The numbers that held then: of two the later one."""
    rows = session.execute(_NUMBERS, {"cases": list(ids), "until": until})
    return {row.submission_id: row.written for row in rows}


def _words(session: Session, ids: Iterable[int | None]) -> dict[int, str]:
    wanted = [one for one in ids if one is not None]
    if not wanted:
        return {}
    rows = session.execute(select(_texts.c.id, _texts.c.source).where(_texts.c.id.in_(wanted)))
    return {row.id: row.source for row in rows}
