"""Rehearsing a dialogue: every page, closing and message, before it goes live."""

from markupsafe import Markup

from web.answers import Answer, Shown
from web.pages.dialogue_staff import led, told
from web.visit import Visit


def show(visit: Visit) -> Answer:
    """What a rehearsal is, and the button."""
    row = led(visit)
    return Shown(
        "casework/dialogues/rehearsal.html",
        {
            "dialogue": told(visit, row),
            "walked": False,
            "failed": False,
            "lacks": None,
            "stops": [],
        },
    )


def walk(visit: Visit) -> Answer:
    """What was found on the way. Nothing is written: it happened in a copy."""
    row, found = led(visit), visit.learned
    return Shown(
        "casework/dialogues/rehearsal.html",
        {
            "dialogue": told(visit, row),
            "walked": found is not None,
            "failed": found is None,
            "lacks": found and found["lacks"],
            # The page was made and cleaned by us (web.commands.rehearsing).
            "stops": [
                {**stop, "page": Markup(stop["page"])}  # noqa: S704
                for stop in (found["stops"] if found else ())
            ],
        },
    )
