"""What a failed try leads to (spec NT-4). Pure: from the tries so far to the next state."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from models.calendar import DAY, HOUR, MINUTE, SECOND, Moment
from models.delivery import DeliveryState
from models.person import Channel

WAITS = (1 * MINUTE, 5 * MINUTE, 15 * MINUTE)
WAIT_AFTER = 30 * MINUTE
WAIT_FOR_THE_RELAY = 5 * MINUTE
"""The longest for a letter that no relay has heard of: when it is back, all go soon (F09).
Few tries are made meanwhile: `pace` lets one letter find out, and the others wait their turn.
"""
LONGEST = {Channel.EMAIL: 24 * HOUR, Channel.SMS: 4 * HOUR}
"""How long after the first try there are others."""

MAILBOX_WAITS = (1 * DAY, 2 * DAY)
"""A full mailbox is tried three times in three days: people come back from holidays."""

MOST_BROKEN = {"internal": 3, "interrupted": 8}
"""Tries of a letter that fails in our own hands: its template, or the worker that died with it."""

SHORTEST = 1 * SECOND

AMBIGUOUS, MAILBOX_FULL = "ambiguous", "mailbox_full"
"""What the pipes say that is treated in a way of its own."""

INTERNAL, INTERRUPTED, SLOW = "internal", "interrupted", "slow"
"""What happens to a try in our own hands."""

LOGGED, KEPT = "log", "kept"
"""What a pipe says that let nothing leave the house."""


@dataclass(frozen=True)
class Outcome:
    """Where a delivery goes after a try. `not_before` is when the next one may be, if any."""

    state: DeliveryState
    code: str
    not_before: Moment | None = None


def after(
    channel: Channel,
    codes: Sequence[str],
    *,
    first_at: Moment,
    at: Moment,
    at_least: int = 0,
    never_twice: bool = False,
) -> Outcome:
    """What follows a try that may be repeated.

    `codes` are those of every failed try, the last one included, the first of them at `first_at`.
    `at_least` is seconds the provider asked us to wait. `never_twice` is for messages of which a
    second copy is worse than none: codes by SMS.
    """
    code = codes[-1]
    may_be_there = code in {AMBIGUOUS, INTERRUPTED}
    # A relay that took it twice and never said so would take a third copy, too.
    if (may_be_there and never_twice) or (code == AMBIGUOUS and codes.count(code) > 1):
        return Outcome(DeliveryState.SENT, code)
    if code == MAILBOX_FULL:
        times = codes.count(MAILBOX_FULL)
        if times > len(MAILBOX_WAITS):
            return Outcome(DeliveryState.TECHNICAL_FAILURE, code)
        return Outcome(DeliveryState.TEMPORARY_FAILURE, code, at + MAILBOX_WAITS[times - 1])
    if codes.count(code) >= MOST_BROKEN.get(code, len(codes) + 1):
        return Outcome(DeliveryState.TECHNICAL_FAILURE, code)
    longest = WAIT_FOR_THE_RELAY if is_the_relays_fault(code) else WAIT_AFTER
    next_at = at if code == INTERRUPTED else at + _wait(len(codes), at_least, longest)
    if next_at > first_at + LONGEST[channel]:
        return Outcome(DeliveryState.TECHNICAL_FAILURE, code)
    return Outcome(DeliveryState.TEMPORARY_FAILURE, code, next_at)


def is_the_relays_fault(code: str) -> bool:
    """Whether a refusal is of us all and says nothing of this letter: no connection, or 421."""
    return code == "connection" or code.startswith("session_") or "_421" in code


def _wait(failed: int, at_least: int, longest: Moment) -> Moment:
    """Full jitter: anywhere up to the whole wait, so that thousands do not come back together."""
    whole = min(WAITS[failed - 1] if failed <= len(WAITS) else WAIT_AFTER, longest)
    return max(at_least * SECOND, SHORTEST + secrets.randbelow(whole - SHORTEST))
