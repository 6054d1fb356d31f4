"""The phases of a dialogue, laid out and changed by whoever leads it."""

from dataclasses import replace
from typing import Any

from models.calendar import MINUTE, Moment, local
from models.dialogue import finding, keeping, planning, unready
from models.dialogue.keeping import Held
from models.dialogue.kinds import PhaseKind
from models.dialogue.planning import Planned
from models.dialogue.row import Phase
from models.errors import Invalid, NotFound
from models.event import EventKind
from models.states import PUBLIC
from web.answers import Answer, Go, Shown
from web.pages import dialogue_staff
from web.pages.dialogue_staff import hear, home, leader, led, told
from web.pages.dialogue_staff_forms import NewPhaseForm
from web.visit import Visit

PRESET = {"opens_clock": "08.00", "closes_clock": "23.59"}


def new(visit: Visit) -> Answer:
    """The form of one more phase."""
    return _page(visit, None)


def create(visit: Visit) -> Answer:
    held = keeping.take_for(visit.session, visit.params["slug"], visit.viewer)
    planned = _planned(visit, held)
    try:
        phase = planning.add(visit.session, held, planned, by=leader(visit))
    except Invalid as error:
        raise _at_day(error) from None
    return _onward(visit, held, phase)


def show(visit: Visit) -> Answer:
    """One phase, to be changed. Raises NotFound."""
    return _page(visit, visit.number("id"))


def update(visit: Visit) -> Answer:
    held, phase = _taken(visit)
    planned = _planned(visit, held)
    # The form knows minutes: what it says of a moment that was not changed is that moment.
    planned = replace(
        planned,
        opens_at=_kept(phase.opens_at, planned.opens_at),
        closes_at=_kept(phase.closes_at, planned.closes_at),
    )
    try:
        planning.change(visit.session, held, phase, planned, by=leader(visit))
    except Invalid as error:
        raise _at_day(error) from None
    return _onward(visit, held, phase)


def remove(visit: Visit) -> Answer:
    """Take away what has not opened."""
    held, phase = _taken(visit)
    planning.remove(visit.session, held, phase, by=leader(visit))
    return Go(home(held.dialogue))


def _taken(visit: Visit) -> tuple[Held, Phase]:
    held = keeping.take_for(visit.session, visit.params["slug"], visit.viewer)
    version = int(visit.form.version)
    return held, planning.take(visit.session, held, visit.number("id"), version=version)


def _onward(visit: Visit, held: Held, phase: Phase) -> Go:
    """Back to the dialogue; of a vote that has none on to its ballot."""
    waiting = unready.votes(visit.session, held.case.id or 0)
    ballot = f"/phases/{phase.id}/ballot" if phase.id in {one.id for one in waiting} else ""
    return Go(f"{home(held.dialogue)}{ballot}")


def _planned(visit: Visit, held: Held) -> Planned:
    form: NewPhaseForm = visit.form
    planned = form.planned
    own = {one.id for one in finding.parts_of(visit.session, held.case.id or 0)}
    if planned.part_id not in own | {None}:
        raise Invalid("part", "unknown")
    return planned


def _kept(known: Moment, typed: Moment) -> Moment:
    return known if known // MINUTE == typed // MINUTE else typed


def _at_day(error: Invalid) -> Invalid:
    """What is wrong with when it closes stands beside the day."""
    return Invalid("closes_day", error.code) if error.field == "closes_at" else error


def _page(visit: Visit, phase_id: int | None) -> Answer:
    row = led(visit)
    all_phases = dialogue_staff.phases(visit, row)
    phase = next((one for one in all_phases if one["id"] == phase_id), None)
    if phase_id is not None and phase is None:
        raise NotFound
    shown = row.publication in PUBLIC
    return Shown(
        "casework/dialogues/phase.html",
        {
            "dialogue": told(visit, row),
            "phase": phase,
            "fixed": phase is not None and shown and phase["stands"] != "coming",
            "over": phase is not None and shown and phase["stands"] == "over",
            "others": [one for one in all_phases if phase and one["position"] in phase["with"]],
            "kinds": [kind.value for kind in PhaseKind],
            "parts": [(one.id, one.title) for one in finding.parts_of(visit.session, row.id)],
            "hear": hear(visit, row, EventKind.PHASE_CHANGED) if shown else 0,
            # The form that removes it brings nothing of these.
            "values": {**(_known(phase) if phase else PRESET), **visit.values},
            "errors": visit.errors,
        },
    )


def _known(phase: dict[str, Any]) -> dict[str, str]:
    opens, closes = local(phase["opens_at"]), local(phase["closes_at"])
    return {
        "kind": phase["kind"],
        "title": phase["title"],
        "words": phase["words"],
        "opens_day": opens.date().isoformat(),
        "opens_clock": f"{opens:%H.%M}",
        "closes_day": closes.date().isoformat(),
        "closes_clock": f"{closes:%H.%M}",
        "part": str(phase["part_id"] or ""),
    }
