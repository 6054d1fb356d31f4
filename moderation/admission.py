"""Who may judge what, now: not what somebody else has decided or is reading, and not one's own."""

from sqlalchemy import exists, select
from sqlmodel import Session

from models.answer import answers
from models.comment import Comment
from models.decision import decisions
from models.errors import NotAllowed, Stale
from models.person import Person
from models.review import OPEN, Reviewable, ReviewState
from models.verdict import Judgement
from moderation.claims import check_held, is_taken
from moderation.doors import doors
from moderation.subjects import Subject, wrote


def check_fresh(
    session: Session,
    item: Reviewable,
    subject: Subject,
    person_id: int,
    *,
    judgement: Judgement,
    version: int,
) -> None:
    """Raises Stale unless the item still is what the moderator saw, and hers to decide (T34).

    It names who decided or has it and since when; nobody, when the text or the urgency changed.
    Raises NotAllowed where the town wants it claimed first, and it is not.
    """
    is_open = item.state in OPEN
    publication = subject.thing.publication
    can_be = is_open or judgement in doors(item.state, publication)
    if item.version != version or not can_be:
        if is_open and item.state is not ReviewState.ESCALATED:
            raise Stale
        raise Stale(who=_name(session, item.decided_by), when=item.decided_at)
    if item.text_id != subject.text_id:
        raise Stale
    if item.claimed_by != person_id and is_taken(item.claimed_by, item.claimed_at):
        raise Stale(who=_name(session, item.claimed_by), when=item.claimed_at)
    check_held(session, item, person_id)


def check_no_part(session: Session, subject: Subject, person_id: int) -> None:
    """Nobody judges what she has a part in (MQ-7): her own text, a case that is hers to handle or
    that she has answered or decided, and what is said in reply to her.

    Raises NotAllowed with `own_text`, `own_case` or `own_answer`.
    """
    check_not_own(session, subject, person_id)
    case = subject.submission
    if case.assignee_id == person_id:
        raise NotAllowed("own_case")
    parts = select(
        exists().where(answers.c.submission_id == case.id, answers.c.by_id == person_id)
        | exists().where(decisions.c.submission_id == case.id, decisions.c.by_id == person_id)
    )
    if session.execute(parts).scalar():
        raise NotAllowed("own_answer")
    if subject.comment is not None and subject.comment.parent_id is not None:
        parent = session.get_one(Comment, subject.comment.parent_id)
        if wrote(session, person_id, contact_id=parent.contact_id, stream=None):
            raise NotAllowed("own_answer")


def check_not_own(session: Session, subject: Subject, person_id: int) -> None:
    """Nobody judges what she wrote herself (MQ-7)."""
    stream = subject.submission.stream if subject.comment is None else None
    if wrote(session, person_id, contact_id=subject.thing.contact_id, stream=stream):
        raise NotAllowed("own_text")


def _name(session: Session, person_id: int | None) -> str | None:
    person = session.get(Person, person_id) if person_id else None
    return person.name if person else None
