"""The rule that shows what nobody read in time: what it is about to do, and pausing it."""

from typing import Annotated, Any

from models import rule_pause
from models.actor import Role
from moderation import rule
from web.answers import Answer, Go, Shown
from web.forms import Form, words
from web.visit import Visit

HERE = "/desk/rule"


class PauseForm(Form):
    reason: Annotated[str, words(rule_pause.LONGEST, least=1, lines=True)]


def show(visit: Visit) -> Answer:
    """What is about to be shown, of what she judges, and whether the rule is paused."""
    on = visit.site.reviewing.publish_late
    pause = rule_pause.present(visit.session) if on else None
    rows = rule.warned_of(visit.session, visit.viewer) if on else []
    count = rule.how_many(visit.session, visit.viewer) if len(rows) == rule.LISTED else len(rows)
    return Shown(
        "desk/rule.html",
        {
            "on": on,
            "pause": {"reason": pause.reason, "from_at": pause.from_at} if pause else None,
            "rows": [{**row._asdict(), "kind": row.kind.value} for row in rows],
            "more": count - len(rows),
            "values": visit.values,
            "errors": visit.errors,
        },
        status=visit.status,
    )


def pause(visit: Visit) -> Answer:
    """Pause it, with a reason that everyone can read."""
    form: PauseForm = visit.form
    rule_pause.begin(visit.session, form.reason, by=_moderator(visit))
    return Go(HERE)


def resume(visit: Visit) -> Answer:
    """Let it go on."""
    rule_pause.end(visit.session, by=_moderator(visit))
    return Go(HERE)


def on_desk(visit: Visit) -> dict[str, Any] | None:
    """For templates/desk/_rule.html: None while the rule is off, or shows nothing."""
    if not visit.site.reviewing.publish_late:
        return None
    pause = rule_pause.present(visit.session)
    if pause is not None:
        return {"count": 0, "at": None, "paused": pause.reason}
    rows = rule.warned_of(visit.session, visit.viewer)
    if not rows:
        return None
    return {"count": rule.how_many(visit.session, visit.viewer), "at": rows[0].at, "paused": ""}


def _moderator(visit: Visit) -> Any:
    return visit.acting(Role.MODERATOR, Role.ADMINISTRATOR)
