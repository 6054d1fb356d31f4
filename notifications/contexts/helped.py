"""What letters say to those who help, who were helped, and who are asked to join something."""

from typing import Any

from sqlmodel import Session

from models import joining
from models.calendar import DAY
from models.errors import NotFound
from models.membership import Membership
from models.organisations import find
from models.panel import inviting
from models.panel.row import Panel, PanelMember
from models.settings import settings
from notifications.contexts.common import Context
from notifications.due import Due


def released(_session: Session, _due: Due, _case: Any) -> Context:
    """Nothing of the case: it is no longer hers to see, so her own pages are where she goes."""
    return {"goes_on": f"{settings().base_url}/me"}


def member(session: Session, due: Due) -> Context:
    """Which organisation, and the button. The letter's own name says of which membership it is."""
    membership = session.get(Membership, int(due.row.message_key.split(":")[1]))
    if membership is None:
        raise NotFound
    return {
        "organisation": find(session, membership.organisation_id).name,
        "days": joining.INVITED_FOR // DAY,
        "goes_on": f"{settings().base_url}/memberships/{joining.link(membership)}",
    }


def in_panel(session: Session, due: Due) -> Context:
    """What panel it is, what it means to say yes, and the page with the buttons."""
    asked = session.get(PanelMember, int(due.row.message_key.split(":")[1]))
    if asked is None:
        raise NotFound
    panel = session.get_one(Panel, asked.panel_id)
    return {
        "panel": panel.name,
        "purpose": panel.purpose,
        "often": panel.often,
        "days": inviting.INVITED_FOR // DAY,
        "goes_on": f"{settings().base_url}/panels/invitations/{inviting.link(asked)}",
    }
