"""What is asked, in the language of the index: FTS5's on SQLite, tsquery on PostgreSQL."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, TextClause, literal_column, select, table, text
from sqlmodel import Session

from models.database import is_postgres
from models.search.index import ID_BITS, TABLE, TAIL, vocabulary
from models.search.words import Term

TITLE, PLACE, ANYWHERE = "title", "place", ""
BEGINS = 4
"""Letters a word must have for longer words to be looked for that begin or end with it."""
COMPOUNDS = 20
_WEIGHTS = {TITLE: ":A", PLACE: ":B", ANYWHERE: ""}

Forms = Callable[[Term], Iterable[str]]


def entries() -> tuple[ColumnElement[int], ColumnElement[int]]:
    """Columns of the index: an entry's place in it, and the case's id."""
    if is_postgres():
        return literal_column(f"{TABLE}.newest"), literal_column(f"{TABLE}.submission_id")
    place: ColumnElement[int] = literal_column(f"{TABLE}.rowid")
    return place, literal_column(f"({TABLE}.rowid & {(1 << ID_BITS) - 1})")


def matches(question: str) -> TextClause:
    """The condition that an entry is what `question` asks for, made by `every` and its like."""
    if is_postgres():
        return text(f"{TABLE}.words @@ CAST(:question AS tsquery)").bindparams(question=question)
    return text(f"{TABLE} MATCH :question").bindparams(question=question)


def hits(question: str) -> Select[Any]:
    """The ids of cases that match, in no order."""
    return select(entries()[1]).select_from(table(TABLE)).where(matches(question))


def exact(term: Term) -> Iterable[str]:
    return term.exact


def every(terms: Sequence[Term], forms: Forms = exact, where: str = ANYWHERE) -> str:
    """All of the words, each in one of its forms, in one part of the text or anywhere."""
    if is_postgres():
        parts = [
            " | ".join(_lexeme(form, _WEIGHTS[where]) for form in forms(term)) for term in terms
        ]
        return " & ".join(f"({part})" for part in parts)
    parts = [" OR ".join(_token(form) for form in forms(term)) for term in terms]
    joined = " AND ".join(f"({part})" for part in parts)
    return f"{where} : ({joined})" if where else joined


def both(first: str, second: str) -> str:
    if not first or not second:
        return first or second
    return f"({first}) & ({second})" if is_postgres() else f"({first}) AND ({second})"


def but(first: str, second: str) -> str:
    return f"({first}) & !({second})" if is_postgres() else f"({first}) NOT ({second})"


def _lexeme(form: str, weight: str) -> str:
    if not form.endswith("*"):
        return f"'{form}'{weight}"
    return f"'{form[:-1]}':*{weight[1:]}"


def _token(form: str) -> str:
    return f'"{form[:-1]}" *' if form.endswith("*") else f'"{form}"'


def widened(session: Session, terms: Sequence[Term]) -> Forms:
    """Every form that may be meant: letters folded, and longer words that begin or end with it."""
    made = {
        term: (
            *term.exact,
            *term.loose,
            *(f"{one}*" for one in term.exact if len(one) >= BEGINS and one.isalpha()),
            *_compounds(session, term.exact[0]),
        )
        for term in terms
    }
    return lambda term: made[term]


def _compounds(session: Session, stem: str) -> list[str]:
    """Words of public texts that end with this one: "lampa" is asked for, "gatlampa" written."""
    if len(stem) < BEGINS:
        return []
    word = vocabulary.c
    return list(
        session.scalars(
            select(word.stem)
            .where(
                word.tail == stem[-TAIL:],
                word.letters > len(stem) + 1,
                word.stem.endswith(stem, autoescape=True),
            )
            .order_by(word.letters)
            .limit(COMPOUNDS)
        )
    )
