"""A discussion and ideas on the page of their dialogue: open, and when they are over."""

from typing import Any

from sqlalchemy import Row

from models.dialogue import ideas, talking
from models.dialogue.kinds import Section, Stance
from web.pages import dialogue_talk_common as shared
from web.visit import Visit


def discussion(visit: Visit, row: Row[Any], phase: Row[Any]) -> dict[str, Any]:
    """How much has been said, and where one takes part."""
    url = f"/dialogues/{row.slug}/talk?phase={phase.id}"
    return {
        "counts": shared.told(talking.counts(visit.session, phase.id)),
        "url": url,
        "action": "" if row.locked_at is not None else url,
    }


def discussed(visit: Visit, row: Row[Any], phase: Row[Any]) -> dict[str, Any]:
    """The same with what most people found to be good points, on either side."""
    return {
        **discussion(visit, row, phase),
        "best": {
            name: talking.best(visit.session, phase.id, stance, Section.TALK)
            for name, stance in (("for", Stance.FOR), ("against", Stance.AGAINST), ("rest", None))
        },
    }


def collecting(visit: Visit, row: Row[Any], phase: Row[Any]) -> dict[str, Any]:
    """How many ideas there are, and where one hands in another."""
    url = f"/dialogues/{row.slug}/ideas?phase={phase.id}"
    return {
        "counts": shared.told(talking.counts(visit.session, phase.id)),
        "url": url,
        "action": "" if row.locked_at is not None else url,
    }


def collected(visit: Visit, row: Row[Any], phase: Row[Any]) -> dict[str, Any]:
    """The same with those that most people found good."""
    found = talking.best(visit.session, phase.id, None, Section.IDEA)
    return {
        **collecting(visit, row, phase),
        "best": [
            {
                "number": one.number,
                "title": ideas.read(one.source, one.html).title,
                "helpful": one.helpful,
            }
            for one in found
        ],
    }
