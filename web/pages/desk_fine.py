"""What looks fine: up to 25 texts in full on one page, published in one press."""

from typing import Annotated, Any

from models import form_key
from models.errors import Refusal
from moderation import bulk, queue, sorting
from moderation.items import Item
from moderation.order import Heap
from web import rendering
from web.answers import Answer, Go, Shown
from web.forms import Form, words
from web.pages import attachments
from web.pages.desk_done import just_done, moderator
from web.pages.desk_item import seen
from web.visit import Visit

PREFIX = "item-"
"""Of a tick's name; what follows is the item's number, its value the version that was read."""


class PublishForm(Form):
    form_key: Annotated[str, words(32)] = ""


def show(visit: Visit) -> Answer:
    """The first of them, each with a tick, as they look by the rules of this moment."""
    return _page(visit)


def create(visit: Visit) -> Answer:
    """Publish what is ticked; what changed meanwhile is named and left out."""
    form: PublishForm = visit.form
    ticked = _ticked(visit)
    done = bulk.publish(
        visit.session,
        visit.viewer,
        ticked,
        by=moderator(visit),
        site=visit.site,
        form=form.form_key,
    )
    if not done.left:
        return Go(f"/desk/fine?several={done.bulk_id}" if done.bulk_id else "/desk/fine")
    return _page(
        visit, left={one.item_id: one.refusal for one in done.left}, published=done.published
    )


def _ticked(visit: Visit) -> dict[int, int]:
    found = {
        name.removeprefix(PREFIX): value
        for name, value in visit.values.items()
        if name.startswith(PREFIX)
    }
    return {
        int(item): int(version)
        for item, version in list(found.items())[: bulk.MOST]
        if _is_number(item) and _is_number(version)
    }


def _is_number(given: str) -> bool:
    return given.isascii() and given.isdigit() and len(given) < 19


def _page(visit: Visit, *, left: dict[int, Refusal] | None = None, published: int = 0) -> Answer:
    rows = queue.waiting(visit.session, visit.viewer, limit=bulk.MOST, heap=Heap.FINE)
    fine = sorting.still_fine(visit.session, [row.id for row in rows])
    by = moderator(visit)
    items = [queue.item(visit.session, row.id, by) for row in rows if row.id in fine]
    shown = [one for one in items if not (one.own or (one.claimed_by and not one.mine))]
    return Shown(
        "desk/fine.html",
        {
            "items": [_line(visit, one) for one in shown],
            "form_key": form_key.fresh(),
            "left": [
                {"id": item_id, **rendering.refused(refusal)}
                for item_id, refusal in (left or {}).items()
            ],
            "published": published,
            "done": just_done(visit),
            "errors": visit.errors,
        },
        status=409 if left else 200,
        seen=tuple(found for found in map(seen, shown) if found is not None),
    )


def _line(visit: Visit, item: Item) -> dict[str, Any]:
    return {
        "id": item.id,
        "version": item.version,
        "kind": item.kind,
        "section": item.section,
        "title": item.case_title,
        "html": item.html,
        "place": item.place.text,
        "byline": item.byline.text,
        "waited_since": item.waited_since,
        "due_at": item.due_at,
        "photo": None if item.target == "comment" else attachments.of_sender(visit, item.reference),
    }
