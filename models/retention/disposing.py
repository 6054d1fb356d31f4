"""The rules applied: in parts, each in a transaction of its own, every rule once a night.

Whoever is killed in the middle has done some of it whole, and the next one goes on from there:
what is gone is not due any more, and a rule is done for tonight once nothing is due by it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select
from sqlmodel import Session

from models import job
from models.calendar import DAY, now
from models.retention import bookkeeping, cases, people, runs, unconfirmed
from models.retention.doing import Doing
from models.retention.rules import Rule, in_force
from models.retention.what import What

SHOWN = 20
"""References that a preview names."""
JOB = "dispose"

DOINGS: dict[What, Doing] = {
    What.LINKS: bookkeeping.LINKS,
    What.SESSIONS: bookkeeping.SESSIONS,
    What.FACTORS: bookkeeping.FACTORS,
    What.LIMITS: bookkeeping.LIMITS,
    What.FORMS: bookkeeping.FORMS,
    What.UNSENT_FILES: bookkeeping.UNSENT_FILES,
    What.COMMENTS: unconfirmed.COMMENTS,
    What.PROPOSALS: unconfirmed.PROPOSALS,
    What.UPDATES: unconfirmed.UPDATES,
    What.ADDRESSES: unconfirmed.ADDRESSES,
    What.DRAFTS: bookkeeping.DRAFTS,
    What.BOUNCES: bookkeeping.BOUNCES,
    What.SENT: bookkeeping.SENT,
    What.INVITATIONS: bookkeeping.INVITATIONS,
    What.MEMBERSHIPS: bookkeeping.MEMBERSHIPS,
    What.PANEL_MEMBERS: bookkeeping.PANEL_MEMBERS,
    What.DOWNLOADS: bookkeeping.DOWNLOADS,
    What.ADDRESS_CHANGES: bookkeeping.ADDRESS_CHANGES,
    What.DEMO: bookkeeping.DEMO,
    What.ACCESS_LOG: bookkeeping.ACCESS_LOG,
    What.PEOPLE: people.PEOPLE,
    What.SPAM: cases.SPAM,
    What.CASES: cases.CASES,
}


def tonight() -> str:
    """The name of this night: a rule that was done in it is done."""
    return str(now() // DAY)


def left(session: Session, period: str) -> list[Rule]:
    """The rules that are in force and not yet done in this night, in their order."""
    over = job.done_in(session, period)
    return [
        rule for what, rule in in_force(session).items() if rule.applies and _job(what) not in over
    ]


def is_done(session: Session, period: str) -> bool:
    """Whether this night is over."""
    return job.has_run(session, JOB, period)


def finish(session: Session, period: str) -> bool:
    """Every rule is done. True for one alone: she looks for files that no row names any more."""
    return job.first_time(session, JOB, period)


def some(session: Session, rule: Rule, period: str) -> bool:
    """Dispose of some of what is due by a rule. True when that was all of it: then it is done for
    this night.
    """
    doing = DOINGS[rule.what]
    if doing.prepare is not None and not doing.prepare(session, rule):
        return False
    wanted = doing.due(rule.before()).limit(doing.at_once)
    rows, gone = session.execute(wanted).all(), 0
    if rows:
        run_id = runs.opened(session, rule, period)
        # Asked again: whoever held the row of the run may have taken these.
        rows = session.execute(wanted).all()
        gone = doing.go(session, rows, rule, run_id)
        runs.add(session, run_id, gone)
    if len(rows) == doing.at_once and gone:
        return False
    done(session, rule.what, period)
    return True


def done(session: Session, what: What, period: str) -> None:
    """No more of this tonight."""
    job.first_time(session, _job(what), period)


def _job(what: What) -> str:
    return f"{JOB}:{what.value}"


@dataclass(frozen=True)
class Due:
    """What would go now by one rule."""

    rule: Rule
    count: int
    first: Sequence[Row[Any]]
    """`key` and `reference` of the first of them."""


def preview(session: Session) -> list[Due]:
    """What would go now, rule by rule, whether they are in force or not. Nothing is changed."""
    found = []
    for what, rule in in_force(session).items():
        due = DOINGS[what].due(rule.before())
        count: int = session.execute(
            select(func.count()).select_from(due.order_by(None).subquery())
        ).scalar_one()
        found.append(Due(rule, count, session.execute(due.limit(SHOWN)).all() if count else ()))
    return found
