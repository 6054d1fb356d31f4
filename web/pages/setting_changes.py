"""What was changed in the settings: the log, one change, taking it back."""

from typing import Any

from pydantic import ValidationError

from models import reconfiguring
from models.actor import Role
from models.configuration import changes, changing, parts
from models.errors import NotAllowed, NotFound
from models.units import rerouting
from web.answers import Answer, Go, Shown
from web.configuration.faults import of_whole
from web.configuration.telling import told
from web.pages.setting_pages import follow
from web.visit import Visit

HOME = "/admin/changes"
SHOWN = 25


def index(visit: Visit) -> Answer:
    """The newest changes, or those before one."""
    given = visit.query.get("before", "")
    if given and not (given.isascii() and given.isdigit() and len(given) < 10):
        raise NotFound(given)
    found = changes.page(
        visit.session, before=int(given) if given else changes.NO_END, most=SHOWN + 1
    )
    rows = found[:SHOWN]
    more = len(found) > SHOWN
    return Shown(
        "admin/changes.html",
        {
            "rows": rows,
            "next_url": f"{HOME}?before={rows[-1].version}" if more else "",
            "first_url": HOME if given else "",
        },
    )


def show(visit: Visit) -> Answer:
    """One change, what it changed, and what would follow if it were taken back."""
    version = visit.number("version")
    row = changes.one(visit.session, version)
    data = parts.plain(reconfiguring.present(visit.session))
    undo, why = None, ""
    try:
        wanted = changing.propose(visit.session, changing.undoing(visit.session, version))
        undo = follow(visit, wanted, undoes=version)
        why = "" if not list(of_whole(wanted.after)) else "needed_since"
    except ValidationError:
        why = "needed_since"
    except NotAllowed as refusal:
        why = refusal.code
    return Shown(
        "admin/change.html",
        {
            "row": row,
            "differences": told(changes.values(visit.session, version), data, visit.language),
            "moved": [
                _moved(one, visit.language) for one in rerouting.told(visit.session, version)
            ],
            "undo": undo if not why else None,
            "why": why,
        },
    )


def _moved(row: Any, language: str) -> dict[str, Any]:
    """How far the cases of a change have come, with the names of both units."""
    names = {name: getattr(row, f"{name}_{language}") for name in ("from", "to")}
    return {**names, "moved": row.moved, "left": row.left}


def take_back(visit: Visit) -> Answer:
    """Take it back, by another change."""
    made = changing.take_back(
        visit.session, visit.number("version"), by=visit.acting(Role.ADMINISTRATOR)
    )
    return Go(f"{HOME}/{made}")
