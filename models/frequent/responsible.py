"""Who is responsible for what somebody looks for: units, by their names and their subjects."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Row

from models.search import words
from models.search.words import Term

MOST = 5
_OPEN = {"sv": "öppet öppettider stängt telefon adress", "en": "open opening hours closed phone"}
"""What every unit's page tells, in the words that people look for it by."""


@dataclass(frozen=True)
class Responsible:
    """A unit, with the subjects that it has in the reader's language."""

    slug: str
    name: str
    subjects: tuple[str, ...]


def matching(
    units: Sequence[Row[Any]], categories: Sequence[Row[Any]], terms: Sequence[Term], language: str
) -> list[Responsible]:
    """Units of today in whose names, tasks and subjects every one of these words stands."""
    if not terms:
        return []
    found = []
    for unit in units:
        if unit.retired_at is not None:
            continue
        mine = [row for row in categories if row.unit_id == unit.id]
        said = [unit.name_sv, unit.name_en, getattr(unit, f"about_{language}"), _OPEN[language]]
        for row in mine:
            said += [row.name_sv, row.name_en, getattr(row, f"hint_{language}")]
        there = _tokens("\n".join(said), language)
        if all(any(one in there for one in (*term.exact, *term.loose)) for term in terms):
            names = tuple(getattr(row, f"name_{language}") for row in mine)
            found.append(Responsible(unit.slug, getattr(unit, f"name_{language}"), names))
    return found[:MOST]


@lru_cache(maxsize=400)
def _tokens(text: str, language: str) -> frozenset[str]:
    return frozenset(words.tokens(text, language))
