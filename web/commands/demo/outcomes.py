"""What was noted in the demonstration's dialogues, sorted into themes, and what came of it."""

import datetime as dt
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from models import calendar, profile
from models.actor import Actor
from models.calendar import Moment, today
from models.dialogue import actions, keeping, notes, results, themes, times
from models.dialogue.heard import NoteChannel, Theme
from models.dialogue.inputs import Input, Source
from models.dialogue.keeping import Ending, Held
from models.dialogue.notes import Noted
from models.dialogue.outcome import ActionStatus, Answer
from models.dialogue.results import Answered, Said
from models.prose import prose
from models.states import Status
from web.commands.demo.town import Town

FILE = Path(profile.__file__).parent / "profiles" / "demo" / "outcomes.toml"
EVENING = dt.time(20)
TOLD = -1
"""The day on which it was told what came of what is over, where the file has no other."""


def listen(town: Town, asked: Mapping[str, Any]) -> None:
    """Write everything down in the dialogues of these keys (web.commands.demo.dialogues.Asked), as
    whoever leads them.
    """
    said = tomllib.loads(FILE.read_text(encoding="utf-8"))
    for key, told in said.items():
        if key in asked:
            _Listener(town, asked[key].reference, asked[key].by).write(told)


class _Listener:
    def __init__(self, town: Town, reference: str, by: Actor) -> None:
        self._session, self._reference, self._by = town.session, reference, by
        self._themes: dict[str, Theme] = {}
        self._today = today()

    def _held(self) -> Held:
        return keeping.hold(self._session, self._reference)

    def write(self, told: dict[str, Any]) -> None:
        first = min(note["day"] for note in told["notes"])
        with calendar.at(self._evening(first)):
            for name in told["themes"]:
                made = themes.add(self._session, self._held(), name, by=self._by)
                self._themes[name] = made
        for note in told["notes"]:
            with calendar.at(self._evening(note["day"])):
                self._note(note)
        if "report" in told:
            with calendar.at(self._evening(told.get("told", TOLD))):
                self._tell(told)
        if "handed_over" in told:
            self._hand_over(told["handed_over"])

    def _note(self, told: dict[str, Any]) -> None:
        noted = Noted(
            channel=NoteChannel(told["channel"]),
            day=self._day(told["day"]),
            words=told["words"],
            place=told.get("place", ""),
            people=told.get("people"),
            shown=told.get("shown", False),
        )
        made = notes.write(self._session, self._held(), noted, by=self._by)
        for name in told["about"]:
            here = [Input(Source.NOTE, made.id or 0)]
            themes.put(self._session, self._held(), self._themes[name], here, by=self._by)

    def _tell(self, told: dict[str, Any]) -> None:
        held, report = self._held(), told["report"].strip()
        answers = tuple(
            Answered(
                theme_id=self._themes[name].id or 0,
                answer=Answer(one["answer"]),
                words=one["words"],
                due_on=self._day(one["due"]) if "due" in one else None,
                who=one.get("who", ""),
            )
            for name, one in told["answers"].items()
        )
        said = Said(report, prose(report), told["influenced"], answers)
        results.write(self._session, held, None, said, by=self._by, version=0, publish=True)
        learnt, news = told["learnt"], told["now"]
        results.evaluate(self._session, held, learnt, prose(learnt), by=self._by)
        for one in told["actions"]:
            self._do(held, one)
        actions.write_year(self._session, held, self._today.year, news, prose(news), by=self._by)

    def _hand_over(self, told: dict[str, Any]) -> None:
        """To ordinary work, once everything is told."""
        with calendar.at(self._evening(told["day"])):
            held, ending = self._held(), Ending(told["words"], told["by"])
            keeping.move(self._session, held, Status.CLOSED, by=self._by)
            keeping.move(self._session, held, Status.HANDED_OVER, by=self._by, ending=ending)

    def _do(self, held: Held, told: dict[str, Any]) -> None:
        done = self._day(told["done"]) if "done" in told else None
        status = ActionStatus.DONE if done else ActionStatus(told.get("status", "planned"))
        planned = actions.Planned(
            words=told["words"],
            owner_unit_id=held.case.unit_id,
            due_on=self._day(told["due"]),
            owner_name=told.get("owner", ""),
            theme_id=self._themes[told["theme"]].id,
            status=status,
            done_on=done,
        )
        actions.add(self._session, held, planned, by=self._by)

    def _day(self, ahead: int) -> dt.date:
        return self._today + dt.timedelta(days=ahead)

    def _evening(self, ahead: int) -> Moment:
        return times.opens(self._day(ahead), EVENING)
