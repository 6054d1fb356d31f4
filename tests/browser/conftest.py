"""The real browser: a phone of 320 pixels, in Swedish, with an ear for everything that goes wrong."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from urllib.parse import urlsplit

import pytest

from models.calendar import now
from models.database import transaction
from models.profile import Profile, Proposals
from models.settings.providers import is_loopback
from tests import people
from tests.browser import measures
from tests.browser.setup import AXE, NO_BROWSER, chromium, use_our_node
from tests.serving import serving
from web import shared

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ARGUMENTS = [
    # As root, in a container, Chromium's own sandbox cannot be built.
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]

# What a person chose and typed is a property of a field; only attributes are copied.
KEEP_WHAT_WAS_ENTERED = """() => {
    for (const field of document.querySelectorAll('input, option, textarea')) {
        if (field.localName === 'textarea') field.textContent = field.value;
        else if (field.localName === 'option') field.toggleAttribute('selected', field.selected);
        else if (['checkbox', 'radio'].includes(field.type)) field.toggleAttribute('checked', field.checked);
        else if (field.type !== 'file') field.setAttribute('value', field.value);
    }
}"""
IS_DARK = "matchMedia('(prefers-color-scheme: dark)').matches"


@pytest.fixture(scope="module")
def chrome():
    """One Chromium a file of tests. Playwright leaves an event loop running, so not for longer."""
    from playwright.sync_api import sync_playwright

    path = chromium()
    assert path, NO_BROWSER
    use_our_node()
    with sync_playwright() as playwright:
        # Its own language, not that of the pages: it decides how a day is typed.
        spoken = {**os.environ, "LANGUAGE": "en_US", "LANG": "en_US.UTF-8"}
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS, env=spoken)
        yield browser
        browser.close()


@pytest.fixture
def site(town) -> Iterator[str]:
    """The address of the whole application, serving the test's own town.

    Two supporters are enough there for a proposal: the way is the same as with fifty.
    """
    with transaction() as session:
        usual = people.municipality(session)
        small = usual.model_copy(update={"proposals": Proposals(threshold=2)})
        session.add(Profile(version=2, data=small.model_dump_json(), made_at=now()))
    # Kept for the whole process, and two towns may have a case of the same number.
    shared.parts.clear()
    with serving(town.settings) as url:
        yield url


class Complaints(list):
    """What a page did that no page of ours may do."""

    def listen(self, page) -> None:
        page.on("pageerror", lambda error: self.append(f"script error: {error}"))
        page.on(
            "dialog", lambda dialog: (self.append(f"dialog: {dialog.message}"), dialog.dismiss())
        )
        page.on("console", self._console)
        page.on("request", lambda request: self._request(request.url))

    def _console(self, message) -> None:
        # An answer of 4xx is written to the console too, and is what some tests are about.
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.append(f"console: {message.text}")

    def _request(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in {"http", "https"} and not is_loopback(parts.hostname or ""):
            self.append(f"third party: {url}")


@pytest.fixture
def scriptless() -> set:
    """The pages of this test that run without JavaScript."""
    return set()


@pytest.fixture
def open_page(chrome, scriptless: set) -> Iterator[Callable]:
    """`open_page(javascript=False, width=320, dark=True, language="sv")` makes a page of its own.

    When the test ends, a script error, a refused resource (CSP), a dialog or a request to a third
    party on any of its pages fails it.
    """
    contexts = []
    complaints = Complaints()

    def make(*, javascript=True, width=320, height=640, dark=False, language="sv"):
        context = chrome.new_context(
            java_script_enabled=javascript,
            viewport={"width": width, "height": height},
            locale={"sv": "sv-SE", "en": "en-GB"}[language],
            timezone_id="Europe/Stockholm",
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        # Pages are local and small: what takes longer does not come.
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        complaints.listen(page)
        if not javascript:
            scriptless.add(page)
        return page

    yield make
    for context in contexts:
        context.close()
    assert complaints == []


@contextmanager
def scripted_twin(page) -> Iterator:
    """The page as it stands, without its own scripts, where axe can run: it needs timers."""
    page.evaluate(KEEP_WHAT_WAS_ENTERED)
    body = re.sub(r"<script\b.*?</script>", "", page.content(), flags=re.DOTALL)
    context = page.context.browser.new_context(
        viewport=page.viewport_size,
        storage_state=page.context.storage_state(),
        color_scheme="dark" if page.evaluate(IS_DARK) else "light",
        reduced_motion="reduce",
    )
    twin = context.new_page()
    if page.url == "about:blank":
        twin.set_content(body)
    else:
        twin.route(
            page.url,
            lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8"),
        )
        twin.goto(page.url)
    yield twin
    context.close()


@cache
def _axe_source() -> str:
    return AXE.read_text("utf-8")


@pytest.fixture
def axe(scriptless: set) -> Callable[..., list[str]]:
    """`axe(page)`: what axe-core finds wrong on the page as it stands, each with its places.

    With `only`, the names of rules, nothing else is asked.
    """

    def find(page, only: tuple[str, ...] = ()) -> list[str]:
        if page in scriptless:
            with scripted_twin(page) as twin:
                return find(twin, only)
        # Evaluated by the browser's own debugger, which the page's CSP does not bind.
        if not page.evaluate("'axe' in window"):
            page.evaluate(_axe_source())
        asked = {"type": "rule", "values": only} if only else {"type": "tag", "values": RULES}
        found = page.evaluate(
            "asked => axe.run(document, {runOnly: asked, resultTypes: ['violations']})", asked
        )
        return [
            f"{violation['id']}: {violation['help']}: "
            + "; ".join(" ".join(map(str, node["target"])) for node in violation["nodes"])
            for violation in found["violations"]
        ]

    return find


@pytest.fixture
def fits() -> Callable[..., bool]:
    """`fits(page)`: nothing of the page has to be scrolled sideways."""
    return measures.fits
