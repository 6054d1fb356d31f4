"""Did it help? The author of a case that has ended says so, or opens it again."""

from typing import Annotated, Any

from sqlalchemy import Row

from models import following_up, showing
from models.errors import NotFound
from models.following_up import Helped
from models.submission import is_author, take
from web.answers import Answer, Go, Shown
from web.forms import Form, choice, words
from web.visit import Visit


class FollowUp(Form):
    helped: Annotated[Helped, choice(Helped)]
    reason: Annotated[str, words(2000, lines=True)] = ""


def new(visit: Visit) -> Answer:
    """The page on which she says what is not solved; her case when there is nothing to say."""
    row = _own(visit)
    question = following_up.asked(visit.session, row)
    if question is None:
        return Go(f"/submissions/{row.reference}")
    return Shown(
        "submissions/follow_up.html",
        {
            "case": {"reference": row.reference, "title": row.title},
            "until": question.until,
            "values": visit.values,
            "errors": visit.errors,
        },
    )


def create(visit: Visit) -> Answer:
    """Note what she says; a no opens the case again."""
    form: FollowUp = visit.form
    row = _own(visit)
    submission = take(visit.session, row.reference)
    by = visit.acting()
    if form.helped is Helped.NO:
        following_up.open_again(visit.session, submission, by=by, reason=form.reason)
        return Go(f"/submissions/{row.reference}")
    following_up.tell(visit.session, submission, by=by, helped=form.helped)
    return Go(f"/submissions/{row.reference}#helped")


def _own(visit: Visit) -> Row[Any]:
    """The case, for its author alone."""
    row = showing.case(visit.session, visit.params["reference"], visit.viewer, visit.contacts)
    if not is_author(visit.viewer, row, visit.contacts):
        raise NotFound(row.reference)
    return row
