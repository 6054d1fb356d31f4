"""Counting everything once more, from the events themselves: what the statistics are held against.

It shares nothing with what it checks but the definitions: every event of every case is read in the
order it came, nothing is kept, nothing is packed, and what lies in the middle is looked up in a
sorted list. What no event says is taken from the case: its subject, area and channel, the promise
it was given, whether it was taken in at the service centre. Who wrote is as it was first noted.
"""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from models import passing_on
from models.actor import Role, Source
from models.calendar import Moment, end_of, local
from models.database import table_of
from models.event import Event, EventKind
from models.opening import Opening
from models.states import Kind, Status
from models.statistics.rows import By, case_figures, month_figures
from models.submission import stream_of, submissions

_ENDS = {"fixed", "answered", "decided", "implementing", "implemented", "closed"}
_STEPS = {status.value for status in Status}
_WAITED = {Source.PHONE, Source.VISIT, Source.CHAT}
_events = table_of(Event)
_e, _s = _events.c, submissions.c

_CASES = (
    select(_s.reference, _s.kind, _s.category_id, _s.area_id, _s.source, _s.centre, _s.at_once)
    .add_columns(_s.answer_by, _s.due_at, case_figures.c.sender)
    .outerjoin(case_figures, case_figures.c.submission_id == _s.id)
    .where(_s.kind != Kind.DIALOGUE, _s.source != Source.IMPORT)
)
_IN_PARTS = {"yield_per": 5_000}
"""A million events are never in memory together."""


@dataclass
class Cell:
    """One cell, unpacked: counts by name, and the working days of each case."""

    numbers: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    answer_days: list[int] = field(default_factory=list)
    end_days: list[int] = field(default_factory=list)


Cells = dict[tuple[int, str, str], Cell]
"""By month, what it is divided by, and which of that."""


def differences(session: Session, opening: Opening, as_of: Moment) -> list[str]:
    """Every cell that is not as it was counted here, in words for operators; none if all is well.

    `as_of` is when the figures were last kept up (models.statistics.following.last).
    """
    return against(session, counted(session, opening, as_of))


def against(session: Session, ours: Cells) -> list[str]:
    """As `differences`, of what was counted already."""
    theirs = _kept(session)
    found = []
    for place in sorted(ours.keys() | theirs.keys()):
        here, there = _said(ours.get(place)), theirs.get(place, _said(None))
        found += [
            f"{place[0]} {place[1]} {place[2]}: {name} is {there[name]}, counted {here[name]}"
            for name in here
            if here[name] != there[name]
        ]
    return found


_NUMBERS = (
    *("received", "passed_on", "passed_twice", "handovers", "reopened", "centre", "direct"),
    *("answered", "due", "kept", "waiting", "ended", "told", "helped", "helped_partly"),
)


def _said(cell: Cell | None) -> dict[str, Any]:
    cell = cell or Cell()
    return {
        **{name: cell.numbers[name] for name in _NUMBERS},
        "answer_days": sorted(cell.answer_days),
        "end_days": sorted(cell.end_days),
    }


def _kept(session: Session) -> dict[tuple[int, str, str], dict[str, Any]]:
    return {
        (row.month, row.by.value, row.value): {
            **{name: getattr(row, name) for name in _NUMBERS},
            **{name: _days(getattr(row, name)) for name in ("answer_days", "end_days")},
        }
        for row in session.execute(select(month_figures))
    }


def _days(said: str) -> list[int]:
    return [int(day) for day, times in json.loads(said).items() for _ in range(times)]


def counted(session: Session, opening: Opening, as_of: Moment) -> Cells:
    """Every cell, from the events until a moment."""
    cells: Cells = defaultdict(Cell)
    known = {stream_of(row.reference): row for row in session.execute(_CASES)}
    whole = select(_e.stream, _e.at, _e.kind, _e.role, _e.facts).where(_e.at <= as_of)
    rows = session.execute(whole.order_by(_e.stream, _e.seq), execution_options=_IN_PARTS)
    for stream, events in _by_stream(rows):
        if stream in known:
            _count(cells, known[stream], events, opening, as_of)
    return cells


