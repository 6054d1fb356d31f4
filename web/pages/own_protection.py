"""Protected identity as residents say it: a box where they hand in, a section of the page about
themselves.
"""

from enum import StrEnum
from typing import Annotated

from models import protection
from models.errors import NotFound
from web.answers import Answer, Go
from web.forms import Form, Tick, choice
from web.visit import Visit

HERE = "/me/details"


class Protecting(Form):
    """The field of participation/_protected.html."""

    protected: Tick = False


class Wish(StrEnum):
    ON = "on"
    OFF = "off"


class Protection(Form):
    wish: Annotated[Wish, choice(Wish)]


def change(visit: Visit) -> Answer:
    """Turn it on, at once; or off, for whoever has just shown who she is: what it hides is more
    than a browser left open should give away.
    """
    person = visit.viewer.person_id
    if person is None:
        raise NotFound
    wanted: Protection = visit.form
    on = wanted.wish is Wish.ON
    if not on and not visit.viewer.is_fresh:
        return Go(f"/sign-in/again?next={HERE}")
    protection.protect(visit.session, person, on=on, by=visit.acting())
    return Go(HERE)
