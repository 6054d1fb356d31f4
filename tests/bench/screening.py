"""What screening costs: a text as people write, one that is full of findings, and whether a long
text costs more than in proportion to its length.
"""

import random
import time
from collections.abc import Callable
from math import log
from statistics import median

from moderation.screening import screen

SIGNS = 4_000
SIZES = (12_500, 25_000, 50_000, 100_000)
RUNS, ROUNDS = 7, 20
FULL = (
    "Jag bor på Storgatan 5, Anna Svensson, Ågatan 3. Ring 070-174 06 05 eller skriv till"
    " rosa@example.org. Bilen ABC 123 stod där, se bit.ly/abc. Jag är 811218-9876, era idioter. "
)
PLAIN = (
    "det är mörkt på gångvägen mellan skolan och badet många barn går där om kvällarna när inte"
    " någon annan väg finns att ta kommunen borde laga lampan snart tack för allt gott arbete ni gör"
    " vid Storgatan 14 sedan den 3 oktober har ingen svarat mig om hålet i vägen vi väntar ännu"
)


def measure(row: Callable[[str, str], None]) -> None:
    """A row each: the median of a few runs, of the processor's time."""
    plain, full = _plain(SIZES[-1]), FULL * (SIZES[-1] // len(FULL) + 1)
    row("screening of 4,000 signs", f"{_taken(plain[:SIGNS]):.2f} ms")
    row("  full of findings", f"{_taken(full[:SIGNS]):.2f} ms")
    row("  100 kB", f"{_taken(plain, rounds=2):.1f} ms")
    for name, text in (("", plain), (", full of findings", full)):
        row(f"  grows with the length to the power of{name}", f"{_power(text):.2f}")


def _plain(signs: int) -> str:
    """Swedish words in an order that repeats nothing; the same each time."""
    words, chance = PLAIN.split(), random.Random(4)  # noqa: S311  (the same text every time)
    said: list[str] = []
    while sum(map(len, said)) + len(said) < signs:
        one = [chance.choice(words) for _ in range(chance.randrange(6, 20))]
        said += [one[0].capitalize(), *one[1:-1], f"{one[-1]}."]
    return " ".join(said)[:signs]


def _taken(text: str, rounds: int = ROUNDS) -> float:
    """Milliseconds of the processor's time."""
    screen(text)
    times = []
    for _ in range(RUNS):
        began = time.process_time()
        for _ in range(rounds):
            screen(text)
        times.append((time.process_time() - began) / rounds * 1000)
    return median(times)


def _power(text: str) -> float:
    """The slope of time over length, both as logarithms (least squares): 1 is linear."""
    points = [(log(size), log(_taken(text[:size], rounds=2))) for size in SIZES]
    mean_x, mean_y = (sum(axis) / len(points) for axis in zip(*points, strict=True))
    above = sum((x - mean_x) * (y - mean_y) for x, y in points)
    return above / sum((x - mean_x) ** 2 for x, _ in points)


if __name__ == "__main__":
    measure(lambda work, figure: print(f"{work:56} {figure:>12}"))
