"""Taking in what somebody says, on one page; or what she would rather have than a new case."""

from dataclasses import replace
from typing import Any

from models import form_key, permissions, printed, registering, showing, vote
from models.actor import Actor, Role
from models.errors import Invalid, NotFound
from models.frequent.views import BEHIND
from models.organisation import NOT_SURE
from models.permissions import Action
from models.person import Channel
from models.registering import Said
from models.reply import CHANNELS
from models.states import PUBLIC
from web.answers import Answer, Go, Shown
from web.pages import alike, subjects
from web.pages.answer_templates import usable
from web.pages.handing_in_steps import kinds, reconsider, ways
from web.pages.reaching import offered, shown
from web.pages.registering_forms import Came, Instead, Supporting, Taken, preset, titled
from web.visit import Visit

HERE = "/register"


def new(visit: Visit) -> Answer:
    """Somebody is on the phone, at the desk, or has written."""
    return page(visit, preset() | {"form_key": form_key.fresh()})


def look(visit: Visit) -> Answer:
    """Everything as it is typed, with the cases that may be the same beside it."""
    return page(visit, dict(visit.values))


def again(visit: Visit) -> Answer:
    """The page with every word in it; what was sent with other words gets a key of its own."""
    values = {"form_key": form_key.fresh(), **visit.values}
    if getattr(visit.problem, "code", "") == "form_already_used":
        values["form_key"] = form_key.fresh()
    return page(visit, values)


def create(visit: Visit) -> Answer:
    """Take it in."""
    form: Taken = visit.form
    reconsider(visit, form)
    draft = replace(form.taken(), centre=at_centre(visit))
    receipt = registering.register(
        visit.session, draft, by=by(visit), site=visit.site, form=form.form_key
    )
    return Go(f"{HERE}/{receipt.reference}")


def follow(visit: Visit) -> Answer:
    """Add her to a case that is there: she is asked by letter, and what she said is noted in it."""
    form: Instead = visit.form
    channel = CHANNELS.get(form.answer_by)
    if channel is None or form.answer_by.value not in ways(visit):
        raise Invalid("answer_by", "updates")
    row = _public(visit, form.case)
    registering.follow_instead(
        visit.session,
        row.reference,
        Said(form.text, form.html, form.name, form.came_at, form.came_by is Came.PHONE),
        channel,
        form.email or form.mobile,
        by=by(visit),
        language=form.language.value,
    )
    return _asked(row, channel, form.email or form.mobile, "updates")


def support(visit: Visit) -> Answer:
    """For somebody who supports a proposal on the phone or on paper."""
    return _supporting(visit)


def ask_support(visit: Visit) -> Answer:
    """Ask her by letter: it counts when she presses its button."""
    form: Supporting = visit.form
    row = _public(visit, printed.reference_of(form.case))
    vote.check_open(row)
    channel = offered(visit.site, form.channel)
    registering.ask_support(visit.session, row.id, channel, form.address, language=visit.language)
    return _asked(row, channel, form.address, "support")


def at_centre(visit: Visit) -> bool:
    """Whether she answers for all units, as the service centre does."""
    return permissions.may(visit.viewer, Action.TEXTS)


def by(visit: Visit) -> Actor:
    """The official who takes it in."""
    return visit.acting(Role.OFFICIAL, Role.ADMINISTRATOR)


def _public(visit: Visit, reference: str) -> Any:
    """A case that everyone may read. Raises Invalid for `case` without such a case."""
    try:
        row = showing.case(visit.session, reference, visit.viewer, [])
    except NotFound:
        raise Invalid("case", "unknown") from None
    if row.publication not in PUBLIC:
        raise Invalid("case", "unknown")
    return row


def _asked(row: Any, channel: Channel, address: str, what: str) -> Shown:
    return Shown(
        "register/asked.html",
        {
            "case": row,
            "what": what,
            "channel": channel.value,
            "address": shown(channel, address),
        },
    )


def _supporting(visit: Visit) -> Answer:
    return Shown("register/support.html", {"values": visit.values, "errors": visit.errors})


def page(visit: Visit, values: dict[str, str], *, counted: bool = False) -> Answer:
    """The page; what may be the same thing, and what is answered already, stands beside as soon as
    there are words to look for.
    """
    asked = titled(values.get("title", ""), values.get("text", ""))
    found: dict[str, Any] = {"alike": [], "asked_before": []}
    if asked:
        known = {one["slug"] for one in subjects.offered(visit, values.get("kind", ""))}
        subject = values.get("subject", "")
        chosen = {"title": asked, "subject": subject if subject in known else NOT_SURE}
        found = alike.told(visit, {"text": "", **values, **chosen})
    return Shown(
        "register/new.html",
        {
            "values": values,
            "errors": visit.errors,
            "kinds": kinds(visit),
            "ways": ways(visit),
            "subjects": subjects.offered(visit, ""),
            "looked": bool(asked),
            "templates": [(row.id, row.name) for row in usable(visit)],
            "tags": [tag.value for tag in BEHIND] if at_centre(visit) else [],
            "counted": counted,
            **found,
        },
    )
