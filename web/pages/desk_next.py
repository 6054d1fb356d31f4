"""From one text to the next: whichever the moderator may take up, and nobody else is reading."""

from functools import partial
from typing import Annotated

from models.reviewing_desk import Claims
from moderation import claims, queue
from web.answers import Answer, Go
from web.forms import Form, words
from web.pages.desk_done import moderator
from web.pages.desk_views import view_of
from web.pages.paging import integers
from web.visit import Visit


class NextForm(Form):
    after: Annotated[str, words(18)] = ""
    view: Annotated[str, words(200)] = ""


def show(visit: Visit) -> Answer:
    """Lead to the next text. Looking takes nothing: it is claimed by the press on its page."""
    view, after = view_of(visit), _after(visit.query.get("after", ""))
    found = queue.following(
        visit.session, visit.viewer, after=after, heap=view.heap, only=view.only
    )
    return Go(view.address("/desk" if found is None else f"/desk/{found}"))


def create(visit: Visit) -> Answer:
    """Leave a text for another one."""
    form: NextForm = visit.form
    after = _after(form.after)
    if after is not None:
        claims.let_go(visit.session, after, moderator(visit))
    return onward(visit, after)


def onward(visit: Visit, after: int | None, *, done: int | None = None) -> Go:
    """To the next text after this one, which is hers from now on where the town claims; to the list
    when nothing waits. `done` is the verdict that she can take back there.
    """
    view, by = view_of(visit), moderator(visit)
    go_on = (
        queue.following
        if visit.site.reviewing.desk.claims is Claims.DISABLED
        else partial(queue.take_following, by=by)
    )
    found = go_on(visit.session, visit.viewer, after=after, heap=view.heap, only=view.only)
    more = {"done": done} if done is not None else {}
    if found is None:
        return Go(view.address("/desk", **more))
    if after is not None:
        more["from"] = after
    return Go(view.address(f"/desk/{found}", **more))


def _after(given: str) -> int | None:
    found = integers(given, 1)
    return found[0] if found else None
