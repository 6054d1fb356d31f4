"""What letters about what happened to a case say."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from models.answer import Answer, newest
from models.calendar import today
from models.database import table_of
from models.decision import Decision, latest
from models.errors import NotFound
from models.event_kind import EventKind
from models.face import moved_to
from models.following_up import Asked, asked
from models.particulars import Particulars
from models.states import PUBLIC, Kind, Outcome, Status
from models.submission import Submission, submissions
from models.text import Text
from notifications.contexts.common import Context, day_of, subject, unit
from notifications.due import Due
from notifications.links import of_case
from notifications.quoting import words

_texts = table_of(Text)


def answered(session: Session, due: Due, case: Any) -> Context:
    named = due.facts.get("answer")
    # A late confirmation is an event of her own, and names no answer. What was corrected since goes
    # in its newest wording.
    given = session.get(Answer, named) if named else newest(session, due.row.submission_id)
    return {
        "unit": unit(session, given.unit_id if given else case.unit_id, due.row.language),
        "answer": words(session, given.text_id if given else None, shown=due.is_public),
        "corrected": due.row.event_kind == EventKind.ANSWER_CORRECTED,
        "tell_by": _tell_by(_question(session, due)),
    }


def decided(session: Session, due: Due, _case: Any) -> Context:
    named = due.facts.get("decision")
    decision = session.get(Decision, named) if named else latest(session, due.row.submission_id)
    if decision is None:
        raise NotFound("decision")
    why = due.facts["text"] if "corrected" in due.facts else None
    return {
        "ruling": decision.ruling,
        "board": decision.body,
        "decided_on": decision.decided_on,
        "summary": words(session, decision.summary_id, shown=due.is_public),
        "appeal_by": decision.appeal_by,
        "preliminary": decision.preliminary,
        "corrected": why is not None,
        "reason": words(session, why, shown=due.is_public),
    }


def status_moved(session: Session, due: Due, _case: Any) -> Context:
    planned = due.facts.get("day")
    day = date.fromisoformat(planned) if planned else None
    said = due.facts.get("asked", due.facts.get("text"))
    note = words(session, said, shown=due.is_public)
    return {"status": moved_to(due.facts), "day": day, "note": note}


def new_case(session: Session, due: Due, case: Any) -> Context:
    """To who follows its subject or unit: what it is about, and how long it can be supported."""
    voting = case.kind == Kind.PROPOSAL and case.status == Status.VOTING
    return {
        "subject": subject(session, case.category_id, due.row.language),
        "unit": unit(session, case.unit_id, due.row.language),
        "until": day_of(case.voting_until) if voting else None,
    }


def edited(_session: Session, due: Due, _case: Any) -> Context:
    return {"own": not due.follows}


def closed(session: Session, due: Due, case: Any) -> Context:
    outcome = due.facts.get("outcome", case.outcome)
    question = _question(session, due)
    return {
        "outcome": outcome,
        "reason": words(session, due.facts.get("text"), shown=due.is_public),
        "receiver": _receiver(session, due) if outcome == Outcome.NOT_OURS else "",
        "forwarded": bool(due.facts.get("forwarded")),
        "reopen_by": question.until if question else None,
        "tell_by": _tell_by(question),
    }


def _question(session: Session, due: Due) -> Asked | None:
    """What the page of an ended case asks its author, who alone can open it again."""
    if due.follows:
        return None
    return asked(session, session.get_one(Submission, due.row.submission_id))


def _tell_by(question: Asked | None) -> date | None:
    """Until when she is asked whether it helped; None where she is not, or has said."""
    if question is None or not question.wanted or question.said is not None:
        return None
    return question.until


def _receiver(session: Session, due: Due) -> str:
    """Who is responsible instead, when everyone may read it."""
    found = session.get(Particulars, due.row.submission_id) if due.is_public else None
    return f"{found.receiver}, {found.receiver_contact}" if found and found.receiver else ""


def delayed(session: Session, due: Due, _case: Any) -> Context:
    return {
        "day": date.fromisoformat(due.facts["day"]),
        "reason": words(session, due.facts.get("text"), shown=due.is_public),
    }


def promised(_session: Session, due: Due, _case: Any) -> Context:
    day, was = (date.fromisoformat(due.facts[name]) for name in ("day", "was_day"))
    return {"day": day, "was": was if was != day else None, "later": day > was}


def reminded(_session: Session, due: Due, _case: Any) -> Context:
    return {"again": due.facts["count"] > 1, "day": date.fromisoformat(due.facts["day"])}


def merged(session: Session, _due: Due, case: Any) -> Context:
    """The case that goes on; nothing of it in a letter unless everyone may read it."""
    target = session.execute(
        select(submissions.c.reference, submissions.c.publication, _texts.c.title)
        .join(_texts, _texts.c.id == submissions.c.text_id)
        .where(submissions.c.id == case.duplicate_of)
    ).first()
    if target is None or target.publication not in PUBLIC:
        return {"target_title": "", "target_reference": ""}
    return {
        "target_title": target.title,
        "target_reference": target.reference,
        "goes_on": of_case(target.reference),
    }


def reopened(_session: Session, _due: Due, case: Any) -> Context:
    return {"answer_by": case.answer_by if case.answer_by >= today() else None}


def threshold_reached(_session: Session, _due: Due, case: Any) -> Context:
    return {
        "threshold": case.threshold,
        "until": day_of(case.voting_until) if case.keep_open else None,
    }