def _by_stream(rows: Any) -> Iterator[tuple[str, list[Any]]]:
    stream = ""
    events: list[Any] = []
    for row in rows:
        if row.stream != stream:
            if events:
                yield stream, events
            stream, events = row.stream, []
        events.append(row)
    if events:
        yield stream, events


def _count(cells: Cells, case: Any, events: list[Any], opening: Opening, as_of: Moment) -> None:
    all_facts = [json.loads(event.facts) for event in events]
    told = list(zip(events, all_facts, strict=True))
    unit = [f.get("unit") or f.get("to_unit") for e, f in told if _places_it(e)][-1]
    places = [
        (By.ALL, ""),
        (By.KIND, case.kind.value),
        (By.UNIT, str(unit)),
        (By.SUBJECT, str(case.category_id) if case.category_id else ""),
        (By.AREA, str(case.area_id) if case.area_id else ""),
        (By.CHANNEL, case.source.value),
        (By.SENDER, case.sender.value if case.sender else "nobody"),
    ]

    def add(at: Moment, name: str, number: int = 1) -> None:
        for by, value in places:
            cells[_month(at), by.value, value].numbers[name] += number

    came = events[0].at
    add(came, "received")
    passed = len(passing_on.steps(e for e in events if e.kind is EventKind.HANDED_OVER))
    add(came, "handovers", passed)
    add(came, "passed_on", passed >= 1)
    add(came, "passed_twice", passed >= 2)
    add(came, "reopened", any(event.kind is EventKind.REOPENED for event in events))
    waited = case.centre and case.source in _WAITED
    add(came, "centre", waited)
    add(came, "direct", waited and case.at_once)
    answers = [event.at for event, facts in told if _answers(event, facts)]
    ends = _ends(told)
    if answers:
        add(answers[0], "answered")
        for by, value in places:
            cell = cells[_month(answers[0]), by.value, value]
            cell.answer_days.append(_worked(opening, came, answers[0]))
    due = case.due_at if case.due_at is not None else end_of(case.answer_by)
    if due < as_of and (answers or ends is None):
        add(due, "due")
        add(due, "kept", bool(answers) and answers[0] <= due)
        add(due, "waiting", not answers)
    if ends is not None:
        add(ends, "ended")
        for by, value in places:
            cell = cells[_month(ends), by.value, value]
            cell.end_days.append(_worked(opening, came, ends))
        if how := _how(told):
            cells[_month(ends), By.OUTCOME.value, how].numbers["ended"] += 1
    said = [(event.at, facts["helped"]) for event, facts in told if "helped" in facts]
    if said:
        at, helped = said[-1]
        add(at, "told")
        add(at, "helped", helped == "yes")
        add(at, "helped_partly", helped == "partly")


def _places_it(event: Any) -> bool:
    return event.kind in {EventKind.RECEIVED, EventKind.HANDED_OVER}


def _answers(event: Any, facts: dict[str, Any]) -> bool:
    """A person's own words in public: an answer, a decision, or the reasons for an end (ST-13)."""
    if event.kind is EventKind.CLOSED:
        return event.role is not Role.SYSTEM and "text" in facts
    return event.kind in {EventKind.ANSWERED, EventKind.DECIDED}


def _ends(told: list[tuple[Any, dict[str, Any]]]) -> Moment | None:
    """When the case came to its present end: the first of the last steps that are all ends."""
    found: Moment | None = None
    for event, facts in reversed([pair for pair in told if pair[1].get("to") in _STEPS]):
        if facts["to"] not in _ENDS:
            break
        found = event.at
    return found


def _how(told: list[tuple[Any, dict[str, Any]]]) -> str | None:
    """How it ended, by the last step that says so."""
    for event, facts in reversed(told):
        if "outcome" in facts:
            return str(facts["outcome"])
        if event.kind is EventKind.DECIDED:
            return str(facts["ruling"])
        if facts.get("to") in {"answered", "fixed"}:
            return str(facts["to"])
    return None


def _month(at: Moment) -> int:
    day = local(at)
    return day.year * 100 + day.month


def _worked(opening: Opening, came: Moment, at: Moment) -> int:
    """Working days after the day it came, until and with the day of a moment."""
    day, last, number = local(came).date(), local(at).date(), 0
    while day < last:
        day += dt.timedelta(days=1)
        number += opening.is_working_day(day)
    return number
