"""What a letter says of the right to a decision after six months, in the moment it is written."""

from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from models import delay_letter, job
from models.calendar import local, now
from models.database import transaction
from models.keeping_promises import six_months
from models.submission import Submission, take
from notifications.contexts.common import Context

DELAY_ACTION = delay_letter.KIND
JOB = "six_months"


def each_day() -> bool:
    """The clock's part, once a day: whoever has got the right since is told. True when so."""
    day = local(now()).date().isoformat()
    with transaction(write=False) as session:
        if job.has_run(session, JOB, day):
            return False
        found = six_months.to_tell(session)
    with transaction() as session:
        if not job.first_time(session, JOB, day):
            return False
        for reference in found:
            delay_letter.tell(session, take(session, reference), delay_letter.RIGHT)
    return bool(found)


def read(session: Session, row: Row[Any]) -> Context | None:
    """The words of one delivery; None when she has used her right, or there is none any more."""
    case = session.get(Submission, row.submission_id)
    if case is None or case.contact_id != row.contact_id:
        return None
    what, found = delay_letter.what_of(row.message_key), six_months.standing(session, case)
    if found is None or (what == delay_letter.RIGHT) != (found.asked is None):
        return None
    return {"what": what}
