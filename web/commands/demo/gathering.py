"""What one can come to in a demonstration's dialogues: one to come, and some that were."""

import datetime as dt
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from models import calendar, profile
from models.calendar import Moment, today
from models.dialogue import coming, keeping, occasions, times
from models.dialogue.occasions import Planned
from web.commands.demo.plan import Told
from web.commands.demo.town import Town

FILE = Path(profile.__file__).parent / "profiles" / "demo" / "occasions.toml"
NOON = dt.time(12)


def gather(town: Town, asked: Mapping[str, Any]) -> None:
    """Plan them in the dialogues of these keys (web.commands.demo.dialogues.Asked), let residents
    sign up, and tell of those that were what was said.
    """
    for key, told in tomllib.loads(FILE.read_text(encoding="utf-8")).items():
        for one in told:
            _gather(town, asked[key], one)


def _gather(town: Town, asked: Any, told: Told) -> None:
    session = town.session
    planned = Planned(
        told["title"],
        told["place"],
        _at(told["day"], told["opens"]),
        _at(told["day"], told["closes"]),
        roles=told["roles"].strip(),
        seats=told.get("seats"),
    )
    with calendar.at(_at(told["planned"], NOON)):
        held = keeping.hold(session, asked.reference)
        made = occasions.plan(session, held, planned, by=asked.by)
        for name in told.get("coming", ()):
            coming.sign_up(session, asked.id, made.id or 0, town.resident(name).person_id or 0)
    if "notes" in told:
        with calendar.at(_at(told["day"] + 1, NOON)):
            occasions.note(session, held, made, told["notes"], by=asked.by)


def _at(ahead: int, clock: dt.time) -> Moment:
    return times.opens(today() + dt.timedelta(days=ahead), clock)
