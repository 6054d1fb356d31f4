"""Settings: where administrators begin."""

from models import invitation
from models.permissions import Action, may
from web.answers import Answer, Shown
from web.visit import Visit

ROOMS = (
    ("people", "/admin/people", Action.APPOINT),
    ("invitations", "/admin/invitations", Action.APPOINT),
    ("organisations", "/admin/organisations", Action.APPOINT),
    ("log", "/admin/log", Action.LOG),
    ("retention", "/admin/retention", Action.LOG),
)
"""Code, address, what lets one in. A new room is a line here and its words in admin/home.html."""


def show(visit: Visit) -> Answer:
    """What there is to settle."""
    rooms = [(code, path) for code, path, action in ROOMS if may(visit.viewer, action)]
    appoints = may(visit.viewer, Action.APPOINT)
    invited = len(invitation.still_open(visit.session)) if appoints else 0
    return Shown("admin/home.html", {"rooms": rooms, "invited": invited})
