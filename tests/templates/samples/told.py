"""Who will be told of a case, and who was."""

from tests.templates.samples.town import NOW

_ENDED = ("told", "waiting", "digest", "bounced", "failed", "paused", "stopped", "held_back")
_WAYS = ("email", "sms", "daily", "weekly", "paused")


def _line(kind: str, to: str = "", outcome: str = "", **counts: int) -> dict[str, object]:
    found = dict.fromkeys(_ENDED, 0) | counts
    return {
        "kind": kind,
        "to": to,
        "outcome": outcome,
        "at": NOW,
        "pending": not counts,
        "counts": found,
    }


NOBODY = {"will_hear": {"kind": "answered", "ways": {}}, "heard": []}
MANY = {
    "will_hear": {"kind": "decided", "ways": {way: 1_234 + at for at, way in enumerate(_WAYS)}},
    "heard": [
        _line(
            "decided", outcome="approved", **{ended: 398 + at for at, ended in enumerate(_ENDED)}
        ),
        _line("answered"),
        _line("moved", to="in_progress", told=1),
        _line("received", told=1),
    ],
}
"""Everything that can be said."""
