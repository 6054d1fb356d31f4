"""Writing on one case: the draft that is kept, templates, a colleague's reading, internal notes."""

from collections.abc import Mapping
from typing import Any

from models import answer_template, caseload, draft, note, reading, showing
from models.calendar import now
from models.draft import Used
from models.errors import Invalid, NotFound
from models.event import seq_of
from models.masking import masks
from models.permissions import Action
from models.prose import clean
from models.submission import Submission, stream_of
from web.answers import Answer, Go, Plain
from web.entry import Handler
from web.forms import NOT_TEXT, Form
from web.pages import arguments, casework_templating
from web.pages.casework_taking import back, had, official, on
from web.pages.casework_writing_forms import (
    LONGEST,
    CallForm,
    DraftForm,
    NoteForm,
    ReadingForm,
    RemarkForm,
)
from web.pages.casework_writing_forms import Go as Pressed
from web.visit import Visit

KEPT = frozenset({"answers", "draft", "readings"})
"""Forms with the words of an answer: a page on which they come back keeps them, too."""


def part(visit: Visit, row: Any) -> dict[str, Any]:
    """`writing`, `notes` and `readings`: what the templates of the same names ask for."""
    session, me = visit.session, visit.viewer.person_id or 0
    if visit.errors or visit.problem:
        _keep_what_came_back(visit, row)
    kept = draft.of(session, row.id, me)
    fitting = answer_template.answering(answer_template.fitting(session, row))
    return {
        "notes": note.of_case(session, row.id),
        "readings": [
            {**one._asdict(), "mine": one.author_id == me}
            for one in reading.of_case(session, row.id, me)
        ],
        "writing": {
            "words": kept.words if kept else "",
            "numbers": masks(kept.words) if kept else [],
            "kept_at": kept.updated_at if kept else None,
            "overtaken": kept is not None
            and draft.is_overtaken(session, stream_of(row.reference), me, since=kept.seq),
            "others": draft.of_others(session, row.id, me),
            "templates": [(one.id, one.name) for one in fitting],
            "preview": _preview(visit, row, fitting),
            "readers": [
                one for one in caseload.colleagues(session, protected=row.protected) if one[0] != me
            ],
        },
    }


def _preview(visit: Visit, row: Any, fitting: list[Any]) -> dict[str, Any] | None:
    """The template that she wants to see, with the values of this case in it."""
    wanted = visit.query.get("template", "")
    found = next((one for one in fitting if str(one.id) == wanted), None)
    if found is None:
        return None
    words = casework_templating.filled(found.body, row)
    return {"id": found.id, "name": found.name, "words": words, "numbers": masks(words)}


def _keep_what_came_back(visit: Visit, row: Any) -> None:
    words, me = visit.values.get("text", NOT_TEXT), visit.viewer.person_id
    if visit.path.partition("?")[0].rpartition("/")[2] in KEPT and words != NOT_TEXT and me:
        _keep(visit, row, clean(words)[: 2 * LONGEST], visit.values)


def _keep(
    visit: Visit, case: Any, words: str, sent: Mapping[str, str], used: Used | None = None
) -> None:
    """Keep a draft of the viewer's, begun where its form was opened first."""
    begun = sent.get("since") or sent.get("seq", "")
    happened = seq_of(visit.session, stream_of(case.reference))
    known = begun.isascii() and begun.isdigit() and len(begun) < len(str(happened)) + 1
    seq = min(int(begun), happened) if known else happened
    draft.keep(visit.session, case.id, visit.viewer.person_id or 0, words, seq=seq, used=used)


def used(visit: Visit, submission: Submission) -> Used | None:
    """The template that went into the viewer's draft, if one did."""
    kept = draft.of(visit.session, submission.id or 0, visit.viewer.person_id or 0)
    if kept is None or kept.template_id is None:
        return None
    return Used(kept.template_id, kept.template_version or 0)


def keep(visit: Visit) -> Answer:
    """Keep what is written so far; then whatever the button was for. The page's script is told of
    the personal numbers in it.
    """
    form: DraftForm = visit.form
    submission, where = had(visit), back(visit).location
    met = arguments.kept(visit)
    marked = f"{where}?{met}" if met else where
    official(visit)
    if form.go is Pressed.DISCARD:
        draft.discard(visit.session, submission.id or 0, visit.viewer.person_id or 0)
        return Go(f"{where}#answer-text")
    if form.go is Pressed.INSERT:
        _insert(visit, submission, form)
        return Go(f"{marked}#answer-text")
    _keep(visit, submission, form.text, visit.values)
    if form.go is Pressed.BY_ITSELF:
        found = masks(form.text)
        return Plain(", ".join(found)) if found else Plain(status=204)
    if form.go is Pressed.PREVIEW and form.template.isdigit():
        return Go(f"{where}?{'&'.join(filter(None, (f'template={form.template}', met)))}#template")
    return Go(f"{marked}#answer-text")


def _insert(visit: Visit, submission: Submission, form: DraftForm) -> None:
    chosen = form.template
    if not (chosen.isascii() and chosen.isdigit()):
        raise Invalid("template", "missing")
    template = answer_template.take(visit.session, int(chosen))
    if not answer_template.suits(template, submission):
        raise NotFound(chosen)
    row = showing.case(visit.session, submission.reference, visit.viewer, [])
    words = casework_templating.below(form.text, casework_templating.filled(template.body, row))
    if len(words) > LONGEST:
        raise Invalid("text", "too_long", over=len(words) - LONGEST, most=LONGEST)
    _keep(visit, submission, words, visit.values, Used(template.id or 0, template.version))


def notes(visit: Visit) -> Answer:
    """Write a note for ourselves."""
    form: NoteForm = visit.form
    submission = had(visit, Action.NOTE)
    note.note(visit.session, submission, by=official(visit), source=form.text, html=form.html)
    return Go(f"{back(visit).location}#notes")


def calls(visit: Visit) -> Answer:
    """Note a call: when it was, with whom, what was said."""
    form: CallForm = visit.form
    if form.called_at > now():
        raise Invalid("clock", "future")
    submission = had(visit, Action.NOTE)
    note.note(
        visit.session,
        submission,
        by=official(visit),
        source=form.text,
        html=form.html,
        called_at=form.called_at,
        caller=form.caller,
    )
    return Go(f"{back(visit).location}#notes")


def readings(visit: Visit) -> Answer:
    """Ask a colleague to read the draft, which is kept as well."""
    form: ReadingForm = visit.form
    submission = had(visit)
    by, reader = official(visit), int(form.reader)
    colleagues = caseload.colleagues(visit.session, protected=submission.protected)
    if reader not in {number for number, _ in colleagues}:
        raise Invalid("reader", "unknown")
    _keep(visit, submission, form.text, visit.values)
    reading.ask(
        visit.session,
        submission,
        by=by,
        reader_id=reader,
        source=form.text,
        question=form.question,
    )
    return Go(f"{back(visit).location}#readings")


def remarks(visit: Visit) -> Answer:
    """Say that one has read it, and what one thinks."""
    form: RemarkForm = visit.form
    submission = had(visit, Action.REPLY)
    reading.finish(
        visit.session, submission, int(form.reading), by=official(visit), remark=form.remark
    )
    return on(visit, submission, "remarks", "#readings")


WRITINGS: tuple[tuple[str, Handler, type[Form]], ...] = (
    ("draft", keep, DraftForm),
    ("notes", notes, NoteForm),
    ("calls", calls, CallForm),
    ("readings", readings, ReadingForm),
    ("remarks", remarks, RemarkForm),
)
"""Each is a resource below the case, with a form of its own."""
