"""Cases as evidence: what people wrote before anybody asked, linked to the question it is about.

Everyone may read which public ones they are, and how many the others.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, select, tuple_
from sqlmodel import Session

from models.actor import Actor
from models.calendar import Moment, now
from models.database import table_of
from models.dialogue.heard import Evidence, evidences
from models.dialogue.keeping import Held
from models.dialogue.noting import note
from models.errors import Invalid, NotFound
from models.permissions import Action
from models.permissions_of_cases import may
from models.states import PUBLIC, Kind
from models.submission import submissions
from models.text import Text
from models.viewer import Viewer

PAGE = 50
MOST = 500
"""Cases linked to one dialogue."""
_e, _s, _texts = evidences.c, submissions.c, table_of(Text)
LINKED = (
    select(
        _e.id,
        _e.at,
        _s.id.label("case_id"),
        _s.reference,
        _s.publication,
        _s.unit_id,
        _s.assignee_id,
        _s.contact_id,
        _s.protected,
        _s.nonce,
        _texts.c.title,
    )
    .join(submissions, _s.id == _e.case_id)
    .join(_texts, _texts.c.id == _s.text_id)
)
"""A linked case, with what decides who may read it."""
_LINKED = (
    LINKED.where(_e.submission_id == bindparam("dialogue"))
    .order_by(_e.at.desc(), _e.id.desc())
    .limit(PAGE + 1)
)
_PUBLIC = _LINKED.where(_s.publication.in_(sorted(PUBLIC)))
_COUNT = select(func.count()).where(_e.submission_id == bindparam("dialogue"))


def link(session: Session, held: Held, reference: str, viewer: Viewer, *, by: Actor) -> Evidence:
    """Link a case that the viewer may read. Raises Invalid for `reference`: unknown,
    again, too_many.
    """
    case = session.execute(select(submissions).where(_s.reference == reference)).first()
    if case is None or case.kind is Kind.DIALOGUE or case.disposal_id is not None:
        raise Invalid("reference", "unknown")
    if case.publication not in PUBLIC and not may(session, viewer, Action.READ, case):
        # Whoever may not read it does not learn that it is there.
        raise Invalid("reference", "unknown")
    mine = _e.submission_id == held.case.id
    if session.execute(select(_e.id).where(mine, _e.case_id == case.id)).first() is not None:
        raise Invalid("reference", "again")
    if session.execute(_COUNT, {"dialogue": held.case.id}).scalar_one() >= MOST:
        raise Invalid("reference", "too_many", most=MOST)
    made = Evidence(
        submission_id=held.case.id or 0, case_id=case.id, by_id=by.person_id or 0, at=now()
    )
    session.add(made)
    session.flush()
    note(session, held, {"evidence": made.id or 0, "case": case.id}, by=by)
    return made


def unlink(session: Session, held: Held, evidence_id: int, *, by: Actor) -> None:
    """It tells nothing of the question after all. Raises NotFound."""
    mine = (_e.id == evidence_id) & (_e.submission_id == held.case.id)
    found = session.execute(select(_e.case_id).where(mine)).scalar()
    if found is None:
        raise NotFound(str(evidence_id))
    session.execute(delete(evidences).where(mine))
    note(session, held, {"evidence": evidence_id, "case": found, "removed": 1}, by=by)


def linked(
    session: Session,
    submission_id: int,
    *,
    public: bool = False,
    after: tuple[Moment, int] | None = None,
) -> Sequence[Row[Any]]:
    """A page of linked cases, those linked last first, and one more where there are more.
    `public`: only those that everyone may read. Of the others `may_read` says who may.
    """
    rows = _PUBLIC if public else _LINKED
    if after is not None:
        rows = rows.where(tuple_(_e.at, _e.id) < after)
    return session.execute(rows, {"dialogue": submission_id}).all()


def is_public(row: Any) -> bool:
    """Whether everyone may read the case of a row."""
    return row.publication in PUBLIC
