"""Occasions of a dialogue on the web: planned by Olga, signed up for by Rosa, told of to everyone."""

import re
from datetime import timedelta

import pytest

from models import calendar
from models.calendar import DAY, freeze, now, today
from models.database import transaction
from tests import people
from tests.dialogues import a_dialogue
from tests.web.visiting import open_site

pytestmark = pytest.mark.once


@pytest.fixture
def site(town):
    with open_site() as running:
        yield running
    calendar.unfreeze()


def _form(**other):
    return {
        "title": "Promenad runt torget",
        "place": "Vid fontänen",
        "day": (today() + timedelta(days=3)).isoformat(),
        "opens_clock": "17.30",
        "closes_clock": "19.00",
        "roles": "Samtalsledare: Olga Lind",
        "seats": "1",
        **other,
    }


def _version(page) -> str:
    return re.search(r'name="version" value="(\d+)"', page.text)[1]


@pytest.fixture
def walk(site):
    """Olga's browser and Rosa's, and where the occasion is read of, led, and the dialogue."""
    with transaction() as session:
        slug = a_dialogue(session).dialogue.slug
        olga, rosa = people.olga(session), people.rosa(session)
    olga, rosa = (site.browser().sign_in(one) for one in (olga, rosa))
    led = f"/casework/dialogues/{slug}/occasions"
    refused = olga.post(led, _form(closes_clock="17.00", place=""))
    assert refused.status_code == 422
    assert "Write where it is" in refused.text
    assert "Promenad runt torget" in refused.text
    late = olga.post(led, _form(closes_clock="17.00"))
    assert "It has to end after it begins" in late.text
    assert olga.post(led, _form()).status_code == 303
    here = re.search(rf"{led}/\d+", olga.get(led).text)[0]
    return olga, rosa, here.removeprefix("/casework"), here, f"/dialogues/{slug}"


def test_a_stranger_is_led_to_sign_in_and_back_and_rosa_takes_the_last_seat(site, walk):
    olga, rosa, here, led, home = walk
    stranger = site.browser()
    assert here in stranger.get(home).text
    page = stranger.get(here).text
    assert "17:30" in page
    assert "Samtalsledare: Olga Lind" in page
    went = stranger.post(f"{here}/sign-up", {"coming": "yes"})
    assert went.headers["location"] == f"/sign-in?next={here}"
    assert rosa.post(f"{here}/sign-up", {"coming": "yes"}).headers["location"] == here
    page = rosa.get(here).text
    assert "You have signed up." in page
    assert "All seats are taken" in page
    assert "Sign me up" not in stranger.get(here).text
    full = olga.post(f"{here}/sign-up", {"coming": "yes"})
    assert full.status_code == 409
    assert "All seats are taken" in full.text
    assert "Rosa" in olga.get(led).text
    assert "Rosa" not in stranger.get(here).text
    assert rosa.get(led).status_code == 404
    rosa.post(f"{here}/sign-up", {})
    assert "Nobody has signed up." in olga.get(led).text


def test_it_is_put_in_a_calendar_and_a_cancelled_one_says_so(site, walk):
    olga, rosa, here, led, home = walk
    file = site.browser().get(f"{here}.ics")
    assert file.headers["content-type"].startswith("text/calendar")
    assert "SUMMARY:Promenad runt torget" in file.text
    assert "LOCATION:Vid fontänen" in file.text
    moved = _form(place="Biblioteket", version=_version(olga.get(led)))
    assert olga.post(led, moved).status_code == 303
    assert olga.post(led, moved).status_code == 409, "of a form that is stale"
    assert "LOCATION:Biblioteket" in site.browser().get(f"{here}.ics").text
    olga.post(f"{led}/cancellation", {"version": _version(olga.get(led))})
    assert "STATUS:CANCELLED" in site.browser().get(f"{here}.ics").text
    assert "Cancelled" in site.browser().get(home).text
    assert rosa.post(f"{here}/sign-up", {"coming": "yes"}).status_code == 409


def test_what_was_said_is_told_to_everyone_afterwards(site, walk):
    _, _, here, led, home = walk
    freeze(now() + 4 * DAY)
    with transaction() as session:
        someone = people.olga(session)
    olga = site.browser().sign_in(someone)
    refused = olga.post(f"{led}/notes", {"version": _version(olga.get(led)), "notes": ""})
    assert "Write what was said" in refused.text
    said = {"version": _version(olga.get(led)), "notes": "Många vill ha bänkar."}
    assert olga.post(f"{led}/notes", said).status_code == 303
    assert "Många vill ha bänkar." in site.browser().get(here).text
    assert "Read what was said" in site.browser().get(home).text
