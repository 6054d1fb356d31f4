"""What people say on the spot in a demonstration's dialogues: a library, a market, a bus stop."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from models import calendar, form_key, profile
from models.actor import Actor, Role
from models.calendar import DAY, now
from models.dialogue import voices
from models.prose import prose
from models.submission import take
from models.verdict import Judgement
from moderation import verdicts
from web.commands.demo.plan import Told
from web.commands.demo.town import Town

FILE = Path(profile.__file__).parent / "profiles" / "demo" / "voices.toml"


def speak(town: Town, asked: Mapping[str, Any]) -> None:
    """Say it all in the dialogues of these keys (web.commands.demo.dialogues.Asked)."""
    for key, told in tomllib.loads(FILE.read_text(encoding="utf-8")).items():
        for one in told if key in asked else ():
            with calendar.at(now() + one["on"] * DAY):
                _say(town, asked[key].reference, one)


def _say(town: Town, reference: str, told: Told) -> None:
    words = told["words"]
    said = voices.say(town.session, reference, words, prose(words), form=form_key.fresh())
    if told.get("waits", False):
        return
    item = town.item(take(town.session, reference), said)
    verdicts.give(
        town.session,
        item.id or 0,
        by=Actor(Role.MODERATOR, town.people["Anna"]),
        judgement=Judgement.PUBLISH,
        version=item.version,
        rules=town.site.proposals,
    )
