"""What was heard in a dialogue, as everyone reads it: through which channels, and about what.

These pages are kept for a second and no longer: they name cases, whose histories are others than
the dialogue's, and what is hidden is gone from here as soon as from anywhere.
"""

from typing import Any

from sqlalchemy import Row

from models.dialogue import evidence, export, inputs, notes, themes
from models.dialogue.inputs import Source
from models.settings import settings
from models.states import PUBLIC
from web.answers import Answer, Shown
from web.csv_files import csv_of
from web.pages.dialogue_head import found, head
from web.pages.paging import cut, integers
from web.visit import Visit

FIELDS = ("theme", "channel", "input", "url")


def _lasting(row: Row[Any]) -> float:
    """A draft is for whoever leads it alone."""
    return 1.0 if row.publication in PUBLIC else 0.0


def themes_shown(visit: Visit) -> Answer:
    """The themes, each with how much was heard about it and where."""
    row = found(visit)
    counts = inputs.counts(visit.session, row.id)
    return Shown(
        "dialogues/themes/show.html",
        {
            "dialogue": head(visit, row),
            "themes": [
                {
                    "name": one.name,
                    "channels": _largest_first(counts.themes[one.id]),
                    "count": sum(counts.themes[one.id].values()),
                }
                for one in themes.of_dialogue(visit.session, row.id)
            ],
            "count": sum(counts.all.values()),
            "untagged": sum(counts.untagged.values()),
        },
        lasting=_lasting(row),
    )


def _largest_first(channels: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(channels.items(), key=lambda one: (-one[1], one[0]))


def table(visit: Visit) -> Answer:
    """Every input under every theme as CSV: its lines count as the page does."""
    row = found(visit)
    lines = export.lines(visit.session, row.id)
    made = csv_of(
        FIELDS,
        [
            (one.theme, one.channel, f"{one.source.value}-{one.number}", _url(row, one))
            for one in lines
        ],
    )
    return Shown(
        "dialogues/themes/table.txt", {"rows": made}, media="text/csv", lasting=_lasting(row)
    )


def _url(row: Row[Any], line: export.Line) -> str:
    """Where everyone can read it; "" for what nobody can."""
    if not line.open:
        return ""
    base, here = settings().base_url, f"/dialogues/{row.slug}"
    if line.source is Source.CASE:
        return f"{base}/submissions/{line.reference}"
    if line.source is Source.NOTE:
        return f"{base}{here}/heard#note-{line.number}"
    return f"{base}{here}/comments/{line.number}"


def show(visit: Visit) -> Answer:
    """How much was heard through each channel; which notes are shown, which cases public."""
    row = found(visit)
    here = f"/dialogues/{row.slug}/heard"
    place = integers(visit.query.get("after", ""), 2)
    after = (place[0], place[1]) if place else None
    rows, following = cut(
        notes.newest(visit.session, row.id, shown=True, after=after),
        here,
        "at",
        "id",
        size=notes.PAGE,
    )
    linked = evidence.linked(visit.session, row.id, public=True)[: evidence.PAGE]
    counts = inputs.counts(visit.session, row.id)
    return Shown(
        "dialogues/themes/heard.html",
        {
            "dialogue": head(visit, row),
            "channels": _largest_first(counts.all),
            "met": {one.channel.value: one.people for one in notes.met(visit.session, row.id)},
            "notes": rows,
            "cases": linked,
            "themes": bool(themes.of_dialogue(visit.session, row.id)),
            "next_url": following,
            "first_url": here if after else "",
        },
        lasting=_lasting(row),
    )


def section(visit: Visit, row: Row[Any]) -> dict[str, Any] | None:
    """What the page of the dialogue says of it: numbers alone, which its own history knows."""
    counts = inputs.counts(visit.session, row.id)
    if not counts.all:
        return None
    return {
        "channels": _largest_first(counts.all),
        "count": sum(counts.all.values()),
        "themes": [
            (one.name, sum(counts.themes[one.id].values()))
            for one in themes.of_dialogue(visit.session, row.id)
        ],
    }
