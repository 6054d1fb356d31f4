"""Whether a municipality's own words can stand where they are to stand."""

import re
from collections.abc import Iterator, Sequence

from models.profile import Wording
from templates.catalogue import sentences

_NAMED = re.compile(r"%\((\w+)\)s")
_TAG = re.compile(r"<[^>]*>?")


def wrong(words: Sequence[Wording]) -> Iterator[str]:
    """What the profile says otherwise, and we never say; or says without what belongs in it."""
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
