"""What can be chosen in the settings, by the name of the list that a field takes it from."""

from typing import Any, get_args

from models.actor import Source
from models.configuration.parts import Plain
from models.hours import Eve
from models.minorities import Minority
from models.organisation import Pillar, UnitSort
from models.profile import Escalation, Level
from models.reviewing import Mode
from models.reviewing_desk import Claims
from models.states import HANDED_IN
from web.configuration.fields import DATED, DURATIONS

Choices = dict[str, list[tuple[str, str]]]
_CHANNELS = (Source.WEB, Source.PHONE, Source.VISIT, Source.LETTER, Source.EMAIL, Source.CHAT)
_CODES: dict[str, list[str]] = {
    "levels": [one.value for one in Level],
    "kinds": [one.value for one in HANDED_IN],
    "channels": [one.value for one in _CHANNELS],
    "pillars": [one.value for one in Pillar],
    "sorts": [one.value for one in UnitSort if one is not UnitSort.SERVICE_CENTRE],
    "eves": [*get_args(Eve), DATED],
    "durations": list(DURATIONS),
    "modes": [one.value for one in Mode],
    "claims": [one.value for one in Claims],
    "escalations": [one.value for one in Escalation],
    "minorities": list(get_args(Minority)),
}


def choices(data: Plain, language: str) -> Choices:
    """Pairs of value and name; a code's name is the code."""
    rows = {
        "units": data["units"],
        "parents": data["units"],
        "every_unit": data["units"],
        "boards": data["boards"],
        "subjects": data["categories"],
        "areas": data["areas"],
    }
    named = {name: [_pair(row, language) for row in found] for name, found in rows.items()}
    return {**{name: [(one, one) for one in codes] for name, codes in _CODES.items()}, **named}


def _pair(row: dict[str, Any], language: str) -> tuple[str, str]:
    return str(row["slug"]), str(row[f"name_{language}"])
