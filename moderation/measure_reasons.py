"""The statement of reasons of a warning or a pause, with the fields of article 17(3) (spec MQ-9).

Nothing of it is stored a second time: each row of `sanction` is one decision, and all that is said
of it follows from that row, its item and its day. So there is exactly one for each.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, select
from sqlmodel import Session

from models.calendar import local, six_months_after
from models.report import reports
from models.review import Reviewable
from models.sanction import Conduct, Sanction
from models.sanctions import NO_LONGER_NEEDED
from models.statement import GroundType, Source, statements
from moderation import reasons
from moderation.sanctions import Reason

OUR_RULES = "rules#measures"
"""Where our rules say what follows when somebody breaks them again and again (DSA article 23)."""

_s = statements.c


@dataclass(frozen=True)
class MeasureReasons:
    """What is said of one measure beside its own row. `deadline` is the last day to ask for a new
    look; `reversed`: it was found wrong.
    """

    source: Source
    automated_detection: bool
    ground_type: GroundType
    ground_ref: str
    deadline: dt.date
    reversed: bool


def reasons_of(session: Session, given: Sanction) -> MeasureReasons:
    """The statement of a measure. Whoever told us of the text is not in it."""
    illegal, reference = _ground(given.reason)
    return MeasureReasons(
        source=_source(session, given),
        automated_detection=_was_marked(session, given),
        ground_type=GroundType.ILLEGAL if illegal else GroundType.RULES,
        ground_ref=reference,
        deadline=six_months_after(local(given.from_at).date()),
        reversed=given.lifted_why is not None and given.lifted_why != NO_LONGER_NEEDED,
    )


def _ground(reason: str) -> tuple[bool, str]:
    """What is against the law in one text is so in many; of our own rules it is the one about what
    is done again and again.
    """
    if Reason(reason) in {Reason.REPEATED, Reason.UNFOUNDED}:
        return False, OUR_RULES
    ground = reasons.GROUNDS[reasons.Reason(reason)]
    return ground.illegal, ground.reference if ground.illegal else OUR_RULES


def _source(session: Session, given: Sanction) -> Source:
    """A notice where somebody had told us of the text by then. What a reporter did, we saw."""
    if given.conduct is Conduct.REPORTING:
        return Source.OWN
    told = exists().where(
        reports.c.reviewable_id == given.reviewable_id, reports.c.at <= given.from_at
    )
    return Source.NOTICE if session.execute(select(told)).scalar_one() else Source.OWN


def _was_marked(session: Session, given: Sanction) -> bool:
    """Whether screening had marked something in the text, as its last statement by then said."""
    item = session.get(Reviewable, given.reviewable_id) if given.reviewable_id else None
    if item is None or given.conduct is Conduct.REPORTING:
        return False
    thing: Any = _s.comment_id == item.comment_id
    if item.comment_id is None:
        thing = (_s.submission_id == item.submission_id) & _s.comment_id.is_(None)
    marked = (
        select(_s.automated_detection)
        .where(thing, _s.made_at <= given.from_at)
        .order_by(_s.verdict_id.desc())
        .limit(1)
    )
    return bool(session.execute(marked).scalar())
