"""The days of a dialogue in a calendar, and what happens in it as a feed."""

import datetime as dt
import json
from xml.etree import ElementTree as ET

import icalendar
import pytest

from models import calendar
from models.calendar import today
from models.database import transaction
from models.dialogue import finding, keeping, opening
from models.dialogue.kinds import PhaseKind
from models.dialogue.planning import Planned
from models.dialogue.times import closes, opens
from tests import people
from tests.dialogues import a_dialogue, some_words
from tests.web.asking import Request, ask

pytestmark = pytest.mark.once

ATOM = "{http://www.w3.org/2005/Atom}"
LAST = today() + dt.timedelta(days=20)
NASTY = 'Torget; bänkar, "träd" \\ <b>nu</b> & sen' * 3


@pytest.fixture
def asked(site):
    """A dialogue with a discussion until noon of a day and a vote until midnight of another."""
    with transaction() as session:
        first = opens(today(), dt.time(0))
        phases = [
            Planned(PhaseKind.DISCUSS, first, closes(LAST, dt.time(12)), title="Prata"),
            Planned(
                PhaseKind.VOTE,
                closes(LAST, dt.time(12)),
                closes(LAST + dt.timedelta(days=10), dt.time(0)),
            ),
            Planned(PhaseKind.INFORM, first, closes(LAST, dt.time(12))),
        ]
        held = a_dialogue(session, phases=phases, words=some_words(question=NASTY))
        opening.ring(session, held.case.reference)
        ids = {one.kind: one.id for one in finding.phases_of(session, held.case.id)}
        kinds = (PhaseKind.DISCUSS, PhaseKind.VOTE, PhaseKind.INFORM)
        return held.dialogue.slug, [ids[kind] for kind in kinds]


def get(site, path: str, language: str = "en"):
    headers = (("accept-language", language),)
    return ask(site.app, site.server.portal, Request("GET", path, headers=headers))


def events(site, path: str) -> dict[str, icalendar.Event]:
    answer = get(site, path)
    assert answer.status == 200
    assert answer.header("content-type") == "text/calendar; charset=utf-8"
    assert all(len(line) <= 75 for line in answer.body.split(b"\r\n"))
    found = icalendar.Calendar.from_ical(answer.body).walk("VEVENT")
    return {str(event["UID"]).partition("@")[0]: event for event in found}


def test_the_calendar_has_what_opens_the_last_days_the_decision_and_when_it_is_told(site, asked):
    slug, (talk, vote, inform) = asked
    found = events(site, f"/dialogues/{slug}.ics")
    days = {uid: event["DTSTART"].dt for uid, event in found.items() if "opens" not in uid}
    own = {uid.partition("-")[0]: uid for uid in found}
    # Of what closes at midnight the last day is the one before, and of what only tells there is none.
    assert days == {
        f"last_day-{talk}": LAST,
        f"last_day-{vote}": LAST + dt.timedelta(days=9),
        own["decision"]: today() + dt.timedelta(days=90),
        own["feedback"]: today() + dt.timedelta(days=100),
    }
    assert found.keys() >= {f"opens-{one}" for one in (talk, vote, inform)}
    assert str(found[f"last_day-{talk}"]["SUMMARY"]) == f"Last day: Prata: {NASTY}"
    assert str(found[f"last_day-{talk}"]["DESCRIPTION"]) == "Closes at 12:00."
    assert "DESCRIPTION" not in found[f"last_day-{vote}"]


def test_another_day_on_which_it_is_told_moves_the_entry_that_is_in_the_calendar(site, asked):
    path = f"/dialogues/{asked[0]}.ics"
    [before] = [uid for uid in events(site, path) if uid.startswith("feedback")]
    later = today() + dt.timedelta(days=120)
    with transaction() as session:
        held = keeping.hold(session, finding.of_slug(session, asked[0]).reference)
        words = some_words(question=NASTY, feedback_on=later)
        keeping.edit(session, held, words, by=people.olga(session).actor)
    moved = {uid: one for uid, one in events(site, path).items() if uid.startswith("feedback")}
    assert [(uid, one["DTSTART"].dt) for uid, one in moved.items()] == [(before, later)]
    assert str(moved[before]["SUMMARY"]) == f"We tell what we heard, at the latest: {NASTY}"


def test_a_phase_has_a_calendar_of_its_own(site, asked):
    slug, (talk, vote, _) = asked
    found = events(site, f"/dialogues/{slug}/phases/{vote}.ics")
    assert found.keys() == {f"opens-{vote}", f"last_day-{vote}"}
    assert calendar.local(closes(LAST, dt.time(12))) == found[f"opens-{vote}"]["DTSTART"].dt
    assert get(site, f"/dialogues/{slug}/phases/{talk + 1000}.ics").status == 404


def test_the_feed_tells_of_phases_newest_first_and_leads_to_the_dialogue(site, asked):
    slug, _ = asked
    feed = ET.fromstring(get(site, f"/dialogues/{slug}.atom", "sv").body)
    titles = [one.findtext(f"{ATOM}title") for one in feed.findall(f"{ATOM}entry")]
    assert titles[1].startswith("Ett nytt skede började: Prata. Sista dag: ")
    assert titles[-1] == "Visas på webbplatsen"
    assert feed.findtext(f"{ATOM}title") == NASTY
    [link] = {
        one.attrib["href"]
        for entry in feed.findall(f"{ATOM}entry")
        for one in entry.findall(f"{ATOM}link")
    }
    assert link.endswith(f"/dialogues/{slug}")
    items = json.loads(get(site, f"/dialogues/{slug}.json", "sv").body)["items"]
    assert [one["title"] for one in items] == titles


def test_no_feed_of_cases_tells_of_a_dialogue(site, asked):
    for path in ("/feeds/submissions.atom", "/feeds/units/streets.atom", "/submissions"):
        assert asked[0] not in get(site, path).text
    assert f"/dialogues/{asked[0]}" in get(site, "/sitemap.xml").text
