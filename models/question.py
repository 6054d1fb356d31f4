"""Frequent questions: asked once by many, answered once by us, found before a case is handed in.

Here they are read, as everyone may read them, and put in force with a profile. Officials write and
retire them in models.frequent.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Integer,
    String,
    bindparam,
    false,
    insert,
    select,
    update,
)
from sqlmodel import Field, Session, SQLModel

from models.calendar import Moment, now
from models.database import id_column, moment_column, reference_column, table_of
from models.masking import LongMasked, Masked
from models.organisation import Category
from models.profile_file import QuestionRow
from models.search import words
from models.search.words import Term

MOST = 3
"""How many of them a page of something else shows."""
READ = 300
"""How many there are at most, for everyone to read: a list that nobody reads to its end helps
nobody, and a search looks through all of them.
"""


class Question(SQLModel, table=True):
    """One question with our answer, plain text in both languages, under a subject or under none.

    `words_...` are what people call it, and are searched only. It stands on the site from
    `published_at` until `retired_at`; from `review_on` on its unit is asked whether it is still
    right. `version` counts its wordings. English may be empty: then Swedish stands in its place.
    """

    id: int | None = Field(default=None, sa_column=id_column())
    slug: str = Field(sa_column=Column(String(60), nullable=False, unique=True))
    question_sv: str = Field(sa_column=Column(Masked(200), nullable=False))
    question_en: str = Field(sa_column=Column(Masked(200), nullable=False))
    answer_sv: str = Field(sa_column=Column(LongMasked, nullable=False))
    answer_en: str = Field(sa_column=Column(LongMasked, nullable=False))
    words_sv: str = Field(
        default="", sa_column=Column(String(300), nullable=False, server_default="")
    )
    words_en: str = Field(
        default="", sa_column=Column(String(300), nullable=False, server_default="")
    )
    category_id: int | None = Field(
        default=None, sa_column=reference_column("category.id", nullable=True)
    )
    unit_id: int | None = Field(default=None, sa_column=reference_column("unit.id", nullable=True))
    position: int = Field(sa_column=Column(Integer, nullable=False))
    review_on: dt.date | None = Field(default=None, sa_column=Column(Date, nullable=True))
    published_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    retired_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    updated_at: Moment = Field(
        default=0, sa_column=Column(BigInteger, nullable=False, server_default="0")
    )
    version: int = Field(default=1, sa_column=Column(Integer, nullable=False, server_default="1"))
    by_profile: bool = Field(
        default=False, sa_column=Column(Boolean, nullable=False, server_default=false())
    )
    """Whether it came with a profile: then one that does not name it retires it."""


questions_table = table_of(Question)
_q = questions_table.c
_categories = table_of(Category)

_PUBLISHED = (
    select(questions_table, _categories.c.slug.label("subject"))
    .outerjoin(_categories, _categories.c.id == _q.category_id)
    .where(_q.published_at.is_not(None), _q.retired_at.is_(None))
)
_ALL = _PUBLISHED.order_by(_q.position, _q.id).limit(READ)
_ONE = _PUBLISHED.where(_q.slug == bindparam("named"))


@dataclass(frozen=True)
class Asked:
    """A question as its reader sees it, with the slug of its subject or "". `lang` is the language
    it stands in, which is not hers where it has not been translated.
    """

    id: int
    slug: str
    question: str
    answer: str
    subject: str
    words: str
    lang: str


def replace(session: Session, rows: Sequence[QuestionRow]) -> None:
    """These are the questions of the profile from now on, in this order. Those of an earlier one
    that it does not name are retired; what officials have written here stays.
    """
    subjects = {
        row.slug: row.id for row in session.execute(select(_categories.c.id, _categories.c.slug))
    }
    known = {row.slug for row in session.execute(select(_q.slug))}
    made: list[dict[str, Any]] = []
    for position, row in enumerate(rows):
        values = row.model_dump(exclude={"subject"}) | {
            "category_id": subjects.get(row.subject),
            "position": position,
            "by_profile": True,
            "retired_at": None,
        }
        if row.slug in known:
            _reworded(session, row.slug, values)
        else:
            made.append(values | {"published_at": now(), "updated_at": now(), "version": 1})
    if made:
        session.execute(insert(questions_table), made)
    session.execute(
        update(questions_table)
        .where(
            _q.by_profile,
            _q.retired_at.is_(None),
            _q.slug.not_in([row.slug for row in rows]),
        )
        # What nobody reads any more keeps no subject in being.
        .values(retired_at=now(), category_id=None)
    )


def _reworded(session: Session, slug: str, values: dict[str, Any]) -> None:
    """What is there already; with other words it is another wording."""
    there = session.execute(select(questions_table).where(_q.slug == slug)).one()
    if any(getattr(there, name) != values[name] for name in WORDS):
        values |= {"version": there.version + 1, "updated_at": now()}
    values["published_at"] = there.published_at or now()
    session.execute(update(questions_table).where(_q.slug == slug).values(values))


WORDS = ("question_sv", "question_en", "answer_sv", "answer_en")
"""What a wording is made of."""


def present(session: Session) -> tuple[QuestionRow, ...]:
    """The questions, as a profile's file would say them."""
    return tuple(
        QuestionRow(
            slug=row.slug,
            question_sv=row.question_sv,
            question_en=row.question_en,
            answer_sv=row.answer_sv,
            answer_en=row.answer_en,
            subject=row.subject or "",
        )
        for row in session.execute(_ALL)
    )


