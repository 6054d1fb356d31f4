"""The forms a Swedish word takes, by its class: enough grammar to find a word however it is bent.

A dictionary would know more words; this knows every form of the few that we look for, needs no
file of somebody else's and can be read in a minute (docs/screening.md says how it was held against
a dictionary).
"""

from collections.abc import Callable, Iterator
from enum import StrEnum


class Class(StrEnum):
    """How a word is bent; the example is in all its forms but for the genitive."""

    OR = "or"
    """hora, horan, horor, hororna"""
    AR = "ar"
    """hund, hunden, hundar, hundarna"""
    ER = "er"
    """idiot, idioten, idioter, idioterna"""
    NEUTER = "neuter"
    """svin, svinet, svinen"""
    ARE = "are"
    """mördare, mördaren, mördarna"""
    ADJECTIVE = "adjective"
    """dum, dumt, dumma, dummare, dummast, dummaste"""
    VERB = "verb"
    """knulla, knullar, knullade, knullat, knullad, knullas"""
    ENGLISH = "english"
    """idiot, idiots, idiot's"""
    FIXED = "fixed"
    """As it is."""


_VOWELS = frozenset("aouåeiyäö")


def forms(base: str, kind: Class) -> frozenset[str]:
    """Every form of a word in small letters, itself among them."""
    made = {base, *_BENT[kind](base)}
    if kind in _NOUNS:
        made |= {form if form.endswith("s") else f"{form}s" for form in made}
    return frozenset(made)


def loosely(base: str) -> frozenset[str]:
    """The forms that a word of unknown class could have: for lists whose writer is no linguist."""
    return frozenset().union(*(forms(base, kind) for kind in (*_NOUNS, Class.ADJECTIVE)))


def _or(base: str) -> Iterator[str]:
    stem = base.removesuffix("a")
    yield from (f"{stem}an", f"{stem}or", f"{stem}orna")


def _ar(base: str) -> Iterator[str]:
    if base.endswith(("el", "er", "en")):  # jävel, jäveln, jävlar
        short = base[:-2] + base[-1]
        yield from (f"{base}n", f"{short}ar", f"{short}arna")
    elif base.endswith("e"):  # bonde is none of these; unge, ungen, ungar
        stem = base.removesuffix("e")
        yield from (f"{base}n", f"{stem}ar", f"{stem}arna")
    else:
        yield from (f"{base}en", f"{base}ar", f"{base}arna")


def _er(base: str) -> Iterator[str]:
    if base.endswith("er"):  # neger, negern, negrer
        yield from (f"{base}n", f"{base[:-2]}rer", f"{base[:-2]}rerna")
        return
    definite = f"{base}n" if base.endswith(("e", "o")) else f"{base}en"
    stem = base.removesuffix("e")
    plural = f"{stem}r" if stem.endswith("o") else f"{stem}er"
    yield from (definite, plural, f"{plural}na")


def _neuter(base: str) -> Iterator[str]:
    if base.endswith(("e", "o")):  # pucko, puckot, puckon, puckona
        yield from (f"{base}t", f"{base}n", f"{base}na")
    elif base.endswith(("el", "er", "en")):  # äckel, äcklet, äcklen
        short = base[:-2] + base[-1]
        yield from (f"{short}et", f"{short}en")
    else:
        stem = _doubled(base)
        yield from (f"{stem}et", f"{stem}en")


def _doubled(base: str) -> str:
    """A last m or n after one vowel is doubled before an ending: avskum, avskummet; dum, dumma."""
    short = base[-1:] in "mn" and base[-2:-1] in _VOWELS and base[-3:-2] not in _VOWELS
    return base + base[-1] if short else base


def _are(base: str) -> Iterator[str]:
    stem = base.removesuffix("e")
    yield from (f"{base}n", f"{stem}na")


def _adjective(base: str) -> Iterator[str]:
    neuter = f"{base[:-1]}tt" if base.endswith(("ad", "d")) and not base.endswith("ad") else base
    if base.endswith("en"):  # efterbliven, efterblivet, efterblivna
        yield from (f"{base[:-1]}t", f"{base[:-2]}na", f"{base[:-2]}ne")
    elif base.endswith("ad"):  # störd is none; skadad, skadat, skadade
        yield from (f"{base[:-1]}t", f"{base}e")
    else:
        long = _doubled(base)
        plain = neuter if neuter != base else f"{base}t"
        yield from (plain, f"{long}a", f"{long}e", f"{long}are", f"{long}ast", f"{long}aste")


def _verb(base: str) -> Iterator[str]:
    ends = ("r", "de", "t", "s", "d", "ts", "des", "nde")
    yield from (f"{base}{end}" for end in ends)


def _english(base: str) -> Iterator[str]:
    yield from (f"{base}s", f"{base}'s", f"{base}es", f"{base}ing", f"{base}ed", f"{base}er")


_NOUNS = (Class.OR, Class.AR, Class.ER, Class.NEUTER, Class.ARE)
_BENT: dict[Class, Callable[[str], Iterator[str]]] = {
    Class.OR: _or,
    Class.AR: _ar,
    Class.ER: _er,
    Class.NEUTER: _neuter,
    Class.ARE: _are,
    Class.ADJECTIVE: _adjective,
    Class.VERB: _verb,
    Class.ENGLISH: _english,
    Class.FIXED: lambda _base: iter(()),
}
