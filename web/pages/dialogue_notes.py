"""Field notes of a dialogue, by whoever leads it: quick to write one after another, on a phone."""

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator

from models.calendar import today
from models.dialogue import finding, keeping, notes
from models.dialogue.heard import LONGEST_PLACE, FieldNote, NoteChannel
from models.dialogue.notes import Noted
from models.errors import Invalid, NotFound
from web.answers import Answer, Go, Shown
from web.forms import Form, Tick, checked, choice, fail, words
from web.pages.casework_forms import SomeDay
from web.pages.dialogue_staff import home, leader, led, told
from web.pages.paging import cut, integers
from web.visit import Visit

MOST_PEOPLE = 100_000


def _people(value: object) -> int | None:
    given = str(value or "").strip()
    if not given:
        return None
    if not (given.isascii() and given.isdigit() and 0 < len(given) < 7 and int(given) > 0):
        raise fail("bad")
    return min(int(given), MOST_PEOPLE)


def _phase(value: str, _info: object) -> str:
    if value and not (value.isascii() and value.isdigit()):
        raise Invalid("", "unknown")
    return value


class NoteForm(Form):
    channel: Annotated[NoteChannel, choice(NoteChannel)]
    day: SomeDay
    place: Annotated[str, words(LONGEST_PLACE)] = ""
    people: Annotated[int | None, BeforeValidator(_people)] = None
    phase: Annotated[str, words(18), AfterValidator(checked(_phase))] = ""
    said: Annotated[str, words(notes.LONGEST, least=1, lines=True)]
    shown: Tick = False

    @property
    def noted(self) -> Noted:
        return Noted(
            channel=self.channel,
            day=date.fromisoformat(self.day),
            words=self.said,
            place=self.place,
            people=self.people,
            phase_id=int(self.phase) if self.phase else None,
            shown=self.shown,
        )


def index(visit: Visit) -> Answer:
    """What was noted so far, below the form for the next one."""
    row = led(visit)
    here = f"{home(row)}/notes"
    place = integers(visit.query.get("after", ""), 2)
    after = (place[0], place[1]) if place else None
    found = notes.newest(visit.session, row.id, after=after)
    rows, following = cut(found, here, "at", "id", size=notes.PAGE)
    return Shown(
        "casework/dialogues/notes/list.html",
        {
            **_form(visit, row),
            "rows": rows,
            "met": notes.met(visit.session, row.id),
            "values": visit.values or _as_last_time(visit, row),
            "written": visit.query.get("written") == "yes",
            "next_url": following,
            "first_url": here if after else "",
        },
    )


def _form(visit: Visit, row: Any) -> dict[str, Any]:
    return {
        "dialogue": told(visit, row),
        "channels": [one.value for one in NoteChannel],
        "phases": finding.phases_of(visit.session, row.id),
        "errors": visit.errors,
    }


def _as_last_time(visit: Visit, row: Any) -> dict[str, str]:
    """At a meeting many notes are written one after the other: of the same day and place."""
    last = notes.last_of(visit.session, row.id, visit.viewer.person_id or 0)
    if last is None or last.day != today():
        return {"day": today().isoformat()}
    return {"channel": last.channel.value, "day": last.day.isoformat(), "place": last.place}


def create(visit: Visit) -> Answer:
    """Write one down, and have the form for the next one."""
    form: NoteForm = visit.form
    held = keeping.take_for(visit.session, visit.params["slug"], visit.viewer)
    notes.write(visit.session, held, form.noted, by=leader(visit))
    return Go(f"{home(held.dialogue)}/notes?written=yes")


def show(visit: Visit) -> Answer:
    """One of them, to be changed or taken away."""
    row = led(visit)
    found = visit.session.get(FieldNote, visit.number("id"))
    if found is None or found.submission_id != row.id:
        raise NotFound
    stored = {
        "channel": found.channel.value,
        "day": found.day.isoformat(),
        "place": found.place,
        "people": str(found.people or ""),
        "phase": str(found.phase_id or ""),
        "said": found.words,
        "shown": "yes" if found.shown else "",
    }
    return Shown(
        "casework/dialogues/notes/one.html",
        {**_form(visit, row), "note": {"id": found.id}, "values": visit.values or stored},
    )


def update(visit: Visit) -> Answer:
    """Other words, or whether everyone may read them."""
    form: NoteForm = visit.form
    held = keeping.take_for(visit.session, visit.params["slug"], visit.viewer)
    found = notes.take(visit.session, held, visit.number("id"))
    notes.change(visit.session, held, found, form.noted, by=leader(visit))
    return Go(f"{home(held.dialogue)}/notes")


def remove(visit: Visit) -> Answer:
    """It should not be there."""
    held = keeping.take_for(visit.session, visit.params["slug"], visit.viewer)
    found = notes.take(visit.session, held, visit.number("id"))
    notes.remove(visit.session, held, found, by=leader(visit))
    return Go(f"{home(held.dialogue)}/notes")
