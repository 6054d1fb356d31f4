"""What the pages of the settings share: which version was seen, the preview, the other's values."""

from collections.abc import Mapping
from typing import Any

from models.configuration import parts
from models.configuration.changing import Proposed
from models.configuration.consequences import Consequence, consequences
from models.errors import Stale
from models.units.following import Why
from web.answers import Answer, Shown
from web.configuration.doing import MOVES
from web.configuration.telling import told
from web.visit import Visit

AGAIN = "again"
"""The button between a form and its change that leads back, with everything that was typed."""


def known(visit: Visit) -> int:
    """The version of the profile that whoever typed had seen; 0 where a form does not say it."""
    given = visit.values.get("known", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


def theirs(visit: Visit, now: Mapping[str, str]) -> list[tuple[str, str]]:
    """After somebody else was first: by input, what stands there now instead of what was typed."""
    if not isinstance(visit.problem, Stale):
        return []
    return [(name, value) for name, value in now.items() if visit.values.get(name, "") != value]


def previewed(visit: Visit, wanted: Proposed) -> Answer:
    """The page between a form and its change: every difference, every consequence, and the form's
    fields to be sent on.
    """
    path = visit.path.removesuffix("/preview")
    follows = follow(visit, wanted)
    return Shown(
        "admin/setting_preview.html",
        {
            "action": path,
            "differences": told(wanted.differences, parts.plain(wanted.after), visit.language),
            "consequences": follows,
            "moves": sum(one["n"] for one in follows if one["code"] == Why.ASKED),
            "kept": [pair for pair in visit.values.items() if pair[0] != MOVES],
        },
    )


def follow(visit: Visit, wanted: Proposed, *, undoes: int | None = None) -> list[dict[str, Any]]:
    """What would follow, with its names in the reader's language; `undoes` as `consequences` has
    it.
    """
    found = consequences(visit.session, wanted, undoes=undoes)
    return [_named(one, visit.language) for one in found]


def _named(one: Consequence, language: str) -> dict[str, Any]:
    def name(row: Any) -> str:
        return row if isinstance(row, str) else str(getattr(row, f"name_{language}", ""))

    filled = {key: name(value) for key, value in one.values.items()}
    return {"code": one.code, "n": one.n, "of": name(one.row), "filled": filled}
