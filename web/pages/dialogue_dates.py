"""The days of a dialogue as a calendar: when phases open, their last days, when it is decided, and
when it is told at the latest what was heard.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row

from models.dialogue import finding
from models.dialogue.kinds import ALLOWED
from models.errors import NotFound
from models.states import PUBLIC
from models.submission import stream_of
from web import ics
from web.answers import Answer
from web.ics import Event, Sort
from web.pages.dialogue_head import found
from web.pages.dialogue_page import phase
from web.pages.feed_items import clean
from web.visit import Visit


def show(visit: Visit) -> Answer:
    """Every day of one dialogue."""
    row = _public(visit)
    days = [*_phases(row, finding.phases_of(visit.session, row.id)), *_own(row)]
    return ics.calendar(row.question, days, stream=stream_of(row.reference))


def one_phase(visit: Visit) -> Answer:
    """The days of one phase."""
    row, number = _public(visit), visit.number("phase")
    known = [one for one in finding.phases_of(visit.session, row.id) if one.id == number]
    if not known:
        raise NotFound(str(number))
    return ics.calendar(row.question, list(_phases(row, known)), stream=stream_of(row.reference))


def _public(visit: Visit) -> Row[Any]:
    """A calendar is for all: also whoever leads a dialogue has none of a draft."""
    row = found(visit)
    if row.publication not in PUBLIC:
        raise NotFound(row.slug)
    return row


def _phases(row: Row[Any], planned: Any) -> Iterator[Event]:
    for one in planned:
        told = phase(row, one)
        if told["state"] == "dropped":
            continue
        common: dict[str, Any] = {
            "key": str(one.id),
            "title": _title(row, one.title),
            "page": f"/dialogues/{row.slug}",
            "updated": row.updated_at,
        }
        yield Event(Sort.OPENS, starts=one.opens_at, **common)
        if ALLOWED[one.kind]:
            yield Event(Sort.LAST_DAY, starts=told["last_day"], closes=told["closes"], **common)


def _own(row: Row[Any]) -> Iterator[Event]:
    """Days of the dialogue itself. Each is one entry for ever: another day moves it."""
    common: dict[str, Any] = {
        "key": str(row.id),
        "title": clean(row.question),
        "page": f"/dialogues/{row.slug}",
        "updated": row.updated_at,
    }
    if row.decision_on is not None:
        yield Event(Sort.DECISION, starts=row.decision_on, about=clean(row.decider), **common)
    if row.feedback_on is not None:
        yield Event(Sort.FEEDBACK, starts=row.feedback_on, **common)


def _title(row: Row[Any], named: str) -> str:
    return clean(f"{named}: {row.question}" if named else row.question)
