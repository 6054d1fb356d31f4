"""Joining an organisation: an administrator invites who manages it, and a manager the members.

One letter, whose button works for a week. Its key is recomputed (models.keys): nothing that opens a
door is stored, and asking again makes the former letter useless.
"""

from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from models import asking, delivery, keys
from models.actor import Actor
from models.calendar import DAY, now
from models.database import lock_rows
from models.errors import Gone, Invalid, NotAllowed, NotFound
from models.membership import MOST_MEMBERS, Membership, Part, managed, memberships
from models.person import Channel, Contact, confirm, is_suspended, reach
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
    """What stands in the letter: recomputable, so that nothing that opens a door is stored."""
    return f"{membership.id}.{keys.key(INVITATION, membership.id, membership.nonce)}"


def invited(session: Session, given: str, *, lock: bool = False) -> Membership:
    """The membership that a link is about. Raises NotFound for a forged one, Gone for one that is
    too old, or over.
    """
    number, _, key = given.partition(".")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise NotFound
    wanted = select(Membership).where(_m.id == int(number))
    found: Membership | None = session.scalars(lock_rows(wanted) if lock else wanted).first()
    if found is None or not keys.fits(key, INVITATION, found.id or 0, found.nonce):
        raise NotFound
    if found.ended_at is not None:
        raise Gone("used")
    if found.accepted_at is None and found.invited_at + INVITED_FOR <= now():
        raise Gone("expired")
    return found


def accept(session: Session, given: str, *, language: str) -> Membership:
    """The button was pressed: whoever reads there is a member. Twice changes nothing.

    Raises what `invited` raises, NotAllowed for somebody who may not take part now.
    """
    found = invited(session, given, lock=True)
    if is_suspended(session, found.contact_id):
        raise NotAllowed("suspended")
    if found.accepted_at is None:
        found.person_id = confirm(session, found.contact_id, language=language)
        found.accepted_at = now()
        session.add(found)
        session.flush()
    return found
