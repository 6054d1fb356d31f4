"""Who is written to about an appeal: the one who appealed when it came, both sides when it ended.

What the letters say is read when they are written (notifications.appeal_letters).
"""

from typing import Any

from sqlalchemy import Select, case, func, select
from sqlmodel import Session

from models import delivery
from models.comment import comments
from models.database import table_of
from models.person import Contact, Person
from models.report import Report
from models.review_appeal import DECIDED, RECEIVED, Party, ReviewAppeal
from models.submission import submissions
from models.verdict import verdicts

MOST_REPORTERS = 50

_contacts = table_of(Contact)
_people = table_of(Person)
_reports = table_of(Report)
_v, _s = verdicts.c, submissions.c
_LANGUAGE = (
    select(_people.c.language)
    .join(_contacts, _contacts.c.person_id == _people.c.id)
    .where(_contacts.c.id == _reports.c.contact_id)
    .scalar_subquery()
)


def received(session: Session, appeal: ReviewAppeal) -> None:
    """To the one who appealed: that we have it, and by when somebody else has looked at it."""
    _post(session, appeal, RECEIVED, _party(session, appeal))


def decided(session: Session, appeal: ReviewAppeal, *, author_told: bool) -> None:
    """To both sides, each address once. `author_told`: she gets the statement of a new verdict."""
    told = _party(session, appeal)
    if appeal.verdict_id is not None:
        author = _author(session, appeal.verdict_id)
        if author_told:
            told = {contact: known for contact, known in told.items() if contact not in author}
        else:
            told |= author
        if appeal.party is Party.AUTHOR:
            told = _reporters(session, appeal.verdict_id) | told
    _post(session, appeal, DECIDED, told)


def _post(session: Session, appeal: ReviewAppeal, kind: str, told: dict[int, str]) -> None:
    for contact_id, language in told.items():
        delivery.post(
            session,
            kind,
            session.get_one(Contact, contact_id),
            key=f"{kind}:{appeal.id}",
            submission_id=appeal.submission_id,
            language=language,
        )


def _party(session: Session, appeal: ReviewAppeal) -> dict[int, str]:
    """The one who appealed; an author only where she has shown that the address is hers."""
    if appeal.contact_id is None:
        return {}
    if appeal.party is Party.AUTHOR and appeal.verdict_id is not None:
        author = _author(session, appeal.verdict_id)
        return {contact: appeal.language for contact in author if contact == appeal.contact_id}
    return {appeal.contact_id: appeal.language}


def _author(session: Session, verdict_id: int) -> dict[int, str]:
    """The confirmed address of whoever wrote the text, and her language."""
    row = session.execute(
        select(
            _writer().label("contact_id"),
            func.coalesce(_people.c.language, _s.language).label("language"),
            _contacts.c.confirmed_at,
        )
        .select_from(verdicts)
        .join(submissions, _s.id == _v.submission_id)
        .outerjoin(comments, comments.c.id == _v.comment_id)
        .outerjoin(_contacts, _contacts.c.id == _writer())
        .outerjoin(_people, _people.c.id == _contacts.c.person_id)
        .where(_v.id == verdict_id)
    ).first()
    if row is None or row.confirmed_at is None:
        return {}
    return {row.contact_id: row.language}


def _writer() -> Any:
    """Of a comment its writer alone, also where she has been erased; else the case's sender."""
    from_case = (_v.comment_id.is_(None), _s.contact_id)
    return case(from_case, else_=comments.c.contact_id)


def _reporters(session: Session, verdict_id: int) -> dict[int, str]:
    """The addresses of those who reported that text, as far as they gave one."""
    wanted: Select[Any] = (
        select(_reports.c.contact_id, func.coalesce(_LANGUAGE, "sv").label("language"))
        .join(verdicts, _v.reviewable_id == _reports.c.reviewable_id)
        .where(_v.id == verdict_id, _reports.c.contact_id.is_not(None))
        .order_by(_reports.c.id)
        .limit(MOST_REPORTERS)
    )
    return {row.contact_id: row.language for row in session.execute(wanted)}
