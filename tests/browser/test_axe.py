"""axe finds nothing: on any page, in any state, narrow or wide, by day or by night."""

import hashlib
import os
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from models.errors import TooMany
from tests.browser import measures
from tests.browser.guest import Guest
from tests.browser.stops import STOPS
from tests.turns import is_its_turn
from web import rendering, town
from web.routes import ROUTES

pytestmark = [pytest.mark.browser, pytest.mark.once]

PAGES = sorted({entry.path for entry in ROUTES if entry.method == "GET"})
OF_STAFF = {entry.path for entry in ROUTES if entry.method == "GET" and entry.allow.action}


def _is_its_turn(path: str) -> bool:
    """Of what everyone may come to one in two, of the pages of staff one in four."""
    return is_its_turn(path, 4 if path in OF_STAFF else 2)


NARROW, WIDE = 320, 1200
# The wide page is the same one, laid out anew; by night it has other colours, and nothing else.
LOOKS = (
    (NARROW, "light", ()),
    (WIDE, "light", ("target-size", "scrollable-region-focusable")),
    (WIDE, "dark", ("color-contrast",)),
)


PASSING = re.compile(
    r"(?<=>)[^<>]*\w[^<>]*(?=<)|(?<= href=\")[^\"]*|(?<= action=\")[^\"]*|[\w.=-]{20,}|\d+"
)
"""What axe does not judge by: which words there are, where links lead, numbers, keys, secrets."""

# With the fields that a choice has brought out.
AS_IT_STANDS = """() => document.body.innerHTML
    + [...document.querySelectorAll(':checked ~ .under input')].map(field => field.id)"""


@pytest.fixture(scope="module")
def seen(tmp_path_factory) -> Path:
    """The pages that axe has passed, as empty files, for all processes of a run; many ways lead over
    the same ones.
    """
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "seen-by-axe"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture
def looked_at(open_page, axe, site, seen) -> Guest:
    """A guest behind whose back axe looks at every page she comes to, in each light and width."""
    page = open_page()

    def looks(page):
        words = PASSING.sub("·", page.evaluate(AS_IT_STANDS))
        mark = seen / hashlib.sha256(words.encode()).hexdigest()
        if mark.exists():
            return
        page.set_viewport_size({"width": NARROW, "height": 900})
        assert measures.faults(page) == [], page.url
        # Each state on a phone; wide and by night each address once, for only its colours and its
        # places differ there.
        address = PASSING.sub("", urlsplit(page.url).path)
        wide = seen / hashlib.sha256(address.encode()).hexdigest()
        for width, light, rules in LOOKS[:1] if wide.exists() else LOOKS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=light)
            found = axe(page, rules)
            assert not found, f"{page.url}, {width} px, {light}: " + "\n".join(found)
        wide.touch()
        mark.touch()

    return Guest(page, site, looks)


def test_every_address_of_the_site_map_is_looked_at():
    assert sorted(STOPS) == PAGES


@pytest.mark.parametrize("path", [path for path in PAGES if _is_its_turn(path)])
def test_axe_finds_nothing(looked_at, path):
    for stop in STOPS[path]:
        stop(looked_at.is_nobody())


@pytest.mark.parametrize("status", [400, 403, 405, 413, 422, 429, 500, 503])
def test_axe_finds_nothing_where_something_went_wrong(looked_at, status):
    refusal = TooMany(120) if status == 429 else None
    typed = {"title": "Mörkt på gångvägen", "text": "Lampan är trasig. " * 20}

    def refuse(route):
        html = rendering.failure(
            status,
            site=town.last_known(),
            language="sv",
            path="/submissions",
            refusal=refusal,
            typed=typed,
        )
        route.fulfill(status=status, body=html, content_type="text/html; charset=utf-8")

    looked_at.page.route("**/submissions", refuse)
    looked_at.go("/submissions")
    looked_at.reads("Det du skrev")
