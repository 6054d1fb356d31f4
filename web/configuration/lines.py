"""In which line of a profile's file a value stands: for whoever has to mend it."""

import re
from collections import Counter

from models.configuration.parts import Path

_TABLE = re.compile(r"\s*(\[\[?)\s*([\w.-]+)\s*\]\]?")
_VALUE = re.compile(r"\s*([\w-]+)\s*=\s*(.*)")
_ROWS = "[["


def lines_of(text: str) -> dict[Path, int]:
    """By path, its line, counted from 1. A row is known by its number, from 0, and by its slug."""
    found: dict[Path, int] = {}
    here: list[Path] = [("site",)]
    seen: Counter[str] = Counter()
    for number, line in enumerate(text.splitlines(), 1):
        if table := _TABLE.match(line):
            name = table[2]
            whole: Path = tuple(name.split("."))
            if table[1] == _ROWS:
                whole = (*whole, str(seen[name]))
                seen[name] += 1
            here = [whole, ("site", *whole)]
            found |= dict.fromkeys(here, number)
        elif value := _VALUE.match(line):
            if value[1] == "slug":
                slug = value[2].strip().strip("\"'")
                here += [(*here[0][:-1], slug)]
                found.setdefault(here[-1], number)
            for place in here:
                found.setdefault((*place, value[1]), number)
    return found


def line_of(known: dict[Path, int], path: Path) -> int:
    """The line of a path, or of the nearest thing it is a part of; 0 where there is none."""
    for length in range(len(path), 0, -1):
        if path[:length] in known:
            return known[path[:length]]
    return 0
