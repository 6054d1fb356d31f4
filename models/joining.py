"""Joining an organisation: an administrator invites who manages it, and a manager the members.

One letter, whose button works for a week. Its key is recomputed (models.keys): nothing that opens a
door is stored, and asking again makes the former letter useless.
"""

from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from models import asking, delivery, join_letters, keys
from models.actor import Actor
from models.calendar import DAY, now
from models.errors import Invalid, NotAllowed
from models.membership import MOST_MEMBERS, Membership, Part, managed, memberships
from models.person import Channel, Contact, reach
from models.token import Purpose

INVITED_FOR = 7 * DAY
INVITATION = "membership"
"""The purpose of the key in a letter, and the kind of that letter."""

_m = memberships.c


def invite(
    session: Session, organisation_id: int, address: str, part: Part, *, by: Actor, language: str
) -> None:
    """Ask whoever reads at an e-mail address to be a member: one letter.

    Raises NotFound for whoever does not manage it, NotAllowed for one that has ended or is full,
    Invalid for a member, TooMany.
    """
    organisation = managed(session, organisation_id, by)
    if organisation.ended_at is not None:
        raise NotAllowed("ended")
    place = reach(session, Channel.EMAIL, address)
    open_ones = select(Membership).where(
        _m.organisation_id == organisation_id, _m.ended_at.is_(None)
    )
    known: Membership | None = session.scalars(open_ones.where(_m.contact_id == place.id)).first()
    if known is not None and known.accepted_at is not None:
        raise Invalid("email", "member")
    many = session.execute(
        select(func.count()).where(_m.organisation_id == organisation_id, _m.ended_at.is_(None))
    ).scalar_one()
    if known is None and many >= MOST_MEMBERS:
        raise NotAllowed("full")
    asking.spend(session, Purpose.SUBSCRIPTION, Channel.EMAIL, address)
    made = known or Membership(
        organisation_id=organisation_id,
        contact_id=place.id,
        part=part,
        nonce="",
        invited_at=0,
        invited_by_id=0,
    )
    made.part, made.nonce = part, keys.nonce()
    made.invited_at, made.invited_by_id = now(), by.person_id or 0
    session.add(made)
    session.flush()
    delivery.post(
        session,
        INVITATION,
        session.get_one(Contact, place.id),
        key=f"{INVITATION}:{made.id}:{made.invited_at}",
        language=language,
    )


def link(membership: Any) -> str:
    """What stands in the letter."""
    return join_letters.link(INVITATION, membership)


def invited(session: Session, given: str, *, lock: bool = False) -> Membership:
    """The membership that a link is about. Raises as models.join_letters.invited."""
    return join_letters.invited(
        session, Membership, INVITATION, given, lasts=INVITED_FOR, lock=lock
    )


def accept(session: Session, given: str, *, language: str) -> Membership:
    """The button was pressed: whoever reads there is a member. Raises as the two of
    models.join_letters.
    """
    found = invited(session, given, lock=True)
    join_letters.accept(session, found, language=language)
    return found
