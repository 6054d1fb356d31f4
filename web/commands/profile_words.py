"""Whether a municipality's own words can stand where they are to stand."""

import re
from collections.abc import Iterator, Sequence

from models.profile import Wording
from moderation import wordlists
from templates.catalogue import sentences

_NAMED = re.compile(r"%\((\w+)\)s")
_TAG = re.compile(r"<[^>]*>?")


WHY = {
    "empty": "is empty",
    "long": f"is longer than {wordlists.LONGEST} signs",
    "signs": "is not letters, digits, hyphens and spaces, with at most one * at its end",
    "short": "is too short: two letters at least, or three before a *",
    "twice": "stands there twice",
    "many": f"comes after the {wordlists.MOST_WORDS} that are looked for",
}


def unsought(words: Sequence[str]) -> Iterator[str]:
    """Entries of the list of words for review that cannot be looked for."""
    for fault in wordlists.parsed(tuple(words)).faults:
        yield f"reviewing.words, number {fault.number}, {fault.entry!r}: {WHY[fault.why]}"


def wrong(words: Sequence[Wording], sought: Sequence[str] = ()) -> Iterator[str]:
    """What the profile says otherwise, and we never say; or says without what belongs in it; and
    what cannot be `sought` in texts.
    """
    yield from unsought(sought)
    known = sentences()
    for one in words:
        if one.instead_of not in known:
            yield f"words: no page or letter says {one.instead_of!r}"
            continue
        wanted = set(_NAMED.findall(one.instead_of))
        for language, said in (("sv", one.sv), ("en", one.en)):
            if not said.strip():
                yield f"words: {one.instead_of!r} has no words in {language}"
            elif set(_NAMED.findall(said)) != wanted or "%" in _NAMED.sub("", said):
                names = ", ".join(f"%({name})s" for name in sorted(wanted)) or "nothing"
                yield f"words: {said!r} must hold {names}, as {one.instead_of!r} does"
            elif sorted(_TAG.findall(said)) != sorted(_TAG.findall(one.instead_of)):
                yield f"words: {said!r} must have the same marks in < > as {one.instead_of!r}"
