"""Ideas: a list of what people have handed in, and each with what others say of it."""

from typing import Any

from sqlalchemy import Row

from models.dialogue import ideas, placing, talking
from models.dialogue.kinds import Section
from models.dialogue.talking import IDEAS as LISTED
from models.dialogue.talking import Key, Order, Root
from models.errors import NotFound
from models.event import version_of
from models.submission import stream_of
from web.answers import Answer, Shown
from web.pages import dialogue_talk_common as shared
from web.pages.dialogue_head import found
from web.pages.dialogue_talk import place
from web.pages.dialogue_talk_phases import IDEAS, Stands, chosen, wished
from web.visit import Visit


def index(visit: Visit) -> Answer:
    """The ideas of one phase, in one of two orders."""
    row = found(visit)
    version = version_of(visit.session, stream_of(row.reference))
    phase, known = chosen(visit, row, IDEAS, wished(visit))
    order, marked = shared.ordered(visit), shared.marks(visit, row)
    key = shared.key_of(visit.query.get("after", "")) or talking.FIRST
    here = _address(row, phase, order, key)
    return Shown(
        "dialogues/ideas/list.html",
        {
            **shared.common(visit, row, phase),
            "phases": known,
            "order": order.value,
            "url": f"/dialogues/{row.slug}/ideas?phase={phase.id}",
            "body": shared.fragment(
                visit,
                row,
                "dialogues/ideas/_ideas.html",
                here,
                version=version,
                alone=bool(marked),
                made=lambda: {
                    **shared.drawing(visit, row, phase, here, marked),
                    **_list(visit, row, phase, order, key),
                },
            ),
        },
        stream=shared.stream_for_all(row),
        version=version,
    )


def show(visit: Visit) -> Answer:
    """One idea, and everything that was said of it."""
    row = found(visit)
    version = version_of(visit.session, stream_of(row.reference))
    top = placing.placed(visit.session, row.id, visit.number("number"))
    if top.section is not Section.IDEA:
        return place(visit)
    phase = shared.phase_of(visit, row, top)
    made = shared.below(visit, row, phase, top)
    shown = (
        made["rows"] if made["first"] else placing.below(visit.session, row.id, top.path, limit=1)
    )
    if not shown or shown[0].number != top.number:
        raise NotFound(str(top.number))
    rows = [one for one in made["rows"] if one.number != top.number]
    return Shown(
        "dialogues/ideas/show.html",
        {
            **shared.common(visit, row, phase),
            **made,
            "rows": rows,
            "idea": _told(shown[0]),
        },
        stream=shared.stream_for_all(row),
        version=version,
    )


def _list(visit: Visit, row: Row[Any], phase: Stands, order: Order, key: Key) -> dict[str, Any]:
    rows = talking.roots(
        visit.session,
        phase.id,
        None,
        order=order,
        after=key,
        section=Section.IDEA,
        most=LISTED + 1,
    )
    last = rows[LISTED - 1] if len(rows) > LISTED else None
    following = _address(row, phase, order, (last.helpful, last.number)) if last else ""
    counted = talking.counts(visit.session, phase.id)
    return {
        "ideas": [_of(root) for root in talking.with_replies(visit.session, rows[:LISTED])],
        "all": counted.of.get(None, 0),
        "next_url": following,
    }


def _of(root: Root) -> dict[str, Any]:
    return {**_told(root.comment), "replies": root.all_replies}


def _told(one: Row[Any]) -> dict[str, Any]:
    """An idea as its templates ask for it; an empty place has no words."""
    idea = ideas.read(one.source, one.html) if one.html else ideas.Idea("", "")
    return {
        "number": one.number,
        "title": idea.title,
        "html": idea.html,
        "byline": one.byline,
        "organisation": one.organisation,
        "official": one.official,
        "at": one.at,
        "helpful": one.helpful,
        "locked": one.locked,
    }


def _address(row: Row[Any], phase: Stands, order: Order, key: Key) -> str:
    after = "" if key == talking.FIRST else f"&after={key[0]}-{key[1]}"
    return f"/dialogues/{row.slug}/ideas?phase={phase.id}&order={order.value}{after}"
