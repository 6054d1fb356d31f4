"""Who will be told, and who was, on the official's page of a case: counts, and never an address."""

import re
from html import unescape

import pytest

from models.database import transaction
from models.states import Kind
from tests import people
from tests.notifications.post import address, follow


@pytest.fixture
def reference(site) -> str:
    """A public complaint that four follow, one of them by text message."""
    with transaction() as session:
        case = people.published(session, Kind.COMPLAINT)
        for name in ("Nils", "Maja", "Leif"):
            follow(session, people.resident(session, name), case)
        follow(session, people.resident(session, "Caller", phone="+46701740640"), case)
        return case.reference


@pytest.fixture
def olga(site):
    with transaction() as session:
        someone = people.olga(session)
    return site.browser().sign_in(someone)


def _told(browser, reference: str) -> list[str]:
    page = browser.get(f"/casework/{reference}")
    assert page.status_code == 200
    block = re.search(r'<section id="told">.*?</section>', page.text, re.DOTALL)[0]
    assert "@" not in block
    assert "07017406" not in block
    words = re.sub(r"<[^>]+>", "|", unescape(block))
    return [one.strip() for one in words.split("|") if one.strip()]


def test_the_official_reads_who_will_be_told_and_then_who_was(olga, reference):
    address()
    before = _told(olga, reference)
    assert before[:4] == ["Who is told", "If you answer now", "4 by e-mail", "1 by text message"]
    seq = re.search(r'name="seq" value="(\d+)"', olga.get(f"/casework/{reference}").text)[1]
    done = olga.post(f"/submissions/{reference}/answers", {"text": "Ja.", "seq": seq})
    assert done.status_code == 303
    between = _told(olga, reference)
    assert between[between.index("We answered") + 2] == "On its way"
    address()
    after = _told(olga, reference)
    at = after.index("We answered")
    assert after[at + 2] == "5 waiting to go"


def test_before_anybody_was_told_the_page_says_so(olga, site):
    with transaction() as session:
        people.municipality(session)
        receipt = people.handed_in(session, people.a_draft(Kind.COMPLAINT, shown=False))
    address()
    assert _told(olga, receipt.reference)[-1] == "Nobody has been told of anything yet."
