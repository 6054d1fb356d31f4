"""Templates of answers, filled in for one case."""

from typing import Any

from models import answer_template
from models.calendar import local
from templates import dates
from web import town
from web.pages.naming import named


def values(row: Any) -> dict[str, str]:
    """What the variables stand for in one case, in its sender's language. `row` is of
    models.showing.

    The name is the one that everyone may read, as everyone may read an answer.
    """
    language = row.language
    return {
        "reference": row.reference,
        "title": row.title,
        "place": row.place,
        "unit": named(row, language),
        "phone": row.phone or town.last_known().phone,
        "answer_by": dates.week_date(row.answer_by, language),
        "received": dates.week_date(local(row.received_at).date(), language),
        "name": row.byline,
    }


def filled(body: str, row: Any) -> str:
    """The words of a template, or of an answer to several, for one case."""
    return answer_template.fill(body, values(row))


def below(typed: str, words: str) -> str:
    """Words put in below what was typed."""
    return f"{typed}\n\n{words}" if typed.strip() else words
