"""/u/{token}: one press, by a person or by her mail program, and no more of this (RFC 8058)."""

from models import following, subscription
from models.subscription import MANAGE, Subscription
from web.answers import Answer, Shown
from web.pages.subscriptions import told
from web.visit import Visit


def show(visit: Visit) -> Answer:
    """The button for people. Reading the page changes nothing."""
    return _page(visit, _wish(visit), done=False)


def stop(visit: Visit) -> Answer:
    """Stop this one, however often it is pressed; 200 and no cookie, as RFC 8058 wants it."""
    wish = _wish(visit)
    subscription.stop(visit.session, wish)
    return _page(visit, wish, done=True)


def _wish(visit: Visit) -> Subscription:
    return subscription.by_link(visit.session, visit.params["token"])


def _page(visit: Visit, wish: Subscription, *, done: bool) -> Answer:
    row = told(following.described(visit.session, wish))
    return Shown(
        "unsubscribe.html",
        {
            "title": row["title"],
            "topic": row["topic"],
            "action": f"/u/{visit.params['token']}",
            "done": done,
            "manage": f"/subscriptions/{subscription.link(wish, MANAGE)}",
        },
        kept=True,
    )
