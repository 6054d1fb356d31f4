"""Calendars of meetings and last days: whole, folded, conditional, and only of what is public."""

import datetime as dt

import icalendar
import pytest
from sqlalchemy import select, update

from models import calendar, publishing
from models.actor import SYSTEM
from models.calendar import DAY, today
from models.database import transaction
from models.meeting import agenda, row
from models.states import Publication
from models.submission import take
from models.text import Text
from templates import calendars
from tests import people
from tests.web.asking import Request, ask

ALL, OF_BOARD = "/feeds/meetings.ics", "/feeds/meetings/technical.ics"
NASTY = "Räksmörgås; till alla, \\ nu\N{PARTY POPPER}" * 4


@pytest.fixture
def get(site):
    def asked(path: str, **headers: str):
        named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
        return ask(site.app, site.server.portal, Request("GET", path, headers=named))

    return asked


@pytest.fixture
def town_of_days(site):
    """A meeting of two boards, a proposal that collects support, a decision to appeal."""
    with transaction() as session:
        case = people.referred(session)
        soon_one = row.call(session, board="technical", day=today() + dt.timedelta(days=9))
        agenda.add(session, soon_one, {case.id})
        row.call(session, board="executive", day=today(), place="Sal A, Kommunhuset")
        voting = people.published(session, title="En cykelväg")
        settled = people.referred(session)
        people.decided(session, settled, minutes_posted=today())
        return {"voting": voting.reference, "decided": settled.reference, "taken": case.reference}


def events(answer) -> dict[str, icalendar.Event]:
    assert answer.status == 200
    assert answer.header("content-type") == "text/calendar; charset=utf-8"
    found = icalendar.Calendar.from_ical(answer.body).walk("VEVENT")
    named = {str(event["UID"]): event for event in found}
    assert len(named) == len(found)
    return named


def summaries(answer) -> set[str]:
    return {str(event["SUMMARY"]) for event in events(answer).values()}


def test_every_meeting_and_last_day_is_an_event_of_its_day(get, town_of_days):
    found = events(get(ALL, accept_language="en"))
    days = {str(event["SUMMARY"]): event["DTSTART"].dt for event in found.values()}
    assert days == {
        "The technical services committee": today() + dt.timedelta(days=9),
        "The municipal executive board": today(),
        "Last day to support: En cykelväg": calendar.local(calendar.now() + 30 * DAY).date(),
        "Last day to appeal: Fler bänkar": calendar.appeal_last_day(today()),
    }
    meeting = found["meeting-1@127.0.0.1"]
    assert str(meeting["DESCRIPTION"]) == "Takes up 1 proposal of residents."
    assert str(found["meeting-2@127.0.0.1"]["LOCATION"]) == "Sal A, Kommunhuset"
    for event in found.values():
        assert event["LAST-MODIFIED"].dt == event["DTSTAMP"].dt
        assert str(event["URL"]).startswith("http://127.0.0.1:8000/")
    assert "Tekniska nämnden" in summaries(get(ALL, accept_language="sv"))


def test_a_board_has_a_calendar_of_its_own(get, town_of_days):
    assert summaries(get(OF_BOARD, accept_language="en")) == {"The technical services committee"}
    assert get("/feeds/meetings/no-board.ics").status == 404


def test_lines_end_as_they_should_and_none_is_too_long(get, town_of_days):
    with transaction() as session:
        case = take(session, town_of_days["voting"])
        session.execute(update(Text).where(Text.id == case.text_id).values(title=NASTY[:200]))
    body = get(ALL).body
    lines = body.split(b"\r\n")
    assert b"\n" not in body.replace(b"\r\n", b"")
    assert lines.index(b"") == len(lines) - 1
    assert max(map(len, lines)) <= 75
    assert any(line.startswith(b" ") for line in lines)
    assert f"Sista dagen att stödja: {NASTY[:200]}" in summaries(get(ALL, accept_language="sv"))


def test_whoever_has_it_already_is_told_so(get, town_of_days):
    first = get(ALL)
    again = get(ALL, if_none_match=first.header("etag"))
    assert (again.status, again.body) == (304, b"")


def test_what_is_hidden_vanishes_and_ids_stay(get, town_of_days):
    before = set(events(get(ALL)))
    with transaction() as session:
        rules = people.municipality(session).proposals
        for what in ("voting", "decided", "taken"):
            case = take(session, town_of_days[what])
            publishing.show(session, case, Publication.HIDDEN, by=SYSTEM, rules=rules)
        meeting = row.take(session, 2)
        day = today() + dt.timedelta(days=1)
        row.change(session, meeting, day=day, place="", presenter="", participants="")
    # In another language: a list in the first may be a second old.
    after = events(get(ALL, accept_language="en"))
    assert set(after) == {"meeting-1@127.0.0.1", "meeting-2@127.0.0.1"} < before
    assert after["meeting-2@127.0.0.1"]["DTSTART"].dt == today() + dt.timedelta(days=1)
    assert "DESCRIPTION" not in after["meeting-1@127.0.0.1"], "what is hidden is not counted"


def test_the_way_to_it_stands_among_the_decisions(site, town_of_days):
    page = site.browser().get("/decisions").text
    assert '<link rel="alternate" type="text/calendar" href="/feeds/meetings.ics"' in page
    assert page.count("/feeds/meetings.ics") == 2
    with transaction(write=False) as session:
        assert session.execute(select(row.meetings.c.id)).all()


@pytest.mark.once
def test_a_sign_of_several_octets_is_never_cut_in_two():
    for length in range(60, 80):
        line = "x" * length + "ö\N{PARTY POPPER}" * 30
        parts = calendars.folded(line).split("\r\n")[:-1]
        assert all(len(part.encode()) <= calendars.LONGEST for part in parts)
        assert parts[0] + "".join(part[1:] for part in parts[1:]) == line
