"""A town in which nothing has happened yet: every empty list says what will stand there, and what to do."""

import re

import pytest

from models.database import transaction
from tests import people
from tests.web.visiting import Site

pytestmark = pytest.mark.once

EMPTY = re.compile(r'<div class="empty">(.*?)</div>', re.DOTALL)


@pytest.mark.parametrize(
    ("who", "path"),
    [
        (None, "/submissions"),
        (None, "/decisions"),
        (None, "/moderation-log"),
        (people.rosa, "/me"),
        (people.marek, "/desk"),
        (people.olga, "/casework"),
        (people.olga, "/casework?mine=yes"),
    ],
)
def test_an_empty_list_says_what_will_stand_there_and_the_one_thing_to_do(site: Site, who, path):
    browser = site.browser(language="sv")
    if who is not None:
        with transaction() as session:
            someone = who(session)
        browser.sign_in(someone)
    page = browser.get(path)
    assert page.status_code == 200
    told = EMPTY.search(page.text)
    assert told is not None
    assert told.group(1).count("<p>") == 2
    assert "<a " in told.group(1) or "kommer hit av sig själva" in told.group(1)


def test_the_start_page_says_what_will_stand_there(site):
    page = site.browser(language="sv").get("/").text
    assert "Här kommer det att stå hur många som får svar i tid" in page
    assert "Just nu kan du påverka" not in page
    assert "Nyligen klart" not in page
