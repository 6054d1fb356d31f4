"""What happens in a dialogue as a feed, Atom or JSON by the ending of its address: phases, last
days, results and actions. What people write is not in it: its pages show that while it may be.
"""

from typing import Any

from sqlalchemy import Row

import templates
from models import feed
from models.dialogue import finding, showing
from models.errors import NotFound
from models.event_kind import EventKind
from models.states import PUBLIC, Kind
from models.submission import stream_of
from web.answers import Answer
from web.pages.dialogue_head import found
from web.pages.dialogue_page import TOLD, happenings, phase
from web.pages.feed_items import Item, clean, tag
from web.pages.feeds import shown
from web.pages.paging import cut, integers
from web.visit import Visit

KINDS = TOLD | {EventKind.LAST_DAYS}


def show(visit: Visit) -> Answer:
    """The newest first."""
    row = found(visit)
    if row.publication not in PUBLIC:
        raise NotFound(row.slug)
    before = integers(visit.query.get("after", ""), 1)
    events, following = cut(
        showing.happenings(
            visit.session, row.reference, KINDS, before=before[0] if before else None
        ),
        visit.path.partition("?")[0],
        "seq",
        size=showing.PAGE,
    )
    said = feed.words(
        visit.session,
        [
            one.facts["text"]
            for one in events
            if one.kind is EventKind.MOVED and "text" in one.facts
        ],
    )
    phases = {one.id: phase(row, one) for one in finding.phases_of(visit.session, row.id)}
    told = happenings(events, {}, phases)
    items = [
        _item(visit, row, event.seq, one, said.get(event.facts.get("text", 0), ""))
        for event, one in zip(events, told, strict=True)
    ]
    return shown(
        visit,
        "case",
        items,
        following,
        page=f"/dialogues/{row.slug}",
        id=tag(row, "history"),
        title=clean(row.question),
        updated=row.updated_at,
        stream=stream_of(row.reference),
    )


def _item(visit: Visit, row: Row[Any], seq: int, event: dict[str, Any], said: str) -> Item:
    title = templates.render("feeds/_dialogue.txt", visit.language, event=event)
    return {
        "sort": "case",
        "id": tag(row, f"event/{seq}"),
        "url": f"/dialogues/{row.slug}",
        "title": clean(title.strip()),
        "kind": Kind.DIALOGUE.value,
        "by": "",
        "by_resident": False,
        "published": event["at"],
        "updated": event["at"],
        "html": clean(said),
    }
