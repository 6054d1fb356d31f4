"""What happens to the town itself in a rehearsed year: boards meet and decide, two units become
one, somebody is on holiday, and somebody leaves with her cases in hand.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from models import absence, appointing, personnel
from models.actor import Actor, Role
from models.calendar import HOUR, is_working_day, next_working_day, now, start_of
from models.errors import NotFound
from models.meeting import agenda, drafts, minutes, row, showing
from models.states import Ruling
from models.units import planning
from models.units.planning import Wanted
from models.units.reorganisation import Change
from web.commands.demo import days
from web.commands.demo.plan import Step, Told
from web.commands.demo.town import Town

LEAVES: Told = {"name": "Nils", "email": "nils@example.org", "role": "official", "has": ["streets"]}
"""He has the cases of the streets until the middle of September."""
SECRETARY, ADMINISTRATOR, AWAY, DEPUTY = "Gunnel", "Ada", "Samira", "Gunnel"
GOES, INTO = "parks", "streets"
CALLED, APPROVED = 8, 10
"""Working days before a meeting when its agenda is made, and after it when its minutes are."""
NOBODYS = -1
"""In the place of a case's number: the step is of none."""

Meeting = tuple[str, dt.date]
"""A board by its slug, and the day on which it meets."""


class YearTown(Town):
    """A town to which things happen."""

    met: dict[Meeting, int]
    """The ids of meetings that took anything up."""

    def settle(self) -> None:
        super().settle()
        self.met = {}

    def reference(self, step: Step) -> str:
        """Raises NotFound for what the rules did not let anybody hand in."""
        if step.told["title"] not in self.references:
            raise NotFound("never_came")
        return super().reference(step)

    def lose(self, name: str) -> None:
        """Somebody works here no more."""
        self._told = [one for one in self._told if one["name"] != name]

    def join(self, slug: str, into: str) -> None:
        """What was one unit's is another's from now on."""
        self._units[slug] = self._units[into]


def meetings(year: int, boards: Sequence[str]) -> list[Meeting]:
    """Each board meets once a month but July: the first on its second Tuesday, the next a week
    later; a day later where that is a holiday.
    """
    found = []
    for month in (*range(1, 7), *range(8, 13)):
        first = dt.date(year, month, 1)
        tuesday = first + dt.timedelta(days=(1 - first.weekday()) % 7)
        for place, slug in enumerate(boards, 1):
            day = tuesday + dt.timedelta(weeks=place)
            found.append((slug, day if is_working_day(day) else next_working_day(day)))
    return found


def meeting_after(met: Sequence[Meeting], board: str, day: dt.date) -> dt.date | None:
    """The day of the first meeting of a board that takes up what lies before it on a day; None
    where that is next year.
    """
    able = (on for slug, on in met if slug == board and days.before(on, CALLED) > day)
    return min(able, default=None)


def steps(year: int, met: Sequence[Meeting], decisions: Mapping[str, Told]) -> Iterator[Step]:
    """Every step of it; `decisions` are the boards' own, by the title of what they are about."""

    def step(day: dt.date, hour: int, does: str, *given: Any, **told: Any) -> Step:
        return Step(start_of(day) + hour * HOUR, NOBODYS, 0, does, given, told)

    for slug, day in met:
        yield step(days.before(day, CALLED), 9, "convene", slug, day)
        yield step(day, 15, "decide_all", slug, day, decisions=decisions)
        yield step(days.after(day, APPROVED), 10, "approve_minutes", slug, day)
    merged = dt.date(year, 7, 1)
    yield step(next_working_day(dt.date(year, 5, 31)), 10, "reorganise", merged)
    yield step(merged, 8, "have_merged")
    holiday = dt.date(year, 7, 6), dt.date(year, 8, 2)
    yield step(next_working_day(dt.date(year, 6, 14)), 10, "be_away", *holiday)
    yield step(next_working_day(dt.date(year, 9, 14)), 16, "leave")


def _convene(town: YearTown, _: Step, slug: str, day: dt.date) -> None:
    """Call the meeting, with what lies before the board; where nothing does, it is cancelled."""
    called = row.call(town.session, board=slug, day=day, place="Kommunhuset")
    here = [one.id for one in agenda.candidates(town.session, called) if one.here]
    if not here:
        row.cancel(town.session, called)
        return
    agenda.add(town.session, called, here[: row.MOST_CASES])
    town.met[slug, day] = called.id or 0


def _decide_all(town: YearTown, step: Step, slug: str, day: dt.date) -> None:
    """The secretary fills in what was decided, and has it shown; the clock shows it."""
    if (number := town.met.get((slug, day))) is None:
        return
    held = row.take(town.session, number)
    made = []
    for one in drafts.rows(town.session, number):
        told = step.told["decisions"][one.title]
        words = {"summary": told["summary"], "reasons": told["reasons"]}
        ruling, paragraph = Ruling(told["ruling"]), told["paragraph"]
        made.append(drafts.Draft(one.id, ruling=ruling, paragraph=paragraph, **words))
    drafts.save(town.session, held, made)
    showing.schedule(town.session, held, by=_official(town, SECRETARY), at=now())


def _approve_minutes(town: YearTown, step: Step, slug: str, day: dt.date) -> None:
    """The minutes are approved and stand on the notice board on the same day."""
    if (number := town.met.get((slug, day))) is not None:
        approved = days.after(day, APPROVED)
        held = row.take(town.session, number)
        by = _official(town, SECRETARY)
        minutes.approve(town.session, held, by=by, approved=approved, posted=approved)


def _reorganise(town: YearTown, _: Step, day: dt.date) -> None:
    goes, into = town.unit(GOES), town.unit(INTO)
    wanted = Wanted(Change.MERGED, goes or 0, day, to_id=into)
    planning.plan(town.session, wanted, by=_administrator(town))


def _have_merged(town: YearTown, _: Step) -> None:
    """The clock has done it by now: whoever passes a case on finds one unit."""
    town.join(GOES, INTO)


def _be_away(town: YearTown, _: Step, first: dt.date, last: dt.date) -> None:
    by, deputy = _official(town, AWAY), town.people[DEPUTY]
    absence.enter(town.session, by.person_id or 0, by=by, first=first, last=last, deputy_id=deputy)


def _leave(town: YearTown, _: Step) -> None:
    """Every role is taken from him; what he holds is let go by the clock."""
    who = town.people[LEAVES["name"]]
    for held in personnel.appointments(town.session, who):
        appointing.end(town.session, who, held.id, by=_administrator(town))
    town.lose(LEAVES["name"])


def _official(town: YearTown, name: str) -> Actor:
    return Actor(Role.OFFICIAL, town.people[name])


def _administrator(town: YearTown) -> Actor:
    return Actor(Role.ADMINISTRATOR, town.people[ADMINISTRATOR])


VERBS: dict[str, Callable[..., None]] = {
    "convene": _convene,
    "decide_all": _decide_all,
    "approve_minutes": _approve_minutes,
    "reorganise": _reorganise,
    "have_merged": _have_merged,
    "be_away": _be_away,
    "leave": _leave,
}
"""What a step of the town itself does."""
