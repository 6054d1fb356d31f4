"""What stands beside a case's status: its day, a delay, the board, who else has it."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from markupsafe import Markup
from sqlalchemy import Row
from sqlmodel import Session

from models import course
from models.calendar import local, now
from models.clock import Clock
from models.event_kind import EventKind
from models.face import face, goes_on, is_delayed, step
from models.history import Happening
from models.keeping_promises import delaying
from models.keeping_promises.row import Which
from models.links import linked
from models.meeting import listing
from models.states import BEFORE_A_BOARD, PUBLIC, Kind, Outcome, Status
from models.submission import is_author
from web.visit import Visit

_NUMBER = re.compile(r"\+?[\d ()-]{5,}")
CARRIED_ON = {Status.IMPLEMENTING, Status.IMPLEMENTED}
ENDINGS = {EventKind.CLOSED, EventKind.MERGED}
_SENTENCE_ENDS = (".", "!", "?", "…")


def looks(row: Any, ruling: Any, *, mine: bool = False, dropped: bool = False) -> dict[str, Any]:
    """The face of a case, its place on the way, and what comes next, in the words' own codes."""
    code = face(row.status, row.outcome, ruling, mine=mine, dropped=dropped)
    following = code if goes_on(row.status) else ""
    if row.kind is Kind.PROPOSAL and row.status is Status.RECEIVED:
        following = "received_proposal"
    return {"face": code, "next": following, "step": step(row.kind, row.status)}


def particulars(visit: Visit, row: Any, given: dict[int, Row[Any]], ruling: Any) -> dict[str, Any]:
    """What the sentence of the status is made from, what is still promised, and what is late."""
    promised = _still_promised(visit.session, row.id)
    decide_by = next((one["day"] for one in promised if one["which"] == Which.DECIDE), None)
    delay = _delay(row, given, decide_by)
    over = any(one["over"] for one in promised if one["which"] == Which.DECIDE)
    return {
        "promised": promised,
        "late": is_delayed(row) or delay is not None or (over and goes_on(row.status)),
        "planned_on": row.planned_on,
        "board": _board(row, ruling),
        "meets": _meets(visit, row),
        "delay": delay,
        "receiver": _receiver(row),
        "duplicate": _duplicate(visit, row),
    }


def passed_on(
    row: Any, events: Sequence[Happening], unit_names: Mapping[int, str]
) -> dict[str, Any]:
    """How often it has changed unit, and which units have still to answer the one that has it, by
    which day: `unit` and `day`.
    """
    answered = {
        event.facts["consultation"]
        for event in events
        if event.kind is EventKind.CONSULTATION_ANSWERED
    }
    asked = [
        {
            "unit": unit_names.get(event.facts["unit"], ""),
            "day": date.fromisoformat(event.facts["day"]),
        }
        for event in events
        if event.kind is EventKind.CONSULTED
        and event.facts["consultation"] not in answered
        # What it was asked it knows itself, once it has the case.
        and event.facts["unit"] != row.unit_id
    ]
    return {"handovers": row.handovers, "consulted": asked if goes_on(row.status) else []}


def _still_promised(session: Session, case_id: int) -> list[dict[str, Any]]:
    """The promised times of a case besides the first answer: which, the day, whether it is over,
    and whether it stands still while we wait for the sender.
    """
    return [
        {
            "which": row.which.value,
            "day": local(row.due_at).date(),
            "over": row.state is not Clock.PAUSED and row.due_at < now(),
            "paused": row.state is Clock.PAUSED,
        }
        for row in delaying.standing(session, case_id)
        if row.which is not Which.FIRST
    ]


def _board(row: Any, ruling: Any) -> str:
    """The board that decided, or that it was sent to; "" for what goes to no board."""
    if row.kind is not Kind.PROPOSAL:
        return ""
    return str(ruling.body if ruling is not None else row.board or "")


def _meets(visit: Visit, row: Any) -> date | None:
    """The day its board takes it up, once that is set."""
    if row.status not in BEFORE_A_BOARD:
        return None
    found = listing.next_of(visit.session, row.id)
    return found.day if found is not None else None


def _delay(row: Any, given: dict[int, Row[Any]], decide_by: date | None) -> dict[str, Any] | None:
    """Why it takes longer, as one sentence, and the new day; None once there was an answer, unless
    the new day lies after the one by which it was to be decided.
    """
    if row.delay_day is None or not goes_on(row.status):
        return None
    if row.answered_at is not None and (decide_by is None or row.delay_day <= decide_by):
        return None
    words = given.get(row.delay_text_id)
    reason = " ".join(words.source.split()) if words is not None else ""
    if reason and not reason.endswith(_SENTENCE_ENDS):
        reason += "."
    return {"reason": reason, "day": row.delay_day}


def _receiver(row: Any) -> dict[str, Any] | None:
    if row.outcome is not Outcome.NOT_OURS or not row.receiver:
        return None
    contact = row.receiver_contact
    return {
        "name": row.receiver,
        "phone": contact if _NUMBER.fullmatch(contact) else "",
        # Escaped there; an address or a page is a link.
        "contact": Markup(linked(contact)),  # noqa: S704
        "forwarded": row.forwarded,
    }


def _duplicate(visit: Visit, row: Any) -> dict[str, str] | None:
    """The case that goes on, for whoever may see that one."""
    if row.outcome is not Outcome.DUPLICATE or row.duplicate_of is None:
        return None
    target = course.goes_on(visit.session, row.duplicate_of)
    if target.publication in PUBLIC or is_author(visit.viewer, target, visit.contacts):
        return {"reference": target.reference, "title": target.title}
    return None


def words_of(event: Happening, given: dict[int, Row[Any]]) -> str:
    """What was said with an event, as HTML; "" for nothing, or nothing for this reader."""
    words = given.get(event.facts.get("text", 0)) if "text" in event.facts else None
    return str(words.html) if words is not None else ""


def closing_words(
    row: Any, events: list[Happening], given: dict[int, Row[Any]], *, dropped: bool = False
) -> str:
    """The public reason with which a case was closed, or what was said when it was last carried on;
    "" for a case that stands otherwise, or without such words.
    """
    if row.status == Status.CLOSED:
        last = (event for event in events if event.kind in ENDINGS)
    elif row.status in CARRIED_ON or dropped:
        last = (event for event in events if event.facts.get("to") == row.status)
    else:
        return ""
    return next((words_of(event, given) for event in last), "")
