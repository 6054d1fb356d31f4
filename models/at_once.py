"""Answered at once: a routine question is taken in, answered and ended while its asker waits.

It is a case like any other, with its number and its history; only nobody has to come back to it.
How many of those who reach the service centre have their answer there and then is counted from
these cases (direktsvar; the municipality's own goal is a share of four in five).
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import bindparam, func, select
from sqlmodel import Session

from models import answer, progress, registering
from models.actor import Actor, Source
from models.calendar import start_of
from models.draft import Used
from models.errors import Invalid
from models.frequent import views
from models.profile import Site
from models.progress import REASON_MIN
from models.states import Kind, Outcome
from models.submission import Submission, submissions, take
from models.submitting import Draft, Receipt

AIM = 80
"""Per cent of those who reach the service centre that should have their answer there."""
LIVE = (Source.PHONE, Source.VISIT, Source.CHAT)
"""Channels whose sender waits for the answer: a letter is never answered while it is being read."""


@dataclass(frozen=True)
class Words:
    """The answer. `html` is made of it; `used` says which template it is, `question_id` which
    frequent question.
    """

    source: str
    html: str
    used: Used | None = None
    question_id: int | None = None


def take_in(
    session: Session,
    draft: Draft,
    words: Callable[[Submission], Words],
    *,
    by: Actor,
    site: Site,
    form: str,
) -> Receipt:
    """Take a case in, answer it and end it. `words` makes the answer, once the case is there.

    The same form again is the same case. Raises what `models.registering.register` raises, Invalid
    for a proposal, which others want to read, and for an answer that is too short to end it (ST-7).
    """
    if draft.kind is Kind.PROPOSAL:
        raise Invalid("kind", "at_once")
    receipt = registering.register(
        session, replace(draft, at_once=True), by=by, site=site, form=form
    )
    submission = take(session, receipt.reference)
    if submission.answered_at is not None:
        return receipt
    said = words(submission)
    if len(said.source.strip()) < REASON_MIN:
        raise Invalid("answer", "too_short", least=REASON_MIN)
    answer.answer(session, submission, by=by, source=said.source, html=said.html, used=said.used)
    progress.close(session, submission, by=by, outcome=Outcome.ANSWERED, reason=said.source)
    if said.question_id is not None:
        views.count(
            session,
            views.Tag.ANSWERED,
            draft.came_by,
            category_id=submission.category_id,
            question_id=said.question_id,
        )
    return receipt


@dataclass(frozen=True)
class Direct:
    """What reached the service centre by phone, at the desk or by chat: cases `taken_in`, those of
    them answered `at_once`, and questions that were only `counted` (models.frequent.views), which
    were answered while they were asked.
    """

    taken_in: int
    at_once: int
    counted: int

    @property
    def share(self) -> int | None:
        """Per cent that had their answer there and then, rounded down; None of nobody."""
        reached = self.taken_in + self.counted
        return (self.at_once + self.counted) * 100 // reached if reached else None


_s = submissions.c
_TAKEN_IN = select(
    func.count().label("taken_in"), func.count().filter(_s.at_once).label("at_once")
).where(
    _s.centre,
    _s.source.in_(LIVE),
    _s.received_at >= bindparam("since"),
    _s.received_at < bindparam("until"),
)


def direct_answers(session: Session, since: dt.date, until: dt.date) -> Direct:
    """Direct answers of the service centre, from a day on and before another."""
    row = session.execute(_TAKEN_IN, {"since": start_of(since), "until": start_of(until)}).one()
    return Direct(row.taken_in, row.at_once, views.counted(session, since, until))
