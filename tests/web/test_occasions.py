"""Occasions of a dialogue on the web: planned by Olga, signed up for by Rosa, told of to everyone."""

import re
from datetime import timedelta

import pytest

from models import calendar
from models.calendar import DAY, freeze, now, today
from models.database import transaction
from models.token import Purpose
from tests import people
from tests.dialogues import a_dialogue
from tests.web.visiting import link, open_site

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


def test_rosa_takes_the_last_seat_and_nobody_but_olga_learns_that_she_comes(site, walk):
    olga, rosa, here, led, home = walk
    stranger = site.browser()
    assert here in stranger.get(home).text
    page = stranger.get(here).text
    assert "17:30" in page
    assert "Samtalsledare: Olga Lind" in page
    # A form that somebody made herself signs nobody up.
    assert stranger.post(f"{here}/sign-up", {"coming": "yes"}).headers["location"] == here
    assert "Nobody has signed up." in olga.get(led).text
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


SAM = {"channel": "email", "email": "sam.utan.konto@example.org"}


def _by_letter(site, here, **other):
    """The answer to asking for a link; and a browser in which it was pressed."""
    asked = site.browser()
    sent = asked.post(f"{here}/link", SAM | other)
    assert sent.status_code == 200
    pressed = asked.post(f"/sign-in/{link(Purpose.SIGN_IN)}")
    assert pressed.headers["location"] == here
    return sent, asked


def test_whoever_has_no_account_signs_up_by_a_link_gives_a_name_and_takes_it_back(site, walk):
    olga, _, here, led, _ = walk
    wrong = site.browser().post(f"{here}/link", SAM | {"email": "sam.utan.konto"})
    assert wrong.status_code == 422
    assert 'value="sam.utan.konto"' in wrong.text
    sent, sam = _by_letter(site, here)
    assert "until then nothing is done" in sent.text
    page = sam.get(here).text
    assert "You have not signed up yet." in page
    sam.post(f"{here}/sign-up", {"coming": "yes", "name": "Sam Ek"})
    assert "You have signed up." in sam.get(here).text
    assert "Sam Ek" in olga.get(led).text
    assert "Sam Ek" not in site.browser().get(here).text
    full = site.browser()
    assert "Have you signed up and cannot come?" in full.get(here).text
    # Full as it is, she gets back to it by the same way, and her seat is free again.
    with calendar.at(now() + calendar.HOUR):
        _, again = _by_letter(site, here, signed_up="yes")
        again.post(f"{here}/sign-up", {})
    assert "Nobody has signed up." in olga.get(led).text


def test_whoever_comes_too_late_for_the_last_seat_is_told_before_the_letter_and_after_it(
    site, walk
):
    olga, rosa, here, led, _ = walk
    _, sam = _by_letter(site, here)
    rosa.post(f"{here}/sign-up", {"coming": "yes"})
    assert "You have not signed up, and no seat is left." in sam.get(here).text
    late = sam.post(f"{here}/sign-up", {"coming": "yes", "name": "Sam Ek"})
    assert late.status_code == 409
    assert "All seats are taken" in late.text
    before = site.browser().post(f"{here}/link", SAM | {"email": "annan@example.org"})
    assert before.status_code == 409
    assert "All seats are taken" in before.text
    assert "annan@example.org" in before.text, "nothing that was typed is lost"
    assert "Sam Ek" not in olga.get(led).text


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
    told = site.browser().get(home).text
    assert "Cancelled" in told
    assert "A meeting was cancelled" in told, "what has happened names what it was"
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
