"""Hiding a picture alone: the text it came with has a verdict of its own."""

from sqlmodel import Session

from models.actor import Actor
from models.attachment import row as attachment
from models.errors import NotFound
from models.event import EventKind, record
from models.verdict import Judgement
from moderation.admission import check_no_part
from moderation.subjects import held
from moderation.verdicts import JUDGES


def judge(session: Session, item_id: int, *, by: Actor, shown: bool) -> None:
    """Show the sender's picture to everyone who may read the text, or to her and staff alone.

    Pressed twice it is one change. Raises NotFound for whoever may not judge, and where there is no
    picture; NotAllowed with `own_text`.
    """
    if by.role not in JUDGES or by.person_id is None:
        raise NotFound(str(item_id))
    _, subject = held(session, item_id)
    check_no_part(session, subject, by.person_id)
    if subject.comment is not None:
        raise NotFound(str(item_id))
    changed = attachment.hide(session, subject.submission.id or 0, hidden=not shown)
    if changed is not None:
        judgement = Judgement.PUBLISH if shown else Judgement.HIDE
        record(
            session,
            subject.submission.stream,
            EventKind.VERDICT_GIVEN,
            by=by,
            facts={"judgement": judgement.value, "attachment": changed},
            public=False,
        )
