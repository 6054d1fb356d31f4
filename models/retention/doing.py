"""How one kind of thing goes: which are due, and what is done with some of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Row, Select, Table, delete, literal, select
from sqlmodel import Session

from models.calendar import Moment
from models.retention.rules import Rule

AT_ONCE = 500


@dataclass(frozen=True)
class Doing:
    """`due` is given the moment before which things are old enough, and selects `key` and
    `reference` ("" for what has no number that people know), the oldest first. `go` takes some of
    these rows away in the running transaction, and returns how many: never one that is not due any
    more. `prepare` is done before, in parts as well: True once nothing is left.
    """

    due: Callable[[Moment], Select[Any]]
    go: Callable[[Session, Sequence[Row[Any]], Rule, int], int]
    at_once: int = AT_ONCE
    prepare: Callable[[Session, Rule], bool] | None = None


def keyed(key: Any, reference: Any = None) -> Select[Any]:
    """The columns that every `due` has."""
    return select(
        key.label("key"), (literal("") if reference is None else reference).label("reference")
    )


def rows_of(table: Table, key: Column[Any], old: Callable[[Moment], Any]) -> Doing:
    """Rows to which nothing else points: they are deleted."""

    def due(before: Moment) -> Select[Any]:
        return keyed(key).select_from(table).where(old(before)).order_by(key)

    def go(session: Session, rows: Sequence[Row[Any]], _rule: Rule, _run: int) -> int:
        session.execute(delete(table).where(key.in_([row.key for row in rows])))
        return len(rows)

    return Doing(due, go)
