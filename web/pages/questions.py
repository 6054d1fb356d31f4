"""Frequent questions, on one page: an address with a question's name leads to it; and by words,
together with who is responsible for what.
"""

from typing import Any

from models import question
from models.actor import Source
from models.errors import NotFound
from models.frequent import responsible, views
from models.question import Asked
from models.search import words
from web import town
from web.answers import Answer, Shown
from web.pages import instead
from web.pages.handing_in_steps import shown
from web.pages.naming import named
from web.visit import Visit

LONGEST = 200
FOUND = 10
"""Questions that a search shows."""
LISTED_SECONDS = 1.0


def index(visit: Visit) -> Answer:
    """Every question with its answer, under the subjects in the order of the town's list; or those
    in which the words stand that are looked for.
    """
    asked = visit.query.get("q", "")[:LONGEST].strip()
    if asked:
        return _found(visit, asked)
    rows = question.questions(visit.session, visit.language)
    names = [("", "")] + [
        (row.slug, named(row, visit.language)) for row in town.categories(visit.session)
    ]
    known = {slug for slug, _ in names}
    groups = [
        {
            "name": name,
            "questions": [
                # A subject that the town has no longer leaves its questions among the general ones.
                one
                for one in rows
                if (one.subject if one.subject in known else "") == slug
            ],
        }
        for slug, name in names
    ]
    return _page([group for group in groups if group["questions"]], lasting=LISTED_SECONDS)


def _found(visit: Visit, asked: str) -> Answer:
    terms = words.terms(asked, visit.language)
    rows = question.matching(visit.session, terms, visit.language, FOUND)
    units = responsible.matching(
        town.units(visit.session), town.categories(visit.session), terms, visit.language
    )
    # What is typed is asked for once: such pages would push others out of the cache.
    return _page([{"name": "", "questions": rows}] if rows else [], asked=asked, units=units)


def _page(
    groups: list[dict[str, Any]],
    *,
    asked: str = "",
    units: list[responsible.Responsible] | None = None,
    lasting: float = 0.0,
) -> Answer:
    return Shown(
        "questions.html",
        {"groups": groups, "asked": asked, "units": units or []},
        lasting=lasting,
    )


def solved(visit: Visit) -> Answer:
    """Somebody says that an answer was all she needed: counted, and nothing else. What she was
    writing goes along, should she want to send it all the same.
    """
    typed = {name: value for name, value in visit.values.items() if name not in instead.NOT_TYPED}
    found = question.found(visit.session, visit.params["slug"], visit.language)
    if found is None:
        if not typed:
            raise NotFound(visit.params["slug"])
        # It was retired just now: the check page stands there as before, without it.
        return shown(visit, "check", typed)
    _count(visit, found)
    return Shown("questions/solved.html", {"found": found, "typed": sorted(typed.items())})


def _count(visit: Visit, found: Asked) -> None:
    subject = next(
        (row.id for row in town.categories(visit.session) if row.slug == found.subject), None
    )
    views.count(
        visit.session,
        views.Tag.SOLVED,
        Source.WEB,
        category_id=subject,
        question_id=found.id,
    )
