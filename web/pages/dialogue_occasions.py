"""What one can come to in a dialogue: on its page, on a page of its own, and in her calendar."""

from typing import Any
from urllib.parse import quote

from sqlalchemy import Row

from models.calendar import now
from models.dialogue import coming, occasions
from models.errors import NotFound
from models.states import PUBLIC
from models.submission import stream_of
from web import ics
from web.answers import Answer, Go, Shown
from web.forms import Form, Tick
from web.ics import Event, Sort
from web.pages.dialogue_head import found, head
from web.pages.feed_items import clean
from web.visit import Visit


class ComingForm(Form):
    """Two buttons: one with it, and one without."""

    coming: Tick = False


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
            "left": None if one.seats is None else max(0, one.seats - one.coming),
            "comes": person is not None and coming.comes(visit.session, one.id, person),
        },
    )


def create(visit: Visit) -> Answer:
    """She comes, or does not after all; whoever is not signed in is led to that and back here."""
    form: ComingForm = visit.form
    row, one = _one(visit)
    here = f"/dialogues/{row.slug}/occasions/{one.id}"
    person = visit.viewer.person_id
    if person is None:
        return Go(f"/sign-in?next={quote(here, safe='/')}")
    verb = coming.sign_up if form.coming else coming.withdraw
    verb(visit.session, row.id, one.id, person)
    return Go(here)


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
        page=f"/dialogues/{row.slug}/occasions/{one.id}",
        updated=row.updated_at,
        starts=one.starts_at,
        ends=one.ends_at,
        place=clean(one.place),
        about=clean(row.question),
        cancelled=one.cancelled_at is not None,
    )
    return ics.calendar(one.title, [event], stream=stream_of(row.reference))


def _one(visit: Visit) -> tuple[Row[Any], Row[Any]]:
    row = found(visit)
    return row, occasions.one(visit.session, row.id, visit.number("occasion"))
