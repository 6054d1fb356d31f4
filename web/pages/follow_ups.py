"""Did it help? The author of a case that has ended says so, or opens it again."""

from typing import Annotated, Any

from pydantic import BeforeValidator
from sqlalchemy import Row

from models import following_up, showing
from models.errors import NotFound
from models.satisfaction import MARKS, Helped
from models.submission import Submission, is_author, take
from web.answers import Answer, Go, Shown
from web.forms import Form, Tick, choice, fail, words
from web.visit import Visit


class FollowUp(Form):
    helped: Annotated[Helped, choice(Helped)]
    only: Tick = False
    """She says no and lets it be."""
    reason: Annotated[str, words(2000, lines=True)] = ""


def _mark(value: object) -> int | None:
    """A mark from 1 to 5, or none."""
    if value is None or value == "":
        return None
    if value not in {str(mark) for mark in MARKS}:
        raise fail("unknown")
    return int(str(value))


class More(Form):
    mark: Annotated[int | None, BeforeValidator(_mark)] = None
    better: Annotated[str, words(2000, lines=True)] = ""


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
            "only": question.wanted and question.said is None,
            "values": visit.values,
            "errors": visit.errors,
        },
    )


def create(visit: Visit) -> Answer:
    """Note what she says; a no opens the case again, unless she lets it be."""
    form: FollowUp = visit.form
    submission, by = _taken(visit), visit.acting()
    if form.helped is Helped.NO and not form.only:
        following_up.open_again(visit.session, submission, by=by, reason=form.reason)
        return Go(f"/submissions/{submission.reference}")
    following_up.tell(visit.session, submission, by=by, helped=form.helped)
    return Go(f"/submissions/{submission.reference}/follow-ups/more")


def more(visit: Visit) -> Answer:
    """The two questions that are left; her case when they are answered, or not asked."""
    row = _own(visit)
    question = following_up.asked(visit.session, row)
    if question is None or not question.wanted or question.said is None or question.marked:
        return Go(f"/submissions/{row.reference}")
    return Shown(
        "submissions/follow_up_more.html",
        {
            "case": {"reference": row.reference, "title": row.title},
            "values": visit.values,
            "errors": visit.errors,
        },
    )


def create_more(visit: Visit) -> Answer:
    """Note how we did, and her words."""
    form: More = visit.form
    submission = _taken(visit)
    following_up.tell_more(
        visit.session, submission, by=visit.acting(), mark=form.mark, words=form.better
    )
    return Go(f"/submissions/{submission.reference}#helped")


def decline(visit: Visit) -> Answer:
    """She wants no such question."""
    submission = _taken(visit)
    following_up.decline(visit.session, submission, by=visit.acting())
    return Go(f"/submissions/{submission.reference}#helped")


def part(visit: Visit, row: Any) -> dict[str, Any] | None:
    """For submissions/_helped.html, which her own case shows at its end."""
    question = following_up.asked(visit.session, row)
    if question is None:
        return None
    return {
        "until": question.until,
        "wanted": question.wanted,
        "said": question.said.value if question.said else "",
        "marked": question.marked,
    }


def _taken(visit: Visit) -> Submission:
    return take(visit.session, _own(visit).reference)


def _own(visit: Visit) -> Row[Any]:
    """The case, for its author alone."""
    row = showing.case(visit.session, visit.params["reference"], visit.viewer, visit.contacts)
    if not is_author(visit.viewer, row, visit.contacts):
        raise NotFound(row.reference)
    return row
