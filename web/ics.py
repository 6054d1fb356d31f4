"""Calendars of what a dialogue has days for (RFC 5545): last days, a decision, when it is told what
was heard, occasions.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from models.calendar import Moment
from models.settings import settings
from web.answers import Shown
from web.pages.feed_items import clean, host

MEDIA = "text/calendar"


class Sort(StrEnum):
    """What an event says before its title (templates/feeds/dates.ics)."""

    OPENS = "opens"
    LAST_DAY = "last_day"
    DECISION = "decision"
    FEEDBACK = "feedback"
    OCCASION = "occasion"
    """Nothing: its title says what it is."""


@dataclass(frozen=True)
class Event:
    """One thing with a day, or with moments; `key` with `sort` is its own for ever (RFC 7986, 5.3).

    `updated` is when it was last changed; `page` the address where it is read of. A whole day has a
    date as `starts` and no `ends`. `closes` is the moment at which a last day is over, where that
    is not its end.
    """

    sort: Sort
    key: str
    title: str
    page: str
    updated: Moment
    starts: Moment | dt.date
    ends: Moment | None = None
    place: str = ""
    about: str = ""
    closes: Moment | None = None
    cancelled: bool = False

    @property
    def uid(self) -> str:
        return f"{self.sort}-{self.key}@{host()}"

    @property
    def is_a_day(self) -> bool:
        return isinstance(self.starts, dt.date)


def calendar(
    called: str, events: Sequence[Event], *, stream: str | None = None, lasting: float = 0.0
) -> Shown:
    """The file: `called` names it to whoever subscribes; `stream`, `lasting`: see web.answers."""
    return Shown(
        "feeds/dates.ics",
        {"called": clean(called), "events": events, "base_url": settings().base_url},
        media=MEDIA,
        stream=stream,
        lasting=lasting,
    )
