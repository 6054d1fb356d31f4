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
    hidden at once, judged by two, and it may be a matter for the police.
    """

    reference: str
    illegal: bool = False
    urgent: bool = False


BULLETIN_BOARDS = "SFS 1998:112 5 §"
"""Lag om ansvar för elektroniska anslagstavlor: what its provider must take away."""

_BY_LAW = {
    # The moderator names the law in the message to the author.
    Reason.UNLAWFUL: Ground("rules#unlawful", illegal=True),
    Reason.THREAT: Ground(BULLETIN_BOARDS, illegal=True, urgent=True),
    Reason.PRIVACY_INTRUSION: Ground(BULLETIN_BOARDS, illegal=True),
    Reason.INCITEMENT: Ground(BULLETIN_BOARDS, illegal=True),
    Reason.HATE_SPEECH: Ground(BULLETIN_BOARDS, illegal=True),
    Reason.CHILD_ABUSE: Ground(BULLETIN_BOARDS, illegal=True, urgent=True),
    Reason.VIOLENCE: Ground(BULLETIN_BOARDS, illegal=True),
    Reason.TERROR: Ground(BULLETIN_BOARDS, illegal=True, urgent=True),
    Reason.COPYRIGHT: Ground(BULLETIN_BOARDS, illegal=True),
}

GROUNDS: dict[Reason, Ground] = {
    reason: _BY_LAW.get(reason, Ground(f"rules#{reason.value}")) for reason in Reason
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
