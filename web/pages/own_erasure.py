"""Forgetting her: what goes, what stays and until when, two ways, one button, no way back."""

from typing import Annotated

from models import erasing
from models.erasing import Texts
from web.answers import Answer, Cookie, Shown
from web.forms import Form, choice
from web.pages.own_entrance import stale, who
from web.responses import session_cookie
from web.visit import Visit

HERE = "/me/erasure"


class Chosen(Form):
    texts: Annotated[Texts, choice(Texts)]


def new(visit: Visit) -> Answer:
    """What will happen, before it does."""
    led = stale(visit, HERE)
    if led is not None:
        return led
    return Shown(
        "own/erasure.html",
        {
            "works": erasing.works_here(visit.session, who(visit)),
            "cases": erasing.unfinished(visit.session, *visit.contacts),
            "values": dict(visit.values),
            "errors": visit.errors,
        },
    )


def create(visit: Visit) -> Answer:
    """Erase her. The page is our last word: a letter would need the address that is gone."""
    led = stale(visit, HERE)
    if led is not None:
        return led
    chosen: Chosen = visit.form
    erasing.erase_person(visit.session, who(visit), texts=chosen.texts, by=visit.acting())
    said = {"gone": chosen.texts is Texts.GO}
    return Shown("own/erased.html", said, kept=True, cookies=(Cookie(session_cookie(), None),))
