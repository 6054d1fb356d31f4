"""Whether a municipality's own words can stand where they are to stand."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from models.profile import Wording
from moderation import wordlists
from web.configuration.sentences import known_sentences

_NAMED = re.compile(r"%\((\w+)\)s")
_TAG = re.compile(r"<[^>]*>?")


def unsought(words: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """Entries of the list of words for review that cannot be looked for: number, entry, why."""
    for fault in wordlists.parsed(tuple(words)).faults:
        yield fault.number, fault.entry, fault.why


def wrong(words: Sequence[Wording]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """The sentence, a code, and what fills its words: what the town says otherwise, and we never
    say; or says without what belongs in it.
    """
    known = known_sentences() if words else frozenset()
    for one in words:
        if one.instead_of not in known:
            yield one.instead_of, "unsaid", {}
            continue
        wanted = set(_NAMED.findall(one.instead_of))
        for language, said in (("sv", one.sv), ("en", one.en)):
            if not said.strip():
                yield one.instead_of, "wordless", {"language": language}
            elif set(_NAMED.findall(said)) != wanted or "%" in _NAMED.sub("", said):
                names = ", ".join(f"%({name})s" for name in sorted(wanted))
                yield one.instead_of, "names", {"said": said, "names": names}
            elif sorted(_TAG.findall(said)) != sorted(_TAG.findall(one.instead_of)):
                yield one.instead_of, "tags", {"said": said}
