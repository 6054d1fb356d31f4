"""Dialogues as everyone reads them: the list, and one of them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from models.dialogue import finding, showing
from models.dialogue.phases import TAKES_PART
from models.event import head_of
from models.states import PUBLIC, Status
from models.submission import stream_of
from web.answers import Answer, Shown
from web.pages.dialogue_head import found, head
from web.pages.dialogue_page import context, phase
from web.pages.paging import cut, day_and_id
from web.visit import Visit


def index(visit: Visit) -> Answer:
    """Those in which one can take part first, then those to come, those that are being put
    together, and those that are over, a page at a time.
    """
    after = day_and_id(visit.query.get("after", ""))
    over, following = cut(
        showing.finished(visit.session, after=after),
        "/dialogues",
        "closes_on",
        "id",
        size=showing.PAGE,
    )
    return Shown(
        "dialogues/list.html",
        {
            **({"open": [], "coming": [], "between": []} if after else standing(visit)),
            "over": [_row(visit, row) for row in over],
            "next_url": following,
            "first_url": "/dialogues" if after else "",
        },
        lasting=1.0,
    )


def standing(visit: Visit) -> dict[str, list[dict[str, Any]]]:
    """Dialogues that are not over: `open` (something can be done), `coming`, and `between` (they
    are put together, or wait for their next phase).
    """
    rows = finding.listed(visit.session, {*TAKES_PART, Status.COMING}, public=True)
    rows = [row for row in rows if row.panel_id is None]
    planned = showing.phases_of_each(visit.session, [row.id for row in rows])
    made = [_row(visit, row, planned[row.id]) for row in rows]
    coming = [one for one in made if one["status"] == Status.COMING.value]
    return {
        "open": sorted(
            (one for one in made if one["phase"]), key=lambda one: one["phase"]["closes_at"]
        ),
        "coming": sorted(coming, key=lambda one: one["opens_on"]),
        "between": [one for one in made if not one["phase"] and one not in coming],
    }


def _row(visit: Visit, row: Row[Any], planned: Sequence[Row[Any]] = ()) -> dict[str, Any]:
    """One in a list; `phase` is the first that lets residents do something now."""
    told = [phase(row, one) for one in planned]
    return {
        **head(visit, row),
        "status": row.status.value,
        "opens_on": row.opens_on,
        "closes_on": row.closes_on,
        "phase": next((one for one in told if one["state"] == "open" and one["acts"]), None),
        "following": next((one for one in told if one["state"] == "coming"), None),
    }


def show(visit: Visit) -> Answer:
    """One dialogue: what can be done in it now, first."""
    row = found(visit)
    stream = stream_of(row.reference)
    version, happened = head_of(visit.session, stream)
    return Shown(
        "dialogues/show.html",
        context(visit, row, happened=happened),
        stream=stream if row.publication in PUBLIC else None,
        version=version,
    )
