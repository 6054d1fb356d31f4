"""Who reads a text: taking it, holding on to it while its page is looked at, taking it over."""

from typing import Annotated, Any

from models.errors import NotFound
from moderation import claims, queue
from web.answers import Answer, Go, Shown
from web.forms import Form, Tick, words
from web.pages.desk_done import moderator
from web.pages.desk_views import view_of
from web.visit import Visit


class ClaimForm(Form):
    force: Tick = False
    view: Annotated[str, words(200)] = ""


def number(visit: Visit) -> int:
    """The number of the item, if it is one of hers to judge."""
    found = visit.number("id")
    queue.check(visit.session, visit.viewer, found)
    return found


def claim(visit: Visit) -> Answer:
    """Say that one is reading it, so that two do not judge the same; by force if asked."""
    form: ClaimForm = visit.form
    item_id = number(visit)
    if form.force:
        claims.take_over(visit.session, item_id, moderator(visit))
    else:
        claims.claim(visit.session, item_id, moderator(visit))
    return Go(view_of(visit).address(f"/desk/{item_id}"))


def present(visit: Visit) -> Answer:
    """The page is being looked at: what is hers stays hers, and she is told when it is not."""
    item_id, by = number(visit), moderator(visit)
    try:
        found = claims.hold(visit.session, item_id, by)
    except NotFound:
        told: dict[str, Any] = {"who": "", "since": None, "decided": True}
    else:
        others = found.person_id not in (None, by.person_id)
        told = {"who": found.name if others else "", "since": found.since, "decided": False}
    # No page of its own: no browser shows it as one.
    return Shown("desk/_held.html", told, media="text/plain")
