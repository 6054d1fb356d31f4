"""A town whose settings have been changed: by whom only administrators read."""

from sqlmodel import Session

from models.configuration import changing, parts
from models.configuration.parts import Difference
from web.configuration import sentences

ASKED = "What would you like to do?"
HINT = ("categories", "buses", "hint_en")


def configure(session: Session, world) -> None:
    """One change, and what fills the addresses of the settings."""
    changing.hold(session)
    wanted = changing.propose(
        session, lambda data: parts.applied(data, [Difference(HINT, None, "Times and tickets")])
    )
    ada = world.someone["administrator"]
    made = str(changing.make(session, wanted, by=ada.actor, room="subjects"))
    key = sentences.key_of(ASKED)
    world.ones |= {
        "/admin/settings/": {"room": "contact"},
        "/admin/settings/{room}/rows/": {"room": "subjects", "key": "roads"},
        "/admin/words/": {"key": key},
        "/admin/changes/": {"version": made},
    }
    world.values |= {
        "/admin/settings/room": ["contact", "calendar", "promises", "subjects", "units", "nothing"],
        "/admin/settings/key": ["roads", "new", "nothing"],
        "/admin/words/key": [key, "nothing"],
        "version": [made, "1", "99"],
    }
