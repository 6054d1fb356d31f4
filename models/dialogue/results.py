"""What came of a dialogue: a report of each phase, the one that closes it, and what was learnt."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlmodel import Session

from models import text
from models.actor import Actor
from models.calendar import now
from models.database import lock_rows, table_of
from models.dialogue import inputs, themes
from models.dialogue.keeping import Facts, Held
from models.dialogue.noting import note
from models.dialogue.outcome import (
    Answer,
    Evaluation,
    Report,
    ThemeAnswer,
    answers,
    evaluations,
    reports,
)
from models.dialogue.row import phases
from models.errors import Invalid, NotAllowed, NotFound, Stale
from models.event import EventKind
from models.text import Text

CLOSING = "closing"
"""Stands in addresses and forms where another report has the id of its phase."""
LONGEST = 20_000
LONGEST_ANSWER = 2_000

_r, _a, _p = reports.c, answers.c, phases.c
_texts = table_of(Text)
_REPORTS = (
    select(reports, _texts.c.source, _texts.c.html, _p.title, _p.kind, _p.position)
    .join(_texts, _texts.c.id == _r.text_id)
    .outerjoin(phases, _p.id == _r.phase_id)
    .where(_r.submission_id == bindparam("dialogue"))
    # The closing one first, then the newest phase.
    .order_by(_r.phase_id.is_(None).desc(), _p.position.desc())
)
_ANSWERS = select(answers).where(_a.report_id == bindparam("report"))
_LEARNT = (
    select(evaluations.c.at, _texts.c.source, _texts.c.html)
    .join(_texts, _texts.c.id == evaluations.c.text_id)
    .where(evaluations.c.submission_id == bindparam("dialogue"))
)


@dataclass(frozen=True)
class Answered:
    """What the form says of one theme; `answer` None where nothing is chosen yet."""

    theme_id: int
    answer: Answer | None = None
    words: str = ""
    due_on: dt.date | None = None
    who: str = ""


@dataclass(frozen=True)
class Said:
    """What the form says, cleaned. `influenced` and `answers` are the closing report's alone."""

    words: str
    html: str
    influenced: str = ""
    answers: tuple[Answered, ...] = ()


def of_dialogue(session: Session, submission_id: int) -> Sequence[Row[Any]]:
    """Its reports with their words, drafts too: the closing one first, then the newest phase's."""
    return session.execute(_REPORTS, {"dialogue": submission_id}).all()


def answers_of(session: Session, report_id: int) -> Mapping[int, Row[Any]]:
    """What a report says of each theme, by the theme's id."""
    return {row.theme_id: row for row in session.execute(_ANSWERS, {"report": report_id})}


def learnt(session: Session, submission_id: int) -> Row[Any] | None:
    """What the municipality learnt, if it has written that down."""
    return session.execute(_LEARNT, {"dialogue": submission_id}).first()


def lacking(
    session: Session, submission_id: int, phase_id: int | None, said: Said
) -> Iterator[Invalid]:
    """What a report lacks before everyone may read it: it answers every main theme, with what was
    done, with what will be by whom and when, or with why not.
    """
    if not said.words:
        yield Invalid("text", "missing")
    if phase_id is not None:
        return
    if not said.influenced:
        yield Invalid("influenced", "missing")
    main = [one for one in themes.of_dialogue(session, submission_id) if one.main]
    if not main and inputs.counts(session, submission_id).all:
        yield Invalid("text", "no_theme")
    given = {one.theme_id: one for one in said.answers}
    for theme in main:
        yield from _lacking_answer(theme, given.get(theme.id))


def write(
    session: Session,
    held: Held,
    phase_id: int | None,
    said: Said,
    *,
    by: Actor,
    version: int,
    publish: bool = False,
) -> Report:
    """Write the report of a phase that has begun, or (None) the one that closes the dialogue; as a
    draft, or for everyone to read. What was published once stays so, with its newest words.

    `version` is the one the form was made from, 0 where there was none. Raises Stale, NotFound,
    NotAllowed with `not_begun`, and Invalid for what a published report is `lacking`.
    """
    report = _taken(session, held, phase_id)
    if version != (report.version if report else 0):
        raise Stale
    shown = publish or (report is not None and report.published_at is not None)
    if shown:
        for lack in lacking(session, held.case.id or 0, phase_id, said):
            raise lack
    written = text.write(session, source=said.words, html=said.html)
    if report is None:
        report = Report(
            submission_id=held.case.id or 0,
            phase_id=phase_id,
            text_id=written.id,
            updated_at=now(),
            version=0,
        )
    first = shown and report.published_at is None
    report.text_id, report.influenced, report.updated_at = written.id, said.influenced, now()
    report.published_at = now() if first else report.published_at
    report.version += 1
    session.add(report)
    session.flush()
    _keep_answers(session, held, report, said)
    facts: Facts = {"report": report.id or 0, "text": written.id, "digest": written.digest}
    if phase_id is not None:
        facts["phase"] = phase_id
    kind = EventKind.RESULT_PUBLISHED if first else EventKind.EDITED
    note(session, held, facts, by=by, kind=kind, public=shown)
    return report


def evaluate(session: Session, held: Held, words: str, html: str, *, by: Actor) -> None:
    """Write down what the municipality learnt: everyone may read it. Raises Invalid for
    `learnt` missing.
    """
    if not words:
        raise Invalid("learnt", "missing")
    written = text.write(session, source=words, html=html)
    mine = evaluations.c.submission_id == held.case.id
    found = session.scalars(lock_rows(select(Evaluation).where(mine))).first()
    found = found or Evaluation(submission_id=held.case.id or 0, text_id=written.id, at=0)
    found.text_id, found.at = written.id, now()
    session.add(found)
    session.flush()
    facts: Facts = {"evaluation": 1, "text": written.id, "digest": written.digest}
    note(session, held, facts, by=by)


def _taken(session: Session, held: Held, phase_id: int | None) -> Report | None:
    if phase_id is not None:
        opens = session.execute(
            select(_p.opens_at).where(_p.id == phase_id, _p.submission_id == held.case.id)
        ).scalar()
        if opens is None:
            raise NotFound(str(phase_id))
        if opens > now():
            raise NotAllowed("not_begun")
    of_phase = _r.phase_id.is_(None) if phase_id is None else _r.phase_id == phase_id
    found: Report | None = session.scalars(
        lock_rows(select(Report).where(_r.submission_id == held.case.id, of_phase))
    ).first()
    return found


def _lacking_answer(theme: Any, given: Answered | None) -> Iterator[Invalid]:
    def wrong(field: str, code: str = "missing") -> Invalid:
        return Invalid(f"theme{theme.id}-{field}", code, theme=theme.name)

    if given is None or given.answer is None:
        yield wrong("answer")
        return
    if not given.words:
        yield wrong("said", "why" if given.answer is Answer.NOT else "missing")
    if given.answer is Answer.WILL:
        if given.due_on is None:
            yield wrong("due")
        if not given.who:
            yield wrong("who")


def _keep_answers(session: Session, held: Held, report: Report, said: Said) -> None:
    known = {one.id for one in themes.of_dialogue(session, held.case.id or 0)}
    there = {
        row.theme_id: row
        for row in session.scalars(lock_rows(select(ThemeAnswer).where(_a.report_id == report.id)))
    }
    for one in said.answers:
        if one.theme_id not in known:
            continue
        row = there.get(one.theme_id) or ThemeAnswer(
            report_id=report.id or 0, theme_id=one.theme_id
        )
        row.answer, row.words, row.due_on, row.who = one.answer, one.words, one.due_on, one.who
        session.add(row)
    session.flush()
