"""How soon a reported text is read, and when reports alone hide it until somebody has (MQ-4).

Score = the weights of the reporters + the weight of the gravest reason. A reporter weighs one, and
more when she works here or has mostly been right, less when she has mostly been wrong. Weights are
whole tenths. Everything here is pure but `record_of`: a score can be worked out again by hand.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, case, func, or_, select
from sqlmodel import Session

from models.before_verdict import is_undone
from models.calendar import HOUR, Moment
from models.database import Id, table_of
from models.person import Contact
from models.report import reports
from models.verdict import RESTRICTING, Judgement, verdicts
from moderation.reasons import GROUNDS, Reason

ONE = 10
"""A reporter of whom we know nothing, in tenths."""
ROLE_BONUS = 10
"""For whoever works here."""
ACCURACY_BONUS = 10
"""For whoever was always right; taken from whoever was always wrong."""
LEAST_DECISIONS = 6
"""Before so many of her reports are decided, nobody is known to be right or wrong."""
TOGETHER = HOUR
"""Within it, reports from one network count once, and so do those of nobody that we know."""

_contacts = table_of(Contact)


class Arrival(NamedTuple):
    """What of a report decides whether it counts beside others. `network` is a keyed hash, ""
    where it is not known; `known` says that she is signed in, and not since today.
    """

    at: Moment
    network: str
    known: bool


class Record(NamedTuple):
    """What became of somebody's reports: how many there are, in how many we agreed, and did not."""

    reports: int
    agreed: int
    disagreed: int

    @property
    def accuracy(self) -> float | None:
        """The share we agreed with; None while too few are decided to say."""
        decided = self.agreed + self.disagreed
        return self.agreed / decided if decided >= LEAST_DECISIONS else None


NOBODY = Record(0, 0, 0)


def weight(record: Record, *, works_here: bool = False) -> int:
    """What one report of hers weighs, in tenths: never less than nothing."""
    accuracy = record.accuracy
    bonus = 0 if accuracy is None else round(ACCURACY_BONUS * (2 * accuracy - 1))
    return max(0, ONE + bonus + (ROLE_BONUS if works_here else 0))


def counts(new: Arrival, earlier: Iterable[Arrival]) -> bool:
    """Whether a report counts beside those that counted before it: many from one network, or of
    people whom nobody knows, are one voice within the hour.
    """
    return not any(
        new.at - one.at < TOGETHER
        and ((new.network and new.network == one.network) or not (new.known or one.known))
        for one in earlier
    )


def score(weights: Iterable[int], reasons: Collection[Reason]) -> int:
    """The score of an item, from the weights of the reports that count and all reasons given."""
    return sum(weights) + max((GROUNDS[reason].weight for reason in reasons), default=0)


def hides(reason: Reason, weights: Sequence[int]) -> bool:
    """Whether the reports that count and give this reason are enough to hide the text until
    somebody has looked.
    """
    enough = GROUNDS[reason].auto_hide_threshold
    return enough is not None and sum(weights) >= enough


_HERS = select(_contacts.c.id).where(
    or_(
        _contacts.c.id == bindparam("contact", type_=Id),
        _contacts.c.person_id
        == select(_contacts.c.person_id)
        .where(_contacts.c.id == bindparam("contact", type_=Id))
        .scalar_subquery(),
    )
)
_judged = verdicts.alias("judged")
_LAST = (
    select(_judged.c.judgement)
    .where(
        _judged.c.reviewable_id == reports.c.reviewable_id,
        _judged.c.by_id.is_not(None),
        ~is_undone(_judged),
    )
    .order_by(_judged.c.id.desc())
    .limit(1)
    .scalar_subquery()
)
_AGREED = tuple(RESTRICTING)
_DISAGREED = (Judgement.KEEP, Judgement.PUBLISH)
_RECORD = select(
    func.count(),
    func.count(case((_LAST.in_(_AGREED), 1))),
    func.count(case((_LAST.in_(_DISAGREED), 1))),
).where(reports.c.contact_id.in_(_HERS))


def record_of(session: Session, contact_id: int | None) -> Record:
    """What became of the reports of whoever stands behind an address: for moderators, who weigh
    what she says with it. Nobody else sees it.
    """
    if contact_id is None:
        return NOBODY
    return Record(*session.execute(_RECORD, {"contact": contact_id}).one())
