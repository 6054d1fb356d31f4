"""Rows for the pages of a case: each page in a bounded number of queries, whatever it shows."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, func, select
from sqlmodel import Session

from models.answer import answers
from models.comment import comments
from models.database import table_of
from models.decision import decisions
from models.errors import Disposed, Gone, NotFound
from models.organisation import Unit
from models.particulars import particulars
from models.permissions import Action
from models.permissions_of_cases import may, visible
from models.register.numbers import diary
from models.retention import runs
from models.states import PUBLIC, Kind, Outcome, Publication, Status
from models.submission import DONE, submissions
from models.tally import Tally
from models.text import Text
from models.viewer import Viewer

ANSWERS_SHOWN = 20
PAGE = 25

_texts = table_of(Text)
_units = table_of(Unit)
_tallies = table_of(Tally)


_s = submissions.c
_p = particulars.c
_d = diary.c

CASE_COLUMNS = (
    _s.id,
    _s.reference,
    _s.kind,
    _s.status,
    _s.outcome,
    _s.publication,
    _s.place,
    _s.category_id,
    _s.unit_id,
    _s.assignee_id,
    _s.contact_id,
    _s.name,
    _s.byline,
    _s.organisation_id,
    _s.coordinator_id,
    _s.reply_by,
    _s.reply_to,
    _s.latitude,
    _s.longitude,
    _s.appeal,
    _s.nonce,
    _s.source,
    _s.language,
    _s.received_at,
    _s.confirmed_at,
    _s.published_at,
    _s.answer_by,
    _s.due_at,
    _s.put_off_to,
    _s.answered_at,
    _s.kept,
    _s.threshold,
    _s.voting_until,
    _s.duplicate_of,
    _s.handovers,
    _s.version,
    _s.protected,
    _s.pending_text_id,
    _s.edited_at,
    _s.disposal_id,
    _s.locked_at,
    _d.written.label("diary"),
    _p.planned_on,
    _p.board,
    _p.delay_text_id,
    _p.delay_day,
    _p.receiver,
    _p.receiver_contact,
    _p.forwarded,
    _texts.c.title,
    _texts.c.source.label("words"),
    _texts.c.html,
    _units.c.name_sv,
    _units.c.name_en,
    _units.c.phone,
    _units.c.slug.label("unit_slug"),
    _units.c.retired_at.label("unit_gone_at"),
    _tallies.c.count.label("votes"),
)


def cases() -> Select[Any]:
    """What the pages of a case ask of every case, as a statement."""
    return (
        select(*CASE_COLUMNS)
        .join(_texts, _texts.c.id == _s.text_id)
        .join(_units, _units.c.id == _s.unit_id)
        .outerjoin(_tallies, _tallies.c.submission_id == _s.id)
        .outerjoin(particulars, _p.submission_id == _s.id)
        .outerjoin(diary, and_(_d.submission_id == _s.id, _d.ended_at.is_(None)))
    )


_CASE = cases().where(_s.reference == bindparam("case"))


def case(session: Session, reference: str, viewer: Viewer, contacts: list[int]) -> Row[Any]:
    """One case with its text and unit. A dialogue is none, and has pages of its own: raises as
    `matter`, and NotFound for one.
    """
    row = matter(session, reference, viewer, contacts)
    if row.kind is Kind.DIALOGUE:
        raise NotFound(reference)
    return row


def matter(session: Session, reference: str, viewer: Viewer, contacts: list[int]) -> Row[Any]:
    """Anything of the register, a dialogue too, of which a draft is for those alone who lead it.

    Raises NotFound for whoever may not see it; Gone for what everyone could once read, and its
    author has taken back; Disposed for what a rule took away, where it was public or may be seen.
    """
    row = session.execute(_CASE, {"case": reference}).first()
    if row is None:
        raise NotFound(reference)
    seen = visible(session, row, viewer, contacts)
    if row.kind is Kind.DIALOGUE and row.publication not in PUBLIC:
        seen = may(session, viewer, Action.WORK, row)
    if row.disposal_id is not None and (seen or row.published_at is not None):
        raise Disposed(runs.basis(session, row.disposal_id))
    if not seen:
        if row.publication is Publication.WITHDRAWN and row.published_at is not None:
            raise Gone("withdrawn")
        raise NotFound(reference)
    return row


_ANSWERS = (
    select(
        answers.c.id,
        answers.c.at,
        answers.c.corrected_at,
        _texts.c.html,
        _units.c.name_sv,
        _units.c.name_en,
    )
    .join(_texts, _texts.c.id == answers.c.text_id)
    .join(_units, _units.c.id == answers.c.unit_id)
    .where(answers.c.submission_id == bindparam("case"))
    .order_by(answers.c.at.desc(), answers.c.id.desc())
    .limit(ANSWERS_SHOWN)
)


def given_answers(session: Session, submission_id: int) -> Sequence[Row[Any]]:
    """Our answers, newest first."""
    return session.execute(_ANSWERS, {"case": submission_id}).all()


_COMMENTS_SHOWN = (
    select(func.count())
    .select_from(comments)
    .where(comments.c.submission_id == bindparam("case"), comments.c.publication.in_(PUBLIC))
)


def shown_comments(session: Session, submission_id: int) -> int:
    """How many comments of a case are public."""
    count: int = session.execute(_COMMENTS_SHOWN, {"case": submission_id}).scalar_one()
    return count


_RULING = (
    select(decisions.c.ruling)
    .where(decisions.c.submission_id == _s.id)
    .order_by(decisions.c.id.desc())
    .limit(1)
    .correlate(submissions)
    .scalar_subquery()
)
"""What the board said last: a list tells it as plainly as the case's own page."""

LIST_COLUMNS = (
    _s.id,
    _s.reference,
    _s.kind,
    _s.status,
    _s.outcome,
    _s.publication,
    _s.place,
    _s.received_at,
    _s.published_at,
    _s.answer_by,
    _s.due_at,
    _s.answered_at,
    _s.kept,
    _s.done_at,
    _s.threshold,
    _s.voting_until,
    _s.assignee_id,
    _texts.c.title,
    _p.delay_day,
    _tallies.c.count.label("votes"),
    _RULING.label("ruling"),
)


def listed() -> Select[Any]:
    return (
        select(*LIST_COLUMNS)
        .join(_texts, _texts.c.id == _s.text_id)
        .outerjoin(_tallies, _tallies.c.submission_id == _s.id)
        .outerjoin(particulars, _p.submission_id == _s.id)
    )


def open_proposals(session: Session, most: int = 3) -> list[Row[Any]]:
    """Public proposals that collect support, those that end first."""
    return list(
        session.execute(
            listed()
            .where(_s.publication.in_(PUBLIC), _s.status == Status.VOTING)
            .order_by(_s.voting_until, _s.id)
            .limit(most)
        )
    )


def lately_done(session: Session, most: int = 3) -> list[Row[Any]]:
    """Public cases that came to an end, the latest first: answered, decided, carried out, closed.

    What goes on in another case is not done.
    """
    return list(
        session.execute(
            listed()
            .where(DONE, _s.outcome.is_distinct_from(Outcome.DUPLICATE))
            .order_by(_s.done_at.desc(), _s.id.desc())
            .limit(most)
        )
    )
