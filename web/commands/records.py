"""Rows of a CSV or JSON file as plain text by column, each with the place where it stands."""

import csv
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

LONGEST_FIELD = 10_000_000
"""Characters of one field: more is no text but a file with a quote too many."""


class Record(NamedTuple):
    """`place` is the line on which a row of CSV begins, or the number of an item of JSON. `row` is
    None when the row has more fields than there are columns, or is no row at all.
    """

    place: int
    row: dict[str, str] | None


class Unreadable(Exception):
    """The file as a whole cannot be read; the message is for the operator."""


def read(file: Path, columns: Sequence[str], records: str = "") -> Iterator[Record]:
    """Every row of a file, whatever is wrong with it. `records` names the list in a JSON object.

    Raises Unreadable when the file is not there, is no such file or lacks one of `columns`.
    """
    try:
        yield from _json(file, records) if file.suffix == ".json" else _csv(file, columns)
    except UnicodeDecodeError as error:
        raise Unreadable(f"{file}: is not UTF-8 ({error.reason} at byte {error.start})") from None
    except OSError as error:
        raise Unreadable(f"{file}: {error.strerror}") from None


def _csv(file: Path, columns: Sequence[str]) -> Iterator[Record]:
    csv.field_size_limit(LONGEST_FIELD)
    # utf-8-sig: spreadsheets begin a file with a mark of their own.
    with file.open(encoding="utf-8-sig", newline="") as opened:
        reader = csv.DictReader(opened, restval="")
        missing = [name for name in columns if name not in (reader.fieldnames or ())]
        if missing:
            raise Unreadable(f"{file}: has no column {', '.join(missing)}")
        place = reader.line_num + 1
        try:
            for row in reader:
                yield Record(place, None if None in row else row)
                place = reader.line_num + 1
        except csv.Error as error:
            raise Unreadable(f"{file}: line {reader.line_num}: {error}") from None


def _json(file: Path, records: str) -> Iterator[Record]:
    try:
        found = json.loads(file.read_text("utf-8-sig"))
    except json.JSONDecodeError as error:
        raise Unreadable(f"{file}: line {error.lineno}: {error.msg}") from None
    items = found.get(records) if isinstance(found, dict) else found
    if not isinstance(items, list):
        raise Unreadable(f"{file}: has no list of rows{f' named {records}' if records else ''}")
    for place, item in enumerate(items, 1):
        yield Record(place, _texts(item))


def _texts(item: Any) -> dict[str, str] | None:
    """What an item says, as the same thing would stand in CSV."""
    if not isinstance(item, dict) or any(isinstance(v, dict | list) for v in item.values()):
        return None
    return {key: "" if value is None else str(value) for key, value in item.items()}
