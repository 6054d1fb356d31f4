"""Frequent questions, on one page: an address with a question's name leads to it."""

from models import question
from web import town
from web.answers import Answer, Shown
from web.pages.naming import named
from web.visit import Visit


def index(visit: Visit) -> Answer:
    """Every question with its answer, under the subjects in the order of the town's list."""
    asked = question.questions(visit.session, visit.language)
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
                for one in asked
                if (one.subject if one.subject in known else "") == slug
            ],
        }
        for slug, name in names
    ]
    return Shown(
        "questions.html",
        {"groups": [group for group in groups if group["questions"]]},
        lasting=1.0,
    )
