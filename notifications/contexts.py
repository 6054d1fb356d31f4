"""What each kind of letter says: from an event to the variables its templates declare.

Everything here is the same for all who get the letter in one language, so it is read once for each
state of the case, in the transaction that decided that the letter may go.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session

from models.answer import newest
from models.calendar import local, six_months_after, today
from models.database import table_of
from models.decision import Decision, latest
from models.errors import NotFound
from models.following_up import asked
from models.organisation import Unit
from models.particulars import Particulars
from models.profile import site
from models.review import reviewables
from models.states import PUBLIC, Kind, Outcome, Publication, Status
from models.submission import Submission, submissions
from models.text import Text
from models.verdict import verdicts
from notifications.due import Due
from notifications.links import of_case, rules

Context = dict[str, Any]

_texts = table_of(Text)
_units = table_of(Unit)

_CASE = (
    select(
        submissions.c.reference,
        submissions.c.kind,
        submissions.c.status,
        submissions.c.outcome,
        submissions.c.place,
        submissions.c.unit_id,
        submissions.c.answer_by,
        submissions.c.threshold,
        submissions.c.voting_until,
        submissions.c.keep_open,
        submissions.c.duplicate_of,
        _texts.c.title,
    )
    .join(_texts, _texts.c.id == submissions.c.text_id)
    .where(submissions.c.id == bindparam("submission_id"))
)
_ACTS = {
    Publication.REFUSED: "refused",
    Publication.UNPUBLISHED: "unpublished",
    Publication.HIDDEN: "hidden",
    Publication.REDACTED: "redacted",
}


def read(session: Session, due: Due) -> Context:
    """The context of a letter but for who gets it: reasons and addresses are added for each."""
    found: Context = {"site": site(session)}
    row = due.row
    if row.submission_id is not None:
        case = session.execute(_CASE, {"submission_id": row.submission_id}).one()
        words = {"title": "", "place": ""}
        if due.is_public:
            # Whoever may read it may be reminded of it; of another case a mail says the number.
            words = {"title": case.title, "place": case.place}
        found |= {"reference": case.reference, **words}
        if row.kind in _SAID:
            found |= _SAID[row.kind](session, due, case)
    elif due.is_button:
        found |= {"reference": "", "title": "", "place": ""}
    return found


def _words(session: Session, text_id: int | None, *, shown: bool) -> str:
    """Our own words, when everyone may read them and they were not disposed of; else ''."""
    if not shown or text_id is None:
        return ""
    return session.execute(select(_texts.c.source).where(_texts.c.id == text_id)).scalar() or ""


def _unit(session: Session, unit_id: int, language: str) -> str:
    name = _units.c.name_en if language == "en" else _units.c.name_sv
    return str(session.execute(select(name).where(_units.c.id == unit_id)).scalar_one())


def _receipt(session: Session, due: Due, case: Any) -> Context:
    unit = _unit(session, case.unit_id, due.row.language)
    return {"unit": unit, "answer_by": case.answer_by}


def _published(_session: Session, _due: Due, case: Any) -> Context:
    if case.kind != Kind.PROPOSAL or case.status != Status.VOTING:
        return {"until": None, "threshold": None}
    return {"until": _day(case.voting_until), "threshold": case.threshold}


def _returned(session: Session, due: Due, case: Any) -> Context:
    verdict = _verdict(session, due)
    return {"thing": _thing(due, case), "reason": verdict["reason"], "note": verdict["note"]}


def _refused(session: Session, due: Due, case: Any) -> Context:
    found = _verdict(session, due)
    return found | {
        "act": "change" if "pending" in due.facts else _ACTS[Publication(due.facts["shown"])],
        "thing": _thing(due, case),
        "rules_url": rules(),
        # The municipality's address: whoever is told no can say so without any form of ours.
        "appeal_url": f"mailto:{site(session).email}",
    }


def _thing(due: Due, case: Any) -> str:
    if due.comment is not None:
        return "comment"
    return "proposal" if case.kind == Kind.PROPOSAL else "case"


def _verdict(session: Session, due: Due) -> Context:
    """Why a text is not shown as it was written; a rule's verdict has nobody who gave it."""
    verdict = session.execute(
        select(verdicts.c.reason, verdicts.c.message, verdicts.c.by_id, reviewables.c.reports)
        .join(reviewables, reviewables.c.id == verdicts.c.reviewable_id)
        .where(verdicts.c.event_id == due.row.event_id)
    ).first()
    return {
        "reason": verdict.reason if verdict else due.facts.get("reason"),
        "note": verdict.message if verdict else "",
        "source": "notice" if verdict and verdict.reports else "own",
        "automated": verdict is None or verdict.by_id is None,
        "appeal_by": six_months_after(today()),
    }


