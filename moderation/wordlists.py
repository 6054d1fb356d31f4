"""Words looked for in a text: ours, and those a town has written in its profile."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from models.folding import fold
from moderation.hard_words import OF_THREATS, TAILS, THREATS, WORDS
from moderation.hits import Hit, Rule, Said, every, hit
from moderation.inflection import loosely

MOST_WORDS = 500
LONGEST = 60

_TOKEN = re.compile(r"\w+")
_SPELT = re.compile(r"(?<!\w)[^\W\d_](?:[ .*_-][^\W\d_]){3,24}(?!\w)")
"""A word spelt letter by letter so that no search finds it: i d i o t."""
_BETWEEN = re.compile(r"[ .*_-]")
_TAIL_LENGTHS = sorted({len(tail) for tail in TAILS})
_TAIL_FORMS = frozenset(TAILS)
_TAIL_ENDS = frozenset(tail[-2:] for tail in TAILS)
_ENTRY = re.compile(r"[^\W_][\w' -]*\*?")
_LETTERS = re.compile(r"[^\W\d_]")


class Fault(NamedTuple):
    """An entry of a town's list that cannot be looked for: its place in the list, and why:
    empty, long, signs, short, twice or many.
    """

    number: int
    entry: str
    why: str


class Words(NamedTuple):
    """A town's own words, ready to be looked for: single `forms`, `stems` of words with any ending,
    `phrases` by the word they begin with, and what could not be understood.
    """

    forms: frozenset[str]
    stems: tuple[str, ...]
    phrases: dict[str, tuple[tuple[str, ...], ...]]
    faults: tuple[Fault, ...]


@lru_cache(maxsize=8)
def parsed(entries: tuple[str, ...]) -> Words:
    """A list as a town wrote it: a word in every form, a beginning with `*` behind it, or a phrase.
    What cannot be understood is left out and told, and never stops the rest.
    """
    forms: set[str] = set()
    stems: set[str] = set()
    phrases: dict[str, tuple[tuple[str, ...], ...]] = {}
    faults = []
    known: set[str] = set()
    for number, entry in enumerate(entries, 1):
        word = " ".join(fold(entry).text.casefold().split())
        why = _fault(word, number, known)
        known.add(word)
        if why:
            faults.append(Fault(number, entry[:LONGEST], why))
        elif word.endswith("*"):
            stems.add(word.removesuffix("*"))
        elif len(parts := _TOKEN.findall(word)) > 1:
            first, *rest = parts
            phrases[first] = (*phrases.get(first, ()), tuple(rest))
        else:
            forms |= {word, *loosely(word)}
    return Words(frozenset(forms), tuple(sorted(stems)), phrases, tuple(faults))


NONE = parsed(())


def _fault(word: str, number: int, known: set[str]) -> str:
    if not word:
        return "empty"
    if len(word) > LONGEST:
        return "long"
    if not _ENTRY.fullmatch(word):
        return "signs"
    if len(_LETTERS.findall(word)) < (3 if word.endswith("*") else 2):
        return "short"
    if word in known:
        return "twice"
    return "many" if number > MOST_WORDS else ""


def threats(said: Said) -> Iterator[Hit]:
    """What sounds like a threat."""
    if not OF_THREATS.isdisjoint(said.words):
        yield from every(Rule.THREAT, THREATS, said.folded)


def hard(said: Said) -> Iterator[Hit]:
    """Words of our own list, in every form, at the end of a longer word, or spelt out."""
    folded = said.folded
    # A text has few different words, and hardly any of them is looked for.
    harsh = {word for word in set(said.words) if word in WORDS or _ends_so(word)}
    if harsh:
        for word, start, end in said.tokens:
            if word in harsh:
                yield hit(Rule.HARD_WORD, folded, start, end)
    for found in _SPELT.finditer(folded.text):
        if _BETWEEN.sub("", found[0]).casefold() in WORDS:
            yield hit(Rule.HARD_WORD, folded, *found.span())


def of_town(said: Said, town: Words) -> Iterator[Hit]:
    """The town's own words, each where it stands."""
    if not (town.forms or town.stems or town.phrases):
        return
    tokens = said.tokens
    for at, (word, start, end) in enumerate(tokens):
        if word in town.forms or (town.stems and word.startswith(town.stems)):
            yield hit(Rule.TOWN_WORD, said.folded, start, end)
        for rest in town.phrases.get(word, ()):
            behind = tokens[at + 1 : at + 1 + len(rest)]
            if tuple(one[0] for one in behind) == rest:
                yield hit(Rule.TOWN_WORD, said.folded, start, behind[-1][2])


def _ends_so(word: str) -> bool:
    if word[-2:] not in _TAIL_ENDS:
        return False
    return any(word[-length:] in _TAIL_FORMS for length in _TAIL_LENGTHS)
