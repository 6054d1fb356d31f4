"""`python -m tests.browser.screens [NAME ...]`: docs/screens anew, the same pictures every time.

The demonstration at a moment that never changes, in the browser of the tests: on a phone and on a
desk, by day and by night, and the pages that residents meet first in English too. With names, only
the pictures of these.
"""

import io
import secrets
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from unittest.mock import patch

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from models import settings as town_settings
from tests import databases, network
from tests.browser.conftest import ARGUMENTS
from tests.browser.guest import Guest
from tests.browser.pictures import PICTURES, Picture
from tests.browser.setup import NO_BROWSER, ROOT, chromium, use_our_node
from tests.commands.a_demonstration import filled
from tests.serving import serving

FOLDER = ROOT / "docs" / "screens"
HOST = "torg.exempelby.example"
"""What stands on the pages; the browser is led to this machine."""
COLOURS = 80
HEIGHTS = {320: 1700, 1280: 1400}
"""How far down a picture goes, by the width of the window."""
NAMES = {"sv": "sv-SE", "en": "en-GB"}


def _photographed(page: Page, width: int) -> Image.Image:
    """The page as it stands, every picture on it loaded, in few colours."""
    page.evaluate("for (const image of document.images) image.loading = 'eager'")
    page.evaluate("Promise.all([...document.images].map(image => image.decode().catch(() => {})))")
    page.evaluate("document.activeElement && document.activeElement.blur()")
    tall = min(page.evaluate("document.documentElement.scrollHeight"), HEIGHTS[width])
    clip = {"x": 0, "y": 0, "width": width, "height": tall}
    shot = Image.open(io.BytesIO(page.screenshot(full_page=True, clip=clip, animations="disabled")))
    return shot.convert("RGB").quantize(COLOURS, kmeans=3, dither=Image.Dither.NONE)


def _take(
    browser: Browser, picture: Picture, language: str, folder: Path, *, width: int, dark: bool
) -> int:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        locale=NAMES[language],
        timezone_id="Europe/Stockholm",
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
    )
    try:
        page = context.new_page()
        page.set_default_timeout(10_000)
        picture.way(Guest(page, f"http://{HOST}"))
        name = f"{picture.name}-{language}-{width}{'-dark' if dark else ''}.png"
        file = folder / name
        _photographed(page, width).save(file, optimize=True)
        return file.stat().st_size
    finally:
        context.close()


@contextmanager
def _town() -> Iterator[str]:
    """The address of the demonstration at its moment, with nothing in it left to chance."""
    chance = Random(2026)  # noqa: S311  (a picture's, no secret)
    network.close()
    with ExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory())
        supply = stack.enter_context(databases.supply("screens"))
        stack.enter_context(
            patch.multiple(
                secrets,
                token_bytes=chance.randbytes,
                token_hex=lambda count: chance.randbytes(count).hex(),
            )
        )
        opened = filled(supply, Path(folder), demo=False)
        with opened():
            named = {"allowed_hosts": (HOST,), "delivery": "send"}
            with serving(town_settings.settings().model_copy(update=named)) as url:
                shown = town_settings.settings().model_copy(update={"base_url": f"http://{HOST}"})
                town_settings.use(shown)
                yield url


def take(wanted: list[str], folder: Path) -> int:
    """Take the pictures with these names, or all, into a folder; how many bytes they are."""
    path = chromium()
    if path is None:
        sys.exit(NO_BROWSER)
    use_our_node()
    folder.mkdir(parents=True, exist_ok=True)
    with _town() as url, sync_playwright() as playwright:
        led = f"--host-resolver-rules=MAP {HOST} {url.removeprefix('http://')}"
        arguments = [*(one for one in ARGUMENTS if "resolver" not in one), led]
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        made = sum(
            _take(browser, picture, language, folder, width=width, dark=dark)
            for picture in PICTURES
            if not wanted or picture.name in wanted
            for language in picture.languages
            for width in HEIGHTS
            for dark in (False, True)
        )
        browser.close()
    return made


if __name__ == "__main__":
    print(f"{take(sys.argv[1:], FOLDER) / 1_000_000:.1f} MB in {FOLDER.relative_to(ROOT)}")
