"""What a moderator just did, and the way back: for two minutes (pages.md)."""

from typing import Annotated, Any

from models.actor import Actor, Role
from models.bulk_verdict import verdicts_of
from models.calendar import now
from models.errors import NotFound
from models.verdict import Verdict, undo_lasts
from moderation import undoing
from web.answers import Answer, Go
from web.forms import Form, words
from web.pages.desk_views import view_of
from web.pages.numbers import Number
from web.pages.paging import integers
from web.visit import Visit


class UndoForm(Form):
    verdict: Number
    view: Annotated[str, words(200)] = ""


class UndoSeveralForm(Form):
    several: Number


def moderator(visit: Visit) -> Actor:
    """Whoever judges, in the role in which she does."""
    return visit.acting(Role.MODERATOR, Role.ADMINISTRATOR)


def just_done(visit: Visit) -> dict[str, Any] | None:
    """What the address says that she did a moment ago, while she can take it back; else None."""
    one = integers(visit.query.get("done", ""), 1)
    several = integers(visit.query.get("several", ""), 1)
    if not (one or several):
        return None
    ids = verdicts_of(visit.session, several[0]) if several else list(one or ())
    hers = [row for row in (visit.session.get(Verdict, each) for each in ids) if _hers(visit, row)]
    if not hers:
        return None
    return {
        "judgement": hers[0].judgement.value if hers[0] else "",
        "verdict": ids[0] if one else "",
        "several": several[0] if several else "",
        "count": len(hers),
        "minutes": -(-undo_lasts() // 60_000_000),
    }


def _hers(visit: Visit, verdict: Verdict | None) -> bool:
    return (
        verdict is not None
        and verdict.by_id == visit.viewer.person_id
        and now() < verdict.at + undo_lasts()
    )


def undo(visit: Visit) -> Answer:
    """Take a verdict back, and look at the text again."""
    form: UndoForm = visit.form
    by, verdict_id = moderator(visit), int(form.verdict)
    undoing.undo(visit.session, verdict_id, by=by)
    verdict = visit.session.get(Verdict, verdict_id)
    if verdict is None:
        raise NotFound(form.verdict)
    return Go(view_of(visit).address(f"/desk/{verdict.reviewable_id}"))


def undo_several(visit: Visit) -> Answer:
    """Take back all that one press published."""
    form: UndoSeveralForm = visit.form
    by = moderator(visit)
    found = verdicts_of(visit.session, int(form.several))
    if not found:
        raise NotFound(form.several)
    for verdict_id in found:
        undoing.undo(visit.session, verdict_id, by=by)
    return Go("/desk/fine")
