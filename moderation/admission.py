"""Who may judge what, now: not what somebody else has decided or is reading, and not one's own."""

from sqlmodel import Session

from models.errors import NotAllowed, Stale
from models.person import Person
from models.review import OPEN, Reviewable, ReviewState
from models.verdict import Judgement
from moderation.claims import is_taken
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


def check_not_own(session: Session, subject: Subject, person_id: int) -> None:
    """Nobody judges what she wrote herself (MQ-7)."""
    stream = subject.submission.stream if subject.comment is None else None
    if wrote(session, person_id, contact_id=subject.thing.contact_id, stream=stream):
        raise NotAllowed("own_text")


def _name(session: Session, person_id: int | None) -> str | None:
    person = session.get(Person, person_id) if person_id else None
    return person.name if person else None
