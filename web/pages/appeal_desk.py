"""Where somebody who had no part in a verdict looks at it again: what waits, and one appeal."""

from typing import Annotated, Any

from models.actor import Role
from models.review_appeal import MOST_REASONS, AppealOutcome
from moderation import appeal_list, appeals
from moderation.appeal_list import Item
from moderation.reversing import Ruling
from web.answers import Answer, Go, Seen, Shown, What
from web.forms import Form, choice, words
from web.pages import attachments
from web.pages.marking import marked
from web.pages.paging import cut, integers
from web.visit import Visit

SHOWN = 25


class RulingForm(Form):
    outcome: Annotated[AppealOutcome, choice(AppealOutcome)]
    ground: Annotated[str, words(40)] = ""
    text: Annotated[str, words(6000, lines=True)] = ""
    reasons: Annotated[str, words(MOST_REASONS, least=2, lines=True)]


def index(visit: Visit) -> Answer:
    """What waits, the one that is due first at the top."""
    appeal_list.check(visit.session, visit.viewer)
    after = integers(visit.query.get("after", ""), 2)
    rows = appeal_list.waiting(
        visit.session, visit.viewer, limit=SHOWN + 1, after=(after[0], after[1]) if after else None
    )
    shown, next_url = cut(rows, "/desk/appeals", "due_at", "id", size=SHOWN)
    waiting, late = appeal_list.count(visit.session, visit.viewer)
    return Shown(
        "review_appeals/list.html",
        {
            "appeals": [{**row._asdict(), "late": row.late} for row in shown],
            "total": waiting,
            "late": late,
            "next_url": next_url,
            "first_url": "/desk/appeals" if after else "",
        },
    )


def show(visit: Visit) -> Answer:
    """One appeal: what it is against, what the one who appeals says, and the form to decide it."""
    found = appeal_list.item(visit.session, visit.viewer, visit.params["code"])
    appeal, case = found.appeal, found.submission
    return Shown(
        "review_appeals/item.html",
        {
            "appeal": {
                "code": appeal.code,
                "party": appeal.party.value,
                "received_at": appeal.received_at,
                "due_at": appeal.due_at,
                "late": appeal.is_late,
                "state": appeal.state.value,
                "outcome": appeal.outcome.value if appeal.outcome else "",
                "decided_at": appeal.decided_at,
                "decided_by": found.decided_by,
                "html": found.words.html if found.words else "",
                "reasons_html": found.reasons.html if found.reasons else "",
            },
            "case": {
                "reference": case.reference,
                "kind": case.kind.value,
                "public": case.is_public,
                "section": found.comment.section if found.comment else None,
            }
            if case
            else None,
            "title": found.title,
            "html": marked(found.text, found.hits),
            "source": found.text,
            "photo": _photo(visit, found),
            "public": found.public,
            "moot": found.moot,
            "verdict": found.verdict,
            "sanction": found.sanction,
            "reports": found.reports,
            "may": found.may,
            "took_part": found.took_part,
            "alone": found.alone,
            "outcomes": _outcomes(found),
            "values": visit.values,
            "errors": visit.errors,
        },
        status=visit.status,
        seen=_seen(visit, found),
    )


def _outcomes(found: Item) -> list[str]:
    """What can come of it. Nothing of a sanction can be left standing in part, nor of a text that
    is judged no more.
    """
    partly = found.sanction is None and not found.moot
    return [one.value for one in AppealOutcome if partly or one is not AppealOutcome.PARTLY]


def _photo(visit: Visit, found: Item) -> dict[str, Any] | None:
    """The picture, where a part of it is hidden: that may be what the appeal is about."""
    if found.submission is None or found.comment is not None:
        return None
    photo = attachments.of_sender(visit, found.submission.reference)
    return photo if photo is not None and photo["masked"] else None


def _seen(visit: Visit, found: Item) -> Seen | None:
    """A text that not everyone may read, or of somebody whose identity is protected."""
    case = found.submission
    if case is None or (found.public and not case.protected):
        return None
    return Seen(What.ITEM, case.id or 0)


def decide(visit: Visit) -> Answer:
    """Decide it; both sides are written to."""
    form: RulingForm = visit.form
    code = visit.params["code"]
    appeals.decide(
        visit.session,
        code,
        Ruling(
            form.outcome,
            form.reasons,
            ground=form.ground or None,
            words=form.text if form.outcome is AppealOutcome.PARTLY and form.text else None,
        ),
        by=visit.acting(*Role),
        rules=visit.site.proposals,
    )
    return Go(f"/desk/appeals/{code}")
