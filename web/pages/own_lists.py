"""What she has written below cases, and what she supports: each a list of its own."""

from typing import Any

from models import own_lists, statement
from models.states import Publication
from web.answers import Answer, Shown
from web.pages import waiting_texts
from web.pages.own_entrance import stranger, who
from web.pages.paging import cut, integers
from web.visit import Visit

COMMENTS, SUPPORTS = "/me/comments", "/me/supports"


def comments(visit: Visit) -> Answer:
    """Her comments, the newest first."""
    led = stranger(visit, COMMENTS)
    if led is not None:
        return led
    after = _after(visit)
    rows, older = cut(
        own_lists.comments(visit.session, visit.contacts, after=after), COMMENTS, "id"
    )
    places = waiting_texts.of_comments(visit, rows)
    told = statement.codes_of(visit.session, [row.id for row in rows])
    shown = [
        {
            **row._asdict(),
            "place": places.get(row.id),
            "statement": "" if row.publication is Publication.PUBLISHED else told.get(row.id, ""),
        }
        for row in rows
    ]
    return _shown("own/comments.html", shown, older, COMMENTS if after else "")


def supports(visit: Visit) -> Answer:
    """The proposals she supports, the latest first."""
    led = stranger(visit, SUPPORTS)
    if led is not None:
        return led
    after = _after(visit)
    rows, older = cut(own_lists.supports(visit.session, who(visit), after=after), SUPPORTS, "id")
    return _shown("own/supports.html", rows, older, SUPPORTS if after else "")


def _after(visit: Visit) -> int | None:
    found = integers(visit.query.get("after", ""), 1)
    return found[0] if found else None


def _shown(template: str, rows: Any, older: str, newest: str) -> Answer:
    return Shown(template, {"rows": rows, "next_url": older, "first_url": newest})
