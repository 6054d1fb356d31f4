"""Grouping those who answered statements: everybody answers everything, in a process of its own."""

import resource
import time

from models.opinion.answers import Answers
from models.opinion.findings import findings
from tests.bench import ground

SIZES = ((1_500, 300), (30_000, 300))
CAMPS = 4


def main() -> None:
    """One row a size. No database is asked, so it is the same for all."""
    for people, assertions in SIZES:
        answers = _answered(people, assertions)
        began = time.perf_counter()
        found = findings(answers)
        took = time.perf_counter() - began
        if len(found.groups) < 2:
            raise RuntimeError("everybody was of one mind")
        ground.row(f"{people} people x {assertions} statements weighed", f"{took:.2f} s")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    ground.row("  memory of the process, at most", f"{most:.0f} MB")


def _answered(people: int, assertions: int) -> Answers:
    """Camps that differ in every assertion, and in each some who think otherwise."""
    answers = Answers()
    for person in range(people):
        for assertion in range(assertions):
            # A fixed scatter: Knuth's multiplier, to look as little like a pattern as needed.
            scatter = (person * 300 + assertion) * 2_654_435_761 % 2**32
            side = 1 if (assertion * (person % CAMPS + 1)) % 7 < 4 else -1
            answers.add(
                person, assertion, 0 if scatter % 16 == 0 else side if scatter % 5 else -side
            )
    return answers


if __name__ == "__main__":
    main()
