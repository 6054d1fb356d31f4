"""Taking in what somebody says: one page, a receipt to read aloud or to print, and the next one."""

from typing import Any

from models import form_key, keys, printed, registering, showing, vote
from models.actor import Actor, Role
from models.address import shown_email, shown_phone
from models.errors import Invalid, NotFound
from models.organisation import NOT_SURE
from models.person import Channel, contact
from models.registering import Said
from models.reply import CHANNELS, ReplyBy
from models.settings import settings
from models.states import PUBLIC
from models.submission import Submission, tracking_key
from web import town
from web.answers import Answer, Go, Shown
from web.pages import alike, subjects
from web.pages.handing_in_steps import kinds, reconsider, ways
from web.pages.naming import named
from web.pages.reaching import offered, shown
from web.pages.registering_forms import Came, Instead, Supporting, Taken, preset
from web.pages.squares import square
from web.visit import Visit

HERE = "/register"


def new(visit: Visit) -> Answer:
    """Somebody is on the phone, at the desk, or has written."""
    return _page(visit, preset() | {"form_key": form_key.fresh()})


def look(visit: Visit) -> Answer:
    """Everything as it is typed, with the cases that may be the same beside it."""
    return _page(visit, dict(visit.values))


def again(visit: Visit) -> Answer:
    """The page with every word in it; what was sent with other words gets a key of its own."""
    values = {"form_key": form_key.fresh(), **visit.values}
    if getattr(visit.problem, "code", "") == "form_already_used":
        values["form_key"] = form_key.fresh()
    return _page(visit, values)


def create(visit: Visit) -> Answer:
    """Take it in."""
    form: Taken = visit.form
    reconsider(visit, form)
    receipt = registering.register(
        visit.session, form.taken(), by=_by(visit), site=visit.site, form=form.form_key
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
        by=_by(visit),
        language=form.language.value,
    )
    return _asked(row, channel, form.email or form.mobile, "updates")


def show(visit: Visit) -> Answer:
    """The receipt of what was just taken in: number and code, to be read aloud or printed."""
    by = _by(visit)
    submission = registering.taken_in(visit.session, visit.params["reference"], by=by)
    here = f"{settings().base_url}/submissions/{submission.reference}"
    unit = next(one for one in town.units(visit.session) if one.id == submission.unit_id)
    own = submission.confirmed_at is not None
    key = tracking_key(submission)
    url = here if own else f"{here}?k={key}"
    return Shown(
        "register/receipt.html",
        {
            "case": submission,
            "unit": named(unit, visit.language),
            "told": _told(visit, submission),
            "key": "" if own else keys.grouped(key),
            "code": square(url),
            "opens": _may_open(visit, submission.reference),
        },
        kept=True,
    )


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


def _by(visit: Visit) -> Actor:
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


def _may_open(visit: Visit, reference: str) -> bool:
    """Whether whoever took it in may also see it: units see what is theirs."""
    try:
        showing.case(visit.session, reference, visit.viewer, [])
    except NotFound:
        return False
    return True


def _told(visit: Visit, submission: Submission) -> dict[str, str]:
    """How she hears from us: the way, where, and her name, as an official reads them out."""
    found = contact(visit.session, submission.contact_id)
    where = submission.reply_to
    if found is not None:
        by_mail = found.channel is Channel.EMAIL
        where = shown_email(found.address) if by_mail else shown_phone(found.address)
    elif submission.reply_by is ReplyBy.CALL:
        where = shown_phone(where)
    return {"by": submission.reply_by.value, "where": where, "name": submission.name}


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


def _page(visit: Visit, values: dict[str, str]) -> Answer:
    """The page; what may be the same thing stands beside as soon as there are words to look for."""
    found: dict[str, Any] = {"alike": [], "asked_before": []}
    if values.get("title"):
        known = {one["slug"] for one in subjects.offered(visit, values.get("kind", ""))}
        subject = values.get("subject", "")
        found = alike.told(
            visit,
            {"text": "", **values, "subject": subject if subject in known else NOT_SURE},
        )
    return Shown(
        "register/new.html",
        {
            "values": values,
            "errors": visit.errors,
            "kinds": kinds(visit),
            "ways": ways(visit),
            "subjects": subjects.offered(visit, ""),
            "looked": bool(values.get("title")),
            **found,
        },
    )
