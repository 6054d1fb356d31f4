"""Taking a submission in, and the page that says so: number, who has it, when the answer comes."""

from typing import Any

from models import address, asking, helping, keys, person, showing, submitting
from models.errors import NotFound
from models.reply import ReplyBy
from models.settings import settings
from models.submission import holds_key, tracking_key
from models.token import Purpose
from web.answers import Answer, Cookie, Go, Shown
from web.pages import waiting_texts
from web.pages.naming import named
from web.pages.squares import square
from web.visit import Visit

A_MONTH = 30 * 24 * 3600


def handed_in(visit: Visit, draft: submitting.Draft, form: str) -> Answer:
    """Hand in what was checked, and on to the receipt with the key to it.

    Nobody else's address is written to more often than anybody may ask for (T51).
    """
    verb = helping.hand_in if draft.helped else submitting.submit
    receipt = verb(
        visit.session,
        draft,
        by=visit.acting(),
        site=visit.site,
        form=form,
        own_contacts=visit.contacts,
    )
    if receipt.asks and draft.channel is not None:
        asking.spend(visit.session, Purpose.SUBMISSION, draft.channel, draft.address)
    here = f"/submissions/{receipt.reference}"
    return Go(f"{here}/receipt", (Cookie("key", receipt.key, path=here, seconds=A_MONTH),))


def show(visit: Visit) -> Answer:
    """What came in, who has it, when the answer comes. Only for whoever holds the key."""
    row = showing.case(visit.session, visit.params["reference"], visit.viewer, visit.contacts)
    if not holds_key(visit.viewer, row):
        raise NotFound
    contact = person.contact(visit.session, row.contact_id)
    key = tracking_key(row)
    here = f"{settings().base_url}/submissions/{row.reference}"
    url = here if contact else f"{here}?k={key}"
    helped = helping.can_be_taken_over(visit.session, row)
    return Shown(
        "submissions/receipt.html",
        {
            "case": row,
            "unit": named(row, visit.language),
            "promised": row.answer_by,
            "place": waiting_texts.of_case(visit, row),
            "confirm": contact.channel.value if contact and row.confirmed_at is None else "",
            "address": _reached_at(row, contact),
            "key": keys.grouped(key) if helped or not contact else "",
            "helped": helped,
            "url": url,
            "code": square(url),
        },
        kept=True,
    )


def _reached_at(row: Any, contact: person.Contact | None) -> str:
    """Where the answer goes, so that she knows it again and nobody beside her can use it."""
    if contact is not None:
        return address.masked(contact.address)
    return address.masked(row.reply_to) if row.reply_by is ReplyBy.CALL else ""
