"""Telling those who reported: that it came, and what a person decided (DSA article 16(4) and (5)).

The words are read when a letter is written (notifications.report_letters). What an unproved address
is sent holds nothing that somebody else wrote: a form must not be a way to write to strangers.
"""

from typing import Any

from sqlalchemy import Select, func, select, update
from sqlmodel import Session

from models import allowance, delivery, keys
from models.calendar import now
from models.database import transaction
from models.errors import TooMany
from models.person import Contact
from models.report import DECIDED, RECEIVED, TRACED, Report, reports
from models.verdict import verdicts
from moderation.report_status import ripe

PER_ADDRESS = (5, 86_400)
"""Receipts to one address in so many seconds: whoever reports more has the page of each."""
AT_ONCE = 100

_r, _v = reports.c, verdicts.c


def received(session: Session, report: Report) -> None:
    """The receipt, where there is an address for it."""
    if report.contact_id is None:
        return
    contact = session.get_one(Contact, report.contact_id)
    most, seconds = PER_ADDRESS
    who = keys.key("report", contact.address, contact.channel)
    try:
        allowance.spend(session, "reports:address", who, most=most, seconds=seconds)
    except TooMany:
        return
    _post(session, report, RECEIVED, f"{RECEIVED}:{report.id}")


def each_minute() -> bool:
    """Tell of what was decided, and forget which network reports came from. True when there is a
    letter to send.
    """
    with transaction(write=False) as session:
        stale = session.execute(_stale().limit(1)).first() is not None
        decided = session.execute(_decided()).all()
    if stale:
        with transaction() as session:
            session.execute(
                update(reports)
                .where(_r.network.is_not(None), _r.at <= now() - TRACED)
                .values(network=None)
            )
    for row in decided:
        with transaction() as session:
            report = session.get_one(Report, row.id)
            if report.told_verdict_id is None and report.contact_id is not None:
                report.told_verdict_id = row.verdict_id
                session.add(report)
                _post(session, report, DECIDED, f"{DECIDED}:{report.id}")
    return bool(decided)


def _stale() -> Select[Any]:
    return select(_r.id).where(_r.network.is_not(None), _r.at <= now() - TRACED)


def _decided() -> Select[Any]:
    """Reports with an address whose answer nobody has written yet."""
    return (
        select(_r.id, func.max(_v.id).label("verdict_id"))
        .join(verdicts, _v.reviewable_id == _r.reviewable_id)
        .where(
            _r.told_verdict_id.is_(None),
            _r.contact_id.is_not(None),
            _r.code.is_not(None),
            ripe(),
        )
        .group_by(_r.id)
        .order_by(_r.id)
        .limit(AT_ONCE)
    )


def _post(session: Session, report: Report, kind: str, key: str) -> None:
    contact = session.get_one(Contact, report.contact_id)
    delivery.post(session, kind, contact, key=key, language=report.language)
