"""Calendars to subscribe to (RFC 5545): meetings of the boards, and last days."""

from typing import Any

from models import board
from models.calendar import local, start_of
from models.errors import NotFound
from models.meeting import listing
from models.settings import settings
from web.answers import Answer, Shown
from web.pages.feed_items import clean, host
from web.pages.naming import named
from web.visit import Visit

MEDIA = "text/calendar"


def meetings(visit: Visit) -> Answer:
    """Every board's meetings, when support ends, and the last days to appeal."""
    events = [
        *(_meeting(visit, row) for row in listing.in_calendar(visit.session)),
        *(_voting(row) for row in listing.voting_ends(visit.session)),
        *(_appeal(row) for row in listing.appeals_end(visit.session)),
    ]
    return _shown("", events)


def of_board(visit: Visit) -> Answer:
    """One board's meetings, and the last days to appeal what it decided there."""
    slug = visit.params["slug"]
    found = board.of_slug(visit.session, slug)
    if found is None:
        raise NotFound(slug)
    events = [
        *(_meeting(visit, row) for row in listing.in_calendar(visit.session, found.id)),
        *(_appeal(row) for row in listing.appeals_end(visit.session, found.id)),
    ]
    return _shown(named(found, visit.language), events)


def _shown(name: str, events: list[dict[str, Any]]) -> Answer:
    return Shown("feeds/meetings.ics", {"called": name, "events": events}, media=MEDIA, lasting=1.0)


def _event(
    sort: str, number: Any, day: Any, updated: int, page: str, **more: Any
) -> dict[str, Any]:
    """What every event has. Its UID never changes, whatever else does (RFC 7986, 5.3)."""
    return {
        "sort": sort,
        "uid": f"{sort}-{number}@{host()}",
        "day": day,
        "updated": updated,
        "url": settings().base_url + page,
        **more,
    }


def _meeting(visit: Visit, row: Any) -> dict[str, Any]:
    return _event(
        "meeting",
        row.id,
        row.day,
        row.updated_at,
        "/decisions",
        board=named(row, visit.language),
        place=clean(row.place),
        cases=row.public_cases,
    )


def _voting(row: Any) -> dict[str, Any]:
    return _event(
        "voting",
        row.reference,
        local(row.voting_until).date(),
        row.published_at,
        f"/submissions/{row.reference}",
        title=clean(row.title),
    )


def _appeal(row: Any) -> dict[str, Any]:
    return _event(
        "appeal",
        row.id,
        row.appeal_by,
        max(row.at, start_of(row.minutes_posted)),
        f"/decisions/{row.id}",
        title=clean(row.title),
    )
