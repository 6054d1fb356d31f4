"""Inviting to a panel, saying yes or no, and leaving: by the link of a letter, without an account.

Its key is recomputed (models.keys): nothing that opens a door is stored. The same link leads out
again, at any time (GDPR, article 7.3: as easy to take back as to give).
"""

import secrets
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlmodel import Session

from models import asking, delivery, join_letters, keys, subscription
from models.actor import Actor
from models.calendar import DAY, now
from models.database import lock_rows
from models.dialogue.row import dialogues
from models.errors import NotAllowed, TooMany
from models.panel.row import MOST_MEMBERS, Panel, PanelMember, panel_members
from models.person import Channel, Contact, reach
from models.subscription import Subscription, SubscriptionState, subscriptions
from models.token import Purpose

INVITED_FOR = 30 * DAY
INVITATION = "panel"
"""The purpose of the key in a letter, and the kind of that letter."""
AT_ONCE = 200
"""Addresses that one form invites."""

_m, _w = panel_members.c, subscriptions.c


def invite(
    session: Session, panel: Panel, addresses: Sequence[str], *, by: Actor, language: str
) -> int:
    """Ask whoever reads at these canonical e-mail addresses; returns how many letters that makes.

    Members get none, whoever has not answered another one, and whoever left is asked again only
    when her address is named again. An address that was asked too often is left out. Raises
    NotAllowed for a panel that has ended or would be too large.
    """
    if panel.ended_at is not None:
        raise NotAllowed("panel_ended")
    open_ones = select(func.count()).where(_m.panel_id == panel.id, _m.ended_at.is_(None))
    if session.execute(open_ones).scalar_one() + len(addresses) > MOST_MEMBERS:
        raise NotAllowed("panel_full")
    return sum(_invite(session, panel, one, by, language) for one in dict.fromkeys(addresses))


def _invite(session: Session, panel: Panel, address: str, by: Actor, language: str) -> bool:
    place = reach(session, Channel.EMAIL, address)
    known: PanelMember | None = session.scalars(
        select(PanelMember).where(
            _m.panel_id == panel.id, _m.contact_id == place.id, _m.ended_at.is_(None)
        )
    ).first()
    if known is not None and known.accepted_at is not None:
        return False
    try:
        asking.spend(session, Purpose.SUBSCRIPTION, Channel.EMAIL, address)
    except TooMany:
        return False
    member = known or PanelMember(
        panel_id=panel.id or 0,
        contact_id=place.id,
        code=secrets.token_hex(4),
        nonce=keys.nonce(),
        invited_at=0,
        invited_by_id=0,
    )
    member.invited_at, member.invited_by_id = now(), by.person_id or 0
    session.add(member)
    session.flush()
    delivery.post(
        session,
        INVITATION,
        session.get_one(Contact, place.id),
        key=f"{INVITATION}:{member.id}:{member.invited_at}",
        language=language,
    )
    return True


def link(member: PanelMember) -> str:
    """What stands in the letter."""
    return join_letters.link(INVITATION, member)


def invited(session: Session, given: str, *, lock: bool = False) -> PanelMember:
    """Whom a link is about. Raises as models.join_letters.invited."""
    return join_letters.invited(
        session, PanelMember, INVITATION, given, lasts=INVITED_FOR, lock=lock
    )


def accept(session: Session, given: str, *, language: str) -> PanelMember:
    """The button was pressed: whoever reads there is a member. Raises as the two of
    models.join_letters.
    """
    found = invited(session, given, lock=True)
    join_letters.accept(session, found, language=language)
    return found


def leave(session: Session, member: PanelMember) -> None:
    """She is in it no more, or says no: we write to her of its dialogues no more. Twice is once."""
    if member.ended_at is not None:
        return
    member.ended_at = now()
    session.add(member)
    session.flush()
    of_panel = select(dialogues.c.submission_id).where(dialogues.c.panel_id == member.panel_id)
    wishes = select(Subscription).where(
        _w.contact_id == member.contact_id,
        _w.submission_id.in_(of_panel),
        _w.state == SubscriptionState.ACTIVE,
    )
    for wish in session.scalars(lock_rows(wishes)).all():
        subscription.stop(session, wish)
