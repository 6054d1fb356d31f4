"""Every row of one database into another of the same schema, whichever of the two each is."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Table,
    bindparam,
    delete,
    exists,
    func,
    insert,
    select,
    text,
    update,
)

from models.database import table_of
from models.numbering import SubmissionCounter, submission_number
from models.tables import metadata

CHUNK = 1000

_counter = table_of(SubmissionCounter)


def copy(source: Connection, target: Connection) -> int:
    """Copy all rows, in an order that every foreign key allows; how many there were.

    The target must be migrated and otherwise empty. What can be computed from the rows, such as the
    index of words, is not copied.
    """
    count = 0
    for table in metadata.sorted_tables:
        if table is not _counter:
            if target.execute(select(exists(select(table)))).scalar():
                target.execute(delete(table))
            count += _copy(table, source, target)
    _go_on_numbering(source, target)
    return count


def _copy(table: Table, source: Connection, target: Connection) -> int:
    later, count = _to_itself(table), 0
    for rows in _chunks(table, source):
        empty = dict.fromkeys((column.name for column in later), None)
        target.execute(insert(table), [row | empty for row in rows])
        count += len(rows)
    for column in later:
        _refer(table, column, source, target)
    return count


def _chunks(table: Table, source: Connection) -> Iterator[list[dict[str, Any]]]:
    wanted = select(table).order_by(*table.primary_key.columns)
    found = source.execute(wanted, execution_options={"yield_per": CHUNK})
    for rows in found.mappings().partitions():
        yield [dict(row) for row in rows]


def _to_itself(table: Table) -> list[Column[Any]]:
    """The columns that name a row of the same table, which may come later than itself."""
    return [
        column
        for column in table.columns
        if any(key.column.table is table for key in column.foreign_keys)
    ]


def _refer(table: Table, column: Column[Any], source: Connection, target: Connection) -> None:
    (key,) = table.primary_key.columns
    named = source.execute(select(key, column).where(column.is_not(None))).all()
    if named:
        target.execute(
            update(table).where(key == bindparam("row")).values({column: bindparam("to")}),
            [{"row": row, "to": to} for row, to in named],
        )


def _go_on_numbering(source: Connection, target: Connection) -> None:
    """References and ids go on where they were: no number is ever given twice (ST-1)."""
    last = _last_number(source)
    if target.dialect.name != "postgresql":
        target.execute(delete(_counter))
        if last:
            target.execute(insert(_counter).values(id=1, value=last))
        return
    if last:
        target.execute(select(func.setval(submission_number.name, last)))
    for table in metadata.sorted_tables:
        if "id" in table.columns:
            target.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'),"  # noqa: S608
                    f" (SELECT max(id) FROM {table.name}))"
                    f" WHERE pg_get_serial_sequence('{table.name}', 'id') IS NOT NULL"
                )
            )


def _last_number(source: Connection) -> int:
    if source.dialect.name != "postgresql":
        return int(source.execute(select(func.max(_counter.c.value))).scalar() or 0)
    found = source.execute(text("SELECT last_value, is_called FROM submission_number")).one()
    return int(found.last_value) if found.is_called else 0
