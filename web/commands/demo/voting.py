"""The votes of a demonstration's dialogues: one to come, and one that was counted."""

import tomllib
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from models import calendar, profile
from models.calendar import DAY, now
from models.counting import MOST_POINTS, Method
from models.dialogue import ballots, closing, finding, keeping, planning, polling
from models.dialogue.kinds import PhaseKind
from models.dialogue.polling import Choice, Planned
from models.dialogue.polls import Poll
from models.profile import Participation
from models.support_rules import SupportRules
from models.viewer import Viewer
from web.commands.demo.plan import Told
from web.commands.demo.town import Town

FILE = Path(profile.__file__).parent / "profiles" / "demo" / "votes.toml"


def vote(town: Town, asked: Mapping[str, Any]) -> None:
    """Lay the ballots out as whoever leads the dialogue; where the time is over, let residents vote
    and count them.
    """
    for key, told in tomllib.loads(FILE.read_text(encoding="utf-8")).items():
        if key in asked and PhaseKind.VOTE in asked[key].phases:
            _Voted(town, asked[key]).tell(told)


class _Voted:
    def __init__(self, town: Town, asked: Any) -> None:
        self._town, self._session, self._asked = town, town.session, asked

    def tell(self, told: Told) -> None:
        with calendar.at(now() + told["laid_out"] * DAY):
            poll = self._lay_out(told)
        if "cast" not in told:
            return
        with calendar.at(now() + told["cast"] * DAY):
            for voter in range(told["voters"]):
                self._cast(poll, voter, told["options"])
        with calendar.at(self._closes(poll)):
            closing.close_poll(self._session, poll.id or 0)

    def _lay_out(self, told: Told) -> Poll:
        held = keeping.hold(self._session, self._asked.reference)
        phase = planning.take(self._session, held, self._asked.phases[PhaseKind.VOTE])
        planned = Planned(
            Method(told["method"]),
            told["question"],
            [Choice(one["title"], one.get("words", "")) for one in told["options"]],
            most=told.get("most"),
        )
        since = held.dialogue.updated_at
        made = polling.set_up(self._session, held, phase, planned, by=self._asked.by)
        # What is written down later here was done earlier there.
        held.dialogue.updated_at = max(since, held.dialogue.updated_at)
        return made

    def _cast(self, poll: Poll, voter: int, options: list[Told]) -> None:
        """A scatter round what pulls, the same in every demonstration."""
        points = {}
        for number, one in enumerate(options, start=1):
            drawn = sha256(f"{voter} {number}".encode()).digest()[0] % 10
            points[number] = min(MOST_POINTS, max(0, one["pulls"] - drawn))
        ballots.cast(
            self._session,
            self._asked.slug,
            poll.phase_id,
            points,
            voter=Viewer(person_id=self._town.supporters[voter]),
            rules=Participation(),
            watched=SupportRules(),
        )

    def _closes(self, poll: Poll) -> calendar.Moment:
        held = keeping.hold(self._session, self._asked.reference)
        rows = finding.phases_of(self._session, held.case.id or 0)
        closes: calendar.Moment = next(r.closes_at for r in rows if r.id == poll.phase_id)
        return closes
