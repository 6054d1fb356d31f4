"""What lies folded beside an item: who wrote it, who told us of it, how such texts were judged."""

from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import Row, and_, bindparam, case, func, or_, select
from sqlmodel import Session

from models import sanctions
from models.before_verdict import is_undone
from models.comment import comments
from models.database import table_of
from models.known_author import APPROVING, REFUSING
from models.person import Contact
from models.report import Report
from models.review import reviewables
from models.sanctions import Measure
from models.search import similar as search
from models.states import PUBLIC
from models.submission import submissions
from models.text import Text
from models.verdict import RESTRICTING, Judgement, verdicts
from moderation import scoring
from moderation.scoring import Record

ALIKE = 3
"""Cases that may be about the same."""
JUDGED_ALIKE = 5
LOOKED_AT = 1000
"""The newest verdicts of the register, among which those for the same reason are looked for."""
REPORTERS = 5

_contacts = table_of(Contact)
_reports = table_of(Report)
_texts = table_of(Text)
_r = reviewables.c
_s = submissions.c
_c = comments.c
_v = verdicts.c


class Author(NamedTuple):
    """How many texts of hers people approved, refused and asked her to change, ever; how often she
    was warned, and whether she is held back now. Never who she is.
    """

    approved: int
    refused: int
    returned: int
    warned: int
    held_back: bool


class Context(NamedTuple):
    """`author` is None for whoever left no address. `reporters`: what became of the reports of each
    who told us of this one. `judged`: reason, judgement, at, and the reference while everyone may
    read the case. `alike`: public cases that may be about the same.
    """

    author: Author | None
    reporters: list[Record]
    judged: list[Row[Any]]
    alike: list[Row[Any]]


def context(session: Session, item_id: int, *, language: str) -> Context:
    """Of an item that the page has found already."""
    row = session.execute(_OF, {"item": item_id}).one()
    author = row.contact_id
    return Context(
        author=None if author is None else _author(session, author),
        reporters=_reporters(session, item_id),
        judged=_judged_for(session, _reasons(session, item_id)),
        alike=[] if row.is_comment else _alike(session, row, language),
    )


_OF = (
    select(
        _r.comment_id.is_not(None).label("is_comment"),
        case((_r.comment_id.is_(None), _s.contact_id), else_=_c.contact_id).label("contact_id"),
        _s.id,
        _s.place,
        _s.category_id,
        _texts.c.title,
        _texts.c.source,
    )
    .select_from(reviewables)
    .outerjoin(comments, _c.id == _r.comment_id)
    .join(submissions, _s.id == func.coalesce(_r.submission_id, _c.submission_id))
    .join(_texts, _texts.c.id == _r.text_id)
    .where(_r.id == bindparam("item"))
)


def _author(session: Session, contact_id: int) -> Author:
    """By everything written with any confirmed address of hers, in four queries."""
    person_id = session.execute(
        select(_contacts.c.person_id).where(_contacts.c.id == contact_id)
    ).scalar()
    hers = or_(_contacts.c.id == contact_id, _contacts.c.person_id == person_id)
    mine = select(_contacts.c.id).where(hers if person_id else _contacts.c.id == contact_id)
    counted = [0, 0, 0]
    below = _v.comment_id == _c.id
    of_case = and_(_v.submission_id == _s.id, _v.comment_id.is_(None))
    for thing, on in ((submissions, of_case), (comments, below)):
        row = session.execute(
            select(
                *(
                    func.count(_v.id).filter(_v.judgement.in_(kind))
                    for kind in (APPROVING, REFUSING, {Judgement.RETURN})
                )
            )
            .select_from(thing)
            .join(verdicts, on)
            .where(thing.c.contact_id.in_(mine), _v.by_id.is_not(None), ~is_undone())
        ).one()
        counted = [so_far + more for so_far, more in zip(counted, row, strict=True)]
    done = sanctions.of(session, person_id, contact_id)
    warned = sum(one.kind is Measure.WARNING for one in done)
    now = sanctions.in_force(session, person_id, contact_id)
    approved, refused, returned = counted
    return Author(approved, refused, returned, warned=warned, held_back=now is not None)


def _reasons(session: Session, item_id: int) -> list[str]:
    told = select(_reports.c.reason).where(_reports.c.reviewable_id == item_id)
    return list(session.scalars(told.distinct().limit(REPORTERS)))


def _reporters(session: Session, item_id: int) -> list[Record]:
    """Of those who left an address; the newest report first."""
    told = (
        select(_reports.c.contact_id)
        .where(_reports.c.reviewable_id == item_id, _reports.c.contact_id.is_not(None))
        .order_by(_reports.c.id.desc())
        .limit(REPORTERS)
    )
    people = dict.fromkeys(session.scalars(told))
    return [scoring.record_of(session, one) for one in people]


def _judged_for(session: Session, reasons: Collection[str]) -> list[Row[Any]]:
    """The last restrictions for one of these reasons."""
    if not reasons:
        return []
    newest = select(_v.id).order_by(_v.at.desc(), _v.id.desc()).limit(LOOKED_AT).subquery()
    reference = case((_s.publication.in_(PUBLIC), _s.reference), else_="").label("reference")
    return list(
        session.execute(
            select(_v.reason, _v.judgement, _v.at, reference)
            .join(newest, newest.c.id == _v.id)
            .join(submissions, _s.id == _v.submission_id)
            .where(_v.judgement.in_(RESTRICTING), _v.reason.in_(reasons), ~is_undone())
            .order_by(_v.at.desc(), _v.id.desc())
            .limit(JUDGED_ALIKE)
        )
    )


def _alike(session: Session, row: Row[Any], language: str) -> list[Row[Any]]:
    return search.similar(
        session,
        title=row.title,
        text=row.source,
        place=row.place,
        category_id=row.category_id,
        language=language,
        but=row.id,
        most=ALIKE,
    )
