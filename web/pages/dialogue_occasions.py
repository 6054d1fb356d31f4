"""What one can come to in a dialogue: on its page, on a page of its own, and in her calendar."""

from typing import Annotated, Any

from sqlalchemy import Row

from models import own_details
from models.calendar import now
from models.dialogue import coming, occasions
from models.errors import NotAllowed, NotFound
from models.states import PUBLIC
from models.submission import stream_of
from web import ics
from web.answers import Answer, Go, Shown
from web.forms import Form, Tick, words
from web.ics import Event, Sort
from web.pages import dialogue_door
from web.pages.dialogue_head import found, head
from web.pages.feed_items import clean
from web.visit import Visit


class ComingForm(Form):
    """Two buttons: one with it, and one without."""

    coming: Tick = False
    name: Annotated[str, words(80)] = ""


def section(visit: Visit, row: Row[Any]) -> dict[str, Any] | None:
    """What the page of the dialogue says of them. How many come is not among it: that page is as
    old as the last event of the dialogue, and signing up makes none.
    """
    rows = occasions.of_dialogue(visit.session, row.id)
    return {"occasions": rows} if rows else None


def show(visit: Visit) -> Answer:
    """One of them: when, where, who does what, and whether there is room."""
    row, one = _one(visit)
    person = visit.viewer.person_id
    return Shown(
        "dialogues/occasions/show.html",
        {
            "dialogue": head(visit, row),
            "occasion": one,
            "ahead": one.starts_at > now() and one.cancelled_at is None,
            "left": occasions.left(one),
            "known": person is not None,
            "comes": person is not None and coming.comes(visit.session, one.id, person),
            "asks_name": person is not None
            and coming.asks_name(own_details.person(visit.session, person)),
            "values": visit.values,
            "errors": visit.errors,
        },
    )


def create(visit: Visit) -> Answer:
    """She comes, or does not after all. Of whoever is not signed in nothing is known; her page asks
    where to send the link.
    """
    form: ComingForm = visit.form
    row, one = _one(visit)
    person = visit.viewer.person_id
    if person is None:
        return Go(_page(row, one))
    if form.coming:
        coming.sign_up(visit.session, row.id, one.id, person, name=form.name)
    else:
        coming.withdraw(visit.session, row.id, one.id, person)
    return Go(_page(row, one))


def door(visit: Visit) -> Answer:
    """Send the link that leads back here, where she signs up. Seats are taken by pressing there:
    a letter under way holds none.
    """
    row, one = _one(visit)
    if row.publication not in PUBLIC:
        raise NotFound(row.slug)
    occasions.check_ahead(one)
    if occasions.left(one) == 0 and not visit.values.get("signed_up"):
        raise NotAllowed("occasion_full")
    return dialogue_door.knock(visit, row, back=_page(row, one), title=one.title, occasion=True)


def calendar(visit: Visit) -> Answer:
    """It as a file for a calendar."""
    row, one = _one(visit)
    if row.publication not in PUBLIC:
        # A calendar is for all: also whoever leads a dialogue has none of a draft.
        raise NotFound(row.slug)
    event = Event(
        Sort.OCCASION,
        key=str(one.id),
        title=clean(one.title),
        page=_page(row, one),
        updated=row.updated_at,
        starts=one.starts_at,
        ends=one.ends_at,
        place=clean(one.place),
        about=clean(row.question),
        cancelled=one.cancelled_at is not None,
    )
    return ics.calendar(one.title, [event], stream=stream_of(row.reference))


def _page(row: Row[Any], one: Row[Any]) -> str:
    return f"/dialogues/{row.slug}/occasions/{one.id}"


def _one(visit: Visit) -> tuple[Row[Any], Row[Any]]:
    row = found(visit)
    return row, occasions.one(visit.session, row.id, visit.number("occasion"))
