"""A personal number that somebody wrote: it stands in the internal view, and nowhere else."""

from tests.canary.tokens import Cage

DIGITS = "6408233234"
"""One of the tax agency's own examples."""
VIEW = "/original"
HOLD_IT = frozenset({"private", "queued"})
"""What the cases are called in which somebody wrote it."""


def added(cage: Cage, what: str, words: str) -> str:
    """The words of a case with the number behind them, where it is one of those."""
    if what not in HOLD_IT:
        return words
    if all(one.token != DIGITS for one in cage.canaries):
        cage.known(DIGITS, "a personal number", opened_by=frozenset({VIEW}))
    return f"{words} {DIGITS[:6]}-{DIGITS[6:]}"
