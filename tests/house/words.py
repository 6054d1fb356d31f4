"""The words of the templates and their translations.

`python -m tests.house.words` tells which lack a translation and which are no longer used.
"""

import re
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_python
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from tests.house.source import ROOT

TEMPLATES = ROOT / "templates"
LOCALES = TEMPLATES / "locale"
# As the environment of templates/environment.py reads them.
OPTIONS = {"trimmed": "true", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
PLACEHOLDER = re.compile(r"(?<!%)%\((\w+)\)s")

Key = tuple[str | None, str]
"""Context and msgid: what identifies a message."""


@dataclass
class Used:
    """A message of the templates: its forms, and the places where it stands."""

    forms: tuple[str, ...]
    places: list[str] = field(default_factory=list)


@cache
def used() -> dict[Key, Used]:
    found: dict[Key, Used] = {}
    for path in sorted(TEMPLATES.rglob("*")):
        if path.suffix in {".html", ".txt", ".xml", ".ics", ".py"}:
            for line, function, message in _extract(path):
                context, forms = _forms(function, message)
                used_here = found.setdefault((context, forms[0]), Used(forms))
                used_here.places.append(f"{path.relative_to(TEMPLATES)}:{line}")
    return found


def _extract(path: Path):
    with path.open("rb") as file:
        if path.suffix == ".py":
            rows = list(extract_python(file, list(DEFAULT_KEYWORDS), (), {}))
        else:
            rows = list(babel_extract(file, list(DEFAULT_KEYWORDS), (), OPTIONS))
    for line, function, message, _comments in rows:
        if message and function:
            yield line, function, message


def _forms(function: str, message) -> tuple[str | None, tuple[str, ...]]:
    parts = (message,) if isinstance(message, str) else tuple(message)
    context = parts[0] if function in {"pgettext", "npgettext"} else None
    parts = parts[1:] if context is not None else parts
    count = 2 if function in {"ngettext", "npgettext"} else 1
    return context, tuple(part for part in parts[:count] if part is not None)


@cache
def translated(language: str) -> dict[Key, dict[str, Message]]:
    """Every message of every area's file, by key and then by the file's name."""
    found: dict[Key, dict[str, Message]] = defaultdict(dict)
    for path in sorted((LOCALES / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language, abort_invalid=True):
                if message.id:
                    first = message.id[0] if isinstance(message.id, tuple | list) else message.id
                    found[message.context, first][path.name] = message
    return found


def strings(message: Message) -> tuple[str, ...]:
    given = message.string
    return tuple(given) if isinstance(given, tuple | list) else (given,)


def placeholders(*texts: str) -> set[str]:
    return {name for text in texts for name in PLACEHOLDER.findall(text)}


def lacking(language: str) -> dict[Key, Used]:
    """Words in use without a finished translation."""
    known = translated(language)

    def finished(key: Key, use: Used) -> bool:
        messages = known.get(key, {}).values()
        return any(
            all(strings(message))
            and not message.fuzzy
            and message.pluralizable == (len(use.forms) > 1)
            for message in messages
        )

    return {key: use for key, use in used().items() if not finished(key, use)}


def idle(language: str) -> dict[Key, list[str]]:
    """Translations of words that no template uses any more, with the files they stand in."""
    return {key: list(files) for key, files in translated(language).items() if key not in used()}


def main() -> int:
    status = 0
    for folder in sorted(LOCALES.iterdir()):
        without, unused = lacking(folder.name), idle(folder.name)
        for (_, msgid), use in without.items():
            print(f"{folder.name}: no translation: {msgid!r} ({', '.join(use.places)})")
        for (_, msgid), files in unused.items():
            print(f"{folder.name}: not used: {msgid!r} ({', '.join(files)})")
        print(f"{folder.name}: {len(used())} in use, {len(without)} lacking, {len(unused)} unused")
        status = status or int(bool(without or unused))
    return status


if __name__ == "__main__":
    sys.exit(main())
