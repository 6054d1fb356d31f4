"""Whether opinions are treated alike, and how often screening was wrong (spec MQ-14, MQ-16).

Read from the notes that the clock makes of verdicts (models.verdict_note), by month on the town's
clocks. Only what people judged is counted, and only judgements that end a question: a text that
comes back changed, or is hidden while somebody looks, is counted when that is over.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, cast, func, select
from sqlmodel import Session

from models.verdict import Judgement, verdicts
from models.verdict_note import notes

LEAST = 5
"""Fewer texts make no share: it would tell of chance, or of whose they were."""

REFUSED = frozenset({Judgement.REFUSE, Judgement.UNPUBLISH})
UNCHANGED = frozenset({Judgement.PUBLISH, Judgement.KEEP})
_ENDING = REFUSED | UNCHANGED | {Judgement.REDACT}

_n, _v = notes.c, verdicts.c


class Judged(NamedTuple):
    """How many texts were judged, and how many of these refused or taken away."""

    judged: int
    refused: int

    @property
    def share(self) -> float | None:
        """From 0 to 1; None for too few."""
        return self.refused / self.judged if self.judged >= LEAST else None

    def and_also(self, other: "Judged") -> "Judged":
        return Judged(self.judged + other.judged, self.refused + other.refused)


class Group(NamedTuple):
    """The texts of one month and place, which speak of the municipality or do not."""

    month: str
    category_id: int | None
    about_us: bool
    texts: Judged


class Flagged(NamedTuple):
    """How often a rule of screening flagged a text that people judged, and how often they then
    showed it just as it was: there the rule was wrong.
    """

    rule: str
    flagged: int
    unchanged: int


def groups(session: Session, first: str, last: str) -> list[Group]:
    """Every group of the months from `first` to `last`, such as `2026-01`: one statement."""
    refused = func.sum(cast(_v.judgement.in_(REFUSED), Integer))
    rows = session.execute(
        _judged(first, last)
        .with_only_columns(
            _n.month, _n.category_id, _n.about_us, func.count().label("all"), refused
        )
        .group_by(_n.month, _n.category_id, _n.about_us)
        .order_by(_n.month, _n.category_id, _n.about_us)
    )
    return [
        Group(month, category_id, about_us, Judged(judged, int(taken)))
        for month, category_id, about_us, judged, taken in rows
    ]


def by_month(found: Iterable[Group]) -> dict[str, dict[bool, Judged]]:
    """By month, the texts that speak of the municipality and the others."""
    made: dict[str, dict[bool, Judged]] = defaultdict(
        lambda: {True: Judged(0, 0), False: Judged(0, 0)}
    )
    for group in found:
        of_month = made[group.month]
        of_month[group.about_us] = of_month[group.about_us].and_also(group.texts)
    return dict(made)


def by_place(found: Iterable[Group]) -> dict[int | None, Judged]:
    """By subject, all months together."""
    made: dict[int | None, Judged] = {}
    for group in found:
        made[group.category_id] = made.get(group.category_id, Judged(0, 0)).and_also(group.texts)
    return made


def flags(session: Session, first: str, last: str) -> list[Flagged]:
    """Each rule that flagged anything in these months, the commonest first: one statement."""
    rows = session.execute(
        _judged(first, last)
        .where(_n.rules != "")
        .with_only_columns(_n.rules, _v.judgement, func.count().label("all"))
        .group_by(_n.rules, _v.judgement)
    )
    return _by_rule([(row.rules, row.judgement, row.all) for row in rows])


def _by_rule(rows: Sequence[tuple[str, Judgement, int]]) -> list[Flagged]:
    flagged: Counter[str] = Counter()
    unchanged: Counter[str] = Counter()
    for rules, judgement, count in rows:
        for rule in rules.split(","):
            flagged[rule] += count
            unchanged[rule] += count if judgement in UNCHANGED else 0
    made = [Flagged(rule, count, unchanged[rule]) for rule, count in flagged.items()]
    return sorted(made, key=lambda one: (-one.flagged, one.rule))


def _judged(first: str, last: str) -> Select[Any]:
    return (
        select(_n.verdict_id)
        .join(verdicts, _v.id == _n.verdict_id)
        .where(
            _n.month.between(first, last),
            ~_n.undone,
            _v.by_id.is_not(None),
            _v.judgement.in_(_ENDING),
        )
    )
