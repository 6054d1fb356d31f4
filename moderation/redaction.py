"""Hiding a detail: personal numbers are masked, the moderator may take out more, or the name, or
cover a part of the picture.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from sqlmodel import Session

from models.errors import Invalid
from models.prose import clean
from moderation.screening import blocking, mask_personal_numbers, screen
from moderation.subjects import Subject

HIDDEN = "███"
"""What stands where a detail stood."""


class Redacted(NamedTuple):
    title: str
    source: str


class Cover(NamedTuple):
    """What a moderator hides: the text and the title as she left them, where she changed them,
    whether the text stands there without a name, and which squares of the picture are covered.
    """

    source: str | None = None
    title: str | None = None
    nameless: bool = False
    squares: tuple[int, ...] = ()


def holds_personal_number(text: str) -> bool:
    return blocking(screen(text))


def redact(session: Session, subject: Subject, cover: Cover) -> Redacted:
    """The words with the detail hidden; the name is hidden at once.

    Raises Invalid for `text` or `title`: missing; for `text` with `unchanged`: nothing is hidden.
    """
    words = subject.words(session)
    title = words.title if cover.title is None else " ".join(clean(cover.title).split())
    source = clean(words.source if cover.source is None else cover.source)
    for field, left, was in (("title", title, words.title), ("text", source, words.source)):
        if was and not left:
            raise Invalid(field, "missing")
    masked = Redacted(mask_personal_numbers(title), mask_personal_numbers(source))
    named = bool(subject.thing.byline) and cover.nameless
    changed = named or bool(cover.squares)
    if masked == (words.title, words.source) and not words.holds_number and not changed:
        raise Invalid("text", "unchanged")
    if named:
        subject.thing.byline = ""
    return masked


def without(text: str, spans: Iterable[tuple[int, int]], phrases: Iterable[str] = ()) -> str:
    """A text with these stretches of it hidden, and every place where one of the phrases stands.

    Case does not matter. Raises Invalid for `phrases` with `not_there` when one stands nowhere.
    """
    found = [(start, end) for start, end in spans if 0 <= start < end <= len(text)]
    for phrase in phrases:
        # Spaces may be line ends in the text.
        wanted = r"\s+".join(re.escape(word) for word in phrase.split())
        places = [match.span() for match in re.finditer(wanted, text, re.IGNORECASE)]
        if not places:
            raise Invalid("phrases", "not_there", phrase=phrase)
        found += places
    parts: list[str] = []
    done = 0
    for start, end in sorted(found):
        if end <= done:
            continue
        if start >= done:
            parts += [text[done:start], HIDDEN]
        done = end
    return "".join([*parts, text[done:]])
