"""What moderation does by itself, minute by minute: the scheduler calls it under its lease."""

from collections.abc import Callable

from moderation import (
    lateness,
    noting,
    report_letters,
    reuse,
    rule,
    sorting,
    support_clock,
    unhiding,
)

JOBS: tuple[Callable[[], bool], ...] = (
    noting.note_verdicts,
    sorting.doubt,
    lateness.each_minute,
    rule.each_minute,
    support_clock.each_hour,
    unhiding.each_minute,
    report_letters.each_minute,
    reuse.each_minute,
)
"""Each opens its own short transactions, may be run twice without harm, and says whether there is
something to tell.
"""


def each_minute() -> bool:
    """Do all of it; True when somebody is to be told of something."""
    told = [job() for job in JOBS]
    return any(told)
