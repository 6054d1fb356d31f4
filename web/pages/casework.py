"""The official's view of one case, with what it can do now."""

from collections.abc import Callable
from typing import Any

from models import address, caseload, person, position, progress, showing, supplement
from models.actor import Role
from models.errors import NotFound
from models.event import EventKind, seq_of
from models.keeping_promises import delaying
from models.permissions import Action
from models.permissions_of_cases import check, may
from models.reply import ReplyBy
from models.states import TRANSITIONS, Status, StatusType, type_of
from models.submission import stream_of
from notifications import audience
from web import seeing, town
from web.answers import Answer, Shown
from web.pages import (
    arguments,
    awaited,
    casepage,
    casework_around,
    casework_coordinating,
    casework_diary,
    casework_helped,
    casework_kind,
    casework_macros_shown,
    casework_meanwhile,
    casework_passing,
    casework_ruling,
    casework_told,
    casework_writing,
    dialogue_number,
    editing,
    six_months,
    unreached,
)
from web.pages.naming import named
from web.visit import Visit

BLOCKS = {
    "answers": "answer",
    "assignee": "assign",
    "steps": "step",
    "plans": "plan",
    "delays": "delay",
    "handovers": "handover",
    "coordinator": "coordinate",
    "closing": "close",
    "reopening": "reopen",
    "decision": "decide",
    "minutes": "minutes",
    "kind": "kind",
    "registration": "diary",
    "secrecy": "secrecy",
    "secrecy-end": "secrecy",
    "carrying-out": "carry",
    "draft": "answer",
    "readings": "answer",
    "notes": "note",
    "calls": "call",
    "remarks": "remark",
    "consultations": "consult",
    "replies": "reply",
    "delay-answer": "right",
}
"""Which block of the page a form that came back belongs to."""

Part = Callable[[Visit, Any], dict[str, Any]]

PARTS: tuple[Part, ...] = (
    casework_meanwhile.part,
    casework_around.part,
    casework_diary.part,
    casework_ruling.part,
    casework_told.part,
    casework_helped.part,
    casework_kind.part,
    casework_passing.part,
    casework_writing.part,
    casework_macros_shown.part,
    six_months.part,
    casework_coordinating.part,
    awaited.part,
    arguments.part,
)
"""Blocks of the page that bring what they show themselves: `part(visit, row)` of their module."""


def show(visit: Visit) -> Answer:
    """One case, with only the steps it can take now."""
    session, language = visit.session, visit.language
    reference = visit.params["reference"]
    try:
        row = showing.case(session, reference, visit.viewer, [])
    except NotFound:
        return dialogue_number.instead(visit, desk=True)
    check(session, visit.viewer, Action.DESK, row)
    knows = may(session, visit.viewer, Action.CONTACT, row)
    seq = seq_of(session, stream_of(reference))
    made = casepage.context(visit, row, happened=seq, comments=False)
    contact = person.contact(session, row.contact_id) if knows else None
    by = visit.acting(Role.OFFICIAL, Role.ADMINISTRATOR)
    doors = _doors(row, made["decision"])
    return Shown(
        "casework/show.html",
        {
            **made,
            "case": {
                **made["case"],
                "version": row.version,
                "late": made["late"],
                "name": row.name if knows else "",
                "assignee_id": row.assignee_id,
                "publication": row.publication.value,
                "protected": row.protected,
            },
            "seq": seq,
            "html": row.html,
            "contact": None
            if contact is None
            else {
                "channel": contact.channel.value,
                "address": address.shown_email(contact.address)
                if contact.channel is person.Channel.EMAIL
                else address.shown_phone(contact.address),
                "confirmed": row.confirmed_at is not None,
            },
            "knows_sender": knows,
            "unreached": unreached.told(visit, [row.contact_id] if knows else []),
            "reply": _reply(row),
            "appeal": row.appeal,
            "owed": _owed(visit, row),
            "told": audience.count(session, row, EventKind.ANSWERED, by=by),
            "told_of_decision": audience.count(session, row, EventKind.DECIDED, by=by)
            if "decide" in doors
            else 0,
            "colleagues": caseload.colleagues(session, protected=row.protected),
            "units": [(unit.id, named(unit, language)) for unit in town.units(session)],
            "doors": doors,
            "conversation": supplement.of_case(session, row.id),
            "pending": editing.waiting(visit, row),
            "steps": [status.value for status in progress.steps(row)],
            "outcomes": [*(outcome.value for outcome in progress.outcomes(row.kind)), "duplicate"],
            "form": _came_back(visit),
            "values": visit.values,
            "errors": visit.errors,
            **{name: found for part in PARTS for name, found in part(visit, row).items()},
        },
        seen=seeing.of_case(visit, row),
    )


def _owed(visit: Visit, row: Any) -> dict[str, Any] | None:
    """The delay to be told of first, with the day to begin with: what a board decides is entered
    on the working day after its meeting.
    """
    found = delaying.owed(visit.session, row)
    if found is None:
        return None
    day = found.meets_on and visit.site.opening.add_working_days(found.meets_on, 1)
    return {"promised": found.promised, "meets_on": found.meets_on, "new_day": day}


def _reply(row: Any) -> dict[str, str]:
    """What the site cannot do itself: whom to ring, where to write to, and where to look."""
    ringing = row.reply_by is ReplyBy.CALL
    here = row.latitude is not None and row.longitude is not None
    return {
        "by": row.reply_by.value,
        "to": address.shown_phone(row.reply_to) if ringing else row.reply_to,
        "position": position.shown(row.latitude, row.longitude) if here else "",
    }


def _came_back(visit: Visit) -> str:
    if not visit.errors and visit.problem is None:
        return ""
    return BLOCKS.get(visit.path.rpartition("/")[2], "")


def _doors(row: Any, ruling: Any) -> list[str]:
    allowed = TRANSITIONS[row.kind].get(row.status, frozenset())
    doors = {
        "answer": row.status is not Status.CLOSED,
        "assign": type_of(row.status) is not StatusType.CLOSED,
        "plan": Status.PLANNED in allowed,
        "delay": type_of(row.status) is not StatusType.CLOSED,
        "handover": type_of(row.status) is not StatusType.CLOSED,
        "decide": row.status in {Status.REFERRED, Status.PREPARING},
        "minutes": ruling is not None and ruling.appealable and ruling.minutes_posted is None,
        "close": Status.CLOSED in allowed,
        "reopen": row.status is Status.CLOSED and Status.IN_PROGRESS in allowed,
    }
    return [door for door, is_open in doors.items() if is_open]
