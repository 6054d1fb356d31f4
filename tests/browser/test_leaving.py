"""A resident fetches all we know of her, reads it without a network, and is forgotten."""

import os
import subprocess
import sys
import zipfile

import pytest

from models import tally, vote
from models.database import transaction
from models.states import Kind
from tests import people
from tests.browser.guest import Guest
from tests.house.source import ROOT
from tests.notifications.post import address, follow
from tests.web.test_erasing import everywhere

pytestmark = [pytest.mark.browser, pytest.mark.once]

COMPLAINT = "Lampan vid Storgatan 4 har varit trasig i tre veckor."
COMMENT = "Bra tanke. Tänk på cyklarna vid skolan också."


def test_a_resident_downloads_and_erases_herself_and_the_history_is_whole(
    town, site, open_page, tmp_path
):
    with transaction() as session:
        rosa = people.rosa(session)
        own = people.published(session, Kind.COMPLAINT, by=rosa, source=COMPLAINT, byline="Rosa Ek")
        other = people.published(session, by=people.sam(session))
        people.published_comment(session, other, by=rosa, source=COMMENT)
        vote.support(session, other.reference, rosa.id)
        # As the clock does within a second: no other process runs here.
        tally.recount(session, other.reference)
        follow(session, rosa, other)
        shown = own.reference
    address()
    page = open_page()
    guest = Guest(page, site).is_(people.rosa)
    guest.go("/me/details")
    guest.press("Det vi har om dig")
    guest.press("Hämta allt")
    with page.expect_download() as fetched:
        page.get_by_role("button", name="Hämta filen").click()
    with zipfile.ZipFile(fetched.value.path()) as archive:
        archive.extractall(tmp_path / "mine")
    # As she opens it at home.
    reader = open_page()
    reader.goto((tmp_path / "mine" / "index.html").as_uri())
    read = reader.locator("main").inner_text()
    for words in (COMPLAINT, COMMENT, "rosa@example.org", "Dina ärenden", shown):
        assert words in read
    look = reader.evaluate("getComputedStyle(document.querySelector('h1')).fontWeight")
    assert look == "650", "the page has its own look with it"
    guest.go("/me/data")
    guest.press("Låt oss glömma dig")
    guest.reads("Det här försvinner", "Det här finns kvar", shown)
    guest.choose("Står kvar på webbplatsen, utan namn")
    guest.press("Glöm mig")
    guest.reads("Vi har glömt dig")
    guest.go(f"/submissions/{shown}")
    guest.reads(COMPLAINT)
    assert "Rosa Ek" not in page.content()
    for gone in ("rosa@example.org", "Rosa"):
        assert everywhere(gone) == []
    town_of_this = os.environ | {
        "TORGET_DATABASE_URL": town.url,
        "TORGET_DATA": str(town.data),
        "TORGET_SECRET_KEY": town.settings.secret_key,
    }
    verified = subprocess.run(
        [sys.executable, "-m", "web", "verify"],
        cwd=ROOT,
        env=town_of_this,
        capture_output=True,
        text=True,
        check=False,
    )
    assert verified.returncode == 0, verified.stdout + verified.stderr
