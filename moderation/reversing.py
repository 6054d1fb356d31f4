"""What an appeal's outcome does: put back what stood, judge anew, or lift a pause (MQ-11)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from models import sanctions
from models.actor import Actor
from models.before_verdict import BeforeVerdict
from models.errors import Invalid, NotAllowed
from models.event import EventKind
from models.profile import Proposals
from models.prose import clean
from models.restoring import put_back
from models.review_appeal import AppealOutcome, Party, ReviewAppeal
from models.states import PUBLIC
from models.text import Text
from models.verdict import Judgement, Verdict
from moderation import reporting, statement, verdicts
from moderation.in_force import holds, newest
from moderation.redaction import Cover
from moderation.screening import mask_personal_numbers
from moderation.subjects import Subject, held

Facts = dict[str, Any]

_ANEW = {
    AppealOutcome.REVERSED: Judgement.UNPUBLISH,
    AppealOutcome.PARTLY: Judgement.REDACT,
}
"""What somebody who reported a text gets for it, by the outcome of her appeal."""


@dataclass(frozen=True)
class Ruling:
    """What whoever decides has chosen and written.

    `reasons` is read by both sides. `ground` is a code of moderation.reasons, for a text that is to
    be taken away after all; `words` the text with its detail hidden, for PARTLY: None hides what
    must not be shown.
    """

    outcome: AppealOutcome
    reasons: str
    ground: str | None = None
    words: str | None = None


@dataclass(frozen=True)
class Done:
    """What came of it: whether the case's history has its event already, and whether the author is
    told by another letter, the statement of reasons of a new verdict.
    """

    recorded: bool = False
    author_told: bool = False


def carry_out(
    session: Session,
    appeal: ReviewAppeal,
    subject: Subject | None,
    ruling: Ruling,
    said: str,
    *,
    by: Actor,
    rules: Proposals,
) -> Done:
    """Do what the outcome says, where there is still something to do.

    Raises Invalid for `outcome`, `ground`, `reasons` or `text`; NotAllowed with `personal_number`
    where a text that nobody has seen cannot be shown as it is.
    """
    if subject is None:
        return _lift(session, appeal, ruling, by)
    if ruling.outcome is AppealOutcome.UPHELD:
        return Done()
    if appeal.party is Party.REPORTER:
        return _judge_anew(session, subject, ruling, said, by=by, rules=rules)
    return _restore(session, appeal, subject, ruling, by=by, rules=rules)


def facts_of(appeal: ReviewAppeal, ruling: Ruling) -> Facts:
    """What every history says of the decision: ids and codes."""
    return {"appeal": appeal.id, "party": appeal.party.value, "ended": ruling.outcome.value}


def in_question(session: Session, subject: Subject) -> tuple[Verdict, Text] | None:
    """The verdict that holds something of the author's back now, and the words that would be shown
    without it; None where nothing is held back any more.
    """
    verdict = _in_force(session, subject)
    if verdict is None:
        return None
    before = session.get(BeforeVerdict, verdict.id)
    thing = subject.thing
    text_id = thing.original_id or thing.text_id
    if before is not None:
        text_id = before.text_id
        if verdict.shown is None and before.pending_text_id is not None:
            text_id = before.pending_text_id
    return verdict, session.get_one(Text, text_id)


def _in_force(session: Session, subject: Subject) -> Verdict | None:
    any_of = newest(session, subject.submission.id or 0, subject.comment_id)
    verdict = session.get(Verdict, any_of) if any_of is not None else None
    if verdict is None or not holds(session, verdict, subject.submission, subject.comment):
        return None
    return verdict


def _restore(
    session: Session,
    appeal: ReviewAppeal,
    subject: Subject,
    ruling: Ruling,
    *,
    by: Actor,
    rules: Proposals,
) -> Done:
    """The text comes (back) to its place; partly: with a detail of it hidden."""
    found = in_question(session, subject)
    if found is None:
        # It was written anew, taken back or shown meanwhile: that the verdict was wrong stands.
        return Done()
    verdict, words = found
    hidden = None
    if ruling.outcome is AppealOutcome.PARTLY:
        hidden = _hidden(words, ruling.words)
    elif words.holds_number and not _was_public(session, verdict):
        raise NotAllowed("personal_number")
    facts = facts_of(appeal, ruling)
    if subject.comment is None and subject.submission.published_at is None:
        facts["first"] = 1
    put_back(
        session,
        verdict,
        by=by,
        kind=EventKind.APPEAL_DECIDED,
        facts=facts,
        appealed=rules,
        hidden=hidden,
    )
    return Done(recorded=True)


def _hidden(words: Text, given: str | None) -> tuple[str, str]:
    """Title and text with the detail hidden: as she left the text, without personal numbers."""
    source = clean(words.source if given is None else given)
    if not source:
        raise Invalid("text", "missing")
    masked = mask_personal_numbers(words.title), mask_personal_numbers(source)
    if masked == (words.title, words.source) and not words.holds_number:
        raise Invalid("text", "unchanged")
    return masked


def _was_public(session: Session, verdict: Verdict) -> bool:
    """Whether everyone could read it, just so, before the verdict."""
    before = session.get(BeforeVerdict, verdict.id)
    return before is not None and before.publication in PUBLIC and verdict.shown is not None


def _judge_anew(
    session: Session,
    subject: Subject,
    ruling: Ruling,
    said: str,
    *,
    by: Actor,
    rules: Proposals,
) -> Done:
    """What was let stand is taken away or has a detail hidden: a verdict with its own statement."""
    if subject.thing.publication not in PUBLIC:
        return Done()
    judgement = _ANEW[ruling.outcome]
    number = subject.comment.number if subject.comment is not None else None
    item, subject = held(
        session, reporting.look_again(session, subject.submission.reference, number)
    )
    with _fields():
        why = statement.reason(judgement, ruling.ground)
        # She is the second one to look at it, so there is nobody else to be asked.
        verdicts.carry_out(
            session,
            item,
            subject,
            by=by,
            judgement=judgement,
            rules=rules,
            reason=why,
            message=statement.message(judgement, said, why),
            cover=Cover(source=ruling.words) if judgement is Judgement.REDACT else None,
        )
    return Done(author_told=True)


@contextmanager
def _fields() -> Iterator[None]:
    """What is wrong in a judgement stands beside the field of this form."""
    try:
        yield
    except Invalid as wrong:
        field = {"reason": "ground", "message": "reasons"}.get(wrong.field)
        raise Invalid(field or wrong.field, wrong.code, **wrong.values) from None


def _lift(session: Session, appeal: ReviewAppeal, ruling: Ruling, by: Actor) -> Done:
    if ruling.outcome is AppealOutcome.PARTLY:
        raise Invalid("outcome", "unknown")
    if ruling.outcome is AppealOutcome.REVERSED:
        sanctions.lift(session, appeal.sanction_id or 0, by_id=by.person_id or 0, why="appeal")
    return Done()
