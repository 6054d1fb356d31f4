"""A resident's own page, for whoever wants one, and the section where she turns it on."""

from typing import Annotated, Any

from models import public_profile, public_texts
from models.errors import NotFound
from web.answers import Answer, Go, Shown
from web.forms import Form, words
from web.pages import declaring
from web.visit import Visit

HERE = "/me/details"
PAGE = f"{HERE}#own-page"
TICK = "text-"
"""What the fields of the ticked texts begin with; their `mark` follows."""


class Named(Form):
    byline: Annotated[str, words(80, least=1)]


def show(visit: Visit) -> Answer:
    """Her name and the texts she chose, as they are at this moment: stored nowhere on the way, so
    that it is gone the moment she turns it off.
    """
    page = public_profile.page(visit.session, visit.params["slug"])
    return Shown("participation/resident.html", {"called": page.name, "texts": page.texts})


def turn_on(visit: Visit) -> Answer:
    """Make it, empty."""
    named: Named = visit.form
    rules = visit.site.participation
    public_profile.turn_on(visit.session, _who(visit), named.byline, rules=rules)
    return Go(PAGE)


def turn_off(visit: Visit) -> Answer:
    """Take it away, with its address."""
    public_profile.turn_off(visit.session, _who(visit))
    return Go(PAGE)


def choose(visit: Visit) -> Answer:
    """Which texts stand on it."""
    wanted = {name.removeprefix(TICK) for name in visit.values if name.startswith(TICK)}
    public_profile.tick(visit.session, _who(visit), wanted)
    return Go(PAGE)


def section(visit: Visit) -> dict[str, Any]:
    """What the page about herself asks for: protection, what she has said, her own page."""
    person = _who(visit)
    page = public_profile.of(visit.session, person)
    hidden = visit.viewer.protected
    return {
        "protected": hidden,
        "said": declaring.own(visit, person),
        "page": page,
        "names": [] if page or hidden else public_texts.names(visit.session, person),
        "offered": public_profile.offered(visit.session, person) if page else [],
    }


def _who(visit: Visit) -> int:
    if visit.viewer.person_id is None:
        raise NotFound
    return visit.viewer.person_id
