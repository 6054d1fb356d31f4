"""A sender has said that an address, and with it a case, is hers: the answer goes there."""

from sqlmodel import Session

from models import admission, review
from models.actor import Actor, Role
from models.calendar import now
from models.errors import NotFound
from models.event import EventKind, record
from models.person import confirm
from models.states import Publication
from models.submission import Submission, take
from models.token import Token


def by_button(session: Session, button: Token) -> Submission:
    """The sender pressed Confirm: the answer goes there, and a proposal goes on to review."""
    submission = session.get(Submission, button.submission_id)
    if submission is None:
        raise NotFound
    submission = take(session, submission.reference)
    person_id = confirm(session, button.contact_id, name=button.name, language=button.language)
    by_sender(session, submission, by=Actor(Role.RESIDENT, person_id))
    return submission


def by_sender(session: Session, submission: Submission, *, by: Actor) -> None:
    """Whoever reads at the address of a case has said that it is hers. Twice changes nothing."""
    if submission.confirmed_at is not None:
        return
    submission.confirmed_at = now()
    facts: dict[str, str | int] = {}
    if submission.publication is Publication.UNCONFIRMED:
        facts |= submission.show_as(admission.confirmed(session, submission, by))
    if submission.publication is Publication.QUEUED and facts:
        review.enqueue(session, submission_id=submission.id, text_id=submission.text_id)
    session.add(submission)
    session.flush()
    record(session, submission.stream, EventKind.CONFIRMED, by=by, facts=facts, public=False)
    admission.hers(session, submission, by)
