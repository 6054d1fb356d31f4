"""Changing a text that a moderator sent back; then it waits for review again."""

from typing import Annotated, Any, Self

from pydantic import PrivateAttr

from models import me, revising, showing, text
from models.errors import NotAllowed, NotFound, Stale
from models.states import Publication
from models.submission import Submission, is_author, take
from web.answers import Answer, Go, Shown
from web.forms import Form, words
from web.pages.numbers import Number
from web.visit import Visit


class Revision(Form):
    title: Annotated[str, words(120, least=3)]
    text: Annotated[str, words(5000, least=5, lines=True)]
    version: Number
    _html: str = PrivateAttr("")

    def prepared(self) -> Self:
        self._html = text.prepare(self.text)
        return self

    @property
    def html(self) -> str:
        return self._html


def new(visit: Visit) -> Answer:
    """The text as it stands, with what has to be changed above it."""
    row = _own(visit)
    return _page(visit, row, typed(row))


def again(visit: Visit) -> Answer:
    """What was typed, to be sent against the text as it stands now."""
    row = _own(visit)
    return _page(visit, row, {**visit.values, "version": str(row.version)})


def create(visit: Visit) -> Answer:
    """A new text in place of the returned one.

    Sent twice it is one change. A form that somebody else overtook is Stale.
    """
    revision: Revision = visit.form
    submission = take(visit.session, visit.params["reference"])
    _check_author(visit, submission)
    here = f"/submissions/{submission.reference}"
    if _is_done(visit, submission, revision):
        return Go(here)
    _check_returned(submission)
    if submission.version != int(revision.version):
        raise Stale
    revising.revise(
        visit.session,
        submission,
        by=visit.acting(),
        title=revision.title,
        source=revision.text,
        html=revision.html,
    )
    return Go(here)


def typed(row: Any) -> dict[str, str]:
    """The fields of the form as the text stands."""
    return {"title": row.title, "text": row.words, "version": str(row.version)}


def message(visit: Visit, row: Any) -> str:
    """What the moderator asks for, in her own words; "" when she gave only a reason."""
    word = me.last_word(visit.session, row.id)
    return word.message if word else ""


def _own(visit: Visit) -> Any:
    row = showing.case(visit.session, visit.params["reference"], visit.viewer, visit.contacts)
    _check_author(visit, row)
    _check_returned(row)
    return row


def _is_done(visit: Visit, submission: Submission, revision: Revision) -> bool:
    """Whether these very words wait for review already: the second click of two."""
    if submission.publication is not Publication.QUEUED:
        return False
    words = visit.session.get_one(text.Text, submission.text_id)
    return (words.title, words.source) == (revision.title, revision.text)


def _check_author(visit: Visit, row: Any) -> None:
    if not is_author(visit.viewer, row, visit.contacts):
        raise NotFound


def _check_returned(row: Any) -> None:
    """Only what came back to its author is changed: all else is answered as it stands."""
    if row.publication is not Publication.RETURNED:
        raise NotAllowed("illegal_step", now=row.publication, to=Publication.QUEUED)


def _page(visit: Visit, row: Any, values: dict[str, str]) -> Answer:
    return Shown(
        "submissions/edit.html",
        {"case": row, "message": message(visit, row), "values": values, "errors": visit.errors},
    )
