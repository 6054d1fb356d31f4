"""Hiding a picture alone, or showing again what was hidden of it: the text it came with has a
verdict of its own.
"""

from sqlmodel import Session

from models import before_verdict
from models.actor import Actor
from models.attachment import mask
from models.attachment import row as attachment
from models.errors import NotAllowed, NotFound
from models.event import EventKind, record
from models.states import Publication
from models.submission import Submission
from models.verdict import Judgement
from moderation.admission import check_no_part
from moderation.subjects import held
from moderation.verdicts import JUDGES

Facts = dict[str, str | int]


def judge(session: Session, item_id: int, *, by: Actor, shown: bool) -> None:
    """Show the sender's picture to everyone who may read the text, or to her and staff alone.

    Pressed twice it is one change. Raises NotFound for whoever may not judge, and where there is no
    picture; NotAllowed with `own_text`.
    """
    case = _case(session, item_id, by)
    changed = attachment.hide(session, case.id or 0, hidden=not shown)
    if changed is not None:
        judgement = Judgement.PUBLISH if shown else Judgement.HIDE
        _record(session, case, by, {"judgement": judgement.value, "attachment": changed})


def uncover(session: Session, item_id: int, *, by: Actor) -> None:
    """Show the whole picture again, where a part of it is hidden, and leave the words as they are.

    A text of which nothing else is hidden is published as it was sent by its own verdict, which
    takes the mask off too. Raises as `judge`, and NotAllowed with `publish_it` for such a text.
    """
    case = _case(session, item_id, by)
    if mask.holding(session, case.id or 0) is None:
        return
    if not can_uncover(session, case.id or 0):
        raise NotAllowed("publish_it")
    changed = mask.lift(session, case.id or 0)
    case.version += 1
    session.add(case)
    facts: Facts = {"judgement": Judgement.PUBLISH.value, "uncovers": changed or 0}
    _record(session, case, by, facts)


def _case(session: Session, item_id: int, by: Actor) -> Submission:
    if by.role not in JUDGES or by.person_id is None:
        raise NotFound(str(item_id))
    _, subject = held(session, item_id)
    check_no_part(session, subject, by.person_id)
    if subject.comment is not None:
        raise NotFound(str(item_id))
    return subject.submission


def can_uncover(session: Session, submission_id: int) -> bool:
    """Whether a text stands as it is when nothing of its picture is hidden any more."""
    case = session.get_one(Submission, submission_id)
    if case.publication is not Publication.REDACTED or case.original_id is not None:
        return True
    return not case.byline and bool(before_verdict.hidden_name(session, case))


def _record(session: Session, case: Submission, by: Actor, facts: Facts) -> None:
    kind = EventKind.VERDICT_GIVEN
    record(session, case.stream, kind, by=by, facts=facts, public=False)
