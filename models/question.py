"""Frequent questions: asked once by many, answered once by us, found before a case is handed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Column, Integer, String, Text, delete, insert, select
from sqlmodel import Field, Session, SQLModel

from models.database import id_column, reference_column, table_of
from models.organisation import Category
from models.profile_file import QuestionRow
from models.search import words
from models.search.words import Term

MOST = 3
"""How many of them a page of something else shows."""


class Question(SQLModel, table=True):
    """One question with our answer, plain text in both languages, under a subject or under none."""

    id: int | None = Field(default=None, sa_column=id_column())
    slug: str = Field(sa_column=Column(String(60), nullable=False, unique=True))
    question_sv: str = Field(sa_column=Column(String(200), nullable=False))
    question_en: str = Field(sa_column=Column(String(200), nullable=False))
    answer_sv: str = Field(sa_column=Column(Text, nullable=False))
    answer_en: str = Field(sa_column=Column(Text, nullable=False))
    category_id: int | None = Field(
        default=None, sa_column=reference_column("category.id", nullable=True)
    )
    position: int = Field(sa_column=Column(Integer, nullable=False))


_questions = table_of(Question)
_categories = table_of(Category)

_ALL = (
    select(_questions, _categories.c.slug.label("subject"))
    .outerjoin(_categories, _categories.c.id == _questions.c.category_id)
    .order_by(_questions.c.position, _questions.c.id)
)


@dataclass(frozen=True)
class Asked:
    """A question as its reader sees it, with the slug of its subject or ""."""

    slug: str
    question: str
    answer: str
    subject: str


def replace(session: Session, rows: Sequence[QuestionRow]) -> None:
    """The questions are these from now on, in this order: nothing else refers to one."""
    session.execute(delete(_questions))
    subjects = {
        row.slug: row.id for row in session.execute(select(_categories.c.id, _categories.c.slug))
    }
    made = [
        row.model_dump(exclude={"subject"})
        | {"category_id": subjects.get(row.subject), "position": position}
        for position, row in enumerate(rows)
    ]
    if made:
        session.execute(insert(_questions), made)


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
    return [
        Asked(
            row.slug,
            getattr(row, f"question_{language}"),
            getattr(row, f"answer_{language}"),
            row.subject or "",
        )
        for row in session.execute(_ALL)
    ]


def matching(session: Session, terms: Sequence[Term], language: str) -> list[Asked]:
    """Questions in which every one of these words stands; those that ask with them come first."""
    if not terms:
        return []
    found: list[tuple[int, int, Asked]] = []
    for number, one in enumerate(questions(session, language)):
        asked, whole = _tokens(one.question, language), _tokens(one.answer, language)
        in_question = [_stands(term, asked) for term in terms]
        if all(
            there or _stands(term, whole) for there, term in zip(in_question, terms, strict=True)
        ):
            found.append((-sum(in_question), number, one))
    return [one for _, _, one in sorted(found, key=lambda row: row[:2])[:MOST]]


def akin(session: Session, title: str, subject: str, language: str) -> list[Asked]:
    """Questions that ask what this title may ask: two words in common, or one and the subject."""
    wanted = words.terms(title, language, most=12)
    found: list[tuple[int, int, Asked]] = []
    for number, one in enumerate(questions(session, language)):
        shared = sum(_stands(term, _tokens(one.question, language)) for term in wanted)
        if shared + (one.subject == subject != "" and shared > 0) >= 2:
            found.append((-shared, number, one))
    return [one for _, _, one in sorted(found, key=lambda row: row[:2])[:MOST]]


def _stands(term: Term, tokens: frozenset[str]) -> bool:
    return any(one in tokens for one in (*term.exact, *term.loose))


@lru_cache(maxsize=1_000)
def _tokens(text: str, language: str) -> frozenset[str]:
    return frozenset(words.tokens(text, language))
