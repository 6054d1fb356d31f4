"""The part of the site map where it stands what was heard in a dialogue, and what came of it."""

from web.entry import Entry, get, officials, post
from web.pages import (
    dialogue_actions,
    dialogue_evidence,
    dialogue_heard,
    dialogue_notes,
    dialogue_results,
    dialogue_results_shown,
    dialogue_themes,
    dialogue_themes_forms,
)

_ON = ("dialogues",)
_PUBLIC = "/dialogues/{slug}"
_STAFF = "/casework/dialogues/{slug}"

_POSTS = (
    ("notes", dialogue_notes.create, dialogue_notes.NoteForm, dialogue_notes.index),
    ("notes/{id}", dialogue_notes.update, dialogue_notes.NoteForm, dialogue_notes.show),
    ("notes/{id}/removal", dialogue_notes.remove, None, dialogue_notes.show),
    ("evidence", dialogue_evidence.create, dialogue_evidence.CaseForm, dialogue_evidence.index),
    ("evidence/{id}/removal", dialogue_evidence.remove, None, dialogue_evidence.index),
    ("themes", dialogue_themes.create, dialogue_themes_forms.ThemeForm, dialogue_themes.show),
    ("themes/inputs", dialogue_themes.sort, dialogue_themes_forms.InputsForm, dialogue_themes.show),
    ("themes/{id}", dialogue_themes.update, dialogue_themes_forms.ThemeForm, dialogue_themes.show),
    ("themes/{id}/removal", dialogue_themes.remove, None, dialogue_themes.show),
    ("results/{of}", dialogue_results.save, dialogue_results.ReportForm, dialogue_results.show),
    ("evaluation", dialogue_results.evaluate, dialogue_results.LearntForm, dialogue_results.index),
    ("actions", dialogue_actions.create, dialogue_actions.ActionForm, dialogue_actions.index),
    (
        "actions/{id}",
        dialogue_actions.update,
        dialogue_actions.ChangedForm,
        dialogue_actions.show,
    ),
    ("carrying", dialogue_actions.carry, dialogue_actions.CarryForm, dialogue_actions.index),
    ("year-notes", dialogue_actions.note_year, dialogue_actions.YearForm, dialogue_actions.index),
)

RESULTS: tuple[Entry, ...] = (
    get(f"{_PUBLIC}/themes.csv", dialogue_heard.table, cached=True, needs=_ON),
    get(f"{_PUBLIC}/themes", dialogue_heard.themes_shown, cached=True, needs=_ON),
    get(f"{_PUBLIC}/heard", dialogue_heard.show, cached=True, needs=_ON),
    get(f"{_PUBLIC}/result", dialogue_results_shown.show, cached=True, needs=_ON),
)

RESULTS_OF_STAFF: tuple[Entry, ...] = (
    *(
        get(f"{_STAFF}/{noun}", handler, allow=officials, needs=_ON)
        for noun, handler in (
            ("notes", dialogue_notes.index),
            ("notes/{id}", dialogue_notes.show),
            ("evidence", dialogue_evidence.index),
            ("themes", dialogue_themes.show),
            ("results", dialogue_results.index),
            ("results/{of}", dialogue_results.show),
            ("actions", dialogue_actions.index),
            ("actions/{id}", dialogue_actions.show),
        )
    ),
    *(
        post(f"{_STAFF}/{noun}", handler, form=form, again=again, allow=officials, needs=_ON)
        for noun, handler, form, again in _POSTS
    ),
)
