"""Changing what one wrote: at once before it is shown, after that once a moderator has read it."""

from typing import Annotated, Any

from models import masking, me, revising, showing, text
from models.errors import NotAllowed, NotFound, Stale
from models.states import PUBLIC, Publication
from models.submission import Submission, is_author, take
from web.answers import Answer, Go, Shown
from web.forms import Tick, Worded, words
from web.pages import screened
from web.pages.numbers import Number
from web.visit import Visit


class Revision(Worded):
    title: Annotated[str, words(120, least=3)]
    text: Annotated[str, words(5000, least=5, lines=True)]
    version: Number
    looked: Tick = False
    """She has read what was found in the text."""
    mend: Annotated[str, words(32)] = ""


def new(visit: Visit) -> Answer:
    """The text as it stands, or the change that waits, with what has to be changed above it."""
    row = _own(visit)
    return _page(visit, row, typed(row, waiting(visit, row)))


def again(visit: Visit) -> Answer:
    """What was typed, to be sent against the text as it stands now."""
    row = _own(visit)
    return _page(visit, row, {**visit.values, "version": str(row.version)})


def create(visit: Visit) -> Answer:
    """A new text in place of the one that stands, or of the change that waits.

    Sent twice it is one change. A form that somebody else overtook is Stale.
    """
    revision: Revision = visit.form
    submission = take(visit.session, visit.params["reference"])
    _check_author(visit, submission)
    here = f"/submissions/{submission.reference}"
    title, source = _as_meant(visit, submission, revision)
    if _is_done(visit, submission, title, source):
        return Go(here)
    if submission.version != int(revision.version) and revising.can_change(submission):
        raise Stale
    looks = screened.before(visit, revision.looked, revision.mend, private=not submission.show)
    if looks is not None:
        return _page(visit, _own(visit), *looks)
    revising.revise(
        visit.session,
        submission,
        by=visit.acting(),
        title=title,
        source=source,
        html=revision.html,
    )
    return Go(here)


def typed(row: Any, change: text.Text | None = None) -> dict[str, str]:
    """The fields of the form: the change that waits, else the text as it stands."""
    title, source = (change.title, change.source) if change else (row.title, row.words)
    return {"title": title, "text": source, "version": str(row.version)}


def waiting(visit: Visit, row: Any) -> text.Text | None:
    """The change that waits for review, for its author and for staff; None when none does."""
    return visit.session.get(text.Text, row.pending_text_id) if row.pending_text_id else None


def message(visit: Visit, row: Any) -> str:
    """What the moderator asks for, in her own words; "" when she gave only a reason."""
    if row.publication is not Publication.RETURNED:
        return ""
    word = me.last_word(visit.session, row.id)
    return word.message if word else ""


def _own(visit: Visit) -> Any:
    row = showing.case(visit.session, visit.params["reference"], visit.viewer, visit.contacts)
    _check_author(visit, row)
    if not revising.can_change(row):
        raise NotAllowed("text_stands")
    return row


def _as_meant(visit: Visit, submission: Submission, revision: Revision) -> text.Original:
    """What she sent, with the numbers that her own page hides from her where she left them be."""
    was = text.original(visit.session, submission.pending_text_id or submission.text_id)
    return text.Original(
        masking.restored(revision.title, was.title), masking.restored(revision.text, was.source)
    )


def _is_done(visit: Visit, submission: Submission, title: str, source: str) -> bool:
    """Whether these very words stand or wait already: the second click of two."""
    standing = text.original(visit.session, submission.pending_text_id or submission.text_id)
    same = standing == (title, source)
    return same and submission.publication is not Publication.RETURNED


def _check_author(visit: Visit, row: Any) -> None:
    if not is_author(visit.viewer, row, visit.contacts):
        raise NotFound


def _page(
    visit: Visit, row: Any, values: dict[str, str], found: dict[str, Any] | None = None
) -> Answer:
    return Shown(
        "submissions/edit.html",
        {
            "case": row,
            "is_public": row.publication in PUBLIC,
            "waits": row.pending_text_id is not None,
            "supporters": (row.votes or 0) if row.threshold is not None else 0,
            "message": message(visit, row),
            "screened": found,
            "values": values,
            "errors": visit.errors,
        },
    )
