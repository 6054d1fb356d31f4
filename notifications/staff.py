"""Telling staff of their work: one mail a morning, whatever they have to do here, and at once only
what cannot wait.

The deliveries say to whom and about what; the words are read when the letter is written, so that
what was done meanwhile is not told (notifications/staff_letters).
"""

import datetime as dt
from typing import Any

from sqlmodel import Session

from models import absence, belonging, duties, job
from models.calendar import local, now
from models.database import transaction
from models.opening import Opening
from models.profile import site
from notifications import (
    delay_letters,
    desk_letters,
    promise_alerts,
    review_alerts,
    staff_alerts,
    staff_gone,
)
from notifications.desk_letters import DAILY as TEXTS
from notifications.desk_letters import REVIEW_WORK
from notifications.staff_letters import DAILY, key, since
from notifications.staff_post import people, post, reached

MORNING = dt.time(7)
"""When the daily mail goes, on the municipality's clocks."""

JOB = "staff_mail"


def each_minute() -> bool:
    """The clock's part: the morning's mails, and what becomes late with nobody to see it. True
    when there is something to send.
    """
    morning = _morning()
    alone, reviews = staff_alerts.alone(), review_alerts.each_minute()
    texts, broken = desk_letters.each_minute(), promise_alerts.each_minute()
    rights = delay_letters.each_day()
    gone = staff_gone.each_minute()
    return alone or reviews or texts or broken or rights or gone or morning


def _morning() -> bool:
    """Once a working day, at seven or as soon after as a clock runs; never on another day. Both
    kinds of mail are queued together, so that nobody gets two.
    """
    at = local(now())
    with transaction(write=False) as session:
        opening = site(session).opening
        if at.time() < MORNING or not opening.is_working_day(at.date()):
            return False
        if job.has_run(session, JOB, at.date().isoformat()):
            return False
        wanted = _letters(session, opening)
        reading = desk_letters.morning(session, {row.person_id for row in wanted})
    with transaction() as session:
        if not job.first_time(session, JOB, at.date().isoformat()):
            return False
        made = sum(post(session, one, DAILY, key("daily", at.date())) for one in wanted)
        texts = key(TEXTS, at.date())
        made += sum(post(session, one, REVIEW_WORK, texts) for one in reading)
        return made > 0


def _letters(session: Session, opening: Opening) -> list[Any]:
    """The addresses of all who want the mail, are here today, and have something to read in it."""
    away = absence.away(session)
    rows = session.execute(
        reached(people.c.id.in_(belonging.handlers()), people.c.staff_mail.is_(True))
    )
    return [
        row
        for row in rows.all()
        if row.person_id not in away
        and duties.of(
            session,
            row.person_id,
            since=since(session, row.contact_id, now(), opening),
            until=now(),
            works=opening.is_working_day,
        )
    ]
