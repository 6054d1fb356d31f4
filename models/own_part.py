"""One part of a person's record: where its rows come from, and what of the schema it stands for."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Column, ColumnElement, Row, Select, select
from sqlmodel import Session

Fields = dict[str, Any]

CHUNK = 200
"""Rows that are in memory at a time."""


class Whose(NamedTuple):
    """A person and every address of hers."""

    person_id: int
    contacts: list[int]
    addresses: list[str]


@dataclass(frozen=True)
class Part:
    """`columns` are those by which its rows are hers; `complete` adds what lies below each."""

    name: str
    columns: tuple[str, ...]
    rows: Callable[[Whose], Select[Any]]
    complete: Callable[[Session, Sequence[Row[Any]], int], Iterator[Fields]] | None = None

    def read(self, session: Session, whose: Whose) -> Iterator[Fields]:
        """Every row of hers, some at a time."""
        wanted = self.rows(whose).execution_options(yield_per=CHUNK)
        for rows in session.execute(wanted).partitions(CHUNK):
            if self.complete is not None:
                yield from self.complete(session, rows, whose.person_id)
            else:
                yield from (row._asdict() for row in rows)


def of_person(name: str, who: Column[Any], *fields: ColumnElement[Any]) -> Part:
    """The rows of one table that are hers by its column `who`, as they were made."""
    return Part(
        name,
        (f"{who.table.name}.{who.name}",),
        lambda hers: select(*fields).where(who == hers.person_id).order_by(who.table.c.id),
    )


def of_addresses(name: str, who: Column[Any], *fields: ColumnElement[Any]) -> Part:
    """The same of what is hers by one of her addresses."""
    return Part(
        name,
        (f"{who.table.name}.{who.name}",),
        lambda hers: select(*fields).where(who.in_(hers.contacts)).order_by(who.table.c.id),
    )
