"""Which attachments a case has, and who may see each: one question a page, one a file."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CompoundSelect, Row, Select, bindparam, func, null, select, union_all
from sqlmodel import Session

from models.answer import answers
from models.attachment.mask import HOLDS, masks
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
_m = masks.c
COLUMNS = (
    _a.id,
    _a.name,
    _a.media,
    _a.size,
    _a.width,
    _a.height,
    _a.alt,
    _a.hidden_at,
    _a.scan,
    _a.submission_id,
    _a.answer_id,
    _a.decision_id,
)
_MASK = (_m.id.label("mask_id"), _m.name.label("mask_name"), _m.squares)
"""Of the part that a moderator hides; only of what the sender of a case sent."""
_NO_MASK = tuple(null().label(one.name) for one in _MASK)
_MASKED = (_m.attachment_id == _a.id) & HOLDS


def _joined(owner: Any, column: Any) -> Select[Any]:
    return (
        select(*COLUMNS, *_NO_MASK)
        .join(owner, owner.c.id == column)
        .where(owner.c.submission_id == bindparam("case"))
    )


_OF_CASE: CompoundSelect[Any] = union_all(
    select(*COLUMNS, *_MASK).outerjoin(masks, _MASKED).where(_a.submission_id == bindparam("case")),
    _joined(answers, _a.answer_id),
    _joined(decisions, _a.decision_id),
)


def of_case(session: Session, submission_id: int) -> Sequence[Row[Any]]:
    """Everything that hangs on a case: the sender's, those of its answers and decisions."""
    return session.execute(_OF_CASE, {"case": submission_id}).all()


_OF_SENDER = (
    select(*COLUMNS, *_MASK, _s.publication)
    .join(submissions, _s.id == _a.submission_id)
    .outerjoin(masks, _MASKED)
    # A letter tells who wrote it: whoever judges words is no reader of it.
    .where(_s.reference == bindparam("case"), _a.scan.is_(False))
)


def of_sender(session: Session, reference: str) -> Row[Any] | None:
    """What the sender of a case sent with it, if anything; for whoever judges it."""
    return session.execute(_OF_SENDER, {"case": reference}).first()


def _called(name: Any, mark: Any) -> Select[Any]:
    """The file of one name: `file`, its digest `mark`, and whose it is."""
    return (
        select(
            *COLUMNS[1:],
            *_MASK,
            _a.id.label("attachment_id"),
            name.label("file"),
            mark.label("mark"),
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
        .outerjoin(masks, _MASKED)
        .join(
            submissions,
            _s.id
            == func.coalesce(_a.submission_id, answers.c.submission_id, decisions.c.submission_id),
        )
        .where(name == bindparam("called"), _s.reference == bindparam("case"))
    )


_WHOLE, _COVERED = _called(_a.name, _a.sha256), _called(_m.name, _m.sha256)


def found(
    session: Session, reference: str, name: str, viewer: Viewer, contacts: list[int]
) -> Row[Any]:
    """One attachment, by its name or that of the picture with a part hidden, of one case, whose
    `id` the row has. Raises NotFound for whoever may not see it now.
    """
    asked = {"called": name, "case": reference}
    row = session.execute(_WHOLE, asked).first() or session.execute(_COVERED, asked).first()
    if row is None:
        raise NotFound(name)
    needed = Action.CONTACT if row.scan else Action.READ
    if not is_open(row) and not may(session, viewer, needed, row, contacts):
        raise NotFound(name)
    return row


def is_open(row: Any) -> bool:
    """Whether everyone may have the file of a row of `found`: where a part of a picture is hidden,
    only the one without it.
    """
    shown = row.publication in PUBLIC and is_shown(row, row.publication)
    return shown and (row.mask_id is None or row.file == row.mask_name)


def is_shown(row: Any, publication: Publication) -> bool:
    """Whether everyone who may read the case may see this, or what is left of it.

    What the sender sent stands only beside her own text as she wrote it: nobody can say what else
    of a hidden detail is in a picture, unless somebody has looked and hidden it there too. The scan
    of a letter is never shown. What an official sent stands with what it belongs to.
    """
    if row.submission_id is None:
        return True
    if row.scan or row.hidden_at is not None or (row.mask_id is not None and row.mask_name is None):
        return False
    return publication is Publication.PUBLISHED or (
        publication is Publication.REDACTED and row.mask_id is not None
    )


_WAITING = select(*COLUMNS, _a.name.label("file"), _a.sha256.label("mark")).where(
    _a.name == bindparam("called"), UNCLAIMED
)


def waiting(session: Session, name: str) -> Row[Any] | None:
    """What waits for its form to be sent, for whoever knows its name; None when nothing does."""
    return session.execute(_WAITING, {"called": name}).first()
