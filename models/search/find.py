"""Finding cases: a page of public ones by words and by choice, each page by key."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, TextClause, exists, select, text, tuple_
from sqlmodel import Session

from models.database import is_postgres
from models.search import matching
from models.search.matching import ANYWHERE, PLACE, TITLE, Question, both, every, exact
from models.search.wanted import STATUSES, Key, Order, Wanted
from models.showing import PAGE, listed
from models.states import OPEN_STATUSES
from models.submission import SHOWN, submissions
from models.tally import tallies

PATIENCE_MILLISECONDS = 3_000
"""How long PostgreSQL may look: one reader is asked to wait rather than everyone."""

_s = submissions.c


@dataclass(frozen=True)
class Found:
    """One page: rows as `models.showing.listed` has them, and the key of the next page."""

    rows: list[Row[Any]]
    next: Key | None


@dataclass(frozen=True)
class _Part:
    """A part of the list: ids with what they are sorted by."""

    statement: Select[Any]
    value: ColumnElement[Any]
    id: ColumnElement[int]
    descending: bool = True

    def page(self, session: Session, after: Key | None, most: int) -> list[tuple[int, int]]:
        """Values and ids that follow."""
        rows = session.execute(self.asked(after, most))
        return [(_integer(row.value), row.id) for row in rows]

    def asked(self, after: Key | None, most: int) -> Select[Any]:
        statement = self.statement.add_columns(self.value.label("value"))
        order = [self.value, self.id]
        if after is not None and self.descending:
            statement = statement.where(tuple_(*order) < (after.value, after.id))
        elif after is not None:
            day = dt.date.fromordinal(min(max(after.value, 1), dt.date.max.toordinal()))
            statement = statement.where(tuple_(*order) > (day, after.id))
        by = [column.desc() for column in order] if self.descending else order
        return statement.order_by(*by).limit(most)


@dataclass(frozen=True)
class _Matching:
    """A part of the list that is read off the index: no two entries have the same place."""

    question: Question
    chosen: list[ColumnElement[bool] | TextClause]
    common: bool
    """Whether many entries may match: one word alone, and nothing chosen beside it."""

    def page(self, session: Session, after: Key | None, most: int) -> list[tuple[int, int]]:
        before = after.value if after else None
        return matching.youngest(
            session,
            self.question,
            most=most,
            before=before,
            chosen=self.chosen,
            common=self.common,
        )


def find(session: Session, wanted: Wanted, after: Key | None = None) -> Found:
    """The cases after `after`, as many as a page has; each part follows the one before it."""
    if wanted.by_words and is_postgres():
        session.execute(text(f"SET LOCAL statement_timeout = {PATIENCE_MILLISECONDS}"))
    first = after.part if after else 0
    keys: list[Key] = []
    for number, part in enumerate(_parts(session, wanted)):
        if number < first:
            continue
        behind = after if number == first else None
        rows = part.page(session, behind, PAGE + 1 - len(keys))
        keys += [Key(number, value, case) for value, case in rows]
        if len(keys) > PAGE:
            return Found(_rows(session, keys[:PAGE]), keys[PAGE - 1])
    return Found(_rows(session, keys), None)


def any_found(session: Session, wanted: Wanted) -> bool:
    """Whether there is anything at all."""
    return any(part.page(session, None, 1) for part in _parts(session, wanted))


def _rows(session: Session, keys: list[Key]) -> list[Row[Any]]:
    if not keys:
        return []
    found = session.execute(listed().where(_s.id.in_([key.id for key in keys]), SHOWN))
    rows = {row.id: row for row in found}
    return [rows[key.id] for key in keys if key.id in rows]


def _parts(session: Session, wanted: Wanted) -> Iterator[_Part | _Matching]:
    """Made one after the other: the later ones are rarely come to."""
    if wanted.by_words and wanted.order is Order.NEWEST:
        for question in _questions(session, wanted):
            chosen = _chosen(wanted)
            single = len(wanted.terms) + len(wanted.place) == 1
            yield _Matching(question, [SHOWN, *chosen], common=single and not chosen)
        return
    cases = select(_s.id).where(SHOWN, *_chosen(wanted))
    if wanted.by_words:
        forms = matching.widened(session, (*wanted.terms, *wanted.place))
        question = both(
            every(wanted.terms, forms) if wanted.terms else None,
            every(wanted.place, forms, PLACE) if wanted.place else None,
        )
        cases = cases.where(_s.id.in_(matching.hits(question)))
    if wanted.order is Order.DUE:
        due = cases.where(_s.answered_at.is_(None), _s.status.in_(OPEN_STATUSES))
        yield _Part(due, _s.answer_by, _s.id, descending=False)
    elif wanted.order is Order.SUPPORTED:
        supported = cases.join(tallies, tallies.c.submission_id == _s.id)
        yield _Part(supported.where(tallies.c.count > 0), tallies.c.count, tallies.c.submission_id)
        has_any = exists().where(tallies.c.submission_id == _s.id, tallies.c.count > 0)
        yield _Part(cases.where(~has_any), _s.received_at, _s.id)
    else:
        yield _Part(cases, _s.received_at, _s.id)


def _questions(session: Session, wanted: Wanted) -> Iterator[Question]:
    """All words in the title, then all words as they are written, then whatever may be meant.

    Within each the newest first: a page of very common words is read off the end of the index, and
    pages by key stay whole while new cases come, which no measure of relevance would allow.
    """
    terms, place = wanted.terms, wanted.place
    there = every(place, exact, PLACE) if place else None
    written = both(every(terms, exact, ANYWHERE) if terms else None, there)
    if terms:
        in_title = every(terms, exact, TITLE)
        yield both(in_title, there)
        yield matching.but(written, in_title)
    else:
        yield written
    forms = matching.widened(session, (*terms, *place))
    meant = both(
        every(terms, forms) if terms else None, every(place, forms, PLACE) if place else None
    )
    yield matching.but(meant, written)


def _chosen(wanted: Wanted) -> list[ColumnElement[bool]]:
    chosen = []
    if wanted.kind is not None:
        chosen.append(_s.kind == wanted.kind)
    if wanted.category_id is not None:
        chosen.append(_s.category_id == wanted.category_id)
    if wanted.unit_id is not None:
        chosen.append(_s.unit_id == wanted.unit_id)
    if wanted.stage is not None:
        chosen.append(_s.status.in_(STATUSES[wanted.stage]))
    return chosen


def _integer(value: int | dt.date) -> int:
    return value.toordinal() if isinstance(value, dt.date) else value
