"""Good point: one button by each comment and idea, for whoever is signed in."""

from typing import Annotated
from urllib.parse import quote

from models.dialogue import helpful, placing
from models.errors import Invalid
from web.answers import Answer, Go
from web.forms import Form, words
from web.pages import dialogue_talk_common as shared
from web.pages.comments import CommentNumber
from web.pages.dialogue_head import found
from web.pages.dialogue_talk_writing import closed
from web.towards import own_page
from web.visit import Visit


class Marked(Form):
    """One form holds the buttons of a whole page: which one was pressed says which comment."""

    helpful: CommentNumber = ""
    back: CommentNumber = ""
    here: Annotated[str, words(300)] = ""


def create(visit: Visit) -> Answer:
    """Mark it, or take the mark back; whoever is not signed in is asked for her address first."""
    marked: Marked = visit.form
    row = found(visit)
    number = int(marked.helpful or marked.back or 0)
    here = f"{own_page(marked.here) or f'/dialogues/{row.slug}/talk'}#comment-{number}"
    if visit.viewer.person_id is None:
        return Go(f"/sign-in?next={quote(here, safe='/')}")
    helpful.mark(
        visit.session,
        row.id,
        number,
        visit.viewer.person_id,
        stands=bool(marked.helpful),
        rules=visit.site.participation,
    )
    return Go(here)


def again(visit: Visit) -> Answer:
    """When it closed and what comes next; any other refusal has a page of its own."""
    row, given = found(visit), visit.values.get("helpful", "") or visit.values.get("back", "")
    if visit.problem is not None and getattr(visit.problem, "code", "") == "phase_closed":
        one = placing.placed(visit.session, row.id, int(given))
        return closed(visit, row, shared.phase_of(visit, row, one))
    raise visit.problem or Invalid("helpful", "unknown")
