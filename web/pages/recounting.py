"""Promising open cases anew: what would follow, how far it has come, doing it (ST-10)."""

from models.actor import Role
from models.keeping_promises import anew, recounting
from web.answers import Answer, Go, Shown
from web.pages.setting_pages import known
from web.visit import Visit

HERE = "/admin/promises"


def show(visit: Visit) -> Answer:
    """How many open cases would be promised something else, before anything is done."""
    return Shown(
        "admin/promises_anew.html",
        {
            "told": anew.consequences(visit.session, visit.site.opening),
            "known": recounting.newest(visit.session),
            "last": recounting.last(visit.session),
            "errors": visit.errors,
        },
    )


def create(visit: Visit) -> Answer:
    """Let the clock do it."""
    by = visit.acting(Role.ADMINISTRATOR)
    recounting.begin(visit.session, by=by, known=known(visit))
    return Go(HERE)
