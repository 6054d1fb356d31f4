"""/u/{token}: one press, by a person or by her mail program, and no more of this (RFC 8058).

The link of a wish stops that wish; the one in a digest of several stops all digests; the one in
text messages about one's own case stops them all.
"""

from models import following, person, subscription
from models.address import masked
from models.errors import NotFound
from models.subscription import MANAGE
from notifications import inbound
from notifications.inbound import Standing
from web.answers import Answer, Go, Shown
from web.pages.subscriptions_told import told
from web.visit import Visit

NUMBER, DIGESTS = "number", "digests"
"""What a link is about that stands for every text message to one number, or for every digest."""


def show(visit: Visit) -> Answer:
    """The button for people, or the way back. Reading the page changes nothing."""
    return _page(visit, inbound.standing(visit.session, visit.params["token"]))


def stop(visit: Visit) -> Answer:
    """Stop it, however often it is pressed; 200 and no cookie, as RFC 8058 wants it."""
    return _page(visit, inbound.unsubscribe(visit.session, visit.params["token"]))


def resume(visit: Visit) -> Answer:
    """Undo."""
    inbound.resume(visit.session, visit.params["token"])
    return Go(f"/u/{visit.params['token']}")


def _page(visit: Visit, found: Standing) -> Answer:
    action = f"/u/{visit.params['token']}"
    can_resume = found.wish is None or following.can_resume(found.wish)
    return Shown(
        "unsubscribe.html",
        {
            **_about(visit, found),
            "action": action,
            "done": found.stopped,
            "undo": f"{action}/resumption" if found.stopped and can_resume else "",
        },
        kept=True,
    )


def _about(visit: Visit, found: Standing) -> dict[str, str]:
    if found.wish is not None:
        row = told(following.described(visit.session, found.wish), visit.language)
        manage = f"/subscriptions/{subscription.link(found.wish, MANAGE)}"
        return {"title": row["title"], "topic": row["topic"], "manage": manage}
    contact = person.contact(visit.session, found.contact_id)
    if contact is None:
        raise NotFound
    topic = DIGESTS if found.digests else NUMBER
    return {"title": masked(contact.address), "topic": topic, "manage": ""}
