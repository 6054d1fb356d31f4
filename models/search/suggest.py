"""Did you mean: the word of a public text that is spelled most like the one that was typed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from sqlalchemy import select
from sqlmodel import Session

from models.database import table_of
from models.search import words
from models.search.find import any_found
from models.search.index import TAIL, vocabulary
from models.search.matching import every, youngest
from models.search.wanted import Wanted
from models.search.words import Term
from models.submission import SHOWN, submissions
from models.text import Text

LOOKED_AT = 4_000
"""Words of about the same length that begin or end alike: all that is ever compared."""
TRIED = 6
READ = 20
LEAST = 4
"""Shorter words are spelled like too many others."""

_texts = table_of(Text)

_ROWS = ("qwertyuiopå", "asdfghjklöä", "zxcvbnm")
_BESIDE = [pair for row in _ROWS for pair in pairwise(row)] + [
    (letter, lower[below])
    for upper, lower in pairwise(_ROWS)
    for at, letter in enumerate(upper)
    for below in (at - 1, at)
    if 0 <= below < len(lower)
]
_NEIGHBOURS = frozenset(_BESIDE) | {(other, one) for one, other in _BESIDE}
"""Keys that lie beside each other on a Swedish keyboard."""
_ENDINGS = ("et", "en", "an")
"""Of a misspelt word the stemmer may leave them."""
WHOLE, SLIP = 4, 3
"""What one edit costs, and what a neighbouring key does: an edit and a bit, never two."""


@dataclass(frozen=True)
class _Alike:
    cost: int
    stem: str


def suggest(session: Session, wanted: Wanted, language: str) -> str:
    """What was probably meant, with which something is found; "" when nothing comes near.

    Only words of texts that are public at this moment are ever said.
    """
    meant, changed = [], False
    for term in wanted.terms:
        if any_found(session, Wanted(terms=(term,))):
            meant.append(term.typed)
            continue
        word = _nearest(session, term)
        if not word:
            return ""
        meant.append(word)
        changed = True
    found = " ".join(meant)
    terms = words.terms(found, language)
    return found if changed and any_found(session, replace(wanted, terms=terms)) else ""


def _nearest(session: Session, term: Term) -> str:
    typed = term.typed
    if len(typed) < LEAST or not typed.isalpha():
        return ""
    near: dict[str, int] = {}
    bare = (typed.removesuffix(ending) for ending in _ENDINGS)
    for given in dict.fromkeys((typed, *term.exact, *bare)):
        for stem in _candidates(session, given):
            for cost in (distance(given, stem), _unfolded(given, stem)):
                if cost is not None:
                    near[stem] = min(cost, near.get(stem, cost))
    alike = sorted((_Alike(cost, stem) for stem, cost in near.items()), key=lambda one: one.cost)
    said: list[tuple[int, int, str]] = []
    for one in alike[:TRIED]:
        form, times = _said(session, one.stem, typed)
        if form:
            said.append((one.cost, -times, form))
    return min(said)[2] if said else ""


def _unfolded(given: str, stem: str) -> int | None:
    """As if neither had å, ä or ö: for whoever has no such letters on her keyboard."""
    cost = distance(words.fold(given), words.fold(stem))
    return None if cost is None else cost + SLIP


def _candidates(session: Session, given: str) -> Iterable[str]:
    """Stems that begin with the same letter or end alike, and are as long but for one letter."""
    word = vocabulary.c
    about = word.letters.between(len(given) - 1, len(given) + 1)
    found: dict[str, None] = {}
    for same in (word.head == given[0], word.tail == given[-TAIL:]):
        found |= dict.fromkeys(
            session.scalars(select(word.stem).where(same, about).limit(LOOKED_AT))
        )
    return found


def _said(session: Session, stem: str, typed: str) -> tuple[str, int]:
    """The form in which public texts say it, of those the one most like `typed`, and how often."""
    term = Term(stem, (stem,), ())
    newest = [case for _, case in youngest(session, every([term]), most=READ, common=False)]
    rows = session.execute(
        select(_texts.c.title, submissions.c.place, _texts.c.source, submissions.c.language)
        .join(_texts, _texts.c.id == submissions.c.text_id)
        .where(SHOWN, submissions.c.id.in_(newest))
    )
    forms: Counter[str] = Counter()
    for row in rows:
        forms.update(
            form
            for form in set(words.split(f"{row.title} {row.place} {row.source}"))
            if words.stem(form, row.language) == stem
        )
    if not forms:
        return "", 0
    return min(forms, key=lambda form: (_cost(typed, form), -forms[form], form)), sum(
        forms.values()
    )


def _cost(typed: str, form: str) -> int:
    cost = distance(typed, form)
    return 9 * WHOLE if cost is None else cost


def distance(one: str, two: str) -> int | None:
    """What it takes to type the one for the other, or None when it is more than two edits.

    Two letters changed about are one edit (Damerau); a neighbouring key is less than one.
    """
    if abs(len(one) - len(two)) > 2 or len(set(one) ^ set(two)) > 4:
        return None
    most = 2 * WHOLE if min(len(one), len(two)) > 4 else WHOLE
    before: Sequence[int] = ()
    row: list[int] = [WHOLE * at for at in range(len(two) + 1)]
    for at, letter in enumerate(one, 1):
        earlier, before, row = before, row, [WHOLE * at]
        for other, meant in enumerate(two, 1):
            change = 0 if letter == meant else SLIP if (letter, meant) in _NEIGHBOURS else WHOLE
            cost = min(before[other] + WHOLE, row[-1] + WHOLE, before[other - 1] + change)
            if at > 1 and other > 1 and letter == two[other - 2] and one[at - 2] == meant:
                cost = min(cost, earlier[other - 2] + WHOLE)
            row.append(cost)
        if min(row) > most:
            return None
    return row[-1] if row[-1] <= most else None
