"""Columns that every table is made of. Everyone takes them from models.database."""

from enum import StrEnum

from sqlalchemy import BigInteger, Column, Enum, ForeignKey, Integer, Table
from sqlmodel import SQLModel

# SQLite makes an alias of the row id only of a column declared exactly INTEGER.
Id = BigInteger().with_variant(Integer(), "sqlite")


def table_of(model: type[SQLModel]) -> Table:
    """The Core table behind a model: lists and hot verbs read rows, not objects."""
    table: Table = model.__table__  # type: ignore[attr-defined]
    return table


def enum_column(
    kind: type[StrEnum],
    *,
    nullable: bool = False,
    index: bool = False,
    guarded: bool = True,
    server_default: str | None = None,
) -> Column[str]:
    """A column that stores the value of a StrEnum, never its name, guarded by a CHECK.

    Append-only tables are not `guarded`: SQLite can change a CHECK only by copying the table, which
    would lose its triggers.
    """
    return Column(
        Enum(
            kind,
            name=kind.__name__.lower(),
            native_enum=False,
            create_constraint=guarded,
            length=32,
            values_callable=lambda members: [member.value for member in members],
        ),
        nullable=nullable,
        index=index,
        server_default=server_default,
    )


def moment_column(*, nullable: bool = False, index: bool = False) -> Column[int]:
    """Microseconds since the epoch, UTC (models.calendar.Moment)."""
    return Column(BigInteger, nullable=nullable, index=index)


def id_column() -> Column[int]:
    return Column(Id, primary_key=True, autoincrement=True)


def reference_column(target: str, *, nullable: bool = False, index: bool = True) -> Column[int]:
    """A foreign key to `table.id`; indexed, because it is always looked up from the other side."""
    return Column(Id, ForeignKey(target), nullable=nullable, index=index)
