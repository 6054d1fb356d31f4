"""Words as the index holds them: stemmed, in Swedish and in English, and folded beside that.

Pure, and the same for both databases. A text's word gives one exact token; where Swedish letters
are folded away, a second one with a tilde before it: so "får" is found first by whoever writes
"får", and still by whoever has no å to write it with.
"""

import re
import threading
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

FOLDED = "~"
"""Stands before a folded token; no word begins with it."""

MOST_TERMS = 8
MOST_LETTERS = 40
MOST_TOKENS = 5_000

_WORD = re.compile(r"[^\W_]+")
_STRANGE = re.compile(r"[^a-z0-9åäö]")
_DANISH = str.maketrans({"æ": "ä", "ø": "ö", "ß": "ss"})
_FOLDS = str.maketrans("åäö", "aao")
_SPELLED = (("aa", "å"), ("ae", "ä"), ("oe", "ö"))
"""How a foreign keyboard writes them."""

_SKIPPED = (
    "alla allt att av blev bli blir de dem den denna deras dess det detta dig din dina du där då ej"
    " eller en ett från för ha hade han har hon hur här i icke ingen inte jag kan kunde man med mig"
    " min mina mot mycket ni nu när någon något några och om oss på sedan ska skall skulle sig sin"
    " sina själv som så till under upp ut utan vad var vara varit vem vi vid vilka vilken våra vårt"
    " vår än är över"
    " a about an and are at from had has have in it not of on or our that the their there they this"
    " to was we were which with would you your"
)
SKIPPED = frozenset(_SKIPPED.split())
"""Words that stand in every text. None of them is a thing in the other language: "is", "by", "man"
as "ice", "village" and so on are left in, but for "man", which says nothing in either."""

_ENGLISH = "as be been but by do does for how i is me my so what when where who"
_ENGLISH_ONLY = frozenset(_ENGLISH.split())
"""Said by whoever asks in English; in Swedish they are words of their own."""

_local = threading.local()


@dataclass(frozen=True)
class Term:
    """One word that somebody asks for. `exact` are its stems in either language; `loose` the tokens
    that also stand for it when letters are folded.
    """

    typed: str
    exact: tuple[str, ...]
    loose: tuple[str, ...]


def split(text: str) -> list[str]:
    """The words of a text, in small letters, without accents but those that make å, ä and ö."""
    found = _WORD.findall(unicodedata.normalize("NFKC", text).lower())
    return [_plain(word)[:MOST_LETTERS] for word in found[:MOST_TOKENS]]


@lru_cache(maxsize=20_000)
def stem(word: str, language: str) -> str:
    """What the forms of a word have in common. `word` is as `split` gives it."""
    if language == "en":
        return str(_stemmer("english").stemWord(word))
    return _ending(str(_stemmer("swedish").stemWord(word)))


def tokens(text: str, language: str) -> list[str]:
    """Every token of a text in its order, each once: stems, and folded ones where they differ."""
    found: dict[str, None] = {}
    for word in split(text):
        for token in _of(word, language):
            found[token] = None
    return list(found)


@lru_cache(maxsize=20_000)
def _of(word: str, language: str) -> tuple[str, ...]:
    if word in SKIPPED:
        return ()
    exact = stem(word, language)
    return exact, *(FOLDED + folded for folded in _foldings(word, (exact,)) if folded != exact)


def fold(word: str) -> str:
    """A word as somebody writes it who has no å, ä and ö."""
    return word.translate(_FOLDS)


def terms(asked: str, language: str, *, most: int = MOST_TERMS) -> tuple[Term, ...]:
    """What somebody asks for, at most so many words; those that stand in every text are skipped.

    Nothing in `asked` is an operator: signs part words, and "and" and "or" are skipped words.
    """
    skipped = SKIPPED | _ENGLISH_ONLY if language == "en" else SKIPPED
    found: dict[tuple[str, ...], Term] = {}
    for word in split(asked):
        if word not in skipped and len(found) < most:
            exact = tuple(dict.fromkeys(stem(word, spoken) for spoken in ("sv", "en")))
            found.setdefault(exact, Term(word, exact, _loose(word, exact)))
    return tuple(found.values())


def _loose(word: str, exact: tuple[str, ...]) -> tuple[str, ...]:
    written = word
    for typed, meant in _SPELLED:
        written = written.replace(typed, meant)
    folded = dict.fromkeys(_foldings(word, exact))
    if written != word:
        folded |= dict.fromkeys(_foldings(written, (stem(written, "sv"),)))
    return tuple(token for bare in folded for token in (bare, FOLDED + bare) if token not in exact)


def _foldings(word: str, exact: Iterable[str]) -> list[str]:
    """Folded after stemming, and stemmed after folding: an ending may look like another then."""
    return [*(fold(one) for one in exact), stem(fold(word), "sv")]


def _plain(word: str) -> str:
    if _STRANGE.search(word) is None:
        return word
    return "".join(
        letter if letter in "åäö" else _bare(letter) for letter in word.translate(_DANISH)
    )


def _bare(letter: str) -> str:
    parts = unicodedata.normalize("NFD", letter)
    return "".join(part for part in parts if not unicodedata.combining(part))


_ENDINGS = (
    # lekplatsen, lekplats -> lekplat
    (re.compile(r"(?<=[bcdfghjklmnoprtvy])s$"), ""),
    # lampan, lampa -> lamp; sjön, sjö -> sjö
    (re.compile(r"(?<=...)an$|(?<=..[oåäö])n$"), ""),
    # torget, torg -> torg
    (re.compile(r"(?<=...[bcdfghjklmnpqrstvwxz])et$"), ""),
    # cykeln, cykel, cyklar -> cykl
    (re.compile(r"(?<=..[bcdfghjklmnpqrstvwxz])eln?$"), "l"),
    # fönstret, fönster -> fönst; vattnet, vatten -> vatt
    (re.compile(r"(?<=..[bcdfghjklmnpstvx])r$|(?<=..[kpt])n$"), ""),
)
"""What Snowball leaves of the definite form and of a plural's contraction in Swedish."""


def _ending(found: str) -> str:
    for ending, left in _ENDINGS:
        found = ending.sub(left, found)
    return found


def _stemmer(language: str) -> Stemmer.Stemmer:
    """One for each thread: a stemmer keeps a cache of its own and is not made to be shared."""
    made = getattr(_local, language, None)
    if made is None:
        made = Stemmer.Stemmer(language)
        setattr(_local, language, made)
    return made
