"""What the pages of a discussion and of ideas have in common."""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup
from sqlalchemy import Row

import templates
from models.dialogue import helpful, placing
from models.dialogue.kinds import ALLOWED, Act, Section, Stance
from models.dialogue.talking import END, FIRST, Counts, Key, Order
from models.errors import NotFound
from models.states import PUBLIC
from models.submission import stream_of
from web.pages.dialogue_head import head
from web.pages.dialogue_talk_phases import Stands, chosen
from web.shared import Part, parts
from web.visit import Visit

COMMENTS = 200
"""Of one page of a thread."""
FOLDERS = {Section.TALK: "talk", Section.IDEA: "ideas"}
"""Where in a dialogue a section stands."""


def common(visit: Visit, row: Row[Any], phase: Stands) -> dict[str, Any]:
    """What every page of a discussion or of ideas knows."""
    return {
        "dialogue": head(visit, row),
        "phase": phase,
        "locked": row.locked_at is not None,
        "writes": phase.open and row.locked_at is None,
    }


def drawing(
    visit: Visit, row: Row[Any], phase: Stands, here: str, marked: frozenset[int]
) -> dict[str, Any]:
    """What dialogues/talk/_comments.html asks for, beside its rows."""
    return {
        "slug": row.slug,
        "reference": row.reference,
        "here": here,
        "marked": marked,
        "marks": phase.open and Act.HELPFUL in ALLOWED[phase.kind],
        "writes": phase.open and row.locked_at is None,
    }


def marks(visit: Visit, row: Row[Any]) -> frozenset[int]:
    """The numbers of what this reader has marked in this dialogue."""
    person = visit.viewer.person_id
    return helpful.given(visit.session, row.id, person) if person is not None else frozenset()


def stream_for_all(row: Row[Any]) -> str | None:
    """What a page that everyone may read is kept by; None for a draft, and for a panel's own."""
    shared = row.publication in PUBLIC and row.panel_id is None
    return stream_of(row.reference) if shared else None


def fragment(
    visit: Visit,
    row: Row[Any],
    template: str,
    here: str,
    *,
    version: int,
    alone: bool,
    made: Callable[[], dict[str, Any]],
) -> Markup:
    """The lists of a page, drawn once for all its readers; `alone` is for one who sees marks of her
    own in them. `version` was read before the data.
    """
    key = (here, visit.language, template)
    shared = not alone and stream_for_all(row) is not None
    part = parts.find(key, version) if shared else None
    if part is None:
        drawn = templates.fragment(template, visit.language, **made())
        part = Part(version, row, {}, drawn, Markup())
        if shared:
            parts.keep(key, part)
    return part.top


def phase_of(visit: Visit, row: Row[Any], one: Row[Any]) -> Stands:
    """The phase in which a comment or an idea was written. Raises NotFound."""
    return chosen(visit, row, ALLOWED.keys(), one.phase_id)[0]


def below(visit: Visit, row: Row[Any], phase: Stands, top: Row[Any]) -> dict[str, Any]:
    """A comment or an idea with all that stands below it, COMMENTS at a time. Raises NotFound where
    nothing of it is public.
    """
    asked = visit.query.get("after", "")
    after = asked if asked.isascii() and asked.isdigit() else ""
    rows = placing.below(visit.session, row.id, top.path, after=after, limit=COMMENTS + 1)
    if not rows:
        raise NotFound(str(top.number))
    url = f"/dialogues/{row.slug}/{FOLDERS[top.section]}/{top.number}"
    here = f"{url}?after={after}" if after else url
    return {
        **drawing(visit, row, phase, here, marks(visit, row)),
        "number": top.number,
        "rows": rows[:COMMENTS],
        "url": url,
        "first": not after,
        "next_url": f"{url}?after={rows[COMMENTS - 1].path}" if len(rows) > COMMENTS else "",
    }


def ordered(visit: Visit) -> Order:
    """The order that the address asks for; the most helpful first where it asks for none."""
    given = visit.query.get("order", "")
    return Order(given) if given in list(Order) else Order.HELPFUL


def key_of(given: str) -> Key | None:
    """Where a list goes on, from the address: None for a list of which nothing is left, its
    beginning where the address says nothing that we know.
    """
    if given == END:
        return None
    parts_of_it = given.split("-")
    if len(parts_of_it) == 2 and all(
        one.isascii() and one.isdigit() and len(one) < 10 for one in parts_of_it
    ):
        return int(parts_of_it[0]), int(parts_of_it[1])
    return FIRST


def told(counts: Counts) -> dict[str, int]:
    """How many there are, by the words' own codes."""
    return {
        "for": counts.of.get(Stance.FOR, 0),
        "against": counts.of.get(Stance.AGAINST, 0),
        "rest": counts.of.get(None, 0),
        "replies": counts.replies,
        "all": counts.all,
    }
