"""A discussion: arguments for and against side by side, each with its replies."""

from itertools import zip_longest
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Row

from models.comment import NUMBER_WIDTH
from models.dialogue import placing, talking
from models.dialogue.kinds import Section, Stance
from models.dialogue.talking import END, FIRST, LISTED, Key, Order, Root
from models.errors import NotFound
from models.event import version_of
from models.imported import at_source
from models.states import PUBLIC
from models.submission import stream_of
from web.answers import Answer, Go, Shown
from web.pages import dialogue_talk_common as shared
from web.pages.dialogue_head import found
from web.pages.dialogue_talk_phases import TALK, Stands, chosen, wished
from web.visit import Visit

LISTS: dict[str, Stance | None] = {"for": Stance.FOR, "against": Stance.AGAINST, "rest": None}
"""The three lists of a discussion, by what the key of each is called in the address."""


def index(visit: Visit) -> Answer:
    """The discussion of one phase, in one of its orders."""
    row = found(visit)
    version = version_of(visit.session, stream_of(row.reference))
    phase, known = chosen(visit, row, TALK, wished(visit))
    order, marked = shared.ordered(visit), shared.marks(visit, row)
    keys = {name: shared.key_of(visit.query.get(name, "")) for name in LISTS}
    here = _address(row, phase, order, keys)
    return Shown(
        "dialogues/talk/list.html",
        {
            **shared.common(visit, row, phase),
            "phases": known,
            "order": order.value,
            "url": f"/dialogues/{row.slug}/talk?phase={phase.id}",
            "source": _source(visit, row) if phase.over else "",
            "body": shared.fragment(
                visit,
                row,
                "dialogues/talk/_lists.html",
                here,
                version=version,
                alone=bool(marked),
                made=lambda: {
                    **shared.drawing(visit, row, phase, here, marked),
                    **_lists(visit, row, phase, order, keys),
                },
            ),
        },
        stream=shared.stream_for_all(row),
        version=version,
    )


def thread(visit: Visit) -> Answer:
    """One comment and everything below it, in the order of the thread."""
    row = found(visit)
    version = version_of(visit.session, stream_of(row.reference))
    top = placing.placed(visit.session, row.id, visit.number("number"))
    if top.section is not Section.TALK or top.parent_id is not None:
        return place(visit)
    phase = shared.phase_of(visit, row, top)
    return Shown(
        "dialogues/talk/thread.html",
        {**shared.common(visit, row, phase), **shared.below(visit, row, phase, top)},
        stream=shared.stream_for_all(row),
        version=version,
    )


def place(visit: Visit) -> Answer:
    """On to where something that somebody wrote stands: what letters and lists link to."""
    row = found(visit)
    one = placing.placed(visit.session, row.id, visit.number("number"))
    if one.publication not in PUBLIC:
        raise NotFound(str(one.number))
    root = placing.placed(visit.session, row.id, int(one.path[:NUMBER_WIDTH]))
    if root.section is Section.VOICE:
        return Go(f"/dialogues/{row.slug}/voices?after={one.number + 1}#comment-{one.number}")
    if root.section not in shared.FOLDERS:
        # Statements stand one at a time.
        ending = "/statements" if root.section is Section.STATEMENT else ""
        return Go(f"/dialogues/{row.slug}{ending}")
    earlier = placing.before(visit.session, row.id, one.path, most=shared.COMMENTS)
    after = f"?after={earlier}" if earlier else ""
    where = f"/dialogues/{row.slug}/{shared.FOLDERS[root.section]}/{root.number}"
    return Go(f"{where}{after}#comment-{one.number}")


def _source(visit: Visit, row: Row[Any]) -> str:
    """Where the discussion was before, if it was imported."""
    told = at_source(visit.session, row.id)
    return told.source if told is not None else ""


def _lists(
    visit: Visit, row: Row[Any], phase: Stands, order: Order, keys: dict[str, Key | None]
) -> dict[str, Any]:
    """What dialogues/talk/_lists.html asks for: a bounded number of questions and rows."""
    session = visit.session
    listed: dict[str, list[Row[Any]]] = {}
    following: dict[str, Key | None] = {}
    for name, stance in LISTS.items():
        key = keys[name]
        rows = (
            talking.roots(session, phase.id, stance, order=order, after=key, most=LISTED + 1)
            if key is not None
            else ()
        )
        listed[name] = list(rows[:LISTED])
        last = rows[LISTED - 1] if len(rows) > LISTED else None
        following[name] = (last.helpful, last.number) if last is not None else None
    roots = talking.with_replies(session, [one for rows in listed.values() for one in rows])
    by_number = {root.comment.number: root for root in roots}
    sides = {name: [by_number[one.number] for one in rows] for name, rows in listed.items()}
    more = any(key is not None for key in following.values())
    return {
        "turns": in_turns(sides["for"], sides["against"]),
        "rest": sides["rest"],
        "counts": shared.told(talking.counts(session, phase.id)),
        "next_url": _address(row, phase, order, following) if more else "",
        "first": all(key == FIRST for key in keys.values()),
    }


def in_turns(ones: list[Root], others: list[Root]) -> list[Root]:
    """For, against, for, against: as a phone shows them, and as whoever listens hears them."""
    pairs = zip_longest(ones, others)
    return [root for pair in pairs for root in pair if root is not None]


def _address(row: Row[Any], phase: Stands, order: Order, keys: dict[str, Key | None]) -> str:
    """A page of the discussion: by it the page is kept, and one comes back to it."""
    asked: dict[str, str | int] = {"phase": phase.id, "order": order.value}
    for name, key in keys.items():
        if key is None:
            asked[name] = END
        elif key != FIRST:
            asked[name] = f"{key[0]}-{key[1]}"
    return f"/dialogues/{row.slug}/talk?{urlencode(asked)}"
