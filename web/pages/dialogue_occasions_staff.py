"""Occasions of a dialogue, for whoever leads it: planned, changed, cancelled, and told of after."""

from datetime import date, time
from typing import Annotated, Any

from pydantic import BeforeValidator

from models.calendar import local, now
from models.dialogue import coming, keeping, occasion_changing, occasions, times
from models.dialogue.keeping import Held
from models.dialogue.occasions import LONGEST_PLACE, LONGEST_TITLE, MOST_SEATS, Occasion, Planned
from web.answers import Answer, Go, Shown
from web.forms import Form, fail, words
from web.pages.dialogue_staff import home, leader, led, told
from web.pages.dialogue_staff_forms import Clock, SomeDay
from web.pages.numbers import Number
from web.visit import Visit


def _seats(value: object) -> int | None:
    given = str(value or "").strip()
    if not given:
        return None
    if not (given.isascii() and given.isdigit() and len(given) < 6 and int(given) > 0):
        raise fail("bad")
    return min(int(given), MOST_SEATS)


class OccasionForm(Form):
    title: Annotated[str, words(LONGEST_TITLE, least=1)]
    place: Annotated[str, words(LONGEST_PLACE, least=1)]
    day: SomeDay
    opens_clock: Clock
    closes_clock: Clock
    roles: Annotated[str, words(2000, lines=True)] = ""
    seats: Annotated[int | None, BeforeValidator(_seats)] = None

    @property
    def planned(self) -> Planned:
        """Raises Invalid for a time that the clocks leave out."""
        day = date.fromisoformat(self.day)
        return Planned(
            title=self.title,
            place=self.place,
            starts_at=times.opens(day, time.fromisoformat(self.opens_clock)),
            ends_at=times.closes(day, time.fromisoformat(self.closes_clock)),
            roles=self.roles,
            seats=self.seats,
        )


class ChangedForm(OccasionForm):
    version: Number


class NotesForm(Form):
    version: Number
    notes: Annotated[str, words(20_000, least=1, lines=True)]


def index(visit: Visit) -> Answer:
    """All of them, and the form of one more."""
    row = led(visit)
    return Shown(
        "casework/dialogues/occasions/list.html",
        {
            "dialogue": told(visit, row),
            "occasions": occasions.of_dialogue(visit.session, row.id),
            "values": visit.values,
            "errors": visit.errors,
        },
    )


def create(visit: Visit) -> Answer:
    form: OccasionForm = visit.form
    held = keeping.take_for(visit.session, visit.params["slug"], visit.viewer)
    occasions.plan(visit.session, held, form.planned, by=leader(visit))
    return Go(f"{home(held.dialogue)}/occasions")


def show(visit: Visit) -> Answer:
    """One of them: who comes, its form while it is ahead, and afterwards what was said there."""
    row = led(visit)
    one = occasions.one(visit.session, row.id, visit.number("id"))
    return Shown(
        "casework/dialogues/occasions/one.html",
        {
            "dialogue": told(visit, row),
            "occasion": one,
            "ahead": one.starts_at > now(),
            "who": coming.who(visit.session, one.id),
            # A form that is refused brings nothing of the other.
            "values": {**_known(one), **visit.values},
            "errors": visit.errors,
        },
    )


def update(visit: Visit) -> Answer:
    form: ChangedForm = visit.form
    held, one = _taken(visit)
    occasion_changing.change(visit.session, held, one, form.planned, by=leader(visit))
    return Go(f"{home(held.dialogue)}/occasions")


def cancel(visit: Visit) -> Answer:
    """It is not held."""
    held, one = _taken(visit)
    occasion_changing.cancel(visit.session, held, one, by=leader(visit))
    return Go(f"{home(held.dialogue)}/occasions/{one.id}")


def note(visit: Visit) -> Answer:
    """What was said there, for everyone."""
    form: NotesForm = visit.form
    held, one = _taken(visit)
    occasions.note(visit.session, held, one, form.notes, by=leader(visit))
    return Go(f"{home(held.dialogue)}/occasions/{one.id}")


def _taken(visit: Visit) -> tuple[Held, Occasion]:
    held = keeping.take_for(visit.session, visit.params["slug"], visit.viewer)
    version = int(visit.form.version)
    one = occasions.take(visit.session, held.case.id or 0, visit.number("id"), version=version)
    return held, one


def _known(one: Any) -> dict[str, str]:
    starts, ends = local(one.starts_at), local(one.ends_at)
    return {
        "title": one.title,
        "place": one.place,
        "day": starts.date().isoformat(),
        "opens_clock": f"{starts:%H.%M}",
        "closes_clock": f"{ends:%H.%M}",
        "roles": one.roles,
        "seats": str(one.seats or ""),
        "notes": one.notes or "",
    }
