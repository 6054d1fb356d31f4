"""Telling those who took part that a phase got another end: also whoever follows nothing.

Once for each change: the letter's key is the phase and its version. Whoever follows the dialogue
hears of it as a follower, by the event; who voted or took a stand is nobody's to know, so of those
only followers are told.
"""

from sqlalchemy import bindparam, exists, select
from sqlmodel import Session

from models import delivery
from models.comment import comments
from models.database import table_of
from models.dialogue.row import Phase
from models.person import Contact, Person
from models.silence import silences
from models.subscription import SubscriptionState, subscriptions

KIND = "dialogue_days"
"""The kind of such letters, and how their message keys begin."""

_c, _w = comments.c, subscriptions.c
_contacts, _people = table_of(Contact), table_of(Person)
_WROTE = (
    select(Contact, _people.c.language)
    .join(_people, _people.c.id == _contacts.c.person_id)
    .where(
        _contacts.c.confirmed_at.is_not(None),
        _contacts.c.id.in_(
            select(_c.contact_id).where(
                _c.submission_id == bindparam("dialogue"), _c.phase_id == bindparam("phase")
            )
        ),
        ~exists().where(silences.c.contact_id == _contacts.c.id),
        ~exists().where(
            _w.contact_id == _contacts.c.id,
            _w.submission_id == bindparam("dialogue"),
            _w.state == SubscriptionState.ACTIVE,
        ),
    )
    .order_by(_contacts.c.id)
)


def tell(session: Session, phase: Phase) -> None:
    """Write to whoever wrote in this phase and follows nothing of the dialogue."""
    asked = {"dialogue": phase.submission_id, "phase": phase.id}
    who = session.execute(_WROTE, asked).all()
    key = f"{KIND}:{phase.id}:{phase.version}"
    delivery.post_to(session, KIND, who, key=key, submission_id=phase.submission_id)


def phase_of(message_key: str) -> int:
    """The phase that a letter's key names."""
    return int(message_key.split(":")[1])
