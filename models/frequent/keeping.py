"""Writing frequent questions: a draft, what everyone reads, the day to look it over, the end of it.

The words are the municipality's own. Each change stands in the history of what was configured, and
each wording is kept (models.frequent.wording).
"""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session

from models.actor import Actor
from models.calendar import now, today
from models.database import lock_rows
from models.errors import Invalid, NotFound, Stale
from models.event import EventKind, record
from models.frequent import wording
from models.profile import CONFIGURATION
from models.question import READ, Question, questions_table
from models.slugs import slug_of

LONGEST_QUESTION, LONGEST_ANSWER, LONGEST_WORDS = 200, 4_000, 300
REVIEW_DAYS = 182
"""Half a year: until then we look over what we have answered, unless its writer chose a day."""

_q = questions_table.c


@dataclass(frozen=True)
class Said:
    """What the form says. `category_id` and `unit_id` may be None: of no subject, for all units."""

    question_sv: str
    answer_sv: str
    question_en: str
    answer_en: str
    words_sv: str
    words_en: str
    category_id: int | None
    unit_id: int | None
    review_on: dt.date
    published: bool


def in_half_a_year() -> dt.date:
    """The day that is offered for looking over what is written today."""
    return today() + dt.timedelta(days=REVIEW_DAYS)


def save(
    session: Session, said: Said, *, by: Actor, question_id: int | None = None, version: int = 0
) -> int:
    """Write a question, or give one another wording; returns its id.

    One that was retired is a draft again, or stands on the site again. Raises Invalid for a day to
    look it over that is not to come, for half a translation, and for more than a page can hold;
    NotFound; Stale when somebody changed it since `version`.
    """
    if said.review_on <= today():
        raise Invalid("review_on", "past")
    if bool(said.question_en) != bool(said.answer_en):
        raise Invalid("question_en" if said.answer_en else "answer_en", "missing")
    if question_id is None:
        made = Question(
            slug=slug_of(session, _q.slug, said.question_sv, or_else="question"),
            question_sv=said.question_sv,
            question_en=said.question_en,
            answer_sv=said.answer_sv,
            answer_en=said.answer_en,
            position=_last(session) + 1,
            version=0,
        )
    else:
        made = take(session, question_id, version=version)
    if said.published and _is_new_there(made) and _standing(session) >= READ:
        raise Invalid("question_sv", "too_many", most=READ)
    for name in ("question_sv", "answer_sv", "question_en", "answer_en", "words_sv", "words_en"):
        setattr(made, name, getattr(said, name))
    made.category_id, made.unit_id, made.review_on = said.category_id, said.unit_id, said.review_on
    made.published_at = (made.published_at or now()) if said.published else None
    made.retired_at = None
    _changed(session, made, by, "published" if said.published else "draft")
    wording.keep(session, made, by=by)
    return made.id or 0


def still_right(session: Session, question_id: int, *, by: Actor, version: int) -> None:
    """Somebody has looked it over, and no word of it changes: again in half a year.

    Raises NotFound, Stale.
    """
    found = take(session, question_id, version=version)
    found.review_on = in_half_a_year()
    _changed(session, found, by, "looked_over")
    wording.keep(session, found, by=by)


def retire(session: Session, question_id: int, *, by: Actor, version: int) -> None:
    """Show it no more; its wordings stay with us. Raises NotFound, Stale."""
    found = take(session, question_id, version=version)
    if found.retired_at is None:
        found.retired_at = now()
        _changed(session, found, by, "retired")
        wording.keep(session, found, by=by)


def find(session: Session, question_id: int) -> Question:
    """A question as it is, retired or not. Raises NotFound."""
    found = session.get(Question, question_id)
    if found is None:
        raise NotFound(str(question_id))
    return found


def take(session: Session, question_id: int, *, version: int | None = None) -> Question:
    """A question to be changed, locked, retired or not. Raises NotFound, and Stale when somebody
    changed it since `version`.
    """
    found: Question | None = session.scalars(
        lock_rows(select(Question).where(_q.id == question_id))
    ).first()
    if found is None:
        raise NotFound(str(question_id))
    if version is not None and version != found.version:
        last = next(iter(wording.of_one(session, question_id)), None)
        raise Stale(who=last.by, when=last.at) if last is not None else Stale
    return found


def _changed(session: Session, question: Question, by: Actor, to: str) -> None:
    question.version += 1
    question.updated_at = now()
    session.add(question)
    session.flush()
    record(
        session,
        CONFIGURATION,
        EventKind.RECONFIGURED,
        by=by,
        facts={"question": question.id or 0, "version": question.version, "to": to},
        public=False,
    )


def _is_new_there(question: Question) -> bool:
    return question.published_at is None or question.retired_at is not None


def _standing(session: Session) -> int:
    there = select(func.count()).where(_q.published_at.is_not(None), _q.retired_at.is_(None))
    found: int = session.execute(there).scalar_one()
    return found


def _last(session: Session) -> int:
    return session.execute(select(func.max(_q.position))).scalar() or 0
