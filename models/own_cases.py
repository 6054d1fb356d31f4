"""Cases and comments as their writer may have them all: words, history, answers, what we asked."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Row, Select, bindparam, or_, select
from sqlmodel import Session

from models.answer import answers
from models.attachment.row import attachments
from models.before_verdict import is_undone
from models.comment import comments
from models.database import table_of
from models.decision import decisions
from models.event import Event
from models.history import told
from models.organisation import Unit
from models.own_part import Fields
from models.satisfaction import satisfactions
from models.submission import stream_of, submissions
from models.supplement import supplements
from models.text import Text
from models.verdict import verdicts

_texts = table_of(Text)
_first = _texts.alias("first")
_pending = _texts.alias("pending")
_reasons = _texts.alias("reasons")
_units = table_of(Unit)
_events = table_of(Event)
_s, _c, _a, _f = submissions.c, comments.c, attachments.c, satisfactions.c
_SOME: Any = bindparam("some", expanding=True)

CASES = (
    select(
        _s.id,
        _s.reference,
        _s.kind,
        _s.received_at,
        _texts.c.title,
        _texts.c.source.label("words"),
        _first.c.source.label("first_words"),
        _pending.c.source.label("waiting_words"),
        _s.place,
        _s.latitude,
        _s.longitude,
        _s.name,
        _s.byline,
        _s.publication,
        _s.status,
        _s.outcome,
        _s.reply_by,
        _s.reply_to,
        _s.language,
        _s.source,
        _s.confirmed_at,
        _s.published_at,
        _s.answer_by,
        _s.answered_at,
        _s.done_at,
    )
    .join(_texts, _texts.c.id == _s.text_id)
    .outerjoin(_first, _first.c.id == _s.original_id)
    .outerjoin(_pending, _pending.c.id == _s.pending_text_id)
    .order_by(_s.id)
)
COMMENTS = (
    select(
        _c.id,
        _s.reference,
        _c.number,
        _c.created_at,
        _texts.c.source.label("words"),
        _first.c.source.label("first_words"),
        _c.byline,
        _c.publication,
    )
    .join(submissions, _s.id == _c.submission_id)
    .join(_texts, _texts.c.id == _c.text_id)
    .outerjoin(_first, _first.c.id == _c.original_id)
    .order_by(_c.id)
)

_ANSWERS = (
    select(
        answers.c.submission_id.label("of"),
        answers.c.at,
        _units.c.name_sv.label("unit"),
        _texts.c.source.label("words"),
        answers.c.corrected_at,
    )
    .join(_texts, _texts.c.id == answers.c.text_id)
    .join(_units, _units.c.id == answers.c.unit_id)
    .where(answers.c.submission_id.in_(_SOME))
    .order_by(answers.c.submission_id, answers.c.id)
)
_QUESTIONS = (
    select(
        supplements.c.submission_id.label("of"),
        supplements.c.asked_at,
        _texts.c.source.label("question"),
        supplements.c.answered_at,
        _first.c.source.label("words"),
    )
    .outerjoin(_texts, _texts.c.id == supplements.c.question_id)
    .outerjoin(_first, _first.c.id == supplements.c.answer_id)
    .where(supplements.c.submission_id.in_(_SOME))
    .order_by(supplements.c.submission_id, supplements.c.id)
)
_DECISIONS = (
    select(
        decisions.c.submission_id.label("of"),
        decisions.c.decided_on,
        decisions.c.body.label("board"),
        decisions.c.paragraph,
        decisions.c.ruling,
        _texts.c.source.label("words"),
        _reasons.c.source.label("reasons"),
    )
    .join(_texts, _texts.c.id == decisions.c.summary_id)
    .join(_reasons, _reasons.c.id == decisions.c.reasons_id)
    .where(decisions.c.submission_id.in_(_SOME))
    .order_by(decisions.c.submission_id, decisions.c.id)
)
_FILES = (
    select(
        _a.submission_id.label("of"),
        _a.name.label("file"),
        _a.media,
        _a.alt,
        _a.size,
        _a.created_at,
    )
    .where(_a.submission_id.in_(_SOME))
    .order_by(_a.submission_id)
)


_AFTERWARDS = (
    select(_f.submission_id.label("of"), _f.quarter, _f.solved, _f.mark, _f.words)
    .where(_f.submission_id.in_(_SOME))
    .order_by(_f.submission_id, _f.id)
)


def _judged(of: Any, *more: Any) -> Select[Any]:
    """What we told its writer when we looked at a text; by whom is not hers to have."""
    return (
        select(
            of.label("of"),
            verdicts.c.at,
            verdicts.c.shown,
            verdicts.c.reason,
            verdicts.c.message.label("words"),
        )
        .where(of.in_(_SOME), verdicts.c.shown.is_not(None), ~is_undone(), *more)
        .order_by(of, verdicts.c.id)
    )


_BELOW_CASES: dict[str, Select[Any]] = {
    "answers": _ANSWERS,
    "questions": _QUESTIONS,
    "decisions": _DECISIONS,
    "judged": _judged(verdicts.c.submission_id, verdicts.c.comment_id.is_(None)),
    "files": _FILES,
    "afterwards": _AFTERWARDS,
}
_BELOW_COMMENTS: dict[str, Select[Any]] = {"judged": _judged(verdicts.c.comment_id)}
_HISTORY = (
    select(_events.c.stream, _events.c.at, _events.c.kind, _events.c.role, _events.c.facts)
    .where(
        _events.c.stream.in_(bindparam("streams", expanding=True)),
        # What is told of others in the same history is not hers.
        or_(_events.c.public, _events.c.actor_id == bindparam("person")),
        ~_events.c.facts.contains('"comment"'),
    )
    .order_by(_events.c.stream, _events.c.seq)
)


def cases(session: Session, rows: Sequence[Row[Any]], person_id: int) -> Iterator[Fields]:
    """Some of her cases with all that lies in each, in a few statements."""
    streams = {stream_of(row.reference): row.id for row in rows}
    events = session.execute(_HISTORY, {"streams": list(streams), "person": person_id})
    history = {
        streams[stream]: [
            {"at": one.at, "what": told(one.kind, json.loads(one.facts)), "role": one.role}
            for one in some
        ]
        for stream, some in groupby(events, lambda one: one.stream)
    }
    for fields in _with_below(session, rows, _BELOW_CASES):
        told_of = history.get(fields.pop("id"), [])
        yield {**fields, "history": told_of}


def written(session: Session, rows: Sequence[Row[Any]], _person_id: int) -> Iterator[Fields]:
    """Some of her comments. What others wrote before and after is theirs."""
    for fields in _with_below(session, rows, _BELOW_COMMENTS):
        del fields["id"]
        yield fields


def _with_below(
    session: Session, rows: Sequence[Row[Any]], below: dict[str, Select[Any]]
) -> Iterator[Fields]:
    ids = [row.id for row in rows]
    found = {name: _grouped(session.execute(it, {"some": ids})) for name, it in below.items()}
    for row in rows:
        yield {**row._asdict(), **{name: by.get(row.id, []) for name, by in found.items()}}


def _grouped(rows: Iterable[Row[Any]]) -> dict[int, list[Fields]]:
    made: dict[int, list[Fields]] = {}
    for row in rows:
        fields = row._asdict()
        made.setdefault(fields.pop("of"), []).append(fields)
    return made
