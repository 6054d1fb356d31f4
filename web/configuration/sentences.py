"""The sentences of the site that a town may say in its own words, found by a part of them."""

import hashlib
from collections.abc import Iterator
from functools import lru_cache

from templates.catalogue import listed, sentences, translations

FOUND = 25
_REASONS = {
    "refused": (("_reasons.html", "reasons"), ("_reasons.html", "letters")),
    "reported": (("_reasons.html", "report_reasons"),),
    "sanctioned": (("_sanctions.html", "reasons"),),
    "decided": (("_words.html", "outcomes"),),
    "account": (("admin/_words.html", "reasons"),),
}
"""Lists of reasons: their codes are rules of the program, and each sentence is the town's to say
otherwise. Why something is late or is passed on is written by whoever tells it.
"""


@lru_cache(maxsize=1)
def known_sentences() -> frozenset[str]:
    """Each sentence as the site names it, in English. The first reader waits a second for it."""
    return sentences()


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    return {_key(one): one for one in sorted(known_sentences())}


def _key(sentence: str) -> str:
    return hashlib.sha256(sentence.encode()).hexdigest()[:16]


def key_of(sentence: str) -> str:
    """What a sentence is called in an address."""
    return _key(sentence)


def of_key(key: str) -> str | None:
    """The sentence of an address; None where there is none."""
    return _known().get(key)


@lru_cache(maxsize=1)
def _swedish() -> dict[str, str]:
    catalogue = translations("sv")
    return {one: catalogue.gettext(one) for one in _known().values()}


def ours(sentence: str) -> dict[str, str]:
    """What we say, by language."""
    return {"sv": _swedish().get(sentence, sentence), "en": sentence}


def matching(asked: str) -> list[str]:
    """Sentences that hold what was asked for, in either language, the shortest first."""
    wanted = asked.casefold()
    return sorted(_holding(wanted), key=lambda one: (len(one), one))[:FOUND]


def _holding(wanted: str) -> Iterator[str]:
    for sentence, swedish in _swedish().items():
        if wanted in sentence.casefold() or wanted in swedish.casefold():
            yield sentence


def reasons() -> dict[str, list[str]]:
    """Every sentence of each list of reasons, in its order."""
    return {code: [one for at in lists for one in listed(*at)] for code, lists in _REASONS.items()}
