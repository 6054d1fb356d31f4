"""The blind second look: a text is judged by somebody who does not know what the first one said."""

from enum import StrEnum
from typing import Annotated, Any

from models.actor import Role
from models.errors import NotFound
from models.viewer import Viewer
from moderation import second_looks
from moderation.second_looks import Disagreement, Look
from web.answers import Answer, Go, Seen, Shown, What
from web.forms import Form, choice, words
from web.visit import Visit

HERE = "/desk/second-looks"
_LEADING = frozenset({Role.MODERATOR, Role.ADMINISTRATOR})


class Opinion(StrEnum):
    SHOW = "show"
    REFUSE = "refuse"


class LookForm(Form):
    opinion: Annotated[Opinion, choice(Opinion)]
    reason: Annotated[str, words(40)] = ""


def index(visit: Visit) -> Answer:
    """The text that has waited longest, and for a lead where two did not agree."""
    return _page(visit, second_looks.next_one(visit.session, visit.viewer))


def again(visit: Visit) -> Answer:
    """The form came back; or somebody else was faster, and the next text waits."""
    look: Look | None
    try:
        look = second_looks.one(visit.session, visit.viewer, visit.number("id"))
    except NotFound:
        look = second_looks.next_one(visit.session, visit.viewer)
    return _page(visit, look)


def judge(visit: Visit) -> Answer:
    """Say whether one would show it, and on to the next."""
    form: LookForm = visit.form
    second_looks.judge(
        visit.session,
        visit.viewer,
        visit.number("id"),
        by=visit.acting(Role.MODERATOR, Role.ADMINISTRATOR),
        shown=form.opinion is Opinion.SHOW,
        reason=form.reason or None,
    )
    return Go(HERE)


def _page(visit: Visit, look: Look | None) -> Shown:
    leads = _leads(visit.viewer)
    return Shown(
        "desk/second_looks.html",
        {
            "look": look and {**look._asdict(), "kind": look.kind.value},
            "waiting": second_looks.waiting(visit.session, visit.viewer),
            "leads": leads,
            "disagreements": [
                _differs(one)
                for one in (
                    second_looks.disagreements(visit.session, visit.viewer) if leads else ()
                )
            ],
            "values": visit.values,
            "errors": visit.errors,
        },
        seen=Seen(What.ITEM, look.submission_id) if look else None,
    )


def _leads(viewer: Viewer) -> bool:
    """Whether she sees where two of us did not agree: then neither look is blind any more."""
    return any(
        post.role is Role.ADMINISTRATOR or (post.lead and post.role in _LEADING)
        for post in viewer.posts
    )


def _differs(one: Disagreement) -> dict[str, Any]:
    return {
        **one._asdict(),
        "judgement": one.judgement.value,
        "reason": one.reason or "",
        "other_reason": one.other_reason or "",
    }