def _answered(session: Session, due: Due, case: Any) -> Context:
    facts: Mapping[str, Any] = due.facts
    if "answer" not in facts and (given := newest(session, due.row.submission_id)) is not None:
        # She confirmed after it was given: the event is her own, and names no answer.
        facts = {"unit": given.unit_id, "text": given.text_id}
    return {
        "unit": _unit(session, facts.get("unit", case.unit_id), due.row.language),
        "answer": _words(session, facts.get("text"), shown=due.is_public),
        "corrected": False,
    }


def _decided(session: Session, due: Due, _case: Any) -> Context:
    named = due.facts.get("decision")
    decision = session.get(Decision, named) if named else latest(session, due.row.submission_id)
    if decision is None:
        raise NotFound("decision")
    return {
        "ruling": decision.ruling,
        "board": decision.body,
        "decided_on": decision.decided_on,
        "summary": _words(session, decision.summary_id, shown=due.is_public),
        "appeal_by": decision.appeal_by,
    }


def _status_moved(session: Session, due: Due, _case: Any) -> Context:
    planned = due.facts.get("day")
    day = date.fromisoformat(planned) if planned else None
    note = _words(session, due.facts.get("asked"), shown=due.is_public)
    return {"status": due.facts["to"], "day": day, "note": note}


def _edited(_session: Session, due: Due, _case: Any) -> Context:
    return {"own": due.row.subscription_id is None}


def _closed(session: Session, due: Due, case: Any) -> Context:
    outcome = due.facts.get("outcome", case.outcome)
    question = None
    if due.row.subscription_id is None:
        # Only its author opens a case again, for as long as its page asks her whether it helped.
        question = asked(session, session.get_one(Submission, due.row.submission_id))
    return {
        "outcome": outcome,
        "reason": _words(session, due.facts.get("text"), shown=due.is_public),
        "receiver": _receiver(session, due) if outcome == Outcome.NOT_OURS else "",
        "reopen_by": question.until if question else None,
    }


def _receiver(session: Session, due: Due) -> str:
    """Who is responsible instead, when everyone may read it."""
    found = session.get(Particulars, due.row.submission_id) if due.is_public else None
    return f"{found.receiver}, {found.receiver_contact}" if found and found.receiver else ""


def _delayed(session: Session, due: Due, _case: Any) -> Context:
    return {
        "day": date.fromisoformat(due.facts["day"]),
        "reason": _words(session, due.facts.get("text"), shown=due.is_public),
    }


def _merged(session: Session, _due: Due, case: Any) -> Context:
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


def _reopened(_session: Session, _due: Due, case: Any) -> Context:
    return {"answer_by": case.answer_by if case.answer_by >= today() else None}


def _threshold_reached(_session: Session, _due: Due, case: Any) -> Context:
    return {
        "threshold": case.threshold,
        "until": _day(case.voting_until) if case.keep_open else None,
    }


def _day(at: int | None) -> date | None:
    return None if at is None else local(at).date()


_SAID: Mapping[str, Callable[[Session, Due, Any], Context]] = {
    "receipt": _receipt,
    "published": _published,
    "returned": _returned,
    "refused": _refused,
    "answered": _answered,
    "decided": _decided,
    "status_moved": _status_moved,
    "edited": _edited,
    "closed": _closed,
    "delayed": _delayed,
    "merged": _merged,
    "reopened": _reopened,
    "threshold_reached": _threshold_reached,
}
