"""From an event to what decides who hears of it: its case as it is now, and how it is told."""

import json
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from models.answer import answers
from models.comment import comments
from models.database import table_of
from models.decision import decisions
from models.event import Event, EventKind
from models.states import Outcome, Status
from models.submission import stream_of, submissions
from notifications.audience import CASE, Matter
from notifications.telling import telling

_events = table_of(Event)


def matter_of(session: Session, event_id: int) -> Matter | None:
    """What an event is about and how it is told; None when nobody is told of it."""
    event = session.execute(
        select(
            _events.c.stream, _events.c.kind, _events.c.actor_id, _events.c.at, _events.c.facts
        ).where(_events.c.id == event_id)
    ).one()
    facts = json.loads(event.facts)
    told = telling(EventKind(event.kind), facts)
    if told is None:
        return None
    reference = event.stream.removeprefix(stream_of(""))
    case = session.execute(select(*CASE).where(submissions.c.reference == reference)).one()
    if event.kind == EventKind.CONFIRMED:
        kind = _waits_for_her(session, case)
        if not kind:
            return None
        told = replace(told, kind=kind)
    writer_id = None
    if "comment" in facts:
        writer_id = session.execute(
            select(comments.c.contact_id).where(comments.c.id == facts["comment"])
        ).scalar()
    return Matter(
        case, told, event.actor_id, event.at, writer_id, batch=str(facts.get("batch", ""))
    )


def _waits_for_her(session: Session, case: Any) -> str:
    """The letter about how her case ended before she confirmed her address; '' when it goes on."""
    for kind, submission_id in (
        ("decided", decisions.c.submission_id),
        ("answered", answers.c.submission_id),
    ):
        if session.execute(select(submission_id).where(submission_id == case.id)).first():
            return kind
    if case.status != Status.CLOSED:
        return ""
    return "merged" if case.outcome == Outcome.DUPLICATE else "closed"
