"""The configuration as plain parts, and what differs between two: pure.

A part is named by its path: `("site", "proposals", "days")` is a value, `("categories", "roads")` a
whole row and `("categories", "roads", "unit")` one value of it. Rows have a key of their own, so
that a change of one stays what it is while others come, go and move.
"""

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any, NamedTuple, get_args

from pydantic import BaseModel

from models.logo import Mark
from models.profile_file import Whole, named

Path = tuple[str, ...]
Plain = dict[str, Any]
ORDER = "*"
"""Stands in the place of a key for the order of rows: no slug is written so."""
MARKS = "marks"
_KEYS = ("slug", "what", "instead_of")


class Difference(NamedTuple):
    """One part as it was and as it is; None where it is not there."""

    path: Path
    before: Any
    after: Any

    @property
    def undone(self) -> "Difference":
        return Difference(self.path, self.after, self.before)


def _keyed(model: type[BaseModel], above: Path = ()) -> Iterator[tuple[Path, str]]:
    """Which parts are rows, and which field is their key."""
    for name, field in model.model_fields.items():
        for kind in (field.annotation, *get_args(field.annotation)):
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                key = next((one for one in _KEYS if one in kind.model_fields), "")
                if key:
                    yield (*above, name), key
                elif not get_args(field.annotation):
                    yield from _keyed(kind, (*above, name))


KEYED: Mapping[Path, str] = dict(_keyed(Whole))


def plain(whole: Whole) -> Plain:
    """The whole configuration in words, numbers and lists; logos as base64."""
    data = whole.model_dump(mode="json", exclude={"marks", "logo"})
    data[MARKS] = {
        mode: mark.model_dump(exclude={"content"})
        | {"content": base64.b64encode(mark.content).decode()}
        for mode, mark in sorted(whole.marks.items())
    }
    return data


def whole(data: Mapping[str, Any]) -> Whole:
    """The configuration that `plain` told. Raises pydantic.ValidationError where it is none."""
    given = {name: value for name, value in data.items() if name != MARKS}
    made = Whole.model_validate(given)
    for mode, mark in data.get(MARKS, {}).items():
        content = base64.b64decode(mark["content"])
        made.marks[mode] = Mark.model_validate({**mark, "content": content})
    made.logo = named(made.marks)
    return made


def differences(before: Plain, after: Plain) -> list[Difference]:
    """What must be done to the one to have the other, in the order of the configuration."""
    return list(_between((), before, after))


def _between(path: Path, before: Any, after: Any) -> Iterator[Difference]:
    if path in KEYED:
        yield from _rows(path, before or [], after or [])
    elif isinstance(before, dict) and isinstance(after, dict):
        for name in [*before, *(name for name in after if name not in before)]:
            yield from _between((*path, name), before.get(name), after.get(name))
    elif before != after:
        yield Difference(path, before, after)


def _rows(path: Path, before: Sequence[Plain], after: Sequence[Plain]) -> Iterator[Difference]:
    old, new = _by_key(path, before), _by_key(path, after)
    for key, row in old.items():
        if key in new:
            yield from _between((*path, key), row, new[key])
        else:
            yield Difference((*path, key), {"at": list(old).index(key), "row": row}, None)
    for key, row in new.items():
        if key not in old:
            yield Difference((*path, key), None, {"at": list(new).index(key), "row": row})
    stay, now = [key for key in old if key in new], [key for key in new if key in old]
    if stay != now:
        yield Difference((*path, ORDER), stay, now)


def _by_key(path: Path, rows: Sequence[Plain]) -> dict[str, Plain]:
    return {row[KEYED[path]]: row for row in rows}


def is_so(data: Plain, path: Path, value: Any) -> bool:
    """Whether a part is as it is said to be."""
    return _same(path, at(data, path), value)


def at(data: Plain, path: Path) -> Any:
    """The part at a path as a difference tells it; None where there is none."""
    found: Any = data
    for depth, name in enumerate(path):
        if path[:depth] in KEYED:
            if name == ORDER:
                return list(_by_key(path[:depth], found))
            found = _by_key(path[:depth], found).get(name)
        else:
            found = found.get(name)
        if found is None:
            return None
    return {"row": found} if path[:-1] in KEYED else found


def _same(path: Path, found: Any, said: Any) -> bool:
    if path[-1] == ORDER:
        return [key for key in found if key in said] == [key for key in said if key in found]
    if path[:-1] in KEYED and found and said:
        return bool(found["row"] == said["row"])
    return bool(found == said)


def applied(data: Plain, changes: Sequence[Difference]) -> Plain:
    """The configuration with these differences done to it."""
    made = deepcopy(data)
    for change in sorted(changes, key=_turn):
        _apply(made, change)
    return made


def _turn(change: Difference) -> tuple[int, int]:
    """What goes is gone before the others find their order; then what comes finds its place."""
    if change.path[-1] == ORDER:
        return 1, 0
    if change.path[:-1] in KEYED and change.after is not None:
        return 2, int(change.after["at"])
    return 0, 0


def _apply(data: Plain, change: Difference) -> None:
    found: Any = data
    *above, last = change.path
    for depth, name in enumerate(above):
        is_row = tuple(above[:depth]) in KEYED
        found = _by_key(tuple(above[:depth]), found)[name] if is_row else found[name]
    path = tuple(above)
    if path in KEYED:
        _apply_to_rows(path, found, change)
    elif change.after is None and path == (MARKS,):
        found.pop(last, None)
    else:
        found[last] = deepcopy(change.after)


def _apply_to_rows(path: Path, rows: list[Plain], change: Difference) -> None:
    last, after = change.path[-1], change.after
    if last == ORDER:
        known = _by_key(path, rows)
        stay = [key for key in after if key in known]
        turn = iter(stay)
        rows[:] = [known[next(turn)] if key in stay else row for key, row in known.items()]
        return
    rows[:] = [row for row in rows if row[KEYED[path]] != last]
    if after is not None:
        rows.insert(after["at"], deepcopy(after["row"]))


def told(value: Any) -> str | None:
    """A value of a part as it is kept."""
    return None if value is None else json.dumps(value, ensure_ascii=False)


def read(text: str | None) -> Any:
    """What `told` kept."""
    return None if text is None else json.loads(text)
