"""Meetings of the boards, for officials: all of them, and one with what each of its cases lacks."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from models import board
from models.actor import Actor, Role
from models.calendar import now, today
from models.errors import NotFound
from models.keeping_promises import delaying
from models.meeting import agenda, drafts, listing, row
from models.meeting.row import MOST_CASES, Meeting, MeetingState
from models.permissions_of_cases import readable_among
from web.answers import Answer, Go, Shown
from web.pages.meetings_forms import DetailsForm, MeetingForm
from web.pages.naming import named
from web.pages.paging import cut, day_and_id
from web.pages.ticked import FIELD
from web.visit import Visit

BLOCKS = {"details": "details", "cases": "cases", "minutes": "minutes", "removal": "removal"}
"""Which form of the page one that came back belongs to."""


def official(visit: Visit) -> Actor:
    return visit.acting(Role.OFFICIAL, Role.ADMINISTRATOR)


def taken(visit: Visit) -> Meeting:
    """The meeting, locked, as the form knew it; Stale when somebody was faster."""
    return row.take(visit.session, visit.number("id"), version=int(visit.form.version))


def back(visit: Visit) -> Go:
    return Go(f"/meetings/{visit.number('id')}")


def told(visit: Visit, meeting: Any) -> dict[str, Any]:
    """A meeting as its templates ask for it."""
    return {
        **meeting._asdict(),
        "board": named(meeting, visit.language),
        "state": meeting.state.value,
        "passed": meeting.day < today(),
    }


def index(visit: Visit) -> Answer:
    """What is to come and what is not finished, by board; and what is."""
    after = day_and_id(visit.query.get("after", ""))
    rows, following = cut(
        listing.finished(visit.session, after=after), "/meetings", "day", "id", size=listing.PAGE
    )
    unfinished = [] if after else listing.unfinished(visit.session)
    by_board: dict[str, list[dict[str, Any]]] = {}
    for meeting in unfinished:
        by_board.setdefault(named(meeting, visit.language), []).append(told(visit, meeting))
    return Shown(
        "meetings/list.html",
        {
            "boards": sorted(by_board.items()),
            "past": [told(visit, meeting) for meeting in rows],
            "next_url": following,
            "first_url": "/meetings" if after else "",
            "any_board": bool(board.in_use(visit.session)),
        },
    )


def new(visit: Visit) -> Answer:
    """The form of a meeting."""
    return Shown(
        "meetings/new.html",
        {
            "boards": [(one.slug, named(one, visit.language)) for one in _boards(visit)],
            "values": visit.values,
            "errors": visit.errors,
        },
    )


def _boards(visit: Visit) -> Any:
    return board.in_use(visit.session)


def create(visit: Visit) -> Answer:
    """Write a meeting down."""
    form: MeetingForm = visit.form
    made = row.call(
        visit.session,
        board=form.board,
        day=date.fromisoformat(form.day),
        place=form.place,
        presenter=form.presenter,
        participants=form.participants,
    )
    return Go(f"/meetings/{made.id}")


def found(visit: Visit) -> Any:
    """The row of the meeting of this address. Raises NotFound."""
    meeting = listing.one(visit.session, visit.number("id"))
    if meeting is None:
        raise NotFound
    return meeting


def cases(visit: Visit, meeting_id: int) -> list[Any]:
    """Its cases, in their order, that the reader may read: few may those of protected people."""
    rows = drafts.rows(visit.session, meeting_id)
    known = readable_among(visit.session, visit.viewer, [one.submission_id for one in rows])
    return [one for one in rows if one.submission_id in known]


def candidates(visit: Visit, meeting: Meeting) -> list[Any]:
    """What it could take up, of that."""
    rows = agenda.candidates(visit.session, meeting)
    known = readable_among(visit.session, visit.viewer, [one.id for one in rows])
    return [one for one in rows if one.id in known]


def show(visit: Visit) -> Answer:
    """One meeting: its cases and what each lacks, and all that can be done with it now."""
    meeting = found(visit)
    rows = cases(visit, meeting.id)
    waits = meeting.show_at is not None
    editable = not waits
    came_back = visit.errors or visit.problem
    return Shown(
        "meetings/show.html",
        {
            "meeting": told(visit, meeting),
            "rows": [
                {
                    **one._asdict(),
                    "lacks": drafts.lacks(one),
                    "ready": drafts.is_ready(one),
                    "begun": drafts.is_begun(one),
                    "public": drafts.is_public(one),
                }
                for one in rows
            ],
            "delayed": _delayed(visit, meeting, rows),
            "left": sum(one.decision_id is None for one in rows),
            "candidates": candidates(visit, visit.session.get_one(Meeting, meeting.id))
            if editable and meeting.state is not MeetingState.MINUTES_POSTED
            else [],
            "room": MOST_CASES - len(rows),
            "waits": waits,
            "coming_now": waits and meeting.show_at <= now(),
            "shown": sum(one.decision_id is not None for one in rows),
            "form": BLOCKS.get(visit.path.rpartition("/")[2], "") if came_back else "",
            "values": visit.values,
            "errors": visit.errors,
        },
    )


def _delayed(visit: Visit, meeting: Any, rows: Sequence[Any]) -> dict[str, Any]:
    """How many of its cases it decides later than was promised without a word to anybody, and the
    page that tells them all: the decisions are entered on the working day after.
    """
    owed = delaying.owed_by_meeting(visit.session, meeting.id, meeting.day)
    references = [(FIELD, one.reference) for one in rows if one.submission_id in owed]
    day = visit.site.opening.add_working_days(meeting.day, 1)
    asked = urlencode([*references, ("day", day.isoformat())])
    return {"count": len(references), "url": f"/casework/delays/new?{asked}"}


def details(visit: Visit) -> Answer:
    """Another day or place, or who took part."""
    form: DetailsForm = visit.form
    row.change(
        visit.session,
        taken(visit),
        day=date.fromisoformat(form.day),
        place=form.place,
        presenter=form.presenter,
        participants=form.participants,
    )
    return back(visit)


def remove(visit: Visit) -> Answer:
    """The meeting does not take place."""
    row.cancel(visit.session, taken(visit))
    return Go("/meetings")
