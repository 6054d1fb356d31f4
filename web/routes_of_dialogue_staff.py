"""The part of the site map where dialogues are prepared and led."""

from web import rehearsal
from web.entry import Entry, get, officials, post
from web.networks import Limit
from web.pages import (
    dialogue_rehearsal,
    dialogue_staff,
    dialogue_staff_forms,
    dialogue_staff_phases,
    dialogue_staff_steps,
    dialogue_staff_words,
)
from web.pages.casework_forms import Versioned

REHEARSED = Limit("rehearsals", most=20, seconds=600)
_ON = ("dialogues",)
_ONE = "/casework/dialogues/{slug}"

DIALOGUE_STAFF: tuple[Entry, ...] = (
    get("/casework/dialogues", dialogue_staff.index, allow=officials, needs=_ON),
    get("/casework/dialogues/new", dialogue_staff.new, allow=officials, needs=_ON),
    post(
        "/casework/dialogues",
        dialogue_staff.create,
        form=dialogue_staff_forms.NewForm,
        again=dialogue_staff.new,
        allow=officials,
        needs=_ON,
    ),
    get(_ONE, dialogue_staff.show, allow=officials, needs=_ON),
    *(
        entry
        for noun, show, save, form in dialogue_staff_words.PAGES
        for entry in (
            get(f"{_ONE}/{noun}", show, allow=officials, needs=_ON),
            post(f"{_ONE}/{noun}", save, form=form, again=show, allow=officials, needs=_ON),
        )
    ),
    get(f"{_ONE}/rehearsal", dialogue_rehearsal.show, allow=officials, needs=_ON),
    post(
        f"{_ONE}/rehearsal",
        dialogue_rehearsal.walk,
        again=dialogue_rehearsal.show,
        allow=officials,
        writes=False,
        limit=REHEARSED,
        needs=_ON,
        first=rehearsal.walked,
    ),
    get(f"{_ONE}/phases/new", dialogue_staff_phases.new, allow=officials, needs=_ON),
    post(
        f"{_ONE}/phases",
        dialogue_staff_phases.create,
        form=dialogue_staff_forms.NewPhaseForm,
        again=dialogue_staff_phases.new,
        allow=officials,
        needs=_ON,
    ),
    get(f"{_ONE}/phases/{{id}}", dialogue_staff_phases.show, allow=officials, needs=_ON),
    post(
        f"{_ONE}/phases/{{id}}",
        dialogue_staff_phases.update,
        form=dialogue_staff_forms.PhaseForm,
        again=dialogue_staff_phases.show,
        allow=officials,
        needs=_ON,
    ),
    post(
        f"{_ONE}/phases/{{id}}/removal",
        dialogue_staff_phases.remove,
        form=Versioned,
        again=dialogue_staff_phases.show,
        allow=officials,
        needs=_ON,
    ),
    get(f"{_ONE}/steps/{{to}}", dialogue_staff_steps.show, allow=officials, needs=_ON),
    post(
        f"{_ONE}/steps/{{to}}",
        dialogue_staff_steps.create,
        form=dialogue_staff_forms.StepForm,
        again=dialogue_staff_steps.show,
        allow=officials,
        needs=_ON,
    ),
)
