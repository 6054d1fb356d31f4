"""What is asked, in the language of the index: FTS5's on SQLite, tsquery on PostgreSQL."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Row,
    Select,
    TextClause,
    and_,
    cast,
    column,
    literal_column,
    not_,
    select,
    table,
    text,
    true,
)
from sqlalchemy.dialects import postgresql
from sqlmodel import Session

from models.database import is_postgres
from models.search.index import ID_BITS, TABLE, TAIL, vocabulary
from models.search.words import Term
from models.submission import submissions

TITLE, PLACE, ANYWHERE = "title", "place", "words"
"""Columns of the index. On SQLite no column at all is named for anywhere."""
BEGINS = 4
"""Letters a word must have for longer words to be looked for that begin or end with it."""
COMPOUNDS = 20
RECENT = 500
"""Entries in which PostgreSQL looks for a word before it asks the index for all that have it."""

Forms = Callable[[Term], Iterable[str]]


_entries = table(
    TABLE,
    column("newest"),
    column("submission_id"),
    column(TITLE),
    column(PLACE),
    column(ANYWHERE),
)

Question = str | ColumnElement[bool]
"""What FTS5 is asked in one string, or conditions on the columns of PostgreSQL."""


def _matches(question: Question) -> ColumnElement[bool] | TextClause:
    if isinstance(question, str):
        return text(f"{TABLE} MATCH :question").bindparams(question=question)
    return question


def _columns() -> tuple[ColumnElement[int], ColumnElement[int]]:
    """An entry's place in the index, and the case's id."""
    if is_postgres():
        return _entries.c.newest, _entries.c.submission_id
    place: ColumnElement[int] = literal_column(f"{TABLE}.rowid")
    return place, literal_column(f"({TABLE}.rowid & {(1 << ID_BITS) - 1})")


def hits(question: Question) -> Select[Any]:
    """The ids of cases that match, in no order."""
    return select(_columns()[1]).select_from(_entries).where(_matches(question))


def youngest(
    session: Session,
    question: Question,
    *,
    most: int,
    before: int | None = None,
    chosen: Sequence[ColumnElement[bool] | TextClause] = (),
    common: bool = True,
) -> list[tuple[int, int]]:
    """Place and id of entries that match, the youngest first, from before a place on. `chosen` are
    conditions on the cases.

    SQLite reads its index from that end. PostgreSQL's has no order: what may be `common` is looked
    for among the youngest entries, and all that match are fetched only where they are rarer.
    """
    place, case = _columns()
    entries = select(place.label("newest"), case.label("submission_id")).select_from(_entries)
    if before is not None:
        entries = entries.where(place < before)
    if not is_postgres():
        found = entries.join(submissions, submissions.c.id == case) if chosen else entries
        found = found.where(_matches(question), *chosen).order_by(place.desc()).limit(most)
        return [(row.newest, row.submission_id) for row in session.execute(found)]
    rows: Sequence[Row[Any]] = ()
    if common:
        tokens = (_entries.c.title, _entries.c.place, _entries.c.words)
        recent = entries.add_columns(*tokens).order_by(place.desc()).limit(RECENT).subquery(TABLE)
        rows = session.execute(_picked(recent, most, chosen).where(_matches(question))).all()
    if len(rows) < most:
        matching = entries.where(_matches(question)).cte("hit").prefix_with("MATERIALIZED")
        rows = session.execute(_picked(matching, most, chosen)).all()
    return [(row.newest, row.submission_id) for row in rows]


def _picked(
    found: FromClause, most: int, chosen: Sequence[ColumnElement[bool] | TextClause]
) -> Select[Any]:
    picked = select(found.c.newest, found.c.submission_id)
    if chosen:
        picked = picked.join(submissions, submissions.c.id == found.c.submission_id).where(*chosen)
    return picked.order_by(found.c.newest.desc()).limit(most)


def exact(term: Term) -> Iterable[str]:
    return term.exact


def every(terms: Sequence[Term], forms: Forms = exact, where: str = ANYWHERE) -> Question:
    """All of the words, each in one of its forms, in one part of the text or anywhere."""
    found = asked(terms, forms)
    if is_postgres():
        # By its name alone: it is asked of the table, and of a part of it that has the same name.
        tokens: ColumnElement[Any] = literal_column(f"{TABLE}.{where}")
        return tokens.bool_op("@@")(cast(found, postgresql.TSQUERY))
    return found if where == ANYWHERE else f"{where} : ({found})"


def asked(terms: Sequence[Term], forms: Forms = exact) -> str:
    """All of the words, each in one of its forms, as this database's index is asked for them."""
    if is_postgres():
        parts = [" | ".join(_lexeme(form) for form in forms(term)) for term in terms]
        return " & ".join(f"({part})" for part in parts)
    parts = [" OR ".join(_token(form) for form in forms(term)) for term in terms]
    return " AND ".join(f"({part})" for part in parts)


def both(first: Question | None, second: Question | None) -> Question:
    """One and the other, where there are two; there is always one."""
    texts = [one for one in (first, second) if isinstance(one, str)]
    if texts:
        return " AND ".join(f"({one})" for one in texts)
    return and_(true(), *(one for one in (first, second) if isinstance(one, ColumnElement)))


def but(first: Question, second: Question) -> Question:
    """One without the other."""
    if isinstance(first, str) or isinstance(second, str):
        return f"({first}) NOT ({second})"
    return and_(first, not_(second))


def _lexeme(form: str) -> str:
    return f"'{form[:-1]}':*" if form.endswith("*") else f"'{form}'"


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
