"""What was found in a text that is about to be sent, shown to its author with ways to mend it."""

import logging
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from models.prose import clean
from models.states import Kind
from moderation import wordlists
from moderation.mending import MENDS, mended
from moderation.screening import MASKED, Hit, Rule, blocking, screen
from moderation.wordlists import Words
from web.pages.marking import marked
from web.visit import Visit

GO = "mend-"
"""What a button that mends begins with, where a form has other buttons of that name."""
ALONE = "alone"
"""Sent for us alone: then a number may stand in it."""
TEXTS = ("title", "text")
_OF_ALL = frozenset({Rule.SHOUTING, Rule.OTHER_LANGUAGE})
"""They are said of the whole text: nothing is underlined."""
_UNSEEN = frozenset({Rule.BIDI, Rule.INVISIBLE})
"""The form takes these out by itself."""


_log = logging.getLogger(__name__)


def town_words(visit: Visit) -> Words:
    """The words that this town looks for besides."""
    return _ready(visit.site.reviewing.words)


@lru_cache(maxsize=4)
def _ready(entries: tuple[str, ...]) -> Words:
    """The list made ready once, and what of it cannot be looked for said once to the log."""
    words = wordlists.parsed(entries)
    for fault in words.faults:
        _log.warning("reviewing.words, number %d: %s, not looked for", fault.number, fault.why)
    return words


def found(
    visit: Visit, values: Mapping[str, str], fields: Sequence[str] = TEXTS, *, private: bool = False
) -> dict[str, Any] | None:
    """None where there is nothing to say, or: `rules`, each once: code, and `mend`, how it can be
    mended ("" for not at all); `html` by field, with what was found underlined; `private`,
    `can_be_private`.

    Of what nobody reads on the website only a personal number is told: that is hidden there too.
    """
    private = private or values.get("shown") == "no"
    hits: dict[str, list[Hit]] = {}
    for field in fields:
        hits[field] = [
            hit
            for hit in screen(clean(values.get(field, "")), town_words(visit))
            if hit.rule not in _UNSEEN and hit.value_kind != MASKED
        ]
        if private:
            hits[field] = [hit for hit in hits[field] if blocking([hit])]
    rules = sorted({hit.rule for each in hits.values() for hit in each}, key=list(Rule).index)
    if not rules:
        return None
    return {
        "rules": [
            {"code": rule.value, "mend": MENDS[rule].value if rule in MENDS else ""}
            for rule in rules
        ],
        "html": {field: _html(values.get(field, ""), each) for field, each in hits.items()},
        "private": private,
        "can_be_private": "shown" in values and not private and values.get("kind") != Kind.PROPOSAL,
    }


def before(
    visit: Visit, looked: bool, how: str, fields: Sequence[str] = TEXTS, *, private: bool = False
) -> tuple[dict[str, str], dict[str, Any] | None] | None:
    """For a form of one page: what it shows once more before anything is done, with every word in
    it; None when it goes on. It comes back once with what was found, and after each mend.
    """
    if how:
        values = mend(visit, visit.values, how, fields)
    elif looked:
        return None
    else:
        values = dict(visit.values)
    told = found(visit, values, fields, private=private)
    return None if told is None and not how else (values | {"looked": "yes"}, told)


def _html(typed: str, hits: Sequence[Hit]) -> Markup | None:
    places = [hit for hit in hits if hit.rule not in _OF_ALL]
    return marked(clean(typed), places) if places else None


def mend(
    visit: Visit, values: Mapping[str, str], how: str, fields: Sequence[str] = TEXTS
) -> dict[str, str]:
    """Everything typed, with what one rule found mended in its fields; `how` is the rule's code, or
    ALONE. Anything else changes nothing.
    """
    if how == ALONE:
        return {**values, "shown": "no"}
    if how not in list(Rule):
        return dict(values)
    new = {
        field: mended(clean(values[field]), Rule(how), town_words(visit))
        for field in fields
        if field in values
    }
    return {**values, **new}
