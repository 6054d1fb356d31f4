"""What letters about what happens in a dialogue say. All words are the municipality's own."""

from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session

from models.calendar import now
from models.dialogue.days import closing_time, last_day
from models.dialogue.outcome import actions, reports
from models.dialogue.polls import polls
from models.dialogue.row import dialogues, phases
from models.event_kind import EventKind
from models.states import Status
from notifications.contexts.common import Context
from notifications.due import Due
from notifications.links import of_dialogue
from notifications.quoting import words

_WHAT = {
    EventKind.PHASE_OPENED: "opened",
    EventKind.LAST_DAYS: "last_days",
    EventKind.PHASE_CHANGED: "changed",
}
_ENDS = {Status.HANDED_OVER.value, Status.BROKEN_OFF.value}
_TITLE = select(phases.c.title).where(phases.c.id == bindparam("phase"))
_ENDING = select(dialogues.c.ended_by, dialogues.c.ended_words, dialogues.c.ended_link).where(
    dialogues.c.submission_id == bindparam("dialogue")
)
_PHASE_OF = (
    select(phases.c.title, phases.c.kind)
    .join(reports, reports.c.phase_id == phases.c.id)
    .where(reports.c.id == bindparam("report"))
)
_PHASE_OF_POLL = select(polls.c.phase_id).where(polls.c.id == bindparam("poll"))
_ACTION = select(actions.c.words, actions.c.due_on).where(actions.c.id == bindparam("action"))


def phase(session: Session, due: Due, _case: Any) -> Context:
    """That it has begun, soon ends, or was given other days, as the event says."""
    facts = due.facts
    title = session.execute(_TITLE, {"phase": facts["phase"]}).scalar()
    return {
        "what": _WHAT[due.row.event_kind],
        "phase": {"title": title or "", "kind": facts["phase_kind"]},
        "begins": facts["opens"] if facts["opens"] > now() else None,
        "last_day": last_day(facts["closes"]),
        "closes": closing_time(facts["closes"]),
    }


def moved(session: Session, due: Due, _case: Any) -> Context:
    """How it stands now; of one that ended who ended it, why, and where one can read on."""
    status = due.facts["to"]
    ending = None
    if status in _ENDS:
        ending = session.execute(_ENDING, {"dialogue": due.row.submission_id}).first()
    return {
        "status": status,
        "note": words(session, due.facts.get("text"), shown=due.is_public),
        "who": ending.ended_by if ending else "",
        "reason": ending.ended_words if ending else "",
        "link": ending.ended_link if ending else "",
    }


def result(session: Session, due: Due, _case: Any) -> Context:
    """What there is to read: what was heard in a phase, what came of it all, or how people voted.

    `count` is how many ballots there were.
    """
    page = of_dialogue(due.row.dialogue)
    if due.row.event_kind == EventKind.BALLOT_CLOSED:
        phase_id = session.execute(_PHASE_OF_POLL, {"poll": due.facts["poll"]}).scalar()
        there = f"{page}/ballot/result?phase={phase_id}"
        return {"what": "vote", "phase": None, "count": due.facts["count"], "goes_on": there}
    found = session.execute(_PHASE_OF, {"report": due.facts["report"]}).first()
    named = {"title": found.title, "kind": found.kind.value} if found else None
    what = "phase" if found else "closing"
    return {"what": what, "phase": named, "count": 0, "goes_on": f"{page}/result"}


def action(session: Session, due: Due, _case: Any) -> Context:
    """What is done, and how it goes; of several that were put off the first, and how many."""
    found = session.execute(_ACTION, {"action": due.facts["action"]}).first()
    return {
        "what": next((name for name in ("added", "carried") if name in due.facts), ""),
        "status": due.facts["to"],
        "count": due.facts.get("carried", 1),
        "said": found.words if found else "",
        "by": found.due_on if found else None,
    }