def questions(session: Session, language: str) -> list[Asked]:
    """Every question in one language, in the order the profile gives them."""
    return [_asked(row, language) for row in session.execute(_ALL)]


def found(session: Session, slug: str, language: str) -> Asked | None:
    """One question; None when there is none that everyone may read, or not any more."""
    row = session.execute(_ONE, {"named": slug}).first()
    return None if row is None else _asked(row, language)


def _asked(row: Any, language: str) -> Asked:
    lang = language if getattr(row, f"question_{language}") else "sv"
    return Asked(
        row.id,
        row.slug,
        getattr(row, f"question_{lang}"),
        getattr(row, f"answer_{lang}") or row.answer_sv,
        row.subject or "",
        getattr(row, f"words_{lang}"),
        lang,
    )


def matching(
    session: Session, terms: Sequence[Term], language: str, most: int = MOST
) -> list[Asked]:
    """Questions in which every one of these words stands; those that ask with them come first."""
    if not terms:
        return []
    hits: list[tuple[int, int, Asked]] = []
    for number, one in enumerate(questions(session, language)):
        asked, whole = _tokens(_called(one), one.lang), _tokens(one.answer, one.lang)
        in_question = [_stands(term, asked) for term in terms]
        if all(
            there or _stands(term, whole) for there, term in zip(in_question, terms, strict=True)
        ):
            hits.append((-sum(in_question), number, one))
    return [one for _, _, one in sorted(hits, key=lambda row: row[:2])[:most]]


def akin(session: Session, title: str, subject: str, language: str) -> list[Asked]:
    """Questions that ask what this title may ask: two words in common, or one and the subject."""
    wanted = words.terms(title, language, most=12)
    hits: list[tuple[int, int, Asked]] = []
    for number, one in enumerate(questions(session, language)):
        asked = _tokens(_called(one), one.lang)
        shared = sum(_stands(term, asked) for term in wanted)
        if shared + (one.subject == subject != "" and shared > 0) >= 2:
            hits.append((-shared, number, one))
    return [one for _, _, one in sorted(hits, key=lambda row: row[:2])[:MOST]]


def _called(one: Asked) -> str:
    """What is asked, in our words and in those that people use."""
    return f"{one.question}\n{one.words}"


def _stands(term: Term, tokens: frozenset[str]) -> bool:
    return any(one in tokens for one in (*term.exact, *term.loose))


@lru_cache(maxsize=4 * READ)
def _tokens(text: str, language: str) -> frozenset[str]:
    return frozenset(words.tokens(text, language))
