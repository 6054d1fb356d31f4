"""A town's own mark: beside its name on every page, and powerless when opened by itself (T36)."""

import re

import pytest

from models import reconfiguring
from models.actor import SYSTEM
from models.database import transaction
from models.profile_file import read
from models.settings.fields import PROFILE, ROOT
from web import town as known_town

pytestmark = pytest.mark.once

SECOND = read((ROOT / PROFILE).parent / "ljungvalla.toml")
LOGO = re.compile(
    r'<picture><source srcset="([^"]+)" media="\(prefers-color-scheme: dark\)">'
    r'<img src="([^"]+)" width="40" height="40" alt=""></picture>'
)


@pytest.fixture
def browser(site):
    with transaction() as session:
        reconfiguring.use(session, SECOND, by=SYSTEM)
    known_town.forget()
    return site.browser()


def test_each_mode_has_its_own_mark(browser):
    dark, light = LOGO.search(browser.get("/submissions/new").text).groups()
    assert browser.get(light).content == SECOND.marks["light"].content
    assert browser.get(dark).content == SECOND.marks["dark"].content


def test_a_mark_opened_by_itself_can_do_nothing(browser):
    answer = browser.get(LOGO.search(browser.get("/submissions/new").text)[1])
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers.get_list("content-security-policy") == ["sandbox; default-src 'none'"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert "immutable" in answer.headers["cache-control"]


def test_a_town_without_a_mark_has_ours(site):
    page = site.browser().get("/submissions/new").text
    assert "<picture>" not in page
    assert '<a class="logo"' in page
    assert "<svg" in page.partition('class="logo"')[2].partition("</a>")[0]
