"""Arguments of the comments: beside an answer while it is written, and below it for everyone."""

import textwrap
from typing import Any

from models.arguments import weighing
from models.comment import NUMBER_WIDTH
from models.states import PUBLIC
from web.visit import Visit

SHORTENED = 240
FIELD = "met-"
"""What the name of a mark's field begins with; the number of its comment follows."""
KEPT = "met"
"""What of an address keeps the marks while a draft is kept."""


def part(visit: Visit, row: Any) -> dict[str, Any]:
    """`argued`: the strongest arguments beside the answer, each with `field`, the name of its mark,
    and whether it is `ticked`: on a form that came back, or was kept.
    """
    if not _talked(visit, row):
        return {"argued": []}
    marked = _marks(visit) | set(visit.query.get(KEPT, "").split("."))
    return {
        "argued": [
            {
                **_told(one),
                "strength": one.strength,
                "field": f"{FIELD}{one.number}",
                "ticked": str(one.number) in marked,
            }
            for one in weighing.strongest(visit.session, row.id)
        ]
    }


def kept(visit: Visit) -> str:
    """The marks of a form whose draft is kept, for the address of the page it comes back on."""
    marked = _marks(visit)
    return f"{KEPT}={'.'.join(sorted(marked))}" if marked else ""


def ticked(visit: Visit, case: Any) -> set[int] | None:
    """The numbers of the comments that an answer was said to meet; None where none were shown."""
    if not _talked(visit, case):
        return None
    return {int(number) for number in _marks(visit)}


def met(visit: Visit, row: Any) -> dict[str, Any] | None:
    """What submissions/_arguments.html asks for; None where no answer has weighed any."""
    if row.answered_at is None or not _talked(visit, row):
        return None
    found = weighing.marked(visit.session, row.id)
    if not found:
        return None
    return {
        "met": [_told(one) for one in found if one.met],
        "unmet": [_told(one) for one in found if not one.met],
    }


def _marks(visit: Visit) -> set[str]:
    """The numbers of the comments that were ticked."""
    names = (name for name, value in visit.values.items() if value == "yes")
    numbers = (name.removeprefix(FIELD) for name in names if name.startswith(FIELD))
    return {
        number
        for number in numbers
        if number.isascii() and number.isdigit() and len(number) <= NUMBER_WIDTH
    }


def _talked(visit: Visit, case: Any) -> bool:
    """Whether there can be comments that everyone may read."""
    return case.publication in PUBLIC and visit.site.modules.comments


def _told(one: Any) -> dict[str, Any]:
    words = textwrap.shorten(one.words, SHORTENED, placeholder=" …")
    return {"number": one.number, "byline": one.byline, "words": words}
