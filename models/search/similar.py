"""Cases that may be about the same thing, for whoever is about to hand in or reads one (ST-27)."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session

from models.database import table_of
from models.search import words
from models.search.matching import every, youngest
from models.search.words import Term
from models.showing import listed
from models.submission import SHOWN, submissions
from models.text import Text

MOST = 5
ON_A_PAGE = 10
TITLE_TERMS, PLACE_TERMS, TEXT_TERMS = 8, 4, 10
LOOKED_AT = 200
"""The newest cases with a word: one that has more of them says little, and so weighs little."""
SOME = 50
ENOUGH = 4.0
"""Two words of the title in common, or one and the place."""
TITLE, PLACE, NUMBER, TEXT, SUBJECT = 3.0, 2.0, 0.5, 0.5, 1.0

_s = submissions.c
_texts = table_of(Text)


def similar(
    session: Session,
    *,
    title: str,
    text: str,
    place: str = "",
    category_id: int | None = None,
    language: str = "sv",
    but: int | None = None,
    most: int = MOST,
) -> list[Row[Any]]:
    """Public cases that share most of these words, the likest first; `but` is not among them."""
    weights: dict[Term, float] = {}
    for given, weight, limit in (
        (title, TITLE, TITLE_TERMS),
        (place, PLACE, PLACE_TERMS),
        (text, TEXT, TEXT_TERMS),
    ):
        for term in words.terms(given, language, most=limit):
            weights.setdefault(term, NUMBER if term.typed.isdigit() else weight)
    score: defaultdict[int, float] = defaultdict(float)
    named: set[int] = set()
    for term, weight in weights.items():
        ids = _with(session, term)
        worth = weight * (0.25 if len(ids) == LOOKED_AT else 0.6 if len(ids) > SOME else 1.0)
        for case in ids:
            score[case] += worth
        if weight == TITLE:
            named |= set(ids)
    near = {case: score[case] for case in named if case != but}
    return _rows(session, near, category_id)[:most]


def like(session: Session, reference: str) -> tuple[str, list[Row[Any]]]:
    """The title of a public case and public cases like it; "" and none for any other."""
    row = session.execute(
        select(_s.id, _s.place, _s.category_id, _s.language, _texts.c.title, _texts.c.source)
        .join(_texts, _texts.c.id == _s.text_id)
        .where(_s.reference == reference, SHOWN)
    ).first()
    if row is None:
        return "", []
    found = similar(
        session,
        title=row.title,
        text=row.source,
        place=row.place,
        category_id=row.category_id,
        language=row.language,
        but=row.id,
        most=ON_A_PAGE,
    )
    return row.title, found


def _with(session: Session, term: Term) -> list[int]:
    """Ids of the newest cases in which a word stands, in any spelling."""
    question = every([term], lambda one: (*one.exact, *one.loose))
    return [case for _, case in youngest(session, question, most=LOOKED_AT)]


def _rows(session: Session, near: dict[int, float], category_id: int | None) -> list[Row[Any]]:
    """Those that are near enough, with the subject taken into account."""
    best = sorted(near, key=lambda case: (-near[case], -case))[: 4 * MOST]
    found = session.execute(
        listed().add_columns(_s.category_id).where(_s.id.in_(best), SHOWN)
    ).all()
    scores = {
        row.id: near[row.id] + (SUBJECT if category_id and row.category_id == category_id else 0.0)
        for row in found
    }
    enough = [row for row in found if scores[row.id] >= ENOUGH]
    return sorted(enough, key=lambda row: (-scores[row.id], -row.id))
