"""Nobody's phone rings at night: news by text message waits for the morning (NT-7).

Codes, and what answers something that a person does just now, go at any hour. Which hours are quiet
is a setting; in a demonstration none is, because nothing leaves the house.
"""

from datetime import date, datetime, time, timedelta

from models.calendar import MINUTE, SECOND, Moment, local, moment, zone
from models.person import Channel
from models.settings import settings

SPREAD = 30 * MINUTE
"""Over so long the night's messages go in the morning, so that not all ring at once."""

ASKED_FOR = frozenset(
    {
        "confirm_contact",
        "sign_in",
        "new_address",
        "address_changed",
        "receipt",
        "taken_over",
        "stop_confirmed",
        "text_help",
    }
)
"""Kinds of messages that somebody waits for, phone in hand; and one that must not wait."""


def is_quiet(at: Moment) -> bool:
    """Whether this is the night."""
    evening, morning = settings().quiet_hours
    hour = local(at).hour
    if evening <= morning:
        return evening <= hour < morning
    return hour >= evening or hour < morning


def morning_after(at: Moment) -> Moment:
    """When a night ends, in the night or before it; right over both changes of the clock."""
    there = local(at)
    return _morning(there.date() + timedelta(days=there.hour >= _ends()))


def tomorrow(at: Moment) -> Moment:
    """The next day's morning."""
    return _morning(local(at).date() + timedelta(days=1))


def last_morning(at: Moment) -> Moment:
    """When the last night ended."""
    there = local(at)
    return _morning(there.date() - timedelta(days=there.hour < _ends()))


def spread(number: int) -> Moment:
    """How long after the others of a night this delivery goes: the same at every look."""
    return number * SECOND % SPREAD


def until(channel: str, kind: str, number: int, at: Moment) -> Moment | None:
    """When a delivery may go that may not go now; None when it may."""
    if channel != Channel.SMS or kind in ASKED_FOR or not is_quiet(at):
        return None
    return morning_after(at) + spread(number)


def _morning(day: date) -> Moment:
    return moment(datetime.combine(day, time(_ends()), zone()))


def _ends() -> int:
    return settings().quiet_hours[1]
