"""Who reports: what is known of her, as far as she has proved it, and what her word weighs."""

from dataclasses import dataclass
from ipaddress import ip_network

from sqlalchemy import select
from sqlmodel import Session

from models import keys, sanctions
from models.actor import Actor
from models.belonging import in_force
from models.calendar import DAY, now
from models.database import table_of
from models.person import Appointment, Contact
from models.sanctions import Conduct, Measure
from moderation import scoring

BLOCK = 24
"""Bits of an IPv4 address that one network has in common; of IPv6 the web says the first 64."""
NEW = DAY
"""For so long after it was confirmed an address is a new one."""

_contacts = table_of(Contact)
_appointments = table_of(Appointment)


@dataclass(frozen=True)
class Reporter:
    """`known` and a weight above or below one are only for whoever is signed in: an address that
    anybody can write on a form proves nothing. `paused`: her reports have been unfounded again and
    again, and are read without hiding anything (DSA, article 23(2)).
    """

    weight: int
    known: bool
    paused: bool


def reporter(session: Session, by: Actor, contact_id: int | None) -> Reporter:
    """Whoever reports as `by`, with an address or without."""
    if sanctions.in_force(session, by.person_id, contact_id, about=Conduct.REPORTING) is not None:
        return Reporter(0, known=False, paused=True)
    confirmed = (
        session.execute(
            select(_contacts.c.confirmed_at).where(
                _contacts.c.id == contact_id, _contacts.c.person_id == by.person_id
            )
        ).scalar()
        if by.person_id is not None and contact_id is not None
        else None
    )
    if confirmed is None:
        return Reporter(scoring.ONE, known=False, paused=False)
    held = select(_appointments.c.id).where(_appointments.c.person_id == by.person_id, in_force())
    weight = scoring.weight(
        scoring.record_of(session, contact_id),
        works_here=session.execute(held.limit(1)).first() is not None,
    )
    return Reporter(weight, known=confirmed <= now() - NEW, paused=False)


def trace(network: str) -> str:
    """What is kept for a day of the network that a report comes from: a keyed hash, which tells
    only whether two came from the same one. "" where it is not known.
    """
    try:
        block = ip_network(f"{network}/{BLOCK}" if "/" not in network else network, strict=False)
    except ValueError:
        return ""
    return keys.key("report", str(block), "network")


def check(session: Session, by: Actor) -> None:
    """Raises Paused for whoever is signed in and may not report for a time; nothing is said of an
    address that somebody only writes down (T09).
    """
    if by.person_id is None:
        return
    pause = sanctions.in_force(session, by.person_id, about=Conduct.REPORTING)
    if pause is not None and pause.kind is Measure.SUSPENDED:
        raise sanctions.Paused(pause)
