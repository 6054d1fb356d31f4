"""A statement of reasons with what it is about, for whoever wrote the text (spec MQ-9)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session

from models import statement
from models.attachment import mask
from models.before_verdict import BeforeVerdict
from models.calendar import today
from models.comment import Comment
from models.database import table_of
from models.dialogue.kinds import thing_of
from models.errors import NotFound
from models.event import Event
from models.statement import Statement
from models.states import Kind
from models.submission import Submission
from models.text import Text
from models.verdict import Judgement, Verdict
from moderation.changes import Passage, compare

_events = table_of(Event)


@dataclass(frozen=True)
class Explained:
    """`thing` is case, proposal, or what a comment is called; `number` a comment's. `title` is the
    case's, for a comment as everyone reads it. `was` and `now` are her words and what is shown
    instead, in passages, where a detail was hidden; else empty. `covered`: a part of her picture
    was hidden.
    `reversed`: somebody else found it wrong. `appealable`: the last day to ask for a new look has
    not passed.
    """

    statement: Statement
    code: str
    thing: str
    kind: Kind
    """Of the case, or that it is a dialogue."""
    reference: str
    number: int | None
    title: str
    language: str
    was: Sequence[Passage]
    now: Sequence[Passage]
    covered: bool
    reversed: bool
    appealable: bool


def explained(session: Session, code: str) -> Explained:
    """The statement of a code. Raises NotFound, also for a verdict that was taken back at once:
    nobody was ever told of it.
    """
    found = statement.find(session, code)
    before = session.get_one(BeforeVerdict, found.verdict_id)
    if before.undone_at is not None:
        raise NotFound(code)
    case = session.get_one(Submission, found.submission_id)
    comment = session.get_one(Comment, found.comment_id) if found.comment_id else None
    was, now = _hidden(session, found, before)
    return Explained(
        statement=found,
        code=statement.code(found),
        thing=_thing(case, comment),
        kind=case.kind,
        reference=case.reference,
        number=comment.number if comment else None,
        title=session.get_one(Text, case.text_id).title,
        language=case.language,
        was=was,
        now=now,
        covered=mask.was_put(session, found.verdict_id),
        reversed=before.reversed_at is not None,
        appealable=before.reversed_at is None and today() <= found.deadline,
    )


def _thing(case: Submission, comment: Comment | None) -> str:
    if comment is not None:
        return thing_of(comment.section)
    return "proposal" if case.kind is Kind.PROPOSAL else "case"


def _hidden(
    session: Session, found: Statement, before: BeforeVerdict
) -> tuple[Sequence[Passage], Sequence[Passage]]:
    """Her text beside the one with its detail hidden, as the verdict's event names it."""
    if found.decision != Judgement.REDACT:
        return [], []
    verdict = session.get_one(Verdict, found.verdict_id)
    told = session.execute(select(_events.c.facts).where(_events.c.id == verdict.event_id))
    shown_id = json.loads(told.scalar_one()).get("text")
    hers = session.get(Text, before.item_text_id)
    shown = session.get(Text, shown_id) if shown_id and shown_id != before.item_text_id else None
    if hers is None or shown is None:
        return [], []
    return compare(_whole(hers), _whole(shown))


def _whole(words: Text) -> str:
    return f"{words.title}\n{words.source}" if words.title else words.source
