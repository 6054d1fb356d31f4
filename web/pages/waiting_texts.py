"""What an author is told of a text that waits to be read, and what stands by the forms (MQ-19)."""

from collections.abc import Iterable, Mapping
from typing import Any

from models import review_wait, rule_pause
from models.calendar import end_of, local
from models.comment import Comment
from models.reviewing import Mode
from models.states import PUBLIC, Kind, Publication
from models.submission import Submission
from moderation import modes, promising
from moderation.promising import Place
from web import town
from web.visit import Visit

NOTHING: dict[str, Any] = {"at_once": False, "shown": False, "place": None}
"""For confirm.html, about what is no text, or not confirmed yet."""


def of_case(visit: Visit, row: Any) -> dict[str, Any] | None:
    """The place of a case, or of its change, in the words' own codes; None when it does not wait.
    For its author alone.
    """
    if row.publication is not Publication.QUEUED and row.pending_text_id is None:
        return None
    return told(promising.cases(visit.session, visit.site, [row.id]).get(row.id))


def of_cases(visit: Visit, rows: Iterable[Any]) -> dict[int, dict[str, Any] | None]:
    """The same for a list of her own, by id."""
    ids = [row.id for row in rows if row.publication is Publication.QUEUED]
    found = promising.cases(visit.session, visit.site, ids) if ids else {}
    return {one: told(place) for one, place in found.items()}


def of_comments(visit: Visit, rows: Iterable[Any]) -> dict[int, dict[str, Any] | None]:
    """The same for comments of her own."""
    ids = [row.id for row in rows if row.publication is Publication.QUEUED]
    found = promising.comments(visit.session, visit.site, ids) if ids else {}
    return {one: told(place) for one, place in found.items()}


def told(place: Place | None) -> dict[str, Any] | None:
    """For templates/reviewing/_place.html."""
    if place is None:
        return None
    return {
        "number": place.number,
        "due": place.due_at,
        "exact": end_of(local(place.due_at).date()) != place.due_at,
        "missed": place.missed,
        "expected": place.expected,
    }


def by_check(visit: Visit, values: Mapping[str, str]) -> dict[str, Any]:
    """For the page before handing in: `at_once`, whether the text is shown unread, and `wait`."""
    mode = visit.site.reviewing.of_case(Kind(values["kind"]), values.get("subject"))
    if values.get("photo_name"):
        mode = min(mode, visit.site.reviewing.photos, key=list(Mode).index)
    shown = values.get("shown") != "no"
    return _by_form(visit, mode, shown=shown)


def by_comment(visit: Visit, row: Any) -> dict[str, Any]:
    """The same for the form of a comment below a case."""
    subjects = {one.id: one.slug for one in town.categories(visit.session)}
    mode = visit.site.reviewing.of_comment(subjects.get(row.category_id))
    return _by_form(visit, mode, shown=True)


def by_contribution(visit: Visit) -> dict[str, Any]:
    """The same for the forms of a dialogue, which has no subject."""
    return _by_form(visit, visit.site.reviewing.of_comment(None), shown=True)


def _by_form(visit: Visit, mode: Mode, *, shown: bool) -> dict[str, Any]:
    waits = shown and mode is Mode.BEFORE
    return {"at_once": shown and not waits, "wait": wait(visit) if waits else None}


def wait(visit: Visit) -> dict[str, Any] | None:
    """How long it takes just now, where that is longer than promised; why the rule is paused."""
    counted = review_wait.last(visit.session)
    behind = counted is not None and counted.behind
    paused = paused_why(visit)
    if not (behind or paused):
        return None
    return {
        "waiting": counted.waiting if counted is not None and behind else 0,
        "expected": promising.expected(visit.session, visit.site),
        "paused": paused,
    }


def paused_why(visit: Visit) -> str:
    """Why the rule is paused; "" while it is not, or the town has none."""
    if not visit.site.reviewing.publish_late:
        return ""
    pause = rule_pause.present(visit.session)
    return pause.reason if pause is not None else ""


def of_new_comment(visit: Visit, comment_id: int) -> dict[str, Any]:
    """What becomes of a comment that was written or confirmed just now: settled here, so that the
    page says what is so.
    """
    modes.settle(visit.session, visit.site)
    comment = visit.session.get_one(Comment, comment_id)
    place = of_comments(visit, [comment]).get(comment_id)
    return NOTHING | {"shown": comment.publication in PUBLIC, "place": place}


def of_asked_comment(visit: Visit, submission_id: int | None) -> dict[str, Any]:
    """Before the button of its letter is pressed: whether pressing shows it."""
    case = visit.session.get_one(Submission, submission_id)
    return NOTHING | {"at_once": by_comment(visit, case)["at_once"]}


def of_new_case(visit: Visit, submission_id: int | None) -> dict[str, Any]:
    """The same of a case whose sender confirmed it."""
    modes.settle(visit.session, visit.site)
    case = visit.session.get(Submission, submission_id)
    return NOTHING | {"place": of_case(visit, case) if case is not None else None}
