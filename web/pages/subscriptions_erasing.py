"""Ta bort mina uppgifter: what goes and what stays is said first; then one button, and no undo."""

from models import erasing, person
from models.errors import NotFound
from models.person import Contact
from web.answers import Answer, Shown
from web.pages.reaching import shown
from web.pages.subscriptions_managing import here, holder
from web.visit import Visit


def new(visit: Visit) -> Answer:
    """What will happen, before it does."""
    contact = _contact(visit)
    return Shown(
        "subscriptions/erase.html",
        {
            "managed": here(visit),
            "address": shown(contact.channel, contact.address),
            "works": erasing.works_here(visit.session, contact.person_id),
            "cases": erasing.unfinished(visit.session, contact.id or 0),
        },
        kept=True,
    )


def create(visit: Visit) -> Answer:
    """Erase. The link that led here is over, so the answer is the page itself."""
    erasing.erase(visit.session, _contact(visit).id or 0)
    return Shown("subscriptions/erased.html", {}, kept=True)


def _contact(visit: Visit) -> Contact:
    found = person.contact(visit.session, holder(visit).contact_id)
    if found is None:
        raise NotFound
    return found
