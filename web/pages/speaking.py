"""Writing in an organisation's name: who may choose which, and what stands by the text."""

from typing import Annotated

from pydantic import AfterValidator

import templates
from models import membership
from models.errors import Invalid, NotFound
from web.forms import Form, fail, words
from web.visit import Visit

LONGEST_BYLINE = 80


def _number(value: str) -> str:
    if value and not (value.isascii() and value.isdigit()):
        raise fail("unknown")
    return value


class Speaking(Form):
    """The id of an organisation, or nothing for whoever writes as herself."""

    organisation: Annotated[str, words(18), AfterValidator(_number)] = ""


def choices(visit: Visit) -> list[tuple[int, str]]:
    """Those she may choose, by name."""
    return [
        (row.id, row.name) for row in membership.of_person(visit.session, visit.viewer.person_id)
    ]


def as_whom(visit: Visit, chosen: str, name: str) -> tuple[int | None, str]:
    """The organisation's id and what stands by the text; as it is for whoever writes as herself.

    Raises Invalid for one that she does not write for, or no more, and for a name too long for it.
    """
    if not chosen:
        return None, name
    try:
        row = membership.speaking(visit.session, visit.viewer.person_id, int(chosen))
    except NotFound:
        raise Invalid("organisation", "unknown") from None
    label = templates.render(
        "organisations/_label.txt", visit.language, organisation=row.name, writer=name
    ).strip()
    if len(label) > LONGEST_BYLINE:
        raise Invalid("name", "too_long", over=len(label) - LONGEST_BYLINE, most=LONGEST_BYLINE)
    return row.id, label
