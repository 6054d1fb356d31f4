"""Drawing a few of many so that nobody can choose which, nor know before: by a keyed digest."""

from models import keys

_OF = 32
"""Of the alphabet of keys: two letters make a number below its square."""
_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"


def is_drawn(purpose: str, id: int | None, percent: int) -> bool:
    """Whether this one is among so many of a hundred; always the same answer for one id."""
    made = keys.key(f"sample-{purpose}", id or 0, "")
    number = _LETTERS.index(made[0]) * _OF + _LETTERS.index(made[1])
    return number * 100 < percent * _OF * _OF
