"""What people say in a demonstration's dialogues: for, against, ideas, replies and good points."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from models import calendar, person, profile, review
from models.actor import Actor, Role
from models.calendar import DAY, HOUR, now
from models.comment import Comment
from models.comment import comment as write_comment
from models.dialogue import helpful, ideas
from models.dialogue.kinds import PhaseKind, Section, Stance
from models.profile import Participation
from models.submission import take
from models.verdict import Judgement
from moderation import verdicts
from web.commands.demo.plan import Told
from web.commands.demo.town import Town

FILE = Path(profile.__file__).parent / "profiles" / "demo" / "discussions.toml"
SORTS = {"ideas": PhaseKind.COLLECT_IDEAS, "talk": PhaseKind.DISCUSS}


def discuss(town: Town, asked: Mapping[str, Any]) -> None:
    """Let residents write, officials answer, and some find a good point in it."""
    for key, told in tomllib.loads(FILE.read_text(encoding="utf-8")).items():
        for sort, kind in SORTS.items():
            if key in asked and kind in asked[key].phases:
                said = _Said(town, asked[key], asked[key].phases[kind])
                for one in told.get(sort, ()):
                    said.tell(one, sort)
                said.count()


class _Said:
    def __init__(self, town: Town, asked: Any, phase_id: int) -> None:
        self._town, self._session = town, town.session
        self._asked, self._phase = asked, phase_id
        self._marked: list[int] = []

    def tell(self, told: Told, sort: str) -> None:
        at = now() + told["on"] * DAY
        with calendar.at(at):
            made = self._written(told, sort)
        for place, (name, words) in enumerate(told.get("replies", ()), 1):
            with calendar.at(at + place * HOUR):
                self._say(name, words, reply_to=made.number)
        if "marks" in told:
            self._marked.append(made.id or 0)
            with calendar.at(at + HOUR):
                self._mark(made, told["marks"])

    def count(self) -> None:
        """As the clock does."""
        helpful.recount(self._session, self._asked.reference, self._marked)

    def _written(self, told: Told, sort: str) -> Comment:
        words, stance = told["words"], told.get("stance", "")
        return self._say(
            told["by"],
            ideas.written(told["title"], words) if sort == "ideas" else words,
            section=Section.IDEA if sort == "ideas" else Section.TALK,
            stance=Stance(stance) if stance in list(Stance) else None,
            waits=told.get("waits", False),
        )

    def _say(self, name: str, words: str, *, waits: bool = False, **more: Any) -> Comment:
        person_id = self._town.people[name]
        leads = person_id == self._asked.by.person_id
        made = write_comment(
            self._session,
            self._asked.reference,
            by=self._asked.by if leads else Actor(Role.RESIDENT, person_id),
            source=words,
            contact_id=person.contacts_of(self._session, person_id)[0],
            byline=name,
            confirmed=True,
            phase_id=self._phase,
            **more,
        )
        review.enqueue(self._session, comment_id=made.id, text_id=made.text_id)
        if not waits:
            self._publish(made)
        return made

    def _publish(self, made: Comment) -> None:
        item = self._town.item(take(self._session, self._asked.reference), made.id)
        verdicts.give(
            self._session,
            item.id or 0,
            by=Actor(Role.MODERATOR, self._town.people["Anna"]),
            judgement=Judgement.PUBLISH,
            version=item.version,
            rules=self._town.site.proposals,
        )

    def _mark(self, made: Comment, many: int) -> None:
        case = take(self._session, self._asked.reference)
        for person_id in self._town.supporters[:many]:
            helpful.mark(
                self._session,
                case.id or 0,
                made.number,
                person_id,
                stands=True,
                rules=Participation(),
            )
