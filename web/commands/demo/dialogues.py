"""The dialogues of a demonstration: asked weeks ago, with the town's clock between their phases."""

import datetime as dt
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from models import calendar, organisation, profile
from models.actor import Actor, Role
from models.calendar import Moment, now, today
from models.dialogue import beginning, finding, keeping, leading, opening, planning, times
from models.dialogue.keeping import Ending, Held, Words
from models.dialogue.kinds import Level, PhaseKind
from models.dialogue.leading import Led
from models.dialogue.planning import Planned
from models.states import Status
from web.commands.demo import discussing, gathering, outcomes, speaking, stating, voting
from web.commands.demo.plan import Told
from web.commands.demo.town import Town

FILE = Path(profile.__file__).parent / "profiles" / "demo" / "dialogues.toml"
MORNING, NIGHT = dt.time(8), dt.time(23, 59)
CHANGED = -2
"""The day on which officials did what they do by hand, where the file has no other."""


@dataclass
class Asked:
    """A dialogue of the demonstration, for whoever has more to say in it."""

    id: int
    slug: str
    reference: str
    by: Actor
    phases: dict[PhaseKind, int] = field(default_factory=dict)
    """The ids of its phases by their kinds."""


PARTS: tuple[Callable[[Town, dict[str, Asked]], None], ...] = (
    discussing.discuss,
    speaking.speak,
    gathering.gather,
    outcomes.listen,
    stating.state,
    voting.vote,
)
"""What happens in the dialogues, by their `key` in the file. Each adds its line; what was said
earlier is said inside `calendar.at(moment)`, in a phase that was open then.
"""


def ask(town: Town) -> None:
    """Begin each of them on its day, and let everything happen in it that has by now."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))["dialogues"]
    asked = {one["key"]: _Life(town, one).lived() for one in told}
    for part in PARTS:
        part(town, asked)


def _listens(phase: Told) -> bool:
    return PhaseKind(phase["kind"]) in opening.LISTENS


class _Life:
    """One dialogue, from its draft to where it is today."""

    def __init__(self, town: Town, told: Told) -> None:
        self._session, self._told, self._today = town.session, told, today()
        self._town = town
        self._acted = self._morning(told.get("acted", CHANGED))
        self._by = Actor(Role.OFFICIAL, town.people[told["by"]])

    def lived(self) -> Asked:
        began = self._told.get("begun", self._told["phases"][0]["from"] - 3)
        with calendar.at(self._morning(began)):
            held = self._drafted()
        reference = held.case.reference
        if self._told.get("state") != Status.DRAFT:
            with calendar.at(self._morning(began + 1)):
                keeping.move(self._session, held, Status.COMING, by=self._by)
            self._go_on(reference)
        phases = finding.phases_of(self._session, held.case.id or 0)
        kinds = {one.kind: one.id for one in phases}
        return Asked(held.case.id or 0, held.dialogue.slug, reference, self._by, kinds)

    def _drafted(self) -> Held:
        town, told, by = self._town, self._told, self._by
        # Where the profile of another municipality has no such unit, its first one asks.
        unit_id = town.unit(told["unit"]) or organisation.units(self._session)[0].id
        held = beginning.draft(self._session, self._words(), unit_id=unit_id, by=by, language="sv")
        led = [Led(**one) for one in told.get("leaders", ())]
        leading.name_leaders(self._session, held, led, by=by)
        others = [town.unit(slug) for slug in told.get("units", ())]
        leading.name_units(self._session, held, [one for one in others if one], by=by)
        for phase in told["phases"]:
            planned = self._planned(phase, phase.get("was", phase["to"]))
            planning.add(self._session, held, planned, by=by)
        voting.lay_out(self._session, held, told["key"], by=by)
        return held

    def _words(self) -> Words:
        told = self._told
        return Words(
            question=told["question"],
            background=told.get("background", "").strip(),
            level=Level(told["level"]),
            opens_on=self._day(told["phases"][0]["from"]),
            closes_on=self._day(max(one["to"] for one in told["phases"] if _listens(one))),
            purpose=told.get("purpose", ""),
            can=told.get("can", ""),
            cannot=told.get("cannot", ""),
            target=told.get("target", ""),
            decider=told.get("decider", ""),
            decision_on=self._day(told["decided"]) if "decided" in told else None,
            feedback_on=self._day(told["told"]) if "told" in told else None,
        )

    def _planned(self, phase: Told, to: int) -> Planned:
        return Planned(
            kind=PhaseKind(phase["kind"]),
            opens_at=self._morning(phase["from"]),
            closes_at=times.closes(self._day(to), NIGHT),
            title=phase.get("title", ""),
            words=phase.get("words", ""),
        )

    def _go_on(self, reference: str) -> None:
        """Its phases open and close at their moments, and officials do what they do by hand."""
        for moment in sorted(self._moments()):
            with calendar.at(moment):
                opening.ring(self._session, reference)
                if moment == self._acted:
                    self._act(keeping.hold(self._session, reference))
        opening.ring(self._session, reference)

    def _moments(self) -> set[Moment]:
        """When the clock has something to note, that has been, and when officials acted."""
        found = {self._acted}
        for phase in self._told["phases"]:
            closes = times.closes(self._day(phase.get("was", phase["to"])), NIGHT)
            found |= {self._morning(phase["from"]), closes, closes - opening.LAST_DAYS}
        return {moment for moment in found if moment <= now()}

    def _act(self, held: Held) -> None:
        rows = finding.phases_of(self._session, held.case.id or 0)
        for row, phase in zip(rows, self._told["phases"], strict=True):
            if "was" in phase:
                taken = planning.take(self._session, held, row.id)
                longer = self._planned(phase, phase["to"])
                planning.change(self._session, held, taken, longer, by=self._by)
        if "state" in self._told:
            ending = Ending(self._told.get("ended_words", ""), self._told.get("ended_by", ""))
            to = Status(self._told["state"])
            keeping.move(self._session, held, to, by=self._by, ending=ending)

    def _day(self, ahead: int) -> dt.date:
        return self._today + dt.timedelta(days=ahead)

    def _morning(self, ahead: int) -> Moment:
        return times.opens(self._day(ahead), MORNING)
