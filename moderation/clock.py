"""What moderation does by itself, minute by minute: the scheduler calls it under its lease."""

from collections.abc import Callable

JOBS: tuple[Callable[[], bool], ...] = ()
"""Each opens its own short transactions, may be run twice without harm, and says whether there is
something to tell.
"""


def each_minute() -> bool:
    """Do all of it; True when somebody is to be told of something."""
    told = [job() for job in JOBS]
    return any(told)
