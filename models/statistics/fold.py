"""One case in figures, out of its row and its events. Pure but for the clock."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from models import clock
from models.at_once import LIVE
from models.calendar import Moment, local, now
from models.event import EventKind
from models.reply import ReplyBy
from models.states import Kind, Status, StatusType, type_of
from models.statistics.rows import Sender, month_of
from models.statistics.workdays import Workdays

_STEPS = frozenset(status.value for status in Status)
_OUTCOMES = {Status.ANSWERED: "answered", Status.FIXED: "fixed"}
"""Of what has come to an end and was not closed yet."""


@dataclass
class _Course:
    """What the events of one case tell."""

    seq: int = 0
    ended_at: Moment | None = None
    ruling: str | None = None
    told_at: Moment | None = None
    helped: str | None = None
    handovers: int = 0
    reopened: int = 0

    def take(self, event: Any) -> None:
        kind = event.kind
        self.seq = event.seq
        facts = json.loads(event.facts)
        if facts.get("to") in _STEPS:
            self._step(event.at, Status(facts["to"]))
        if kind is EventKind.HANDED_OVER:
            # As models.passing_on counts them: units that changed places are none.
            self.handovers = facts.get("count", self.handovers)
        elif kind is EventKind.REOPENED:
            self.reopened += 1
        elif kind is EventKind.DECIDED:
            self.ruling = facts["ruling"]
        elif kind is EventKind.FOLLOWED_UP and "helped" in facts:
            self.told_at, self.helped = event.at, facts["helped"]

    def _step(self, at: Moment, status: Status) -> None:
        if type_of(status) is not StatusType.CLOSED:
            self.ended_at = None
        elif self.ended_at is None:
            # Answered and closed later, or decided and carried out: one end.
            self.ended_at = at


def figure(case: Any, events: Iterable[Any], days: Workdays) -> dict[str, Any]:
    """The row of models.statistics.rows.CaseFigure. `case` is a row of submissions, `events` all of
    its own in their order.
    """
    course = _Course()
    for event in events:
        course.take(event)
    came = local(case.received_at).date()
    ended = course.ended_at
    answered = case.answered_at
    return {
        "submission_id": case.id,
        "seq": course.seq,
        "kind": case.kind,
        "unit_id": case.unit_id,
        "category_id": case.category_id,
        "area_id": case.area_id,
        "channel": case.source,
        "sender": _sender(case),
        "received": month_of(case.received_at),
        "answered": month_of(answered) if answered is not None else None,
        "answer_days": days.between(came, local(answered).date()) if answered is not None else None,
        **_promise(case, ended),
        "ended": month_of(ended) if ended is not None else None,
        "end_days": days.between(came, local(ended).date()) if ended is not None else None,
        "outcome": _outcome(case, course) if ended is not None else None,
        "told": month_of(course.told_at) if course.told_at is not None else None,
        "helped": course.helped,
        "handovers": course.handovers,
        "reopened": course.reopened,
        "direct": case.at_once if case.centre and case.source in LIVE else None,
    }


def _sender(case: Any) -> Sender:
    if case.organisation_id is not None:
        return Sender.ORGANISATION
    unknown = case.contact_id is None and case.reply_by is ReplyBy.NONE
    return Sender.ANONYMOUS if unknown else Sender.RESIDENT


def _promise(case: Any, ended: Moment | None) -> dict[str, Any]:
    """A promise counts once its time is over, whether it was kept long before or not at all."""
    if case.answered_at is None and ended is not None:
        return {"pending": None, "due": None, "kept": None}
    due = clock.due(case)
    if now() <= due:
        return {"pending": due, "due": None, "kept": None}
    return {"pending": None, "due": month_of(due), "kept": bool(case.kept)}


def _outcome(case: Any, course: _Course) -> str | None:
    if case.outcome is not None:
        return str(case.outcome.value)
    if case.kind is Kind.PROPOSAL:
        return course.ruling
    return _OUTCOMES.get(case.status)
