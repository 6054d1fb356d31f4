"""The register's side of one case: its number, and the mark of secrecy on it."""

from typing import Annotated, Any

from models import board
from models.errors import Invalid
from models.register import numbers, secrecy
from models.register.numbers import Wrong
from models.register.series import of_board
from web.answers import Answer
from web.entry import Handler
from web.forms import Form, words
from web.pages.casework_forms import Versioned
from web.pages.casework_taking import back, had, official, taken
from web.pages.naming import named
from web.visit import Visit


class NumberForm(Versioned):
    series: Annotated[str, words(60)] = ""
    """The slug of a board, or "" for what is before no board."""
    wrong: Annotated[str, words(32)] = ""
    """Why the number it has is followed by another."""


class MarkForm(Form):
    provision: Annotated[str, words(secrecy.LONGEST, least=1)]


def part(visit: Visit, row: Any) -> dict[str, Any]:
    """What casework/_diary.html asks for."""
    known = numbers.all_of(visit.session, row.id)
    rows = visit.site.diaries
    names = {one.slug: named(one, visit.language) for one in board.in_use(visit.session)}
    return {
        "diary": known[0].written if known else "",
        "diary_former": [(one.written, one.why.value) for one in known[1:]],
        "diary_series": [(one.board, names.get(one.board, ""), one.code) for one in rows],
        "diary_usual": numbers.usual(visit.session, row.id, rows).board,
        "diary_wrong": [why.value for why in Wrong],
        "secrecy": secrecy.holding(visit.session, row.id),
    }


def register(visit: Visit) -> Answer:
    """Give the case its number, or another one where that was wrong."""
    form: NumberForm = visit.form
    # The law does not wait with its register (OSL 5 kap. 1 §).
    submission = taken(visit, form, though_owed=True)
    series = of_board(visit.site.diaries, form.series)
    if series is None:
        raise Invalid("series", "unknown")
    has = numbers.held(visit.session, submission.id or 0) is not None
    why = next((one for one in Wrong if one == form.wrong), None)
    if has and why is None:
        raise Invalid("wrong", "missing")
    numbers.give(
        visit.session, submission, by=official(visit), series=series, why=why if has else None
    )
    return back(visit)


def mark(visit: Visit) -> Answer:
    """Warn whoever is asked for the case."""
    form: MarkForm = visit.form
    secrecy.mark(visit.session, had(visit), by=official(visit), provision=form.provision)
    return back(visit)


def lift(visit: Visit) -> Answer:
    """Take the warning off."""
    secrecy.lift(visit.session, had(visit), by=official(visit))
    return back(visit)


REGISTERED: tuple[tuple[str, Handler, type[Form]], ...] = (
    ("registration", register, NumberForm),
    ("secrecy", mark, MarkForm),
    ("secrecy-end", lift, Form),
)
"""Each is a resource below the case, with a form of its own."""
