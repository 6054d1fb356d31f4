"""Where those who lead a dialogue write its statements and choose when the result is shown."""

from typing import Annotated, Any

from models.actor import Role
from models.calendar import now
from models.dialogue import assertions, finding, keeping, planning
from models.dialogue.kinds import PhaseKind
from models.errors import Invalid, NotFound
from models.states import PUBLIC
from web.answers import Answer, Go, Shown
from web.forms import Form, NotAccepted, Tick, words
from web.pages.dialogue_head import found, head
from web.visit import Visit

MOST_AT_ONCE = 50


class StatementsForm(Form):
    """One statement a line."""

    statements: Annotated[str, words(MOST_AT_ONCE * (assertions.LONGEST + 1), lines=True)] = ""

    @property
    def each(self) -> list[str]:
        return [line.strip() for line in self.statements.splitlines() if line.strip()]


class LiveForm(Form):
    live: Tick = False


def show(visit: Visit) -> Answer:
    """The statements that stand, and the two forms."""
    row = found(visit)
    if not finding.leads(visit.session, row, visit.viewer):
        raise NotFound
    ids = {one.id: one for one in finding.phases_of(visit.session, row.id)}
    phase = ids.get(visit.number("id"))
    if phase is None or phase.kind is not PhaseKind.STATEMENTS:
        raise NotFound
    return Shown(
        "dialogues/statements/staff.html",
        {
            "dialogue": head(visit, row),
            "phase": phase,
            "begun": phase.opens_at <= now(),
            "over": phase.closes_at <= now(),
            "public": row.publication in PUBLIC,
            "live": assertions.is_live(visit.session, phase.id),
            "rows": assertions.shown(visit.session, phase.id),
            "longest": assertions.LONGEST,
            "values": visit.values,
            "errors": visit.errors,
        },
    )


def add(visit: Visit) -> Answer:
    """Show some more statements of ours, all or none."""
    given: StatementsForm = visit.form
    _check(given.each)
    held = keeping.take_for(visit.session, visit.params["slug"], visit.viewer)
    phase = planning.take(visit.session, held, visit.number("id"))
    by = visit.acting(Role.OFFICIAL, Role.ADMINISTRATOR)
    for source in given.each:
        assertions.add_official(visit.session, held, phase, source, by=by)
    return Go(_here(visit))


def choose(visit: Visit) -> Answer:
    """Whether the result is shown while the phase goes on."""
    held = keeping.take_for(visit.session, visit.params["slug"], visit.viewer)
    phase = planning.take(visit.session, held, visit.number("id"))
    if phase.kind is not PhaseKind.STATEMENTS:
        raise NotFound
    by = visit.acting(Role.OFFICIAL, Role.ADMINISTRATOR)
    assertions.show_live(visit.session, held, phase, live=visit.form.live, by=by)
    return Go(_here(visit))


def _check(each: list[str]) -> None:
    """Raises NotAccepted for none at all, too many, or one that says too much."""
    if not each:
        raise NotAccepted([Invalid("statements", "missing")])
    if len(each) > MOST_AT_ONCE:
        raise NotAccepted([Invalid("statements", "too_many", most=MOST_AT_ONCE)])
    over = max(len(one) for one in each) - assertions.LONGEST
    if over > 0:
        raise NotAccepted([Invalid("statements", "too_long", over=over, most=assertions.LONGEST)])


def _here(visit: Visit) -> str:
    params: dict[str, Any] = dict(visit.params)
    return f"/casework/dialogues/{params['slug']}/phases/{params['id']}/statements"
