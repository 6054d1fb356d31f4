"""Settings: where administrators begin."""

from models import invitation
from models.calendar import today
from models.configuration import changes
from models.hours import years_without_days
from models.permissions import Action, may
from web.answers import Answer, Shown
from web.configuration.table import PARTS
from web.configuration.table import ROOMS as ROOMS_OF_VALUES
from web.visit import Visit

ROOMS = (
    ("people", "/admin/people", Action.APPOINT),
    ("invitations", "/admin/invitations", Action.APPOINT),
    ("organisations", "/admin/organisations", Action.APPOINT),
    ("reorganisations", "/admin/reorganisations", Action.APPOINT),
    ("log", "/admin/log", Action.LOG),
    ("retention", "/admin/retention", Action.LOG),
)
"""Code, address, what lets one in. A new room is a line here and its words in admin/home.html."""
_ELSEWHERE = (
    *(("appearance", "/admin/appearance"), ("words", "/admin/words")),
    ("file", "/admin/configuration"),
)


def show(visit: Visit) -> Answer:
    """What there is to settle: people, and everything that is data."""
    rooms = [(code, path) for code, path, action in ROOMS if may(visit.viewer, action)]
    appoints = may(visit.viewer, Action.APPOINT)
    invited = len(invitation.still_open(visit.session)) if appoints else 0
    changed = changes.page(visit.session, most=1) if appoints else []
    return Shown(
        "admin/home.html",
        {
            "rooms": rooms,
            "invited": invited,
            "unnamed": years_without_days(visit.site.calendar, today().year) if appoints else [],
            "settings": _settings() if appoints else [],
            "changed": changed[0] if changed else None,
        },
    )


def _settings() -> list[tuple[str, str]]:
    """Everything that is data: its code, and where it is changed."""
    named = ["contact", "notice", *PARTS, *ROOMS_OF_VALUES]
    return [(code, f"/admin/settings/{code}") for code in dict.fromkeys(named)] + list(_ELSEWHERE)
