"""Differences as a page tells them: which value, of what, as it was and as it is."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from models.configuration.parts import KEYED, ORDER, Difference, Path, Plain
from models.retention.what import PRESETS, What
from web.configuration import sentences

Names = Mapping[str, Mapping[str, str]]
_NAMED = ("units", "categories", "areas", "boards")
_POINTS = {
    "unit": "units",
    "parent": "units",
    "subject": "categories",
    "area": "areas",
    "board": "boards",
}
"""Which rows a value names by their slug."""


def told(differences: Sequence[Difference], data: Plain, language: str) -> list[dict[str, Any]]:
    """By difference: `key` of its words, `of` the name of its row or "", `was` and `now`. Names are
    those of the configuration `data`, or of the row as it was.
    """
    names = {part: {row["slug"]: row[f"name_{language}"] for row in data[part]} for part in _NAMED}
    return [
        {
            "key": _key(one.path),
            "of": _row_name(one, data, language),
            "was": _value(one, one.before, names),
            "now": _value(one, one.after, names),
        }
        for one in _unfolded(differences, data)
    ]


def _unfolded(differences: Sequence[Difference], data: Plain) -> Iterator[Difference]:
    """Where nothing was said and something holds all the same, what differs from that."""
    for one in differences:
        if one.path[0] == "retention" and len(one.path) == 2:
            preset = PRESETS[What(one.path[1])]
            usual: Plain = {"applies": preset.applies, "days": preset.days}
            usual |= {"basis_sv": "", "basis_en": ""}
            rows = [kept["row"] if kept else usual for kept in (one.before, one.after)]
            yield from _of_each(one.path, usual, *rows)
        elif one.path[0] == "units" and one.path[2:] == ("hours",):
            usual = {**data["site"]["calendar"], "closed": [], "short": []}
            has = one.before is not None, one.after is not None
            yield Difference((*one.path[:2], "own"), *has)
            yield from _of_each(one.path, usual, one.before or usual, one.after or usual)
        else:
            yield one


def _of_each(path: Path, names: Plain, before: Plain, after: Plain) -> Iterator[Difference]:
    for name in names:
        if before[name] != after[name]:
            yield Difference((*path, name), before[name], after[name])


def _key(path: Path) -> str:
    if path[0] == "site":
        # A sentence of the town's own is a row, too.
        return "words" if path[1] == "words" else ".".join(path[1:])
    if path[-1] == ORDER:
        return f"{path[0]}.order"
    return ".".join([path[0], *(path[2:] if path[:1] in KEYED else path[1:])])


def _row_name(one: Difference, data: Plain, language: str) -> str:
    path = one.path
    if path[0] == "site":
        is_word = path[1] == "words" and len(path) > 2 and path[2] != ORDER
        return sentences.ours(path[2])[language] if is_word else ""
    if path[:1] not in KEYED or path[1] == ORDER:
        return ""
    rows = [row for row in data[path[0]] if row[KEYED[path[:1]]] == path[1]]
    rows += [kept["row"] for kept in (one.after, one.before) if len(path) == 2 and kept]
    return next((str(row.get(f"name_{language}", path[1])) for row in rows), path[1])


def _value(one: Difference, value: Any, names: Names) -> Any:
    """A whole row is told by its being there; what names another row, by the name of that."""
    is_row = one.path[:-1] in KEYED and one.path[-1] != ORDER
    if value is None or is_row:
        return value if value is None else True
    return _with_names(one.path[-1], value, names)


def _with_names(key: str, value: Any, names: Names) -> Any:
    if isinstance(value, list) and all(isinstance(line, dict) for line in value):
        return [{name: _with_names(name, it, names) for name, it in line.items()} for line in value]
    if isinstance(value, str) and key in _POINTS:
        return names[_POINTS[key]].get(value, value)
    return value
