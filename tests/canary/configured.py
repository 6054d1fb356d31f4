"""A town whose settings have been changed: by whom only administrators read."""

from sqlmodel import Session

from models.configuration import changing, draft, parts
from models.configuration.parts import Difference
from models.permissions import Action
from models.profile_file import read
from models.settings.fields import PROFILE, ROOT
from web.configuration import sentences

ASKED = "What would you like to do?"
SECOND = read((ROOT / PROFILE).parent / "ljungvalla.toml")
HINT = ("categories", "buses", "hint_en")


def configure(session: Session, world) -> None:
    """One change, and what fills the addresses of the settings."""
    changing.hold(session)
    wanted = changing.propose(
        session, lambda data: parts.applied(data, [Difference(HINT, None, "Times and tickets")])
    )
    ada = world.someone["administrator"]
    made = str(changing.make(session, wanted, by=ada.actor, room="subjects"))
    _draw(session, world)
    key = sentences.key_of(ASKED)
    world.ones |= {
        "/admin/settings/": {"room": "contact"},
        "/admin/settings/{room}/rows/": {"room": "subjects", "key": "roads"},
        "/admin/words/": {"key": key},
        "/admin/changes/": {"version": made},
        "/admin/appearance/logos/": {"mode": "light"},
    }
    world.values |= {
        "/admin/settings/room": ["contact", "calendar", "promises", "subjects", "units", "nothing"],
        "/admin/settings/key": ["roads", "new", "nothing"],
        "/admin/words/key": [key, "nothing"],
        "version": [made, "1", "99"],
        "mode": ["light", "dark", "none"],
    }


def _draw(session: Session, world) -> None:
    """A draft of another look, which nobody but administrators knows of."""
    name = world.cage.plant("the name of the site in a draft", needs=(Action.APPOINT,))
    marks = parts.plain(SECOND)[parts.MARKS]
    wanted = changing.propose(
        session,
        lambda data: {**data, "site": {**data["site"], "site_name": name}, parts.MARKS: marks},
    )
    draft.save(session, wanted.differences, known=0)
