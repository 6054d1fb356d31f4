"""What the page of one dialogue is made from: rows to the names its template asks for."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row

from models import course
from models.calendar import Moment, now
from models.dialogue import finding
from models.dialogue.days import closing_time, last_day
from models.dialogue.kinds import ALLOWED
from models.dialogue.phases import TAKES_PART
from models.dialogue.showing import FINISHED
from models.event_kind import EventKind
from models.history import TIMELINE_LIMIT, Happening
from models.panel import listing
from models.states import Status
from web.pages.dialogue_head import head, named_unit
from web.pages.dialogue_phases import panel, result, section
from web.pages.naming import named
from web.visit import Visit

SAID = ("purpose", "can", "cannot", "target", "decider", "decision_on", "feedback_on")
ENDED = frozenset({Status.HANDED_OVER, Status.BROKEN_OFF})
TOLD = frozenset(
    {
        EventKind.MOVED,
        EventKind.EDITED,
        EventKind.PHASE_OPENED,
        EventKind.PHASE_CLOSED,
        EventKind.PHASE_CHANGED,
        EventKind.RESULT_PUBLISHED,
        EventKind.ACTION_CHANGED,
        EventKind.BALLOT_OPENED,
        EventKind.BALLOT_CLOSED,
    }
)
"""What a reader is told of what has happened."""
CHANGES = {
    EventKind.PHASE_CHANGED: ("removed", "added"),
    EventKind.EDITED: ("noted", "cancelled", "occasion", "poll", "leaders", "units", "parts"),
}
"""Facts that say what was changed, where it was not words or days: templates name them."""


def context(visit: Visit, row: Row[Any], *, happened: int) -> dict[str, Any]:
    """All that dialogues/show.html asks for but for its feeds. `happened` is how many events its
    stream has.
    """
    planned = finding.phases_of(visit.session, row.id)
    named_leaders = [_leader(one) for one in finding.leaders_of(visit.session, row.id)]
    parts = _parts(visit, row, named_leaders)
    told = [phase(row, one, parts) for one in planned]
    standing = [
        (drawn, one) for drawn, one in zip(told, planned, strict=True) if drawn["state"] == "open"
    ]
    events, given = course.happenings(visit.session, row.reference)
    shown = happenings(
        [one for one in events if one.kind in TOLD], given, {one["id"]: one for one in told}
    )
    return {
        "dialogue": head(visit, row),
        "status": row.status.value,
        "over": row.status in FINISHED,
        "level": row.level.value,
        "said": {name: getattr(row, name) for name in SAID},
        "opens_on": row.opens_on,
        "closes_on": row.closes_on,
        "background_html": row.background,
        "leaders": named_leaders,
        "units": [named(one, visit.language) for one in finding.units_of(visit.session, row.id)],
        "unit": named_unit(visit, row),
        "phases": told,
        "open": _open(visit, row, standing),
        "following": next((one for one in told if one["state"] == "coming"), None),
        "ended": _ended(row),
        "panel": listing.one(visit.session, row.panel_id) if row.panel_id is not None else None,
        "heard": _heard(visit, row, planned, told),
        **{f"{name}_html": section(visit, row, name) for name in ("occasions", "heard", "outcome")},
        "events": shown,
        "more_events": happened if happened > TIMELINE_LIMIT else 0,
    }


def phase(
    row: Row[Any], one: Row[Any], parts: Mapping[int, dict[str, Any]] | None = None
) -> dict[str, Any]:
    """One phase as templates show it: its state is past, open, coming, or dropped (it has not come,
    and will not).
    """
    return {
        "id": one.id,
        "kind": one.kind.value,
        "title": one.title,
        "words": one.words,
        "state": _state(row, one),
        "acts": bool(ALLOWED[one.kind]),
        "opens_at": one.opens_at,
        "closes_at": one.closes_at,
        "last_day": last_day(one.closes_at),
        "closes": closing_time(one.closes_at),
        "part": (parts or {}).get(one.part_id or 0),
    }


def _state(row: Row[Any], one: Row[Any]) -> str:
    at: Moment = now()
    if one.closes_at <= at:
        return "past"
    if row.status in FINISHED:
        return "dropped"
    if one.opens_at <= at and row.status in TAKES_PART:
        return "open"
    return "coming"


def _open(
    visit: Visit, row: Row[Any], standing: Sequence[tuple[dict[str, Any], Row[Any]]]
) -> list[dict[str, Any]]:
    """The phases that are open now: the first that lets her do something stands first, and has the
    one button.
    """
    made = []
    for told, one in standing:
        drawn, action = panel(visit, row, one)
        made.append({**told, "panel": drawn, "action": action})
    first = next((shown["id"] for shown in made if shown["action"]), None)
    for shown in made:
        shown["first"] = shown["id"] == first
    return sorted(made, key=lambda shown: not shown["first"])


def _heard(
    visit: Visit, row: Row[Any], planned: Sequence[Row[Any]], told: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """What each phase that is over has to show, the latest first."""
    found = [
        {**shown, "result": result(visit, row, one)}
        for one, shown in zip(planned, told, strict=True)
        if shown["state"] == "past"
    ]
    return [one for one in reversed(found) if one["result"]]


def _leader(one: Row[Any]) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "title": one.title,
        "phone": one.phone,
        "email": one.email,
    }


def _parts(
    visit: Visit, row: Row[Any], known: Sequence[dict[str, Any]]
) -> dict[int, dict[str, Any]]:
    """The parts of a large one by their id: `title`, and the name of who leads it or ""."""
    names = {one["id"]: one["name"] for one in known}
    return {
        one.id: {"title": one.title, "leader": names.get(one.leader_id, "")}
        for one in finding.parts_of(visit.session, row.id)
    }


def _ended(row: Row[Any]) -> dict[str, str] | None:
    """Who broke it off and why, or who goes on with it, where and how."""
    if row.status not in ENDED:
        return None
    return {"by": row.ended_by, "words": row.ended_words, "link": row.ended_link}


def happenings(
    events: Sequence[Happening], given: Mapping[int, Row[Any]], named_phases: Mapping[int, Any]
) -> list[dict[str, Any]]:
    """Events as dialogues/_history.html asks for them, each in its place."""
    made = []
    for event in events:
        facts = event.facts
        words = given.get(facts.get("text", 0))
        changed = next((code for code in CHANGES.get(event.kind, ()) if code in facts), "")
        moved = facts.get("was_closes", facts.get("closes")) != facts.get("closes")
        made.append(
            {
                "kind": event.kind.value,
                "at": event.at,
                "to": str(facts.get("to", "")),
                "html": words.html if words is not None and event.kind == EventKind.MOVED else "",
                "phase": named_phases.get(facts.get("phase", 0)),
                "phase_kind": str(facts.get("phase_kind", "")),
                "changed": changed,
                "last_day": last_day(facts["closes"]) if moved else None,
            }
        )
    return made
