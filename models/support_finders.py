"""The rules of the watch over support (spec MQ-20): pure, each with its name and its figures."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from models.calendar import DAY, HOUR, Moment
from models.invalidated import SupportRule
from models.mailboxes import THROWAWAY, domain_of, mailbox
from models.support_rules import SupportRules, read
from models.typos import COMMON


@dataclass(frozen=True)
class Seen:
    """What a rule looks at: a day's votes of one proposal that nothing was found about yet."""

    rules: SupportRules
    at: Moment
    day: Sequence[Row[Any]]
    whole: Sequence[Row[Any]]
    """All that were given that day, marked or not."""
    usual: int
    """Votes of an ordinary hour before, at least 1; 0 for a proposal of less than a day."""
    others: Callable[[], frozenset[str]]
    """The mailboxes of everyone who supported it before."""
    common: Callable[[str], int]
    """Of a hundred addresses that the town knew before, how many are of a mail domain."""

    @property
    def total(self) -> int:
        return len(self.whole)

    @property
    def hour(self) -> list[Row[Any]]:
        return [row for row in self.day if row.cast_at > self.at - HOUR]

    @property
    def bursts(self) -> bool:
        """Whether the last hour had far more than is usual."""
        return (
            self.usual > 0
            and len(self.hour) >= self.rules.least
            and len(self.hour) >= self.rules.burst * self.usual
        )


@dataclass(frozen=True)
class Found:
    """What a rule would mark, and what it compared with."""

    rule: SupportRule
    rows: Sequence[Row[Any]]
    usual: int
    domain: str = ""
    network: str = ""


def _throwaway(seen: Seen) -> list[Found]:
    known = read(tuple(f"domain:{one}" for one in (*THROWAWAY, *seen.rules.throwaway)))
    rows = [row for row in seen.day if known.has_address(row.address or "")]
    return [Found(SupportRule.THROWAWAY, rows, 0)]


def _one_mailbox(seen: Seen) -> list[Found]:
    """All but the first of each: that one may be hers."""
    boxes = set(seen.others()) if seen.day else set()
    rows = []
    for row in seen.day:
        box = mailbox(row.address or str(row.id))
        if box in boxes:
            rows.append(row)
        boxes.add(box)
    return [Found(SupportRule.ONE_MAILBOX, rows, 0)]


def _one_network(seen: Seen) -> list[Found]:
    counts = Counter(row.network for row in seen.whole if row.network)
    return [
        Found(SupportRule.ONE_NETWORK, [row for row in seen.day if row.network == one], 0, "", one)
        for one, n in counts.items()
        if n >= seen.rules.network_least and n * 100 >= seen.rules.network_share * seen.total
    ]


def _one_domain(seen: Seen) -> list[Found]:
    counts = Counter(domain_of(row.address or "") for row in seen.whole)
    found = []
    for one, n in counts.items():
        share = n * 100 // max(1, seen.total)
        if not one or one in COMMON or n < seen.rules.domain_least:
            continue
        # A domain that many in this town have is found among the supporters of anything.
        if share >= seen.rules.domain_share and share >= 3 * seen.common(one):
            rows = [row for row in seen.day if domain_of(row.address or "") == one]
            found.append(Found(SupportRule.ONE_DOMAIN, rows, seen.common(one), one))
    return found


def _new_addresses(seen: Seen) -> list[Found]:
    new = [row for row in seen.hour if row.created_at > row.cast_at - DAY]
    if seen.bursts and len(new) * 100 >= seen.rules.new_share * len(seen.hour):
        return [Found(SupportRule.NEW_ADDRESSES, new, seen.usual)]
    return []


def _burst(seen: Seen) -> list[Found]:
    return [Found(SupportRule.BURST, seen.hour, seen.usual)] if seen.bursts else []


RULES: tuple[Callable[[Seen], list[Found]], ...] = (
    _throwaway,
    _one_mailbox,
    _one_network,
    _one_domain,
    _new_addresses,
    _burst,
)
"""The most certain first: a vote is marked by the first that finds it."""
