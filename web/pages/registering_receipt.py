"""The receipt of what was just taken in: to be read aloud or printed, and then the next one."""

from models import keys, registering, scan, showing
from models.address import shown_email, shown_phone
from models.errors import NotFound
from models.person import Channel, contact
from models.reply import ReplyBy
from models.settings import settings
from models.submission import Submission, tracking_key
from web import town
from web.answers import Answer, Shown
from web.pages.naming import named
from web.pages.registering import by
from web.pages.squares import square
from web.visit import Visit


def show(visit: Visit) -> Answer:
    """The receipt of what was just taken in: number and code, to be read aloud or printed."""
    submission = registering.taken_in(visit.session, visit.params["reference"], by=by(visit))
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
            "scan": scan.is_missing(visit.session, submission),
        },
        kept=True,
    )


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
