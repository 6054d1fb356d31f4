"""Saying that a case is of another kind than its sender chose."""

from typing import Annotated, Any

from models import retyping
from models.errors import Invalid
from models.states import Kind
from web.answers import Answer
from web.entry import Handler
from web.forms import Form, choice
from web.pages.casework_forms import Versioned
from web.pages.casework_taking import back, official, taken
from web.visit import Visit


class KindForm(Versioned):
    """What it is instead."""

    kind: Annotated[Kind, choice(Kind)]


def part(visit: Visit, row: Any) -> dict[str, Any]:
    """What casework/_kind.html asks for: the kinds that it may be instead."""
    offered = set(visit.site.kinds)
    return {"other_kinds": [kind.value for kind in retyping.kinds(row) if kind in offered]}


def retype(visit: Visit) -> Answer:
    """Make it another kind of case, with the same number."""
    form: KindForm = visit.form
    if form.kind not in visit.site.kinds:
        raise Invalid("kind", "unknown")
    retyping.retype(visit.session, taken(visit, form), form.kind, by=official(visit))
    return back(visit)


KINDS: tuple[tuple[str, Handler, type[Form]], ...] = (("kind", retype, KindForm),)
"""A resource below the case, with a form of its own."""
