"""Pages by key: the address of the next page carries the place of the last row, not a number."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from models.showing import PAGE


def integers(given: str, parts: int) -> tuple[int, ...] | None:
    """The key in an address, as whole numbers; None for anything else: then the first page."""
    pieces = given.split("-")
    if len(pieces) != parts:
        return None
    if not all(piece.isascii() and piece.isdigit() and len(piece) < 19 for piece in pieces):
        return None
    return tuple(int(piece) for piece in pieces)


def day_and_id(given: str) -> tuple[date, int] | None:
    """The key of a list by day: `2026-11-21-7`; None for anything else, as above."""
    day, _, number = given.rpartition("-")
    found = integers(number, 1)
    try:
        return (date.fromisoformat(day), found[0]) if found else None
    except ValueError:
        return None


def cut(rows: Sequence[Any], path: str, *keys: str, size: int = PAGE) -> tuple[Sequence[Any], str]:
    """The rows of one page, and the address of the next one, or "". One row more was read."""
    if len(rows) <= size:
        return rows, ""
    last = rows[size - 1]
    key = "-".join(str(getattr(last, name)) for name in keys)
    return rows[:size], f"{path}?{urlencode({'after': key})}"
