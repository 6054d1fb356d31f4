"""Why a text is not shown: one fixed list, public, and neutral to opinion (spec MQ-3, MQ-16).

Criticism of the municipality is on no list. The words stand in templates; here stands what each
reason rests on, for the statement of reasons and the public register.
"""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    OUT_OF_REMIT = "out_of_remit"
    INDIVIDUAL_CASE = "individual_case"
    DECIDED_RECENTLY = "decided_recently"
    SIMILAR_OPEN = "similar_open"
    PERSONAL_DATA = "personal_data"
    ABUSIVE = "abusive"
    UNLAWFUL = "unlawful"
    ADVERTISING = "advertising"
    UNINTELLIGIBLE = "unintelligible"
    SEVERAL_MATTERS = "several_matters"
    PENDING_COURT = "pending_court"
    OTHER_KIND = "other_kind"
    # What the act on responsibility for electronic bulletin boards obliges us to remove.
    THREAT = "threat"
    PRIVACY_INTRUSION = "privacy_intrusion"
    INCITEMENT = "incitement"
    HATE_SPEECH = "hate_speech"
    CHILD_ABUSE = "child_abuse"
    VIOLENCE = "violence"
    TERROR = "terror"
    COPYRIGHT = "copyright"


@dataclass(frozen=True, slots=True)
class Ground:
    """What a reason rests on.

    `reference` is a law with its section, or `rules#<reason>`, a place in our own rules for
    publishing. `illegal` tells which of the two it is (DSA article 17(3)(d) and (e)). `urgent`:
    hidden at once, judged by two, and it may be a matter for the police. `weight` is what the
    reason itself adds to the score of an item, `auto_hide_threshold` what the weights of the
    reports that give it must come to before the text is hidden until somebody has looked; None:
    reports alone never hide it. Both are in moderation.scoring's tenths of an ordinary report.
    """

    reference: str
    illegal: bool = False
    urgent: bool = False
    weight: int = 0
    auto_hide_threshold: int | None = None


BULLETIN_BOARDS = "SFS 1998:112 5 §"
"""Lag om ansvar för elektroniska anslagstavlor: what its provider must take away."""


def _by_law(reference: str = BULLETIN_BOARDS) -> Ground:
    return Ground(reference, illegal=True, weight=30, auto_hide_threshold=30)


_URGENT = Ground(BULLETIN_BOARDS, illegal=True, urgent=True, weight=100, auto_hide_threshold=0)
"""One report is enough."""

_OWN = {
    # The moderator names the law in the message to the author.
    Reason.UNLAWFUL: _by_law("rules#unlawful"),
    Reason.THREAT: _URGENT,
    Reason.PRIVACY_INTRUSION: _by_law(),
    Reason.INCITEMENT: _by_law(),
    Reason.HATE_SPEECH: _by_law(),
    Reason.CHILD_ABUSE: _URGENT,
    Reason.VIOLENCE: _by_law(),
    Reason.TERROR: _URGENT,
    Reason.COPYRIGHT: _by_law(),
    Reason.PERSONAL_DATA: Ground("rules#personal_data", weight=20, auto_hide_threshold=30),
    Reason.ABUSIVE: Ground("rules#abusive", weight=10, auto_hide_threshold=50),
    Reason.ADVERTISING: Ground("rules#advertising", weight=5, auto_hide_threshold=50),
}

GROUNDS: dict[Reason, Ground] = {
    reason: _OWN.get(reason, Ground(f"rules#{reason.value}")) for reason in Reason
}

REPORT_REASONS = (
    Reason.ABUSIVE,
    Reason.PERSONAL_DATA,
    Reason.THREAT,
    Reason.HATE_SPEECH,
    Reason.PRIVACY_INTRUSION,
    Reason.INCITEMENT,
    Reason.CHILD_ABUSE,
    Reason.VIOLENCE,
    Reason.TERROR,
    Reason.COPYRIGHT,
    Reason.ADVERTISING,
    Reason.UNLAWFUL,
)
"""What a reader who tells us about a text chooses among, the commonest first."""
