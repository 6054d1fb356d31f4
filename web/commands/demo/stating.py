"""The statements of a demonstration's dialogues, and what its residents answered."""

import tomllib
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from models import calendar, person, profile, review
from models import comment as commented
from models.actor import Actor, Role
from models.calendar import DAY, now
from models.dialogue import assertions, keeping, planning
from models.dialogue.kinds import PhaseKind, Section
from models.opinion.answers import AGREE, DISAGREE, PASS
from models.profile import Participation
from models.prose import prose
from web.commands.demo.town import Town

FILE = Path(profile.__file__).parent / "profiles" / "demo" / "statements.toml"
ANSWERING = 36
"""How many of the nameless residents answer."""
CAMPS = (0, 0, 0, 1, 1, 2)
"""Of six, three are of the first camp, two of the second, one of the third."""


def state(town: Town, asked: Mapping[str, Any]) -> None:
    """Write the statements as whoever leads the dialogue, and let residents answer them."""
    for key, told in tomllib.loads(FILE.read_text(encoding="utf-8")).items():
        if key in asked and PhaseKind.STATEMENTS in asked[key].phases:
            _Stated(town, asked[key]).tell(told)


class _Stated:
    def __init__(self, town: Town, asked: Any) -> None:
        self._town, self._session, self._asked = town, town.session, asked
        self._phase: int = asked.phases[PhaseKind.STATEMENTS]

    def tell(self, told: dict[str, Any]) -> None:
        with calendar.at(now() + told["written"] * DAY):
            numbers = self._write([one["words"] for one in told["said"]])
        with calendar.at(now() + told["answered"] * DAY):
            for resident in range(ANSWERING):
                self._answer(resident, numbers, told["said"])
            self._add(told["waiting"]["name"], told["waiting"]["words"])

    def _write(self, said: list[str]) -> list[int]:
        held = keeping.hold(self._session, self._asked.reference)
        self._dialogue = held.case.id or 0
        phase = planning.take(self._session, held, self._phase)
        by = self._asked.by
        assertions.show_live(self._session, held, phase, live=True, by=by)
        return [
            assertions.add_official(self._session, held, phase, words, by=by).number
            for words in said
        ]

    def _answer(self, resident: int, numbers: list[int], said: list[dict[str, Any]]) -> None:
        """As her camp does, most often: a scatter that is the same in every demonstration."""
        camp = CAMPS[resident % len(CAMPS)]
        for number, one in zip(numbers, said, strict=True):
            scatter = sha256(f"{resident} {number}".encode()).digest()
            if scatter[0] % 8 == 0:
                continue
            agrees = AGREE if scatter[1] % 10 < one["camps"][camp] else DISAGREE
            assertions.rate(
                self._session,
                self._dialogue,
                number,
                PASS if scatter[0] % 16 == 1 else agrees,
                person_id=self._town.supporters[resident],
                rules=Participation(),
            )

    def _add(self, name: str, words: str) -> None:
        """A resident's own, which waits for somebody to read it."""
        person_id = self._town.people.get(name, self._town.supporters[0])
        contact = person.contacts_of(self._session, person_id)[0]
        made = commented.comment(
            self._session,
            self._asked.reference,
            by=Actor(Role.RESIDENT, person_id),
            source=words,
            html=prose(words),
            contact_id=contact,
            confirmed=True,
            section=Section.STATEMENT,
            phase_id=self._phase,
        )
        review.enqueue(self._session, comment_id=made.id, text_id=made.text_id)
