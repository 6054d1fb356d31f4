"""Telling those who review: one mail a morning of how much waits, and at once what is urgent. To
whoever has other work as well the mail of that work tells both (notifications.staff).

Who is away is not written to, nor who may not judge the text; what a letter says is read when it is
written, so that what was judged meanwhile is not told.
"""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session

from models import absence
from models.calendar import today
from models.database import table_of, transaction
from models.delivery import deliveries
from models.permissions import Action
from models.permissions_of_cases import may, reached
from models.person import Contact
from models.review import IS_OPEN, reviewables
from models.settings import settings
from models.submission import Submission, submissions
from notifications import desk_counts
from notifications.contexts.common import Context
from notifications.desk_counts import joined, moderators, viewer_of
from notifications.staff_letters import key
from notifications.staff_post import people, post
from notifications.staff_post import reached as addresses_of

REVIEW_WORK = "review_work"
"""The kind of these letters."""
DAILY, URGENT = "texts", "urgent_text"
MOST = 50
"""Urgent texts that are told of in one minute."""

_contacts = table_of(Contact)
_r = reviewables.c
_s = submissions.c


def morning(session: Session, reading: Collection[int]) -> list[Any]:
    """The addresses of those to whom the morning brings a mail of what waits: whoever reviews, is
    here today and wants it. Not of `reading`: the mail of their other work tells them of it.
    """
    whom = desk_counts.reviewers(session) - set(reading)
    return [
        row
        for row in _here(session, whom, people.c.staff_mail.is_(True))
        if desk_counts.waiting(session, row.person_id)
    ]


def each_minute() -> bool:
    """The clock's part: each urgent text once, to everybody who is here and may judge it. True when
    there is something to send.
    """
    with transaction(write=False) as session:
        items = session.execute(
            _of(_r.id, _s.id.label("case"))
            .where(IS_OPEN, _r.urgent.is_(True))
            .order_by(_r.created_at, _r.id)
            .limit(MOST)
        ).all()
        codes = [key(URGENT, item.id) for item in items]
        told = set(
            session.scalars(
                select(deliveries.c.message_key).where(deliveries.c.message_key.in_(codes))
            )
        )
        wanted = [
            (code, item.case, row)
            for code, item in zip(codes, items, strict=True)
            if code not in told
            for row in _judges(session, item.case)
        ]
    if not wanted:
        return False
    with transaction() as session:
        return sum(post(session, row, REVIEW_WORK, code, case) for code, case, row in wanted) > 0


def _judges(session: Session, case_id: int) -> Iterable[Any]:
    case = session.get_one(Submission, case_id)
    for row in _here(session, moderators(session)):
        if may(session, viewer_of(session, row.person_id), Action.JUDGE, case):
            yield row


def _here(session: Session, ids: Collection[int], *wanted: Any) -> list[Any]:
    """The addresses of those of these people who are not away today."""
    away = absence.away(session)
    here = [one for one in ids if one not in away]
    return list(session.execute(addresses_of(people.c.id.in_(here), *wanted))) if here else []


def read(session: Session, row: Row[Any]) -> Context | None:
    """The words of one delivery; None when nothing of it is left, or she judges no more."""
    who = session.execute(
        select(people.c.id, people.c.staff_mail)
        .join(_contacts, _contacts.c.person_id == people.c.id)
        .where(_contacts.c.id == row.contact_id, people.c.suspended.is_(False))
    ).first()
    if who is None:
        return None
    _, what, of = row.message_key.split(":")
    nothing = {"reference": "", "title": "", "place": ""}
    if what == DAILY:
        if of != today().isoformat() or not who.staff_mail:
            return None
        found = desk_counts.waiting(session, who.id)
        return {**nothing, "what": what, **found} if found else None
    viewer, here = viewer_of(session, who.id), f"{settings().base_url}/desk"
    item = session.execute(
        _of(_r.id, _r.due_at).where(
            _r.id == int(of), IS_OPEN, _r.urgent, reached(session, viewer, Action.JUDGE)
        )
    ).first()
    if item is None:
        return None
    counts = {"waiting": 1, "urgent": 1, "late": 0, "soon": 0, "again": 0}
    return {**nothing, "what": what, **counts, "goes_on": f"{here}/{item.id}"}


def _of(*columns: Any) -> Any:
    return joined(select(*columns))
