"""Cases that wait for a sender whom nobody can remind: no clock ends those, so that somebody has to
look at them (spec ST-12).
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, and_, or_, select
from sqlmodel import Session

from models.calendar import start_of, today
from models.database import table_of
from models.desk.whose import Condition
from models.person import Contact
from models.reminding import EVERY_DAYS, REMINDERS
from models.states import Status
from models.submission import submissions
from models.supplement import supplements
from models.text import Text

AFTER_DAYS = EVERY_DAYS * (REMINDERS + 1)
"""As long as anybody waits who can be reminded."""
MOST = 10

_contacts, _texts = table_of(Contact), table_of(Text)
_s, _q = submissions.c, supplements.c
_reached = and_(_s.confirmed_at.is_not(None), _contacts.c.confirmed_at.is_not(None))


def silent(session: Session, only: Sequence[Condition]) -> Sequence[Row[Any]]:
    """Of the cases of a desk those that have waited so long: reference, title and asked_at, the
    longest first; one more than MOST for any more.
    """
    return session.execute(
        select(_s.reference, _texts.c.title, _q.asked_at)
        .select_from(supplements)
        .join(submissions, _s.id == _q.submission_id)
        .join(_texts, _texts.c.id == _s.text_id)
        .outerjoin(_contacts, _contacts.c.id == _s.contact_id)
        .where(
            _q.answered_at.is_(None),
            _q.asked_at < start_of(today() - dt.timedelta(days=AFTER_DAYS)),
            _s.status == Status.WAITING_RESIDENT,
            or_(_contacts.c.id.is_(None), ~_reached),
            *only,
        )
        .order_by(_q.asked_at, _q.id)
        .limit(MOST + 1)
    ).all()
