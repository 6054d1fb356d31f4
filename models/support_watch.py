"""The hourly watch over support (spec MQ-20): each rule a name and figures, nothing that decides.

What a rule finds is marked, and somebody is told. The people see nothing of it, their support
counts as before, and two of us look before anything is taken away (models.invalidating).
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, func, select, update
from sqlmodel import Session

from models.calendar import DAY, HOUR, Moment
from models.database import table_of
from models.invalidated import Finding, findings
from models.mailboxes import mailbox
from models.person import Channel, Contact, Person
from models.support_finders import RULES, Found, Seen
from models.support_rules import SupportRules, read
from models.vote import VoteState, counted, votes

KEPT = 3 * DAY
"""How long the hash of a network is kept."""
MOST = 20_000
"""Votes of a day, of one proposal, that are looked at."""
BEFORE = 7 * DAY
"""What an ordinary hour of a proposal is, is asked of so long before."""

_people = table_of(Person)
_contacts = table_of(Contact)
_v, _f = votes.c, findings.c
_FIRST = (
    select(func.min(_contacts.c.id))
    .where(_contacts.c.person_id == _v.person_id, _contacts.c.confirmed_at.is_not(None))
    .correlate(votes)
    .scalar_subquery()
)


def given(
    session: Session, submission_id: int, since: Moment, until: Moment, *, limit: int = MOST
) -> Sequence[Row[Any]]:
    """Votes that count, given after a moment and no later than another: id, state, cast_at,
    network, finding_id, the first address of whoever gave it, and since when we know her.
    """
    return session.execute(
        select(
            _v.id,
            _v.state,
            _v.cast_at,
            _v.network,
            _v.finding_id,
            _contacts.c.address,
            _people.c.created_at,
        )
        .join(_people, _people.c.id == _v.person_id)
        .outerjoin(_contacts, _contacts.c.id == _FIRST)
        .where(
            _v.submission_id == submission_id,
            counted(),
            _v.cast_at > since,
            _v.cast_at <= until,
        )
        .order_by(_v.cast_at, _v.id)
        .limit(limit)
    ).all()


def due(session: Session, at: Moment) -> list[int]:
    """The proposals that somebody supported in the last hour: the watch's work."""
    lately = select(_v.submission_id).where(_v.changed_at > at - HOUR - HOUR // 4).distinct()
    return list(session.scalars(lately.order_by(_v.submission_id)))


def look(
    session: Session, submission_id: int, rules: SupportRules, at: Moment, *, begun: Moment
) -> list[Finding]:
    """Look at the last day of one proposal, shown since `begun`; what was newly found. What goes on
    is added to the finding that is there, so that nobody is told of it every hour.
    """
    rows = given(session, submission_id, at - DAY, at)
    trusted = read(rules.allow)
    fresh = [
        row
        for row in rows
        if row.finding_id is None and not (row.address and trusted.has_address(row.address))
    ]
    seen = Seen(
        rules,
        at,
        fresh,
        rows,
        _usual(session, submission_id, begun, at),
        lambda: _mailboxes(session, submission_id, at - DAY),
        lambda domain: _common(session, domain, at - DAY),
    )
    new = []
    for rule in RULES:
        for found in rule(seen):
            if found.rows:
                new += _mark(session, submission_id, found, found.rows, seen)
                gone = {row.id for row in found.rows}
                seen = replace(seen, day=[row for row in seen.day if row.id not in gone])
    return new


def _usual(session: Session, submission_id: int, begun: Moment, at: Moment) -> int:
    since = max(begun, at - BEFORE)
    hours = (at - HOUR - since) // HOUR
    if hours < 24:
        return 0
    past: int = session.execute(
        select(func.count())
        .select_from(votes)
        .where(
            _v.submission_id == submission_id,
            counted(),
            _v.cast_at > since,
            _v.cast_at <= at - HOUR,
        )
    ).scalar_one()
    return max(1, round(past / hours))


def _mailboxes(session: Session, submission_id: int, before: Moment) -> frozenset[str]:
    rows = given(session, submission_id, 0, before)
    return frozenset(mailbox(row.address) for row in rows if row.address)


def _common(session: Session, domain: str, before: Moment) -> int:
    among = (
        select(func.count())
        .select_from(_contacts)
        .where(_contacts.c.channel == Channel.EMAIL, _contacts.c.confirmed_at < before)
    )
    everyone: int = session.execute(among).scalar_one()
    there: int = session.execute(among.where(_contacts.c.address.like(f"%@{domain}"))).scalar_one()
    return there * 100 // max(1, everyone)


def _mark(
    session: Session, submission_id: int, found: Found, rows: Sequence[Row[Any]], seen: Seen
) -> list[Finding]:
    """Mark votes; the finding where it is a new one."""
    going_on: Finding | None = session.scalars(
        select(Finding)
        .where(
            _f.submission_id == submission_id,
            _f.rule == found.rule,
            _f.domain == found.domain,
            _f.network.is_not_distinct_from(found.network or None),
            _f.cleared_at.is_(None),
            _f.until > seen.at - DAY,
        )
        .limit(1)
    ).first()
    finding = going_on or Finding(
        submission_id=submission_id,
        rule=found.rule,
        domain=found.domain,
        network=found.network or None,
        since=rows[0].cast_at,
        until=seen.at,
        count=0,
        total=0,
        usual=found.usual,
        at=seen.at,
    )
    finding.count += len(rows)
    finding.total, finding.until = seen.total, seen.at
    session.add(finding)
    session.flush()
    ids = [row.id for row in rows]
    for at in range(0, len(ids), 500):
        session.execute(
            update(votes)
            .where(_v.id.in_(ids[at : at + 500]), _v.state == VoteState.VALID)
            .values(state=VoteState.SUSPECT, finding_id=finding.id)
        )
    return [] if going_on else [finding]


def forget(session: Session, at: Moment) -> None:
    """Forget which networks supports came from, once that has been looked at for three days."""
    before = at - KEPT
    gone = {"network": None}
    session.execute(
        update(votes).where(_v.network.is_not(None), _v.changed_at < before).values(gone)
    )
    session.execute(update(findings).where(_f.network.is_not(None), _f.until < before).values(gone))
