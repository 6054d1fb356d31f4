"""Which attachments a case has, and who may see each: one question a page, one a file."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CompoundSelect, Row, Select, bindparam, func, select, union_all
from sqlmodel import Session

from models.answer import answers
from models.attachment.row import UNCLAIMED, attachments
from models.decision import decisions
from models.errors import NotFound
from models.permissions import Action
from models.permissions_of_cases import may
from models.states import PUBLIC, Publication
from models.submission import submissions
from models.viewer import Viewer

_a = attachments.c
_s = submissions.c
COLUMNS = (
    _a.id,
    _a.name,
    _a.media,
    _a.size,
    _a.width,
    _a.height,
    _a.alt,
    _a.hidden_at,
    _a.submission_id,
    _a.answer_id,
    _a.decision_id,
)


def _joined(owner: Any, column: Any) -> Select[Any]:
    return (
        select(*COLUMNS)
        .join(owner, owner.c.id == column)
        .where(owner.c.submission_id == bindparam("case"))
    )


_OF_CASE: CompoundSelect[Any] = union_all(
    select(*COLUMNS).where(_a.submission_id == bindparam("case")),
    _joined(answers, _a.answer_id),
    _joined(decisions, _a.decision_id),
)


def of_case(session: Session, submission_id: int) -> Sequence[Row[Any]]:
    """Everything that hangs on a case: the sender's, those of its answers and decisions."""
    return session.execute(_OF_CASE, {"case": submission_id}).all()


_OF_SENDER = (
    select(*COLUMNS, _s.publication)
    .join(submissions, _s.id == _a.submission_id)
    .where(_s.reference == bindparam("case"))
)


def of_sender(session: Session, reference: str) -> Row[Any] | None:
    """What the sender of a case sent with it, if anything; for whoever judges it."""
    return session.execute(_OF_SENDER, {"case": reference}).first()


_FOUND = (
    select(
        *COLUMNS[1:],
        _a.id.label("attachment_id"),
        _a.sha256,
        _s.id,
        _s.reference,
        _s.publication,
        _s.unit_id,
        _s.assignee_id,
        _s.contact_id,
        _s.protected,
        _s.nonce,
    )
    .select_from(attachments)
    .outerjoin(answers, answers.c.id == _a.answer_id)
    .outerjoin(decisions, decisions.c.id == _a.decision_id)
    .join(
        submissions,
        _s.id
        == func.coalesce(_a.submission_id, answers.c.submission_id, decisions.c.submission_id),
    )
    .where(_a.name == bindparam("called"), _s.reference == bindparam("case"))
)


def found(
    session: Session, reference: str, name: str, viewer: Viewer, contacts: list[int]
) -> Row[Any]:
    """One attachment, by its name, of one case, whose `id` the row has. Raises NotFound for whoever
    may not see it now.
    """
    row = session.execute(_FOUND, {"called": name, "case": reference}).first()
    if row is None:
        raise NotFound(name)
    everyone = row.publication in PUBLIC and is_shown(row, row.publication)
    if not everyone and not may(session, viewer, Action.READ, row, contacts):
        raise NotFound(name)
    return row


def is_shown(row: Any, publication: Publication) -> bool:
    """Whether everyone who may read the case may see this.

    What the sender sent stands only beside her own text as she wrote it: nobody can say what else
    of a hidden detail is in a picture. What an official sent stands with what it belongs to.
    """
    if row.submission_id is None:
        return True
    return row.hidden_at is None and publication is Publication.PUBLISHED


_WAITING = select(*COLUMNS, _a.sha256).where(_a.name == bindparam("called"), UNCLAIMED)


def waiting(session: Session, name: str) -> Row[Any] | None:
    """What waits for its form to be sent, for whoever knows its name; None when nothing does."""
    return session.execute(_WAITING, {"called": name}).first()
