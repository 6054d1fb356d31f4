"""Numbers that answered STOP: only codes go there by text message, until START (spec NT-23)."""

from sqlalchemy import Column, ForeignKey, delete, select, update
from sqlmodel import Field, Session, SQLModel

from models.calendar import Moment, now
from models.database import Id, changed, moment_column, table_of, upsert
from models.person import Contact
from models.subscription import SubscriptionState, subscriptions


class Silence(SQLModel, table=True):
    """One address that wants to hear nothing, since when."""

    contact_id: int = Field(sa_column=Column(Id, ForeignKey("contact.id"), primary_key=True))
    at: Moment = Field(sa_column=moment_column())


silences = table_of(Silence)
_contacts = table_of(Contact)


def begin(session: Session, contact_id: int) -> bool:
    """Stop everything that goes to this address. False when it was silent already."""
    at = now()
    begun = changed(
        session, upsert(silences).values(contact_id=contact_id, at=at).on_conflict_do_nothing()
    )
    if begun:
        session.execute(
            update(subscriptions)
            .where(
                subscriptions.c.contact_id == contact_id,
                subscriptions.c.state == SubscriptionState.ACTIVE,
            )
            .values(state=SubscriptionState.STOPPED, stopped_at=at)
        )
    return begun > 0


def end(session: Session, contact_id: int) -> bool:
    """Resume exactly what `begin` stopped. False when it was not silent."""
    at = session.execute(select(silences.c.at).where(silences.c.contact_id == contact_id)).scalar()
    if at is None:
        return False
    session.execute(
        update(subscriptions)
        .where(
            subscriptions.c.contact_id == contact_id,
            subscriptions.c.state == SubscriptionState.STOPPED,
            subscriptions.c.stopped_at == at,
        )
        .values(state=SubscriptionState.ACTIVE, stopped_at=None)
    )
    _end(session, contact_id)
    return True


def lift(session: Session, contact_id: int) -> None:
    """Whoever confirms from this address that she wants to be told is told again; what she stopped
    before stays stopped.
    """
    _end(session, contact_id)


def _end(session: Session, contact_id: int) -> None:
    if changed(session, delete(silences).where(silences.c.contact_id == contact_id)):
        session.execute(
            update(_contacts).where(_contacts.c.id == contact_id).values(heard_since=now())
        )
