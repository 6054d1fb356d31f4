"""Which support is meant, and what taking it away would do: before anything is done."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select
from sqlmodel import Session

from models.calendar import DAY, Moment
from models.errors import Invalid, NotFound
from models.invalidated import Finding, SupportRule
from models.mailboxes import domain_of
from models.states import Kind
from models.submission import Submission
from models.support_watch import given
from models.vote import counted, votes

MOST = 20_000
"""Votes of one batch."""
LONGEST = 60 * DAY

_v = votes.c


@dataclass(frozen=True)
class Criteria:
    """Which votes are meant: those that a finding marked, or of a mail domain, within a time."""

    rule: SupportRule = SupportRule.BY_HAND
    finding_id: int | None = None
    domain: str = ""
    since: Moment = 0
    until: Moment = 0


@dataclass(frozen=True)
class Preview:
    """What taking them away would do."""

    takes: int
    stays: int
    below: bool
    """The proposal reached its goal, and would not have without them."""


def of_finding(session: Session, submission: Submission, finding_id: int) -> Criteria:
    """What a finding marked. Raises NotFound for one of another proposal, or that was cleared."""
    found = session.get(Finding, finding_id)
    if found is None or found.submission_id != submission.id or found.cleared_at is not None:
        raise NotFound(finding_id)
    return Criteria(found.rule, found.id, found.domain, found.since, found.until)


def meant(session: Session, submission: Submission, criteria: Criteria) -> list[Row[Any]]:
    """The votes that are meant: id and state. Raises Invalid where that is none, or everything."""
    if submission.kind is not Kind.PROPOSAL:
        raise NotFound(submission.reference)
    if criteria.finding_id is not None:
        wanted = (
            select(_v.id, _v.state)
            .where(_v.submission_id == submission.id, counted())
            .where(_v.finding_id == criteria.finding_id)
            .order_by(_v.id)
            .limit(MOST)
        )
        found = list(session.execute(wanted))
    else:
        if not criteria.since < criteria.until <= criteria.since + LONGEST:
            raise Invalid("until", "bad")
        rows = given(session, submission.id or 0, criteria.since, criteria.until, limit=MOST)
        found = [
            row
            for row in rows
            if not criteria.domain or domain_of(row.address or "") == criteria.domain
        ]
    if not found:
        raise Invalid("domain", "nothing")
    return found


def preview(session: Session, submission: Submission, found: list[Row[Any]]) -> Preview:
    """How many go and how many stay, before anything is done."""
    total: int = session.execute(
        select(func.count()).select_from(votes).where(_v.submission_id == submission.id, counted())
    ).scalar_one()
    stays = total - len(found)
    reached = submission.threshold_at is not None and submission.threshold is not None
    return Preview(len(found), stays, reached and stays < (submission.threshold or 0))
