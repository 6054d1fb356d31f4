"""One part of a person's record: where its rows come from, and what of the schema it stands for."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Row, Select
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
