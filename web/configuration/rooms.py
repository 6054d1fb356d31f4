"""What of the configuration is changed on one page: a room with values, or with rows, or a list
whose rows have pages of their own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.configuration import parts
from models.configuration.changing import Edit
from models.configuration.parts import Difference, Path, Plain
from models.errors import Invalid
from web.configuration.fields import Field
from web.forms import NotAccepted

BLANK = 2
"""Rows that wait to be filled, below those that are there."""
MOST_ROWS = 20
"""More lines than that nobody keeps in her head: then they are changed in the file alone."""


@dataclass(frozen=True)
class Rows:
    """Lines without a name of their own, tried in this order. Where `needs` is empty is no line."""

    path: Path
    columns: tuple[Field, ...]
    needs: str
    listed: bool = False
    """Whether the profile says a line as a list of its values in the order of the columns."""

    def prefix(self, number: int) -> str:
        return f"{self.path[-1]}{number}-"

    def shown(self, lines: list[Any]) -> dict[str, str]:
        made: dict[str, str] = {}
        for number, line in enumerate(lines, 1):
            for at, column in enumerate(self.columns):
                value = line[at] if self.listed else line.get(column.name)
                made |= column.shown(value, self.prefix(number))
        return made

    def fit(self, lines: Sequence[Any] | None) -> bool:
        """Whether a page can hold them all."""
        return len(lines or ()) <= MOST_ROWS

    def numbers(self, values: Mapping[str, str]) -> range:
        """Which lines a page shows: those that are filled, and some that wait to be."""
        every = range(1, MOST_ROWS + 1)
        filled = [n for n in every if values.get(self.prefix(n) + self.needs, "").strip()]
        return range(1, max(filled, default=0) + BLANK + 1)

    def read(self, values: Mapping[str, str], errors: list[Invalid]) -> list[Any]:
        made = []
        for number in range(1, MOST_ROWS + BLANK + 1):
            prefix = self.prefix(number)
            if not values.get(prefix + self.needs, "").strip():
                continue
            line = {one.name: _read(one, values, errors, prefix) for one in self.columns}
            made.append(list(line.values()) if self.listed else line)
        return made


def _read(field: Field, values: Mapping[str, str], errors: list[Invalid], prefix: str = "") -> Any:
    try:
        return field.read(values, prefix)
    except Invalid as error:
        errors.append(
            Invalid(
                error.field if prefix in error.field else prefix + error.field,
                error.code,
                **error.values,
            )
        )
        return None


@dataclass(frozen=True)
class Room:
    """Values of the configuration that are changed together."""

    code: str
    fields: tuple[Field, ...] = ()
    rows: tuple[Rows, ...] = ()
    fixed: tuple[Path, ...] = ()
    """Values that are shown here and changed elsewhere, or never."""

    @property
    def paths(self) -> list[Path]:
        return [("site", *one.path) for one in self.fields] + [one.path for one in self.rows]

    def shown(self, data: Plain) -> dict[str, str]:
        """What the inputs show of a configuration."""
        made: dict[str, str] = {}
        for one in self.fields:
            made |= one.shown(parts.at(data, ("site", *one.path)))
        for rows in self.rows:
            made |= rows.shown(parts.at(data, rows.path) or [])
        return made

    def edit(self, values: Mapping[str, str]) -> Edit:
        """What was typed, as an edit. Raises NotAccepted with every wrong field."""
        errors: list[Invalid] = []
        typed = [(("site", *one.path), _read(one, values, errors)) for one in self.fields]
        typed += [(rows.path, rows.read(values, errors)) for rows in self.rows]
        if errors:
            raise NotAccepted(errors)
        lines = {rows.path: rows for rows in self.rows}
        return lambda data: parts.applied(
            data,
            [
                Difference(path, None, new)
                for path, new in typed
                if path not in lines or lines[path].fit(parts.at(data, path))
            ],
        )

    def field_of(self, path: Path) -> str:
        """The name of the input for a value; "form" for what stands elsewhere."""
        for one in self.fields:
            if path[1 : len(one.path) + 1] == one.path and path[0] == "site":
                return one.name
        for rows in self.rows:
            at = len(rows.path)
            if path[:at] == rows.path and len(path) > at and path[at].isdigit():
                column = path[at + 1] if len(path) > at + 1 else rows.needs
                if rows.listed and column.isdigit():
                    column = rows.columns[int(column)].name
                return f"{rows.prefix(int(path[at]) + 1)}{column}"
            if path and path == rows.path[: len(path)]:
                # Of all lines together: said at the first.
                return rows.prefix(1) + rows.needs
        return "form"


@dataclass(frozen=True)
class Part:
    """Rows with a name of their own, each on a page."""

    code: str
    path: Path
    fields: tuple[Field, ...]
    rows: tuple[Rows, ...] = ()
    fixed: bool = False
    """Whether no row comes, goes or moves."""

    def names(self, data: Plain, language: str) -> list[tuple[str, str]]:
        """Every row in its order: its key and its name."""
        key = parts.KEYED[self.path]
        return [(row[key], row[f"name_{language}"]) for row in parts.at(data, self.path)]

    def found(self, data: Plain, key: str) -> dict[str, Any] | None:
        """The row of a key."""
        kept = parts.at(data, (*self.path, key))
        return None if kept is None else dict(kept["row"])

    def usual(self, key: str) -> dict[str, Any] | None:
        """What holds where a town says nothing; None where it has to say it."""
        return None

    def shown(self, data: Plain, row: Mapping[str, Any]) -> dict[str, str]:
        """What the inputs show of a row."""
        made: dict[str, str] = {}
        for one in self.fields:
            made |= one.shown(row.get(one.name))
        return made

    def edit(self, key: str, values: Mapping[str, str], place: Field) -> Edit:
        """The row as it was typed, in force or new. Raises NotAccepted."""
        errors: list[Invalid] = []
        typed = {one.name: _read(one, values, errors) for one in self.fields}
        at = _read(place, values, errors)
        if errors:
            raise NotAccepted(errors)

        def edit(data: Plain) -> Plain:
            before = (parts.at(data, (*self.path, key)) or {"row": {}})["row"]
            row = {**before, parts.KEYED[self.path]: key, **typed}
            return parts.applied(
                data, [Difference((*self.path, key), None, {"at": at - 1, "row": row})]
            )

        return edit

    def removal(self, key: str) -> Edit:
        return lambda data: parts.applied(data, [Difference((*self.path, key), None, None)])

    def field_of(self, path: Path) -> str:
        named = {one.name for one in self.fields}
        found = next((one for one in path[len(self.path) + 1 :] if one in named), "")
        return found if path[: len(self.path)] == self.path and found else "form"
