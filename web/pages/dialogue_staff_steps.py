"""A step of a dialogue from one state to the next, with what it takes and whom it will be told."""

from models.dialogue import ends, keeping
from models.dialogue.keeping import Ending
from models.dialogue.ready import lacks
from models.errors import NotFound, Stale
from models.event import EventKind
from models.states import Status
from web.answers import Answer, Go, Shown
from web.pages.dialogue_staff import hear, home, leader, led, steps, told
from web.pages.dialogue_staff_forms import StepForm
from web.visit import Visit


def _step(visit: Visit) -> Status:
    try:
        return Status(visit.params["to"])
    except ValueError:
        raise NotFound(visit.params["to"]) from None


def show(visit: Visit) -> Answer:
    """What the step means, before it is taken. Raises NotFound for one that is no step from here,
    where the page is not shown again after somebody else took it.
    """
    row, to = led(visit), _step(visit)
    possible = to.value in steps(row)
    if not possible and visit.problem is None:
        raise NotFound
    return Shown(
        "casework/dialogues/step.html",
        {
            "dialogue": told(visit, row),
            "to": to.value,
            "possible": possible,
            "lacks": list(
                lacks(visit.session, row)
                if to is Status.COMING
                else ends.lacks(visit.session, row.id, to)
            ),
            "hear": hear(visit, row, EventKind.MOVED, to=to.value, **{"from": row.status.value}),
            "values": visit.values,
            "errors": visit.errors,
        },
    )


def create(visit: Visit) -> Answer:
    """Take the step."""
    form: StepForm = visit.form
    held = keeping.take_for(
        visit.session, visit.params["slug"], visit.viewer, version=int(form.version)
    )
    if _step(visit).value not in steps(held.case):
        raise Stale
    keeping.move(
        visit.session,
        held,
        _step(visit),
        by=leader(visit),
        reason=form.reason,
        ending=Ending(form.ended_words, form.ended_by, form.ended_link),
    )
    return Go(home(held.dialogue))
