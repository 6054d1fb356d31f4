"""What stands in the public register, and where each sort of entry is read from.

Four sorts: what was judged, what nobody read in time, what became of appeals, and support that was
taken away. Each is a statement of its own over an index by time; moderation.record puts them in one
order. Nothing here selects a word, a name or an address of anybody (MQ-13).
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import Row

from models.calendar import Moment
from models.dialogue.kinds import Section
from models.review_appeal import AppealOutcome
from models.states import PUBLIC, Kind, Publication
from models.verdict import RESTRICTING, Judgement
from moderation.reasons import GROUNDS, Reason


class What(StrEnum):
    """What an entry tells of: the first ones are judgements of a text."""

    REFUSE = "refuse"
    RETURN = "return"
    REDACT = "redact"
    HIDE = "hide"
    UNPUBLISH = "unpublish"
    SHOWN_BY_RULE = "shown_by_rule"
    """Nobody had read it in time, and nothing was found in it."""
    SHOWN_AGAIN = "shown_again"
    """A rule had hidden it until somebody looked, and nobody did within a day."""
    PROMISE_MISSED = "promise_missed"
    """A text was not read by the time its author was promised."""
    APPEAL_UPHELD = "appeal_upheld"
    APPEAL_REVERSED = "appeal_reversed"
    APPEAL_PARTLY = "appeal_partly"
    SUPPORT_REMOVED = "support_removed"
    """Support that two people found to be false."""


JUDGED = frozenset(What(judgement.value) for judgement in RESTRICTING)
BY_RULE = frozenset({What.SHOWN_BY_RULE, What.SHOWN_AGAIN})
APPEALED = {
    What.APPEAL_UPHELD: AppealOutcome.UPHELD,
    What.APPEAL_REVERSED: AppealOutcome.REVERSED,
    What.APPEAL_PARTLY: AppealOutcome.PARTLY,
}
_OUTCOMES = {outcome: what for what, outcome in APPEALED.items()}

POLICE = tuple(reason.value for reason, ground in GROUNDS.items() if ground.urgent)
"""Reasons that may be a matter for the police."""


class Place(NamedTuple):
    """Where in the order of the register an entry stands: the key of its pages."""

    at: Moment
    sort: int
    id: int


@dataclass(frozen=True)
class Chosen:
    """What a reader asked for; None asks for everything. `since` and `until` include their ends."""

    what: What | None = None
    kind: Kind | None = None
    reason: Reason | None = None
    category_id: int | None = None
    unit_id: int | None = None
    since: Moment | None = None
    until: Moment | None = None

    def wants(self, whats: Collection[What]) -> bool:
        return self.what is None or self.what in whats


class Entry(NamedTuple):
    """One entry. `target` is submission or comment, or empty for what is about neither; `kind` is
    the submission's, and so are subject and unit, as they were when it happened; `section` is the
    comment's.

    `ground` is a law with its section or a place in our rules, `illegal` which of the two.
    `change` means that a shown text stands as it was, because its author's change was not shown.
    `automated` means that a rule did it by itself. `reversed`: what was taken away was shown again.
    `reference` and `number` are empty unless what it is about can be read by everyone now.
    """

    place: Place
    what: What
    target: str
    kind: Kind | None
    section: Section | None
    category_id: int | None
    unit_id: int | None
    reason: Reason | None
    ground: str
    illegal: bool
    automated: bool
    reversed: bool
    change: bool
    reference: str
    number: int | None
    rule: str = ""
    """By what false support was found: models.invalidated.SupportRule."""
    votes: int | None = None
    """How much of it was taken away."""

    @property
    def at(self) -> Moment:
        return self.place.at

    @property
    def key(self) -> str:
        """Its id, which never changes."""
        return f"{self.place.sort}-{self.place.id}"


def of_verdict(row: Row[Any]) -> Entry:
    if row.judgement in RESTRICTING:
        what = What(row.judgement.value)
    else:
        hidden = json.loads(row.facts).get("hid") == Publication.HIDDEN.value
        what = What.SHOWN_AGAIN if hidden else What.SHOWN_BY_RULE
    return _entry(
        row,
        Place(row.at, 1, row.id),
        what,
        automated=row.by_id is None,
        reversed=bool(row.reversed),
        change=row.judgement == Judgement.REFUSE and row.shown is None,
    )


def of_missed(row: Row[Any]) -> Entry:
    return _entry(row, Place(row.at, 2, row.id), What.PROMISE_MISSED)


def of_support(row: Row[Any]) -> Entry:
    entry = _entry(row, Place(row.at, 4, row.id), What.SUPPORT_REMOVED, reversed=bool(row.undone))
    return entry._replace(rule=row.rule.value, votes=row.votes)


def of_appeal(row: Row[Any]) -> Entry:
    return _entry(row, Place(row.at, 3, row.id), _OUTCOMES[row.outcome])


def _entry(
    row: Row[Any],
    place: Place,
    what: What,
    *,
    automated: bool = False,
    reversed: bool = False,
    change: bool = False,
) -> Entry:
    is_comment = row.number is not None
    public = row.publication in PUBLIC and (not is_comment or row.comment_publication in PUBLIC)
    reason = Reason(row.reason) if row.reason else None
    ground = GROUNDS[reason] if reason else None
    target = "" if row.kind is None else "comment" if is_comment else "submission"
    return Entry(
        place=place,
        what=what,
        target=target,
        kind=row.kind,
        section=row.section,
        category_id=row.category_id,
        unit_id=row.unit_id,
        reason=reason,
        ground=ground.reference if ground else "",
        illegal=ground.illegal if ground else False,
        automated=automated,
        reversed=reversed,
        change=change,
        reference=row.reference if public else "",
        number=row.number if public else None,
    )
