"""The moderator's desk: what waits, in heaps, and how much."""

from typing import Any

from models.calendar import now
from models.errors import NotFound
from models.permissions import Action
from models.permissions_of_cases import find_for
from models.states import Kind
from moderation import appeal_list, bulk, counting, queue, reporting
from moderation.queue import Waiting
from moderation.worktime import last_evening, next_stop
from web.answers import Answer, Go, Shown
from web.forms import Form
from web.pages import review_rule, suspensions
from web.pages.comments import CommentNumber
from web.pages.desk_done import just_done
from web.pages.desk_views import View, choices, heaps, view_of
from web.pages.paging import integers
from web.pages.second_opinions import about_texts
from web.visit import Visit

SHOWN = 50
BESIDE = 12
"""Rows of the list that stands beside an item."""


class LookForm(Form):
    comment: CommentNumber = ""


def index(visit: Visit) -> Answer:
    """Everything residents wrote that waits to be judged: the urgent first, then what is late, what
    was reported most, and the oldest.
    """
    view = view_of(visit)
    after = integers(visit.query.get("after", ""), 1)
    rows = queue.waiting(
        visit.session,
        visit.viewer,
        limit=SHOWN + 1,
        after=after[0] if after else None,
        heap=view.heap,
        only=view.only,
    )
    shown = rows[:SHOWN]
    found = counting.counts(visit.session, visit.viewer)
    at, opening = now(), visit.site.opening
    since, before = last_evening(opening, at), next_stop(opening, at)
    came = counting.news(visit.session, visit.viewer, since=since, before=before)
    return Shown(
        "desk/queue.html",
        {
            "items": [line(visit, row, view) for row in shown],
            "total": found.waiting,
            **choices(visit, view, found),
            "kept": bool(view.parts()),
            "next_item_url": view.address("/desk/next") if found.waiting else "",
            "fine_url": "/desk/fine" if found.fine else "",
            "fine_most": min(found.fine, bulk.MOST),
            "news": {**came._asdict(), "since": since, "before": before},
            "counts_url": view.address("/desk/counts"),
            "next_url": view.address("/desk", after=shown[-1].id) if len(rows) > SHOWN else "",
            "first_url": view.address("/desk") if after else "",
            "done": just_done(visit),
            "two": len(about_texts(visit.session)),
            "pauses": suspensions.count(visit),
            "rule": review_rule.on_desk(visit),
            "again": appeal_list.count(visit.session, visit.viewer)[0],
        },
    )


def line(visit: Visit, row: Waiting, view: View) -> dict[str, Any]:
    """One row of a list."""
    return {
        **row._asdict(),
        "mine": row.claimed_by_id is not None and row.claimed_by_id == visit.viewer.person_id,
        "url": view.address(f"/desk/{row.id}"),
        "late": row.due_at < now(),
    }


def beside(visit: Visit, item_id: int, view: View) -> list[dict[str, Any]]:
    """The list beside an item: what comes after it, as far as there is room."""
    rows = queue.waiting(
        visit.session,
        visit.viewer,
        limit=BESIDE,
        after=item_id,
        heap=view.heap,
        only=view.only,
    )
    return [line(visit, row, view) for row in rows]


def counts(visit: Visit) -> Answer:
    """The heaps alone, for a page that is looked at: how much waits now."""
    view = view_of(visit)
    found = counting.counts(visit.session, visit.viewer)
    # No page of its own: no browser shows it as one.
    return Shown("desk/_heaps.html", {"heaps": heaps(view, found)}, media="text/plain")


def look_again(visit: Visit) -> Answer:
    """Put a text that everyone can read in the queue, on a moderator's own initiative."""
    form: LookForm = visit.form
    reference, number = visit.params["reference"], int(form.comment) if form.comment else None
    row = find_for(visit.session, reference, visit.viewer, Action.JUDGE)
    if row.kind is Kind.DIALOGUE and number is None:
        # What the municipality says of a dialogue itself nobody has to judge.
        raise NotFound
    return Go(f"/desk/{reporting.look_again(visit.session, reference, number)}")
