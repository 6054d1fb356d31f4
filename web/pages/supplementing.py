"""Adding what we asked for, right on the case's page."""

from typing import Annotated

from models import supplement
from models.errors import NotFound
from models.states import Status
from models.submission import is_author, take
from web.answers import Answer, Go
from web.forms import Worded, words
from web.pages import submissions
from web.visit import Visit


class Added(Worded):
    text: Annotated[str, words(5000, least=2, lines=True)]


def create(visit: Visit) -> Answer:
    """Add it; the case goes on. Sent twice it is added once."""
    form: Added = visit.form
    submission = take(visit.session, visit.params["reference"])
    if not is_author(visit.viewer, submission, visit.contacts):
        raise NotFound
    here = Go(f"/submissions/{submission.reference}#added")
    if submission.status is not Status.WAITING_RESIDENT:
        newest = next(iter(supplement.of_case(visit.session, submission.id or 0)), None)
        if newest is not None and newest.answer == form.text:
            return here
    supplement.add(visit.session, submission, by=visit.acting(), source=form.text, html=form.html)
    return here


def again(visit: Visit) -> Answer:
    """The case's page with what was typed; a page that keeps it, where nothing is asked now."""
    if visit.problem is not None:
        raise visit.problem
    return submissions.show(visit)
