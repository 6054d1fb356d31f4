"""The votes of a demonstration's dialogues: one to come, and one that was counted."""

import tomllib
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlmodel import Session

from models import calendar, profile
from models.actor import Actor
from models.calendar import DAY, now
from models.counting import MOST_POINTS, Method
from models.dialogue import ballots, closing, finding, planning, polling, polls
from models.dialogue.keeping import Held
from models.dialogue.kinds import PhaseKind
from models.dialogue.polling import Choice, Planned
from models.profile import Participation
from models.support_rules import SupportRules
from models.viewer import Viewer
from web.commands.demo.plan import Told
from web.commands.demo.town import Town

FILE = Path(profile.__file__).parent / "profiles" / "demo" / "votes.toml"


def lay_out(session: Session, held: Held, key: str, *, by: Actor) -> None:
    """Lay the ballot out of the draft of this key, where it has a vote."""
    for row in finding.phases_of(session, held.case.id or 0):
        if row.kind is PhaseKind.VOTE:
            told = _told()[key]
            planned = Planned(
                Method(told["method"]),
                told["question"],
                [Choice(one["title"], one.get("words", "")) for one in told["options"]],
                most=told.get("most"),
            )
            polling.set_up(session, held, planning.take(session, held, row.id), planned, by=by)


def vote(town: Town, asked: Mapping[str, Any]) -> None:
    """Where the time of a vote is over, let residents vote and count their ballots."""
    for key, told in _told().items():
        if "cast" in told and PhaseKind.VOTE in asked[key].phases:
            _Voted(town, asked[key]).tell(told)


def _told() -> dict[str, Told]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


class _Voted:
    def __init__(self, town: Town, asked: Any) -> None:
        self._town, self._session, self._asked = town, town.session, asked

    def tell(self, told: Told) -> None:
        phase_id = self._asked.phases[PhaseKind.VOTE]
        with calendar.at(now() + told["cast"] * DAY):
            for voter in range(told["voters"]):
                self._cast(phase_id, voter, told["options"])
        for poll in polls.of_dialogue(self._session, self._asked.id):
            with calendar.at(poll.closes_at):
                closing.close_poll(self._session, poll.id)

    def _cast(self, phase_id: int, voter: int, options: list[Told]) -> None:
        """A scatter round what pulls, the same in every demonstration."""
        points = {}
        for number, one in enumerate(options, start=1):
            drawn = sha256(f"{voter} {number}".encode()).digest()[0] % 10
            points[number] = min(MOST_POINTS, max(0, one["pulls"] - drawn))
        ballots.cast(
            self._session,
            self._asked.slug,
            phase_id,
            points,
            voter=Viewer(person_id=self._town.supporters[voter]),
            rules=Participation(),
            watched=SupportRules(),
        )
