"""The shape of the house: small files, markup without scripts, one table of colours."""

import re
from pathlib import Path

import pytest

from tests.house.source import ROOT, none_of

# Lines a file may have. The habit is less: 180 for verbs, 40 for handlers, 90 for templates.
LIMITS = {
    "models/**/*.py": 250,
    "moderation/**/*.py": 250,
    "notifications/**/*.py": 250,
    "templates/**/*.py": 250,
    "web/**/*.py": 250,
    "web/pages/**/*.py": 200,
    "templates/**/*.html": 150,
    "templates/**/*.txt": 150,
    "templates/**/*.xml": 150,
}
# A migration is as long as its schema, the words for codes as many as the codes.
UNLIMITED = {"versions", "_words.html", "_errors.html"}
# Residents' and officials' words, sanitised by models/prose when they were written.
SAFE = {"html"}
COLOUR = re.compile(r"#[0-9A-Fa-f]{3,8}\b|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch|color)a?\(")
TOKENS = ROOT / "web" / "static" / "site.css"


def _templates(*, but: str = "") -> list[Path]:
    found = sorted((ROOT / "templates").rglob("*.html"))
    return [path for path in found if not but or but not in path.relative_to(ROOT).parts]


def _lines_with(pattern: str, paths: list[Path]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in paths
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if re.search(pattern, line, re.IGNORECASE)
    ]


@pytest.mark.parametrize(("files", "limit"), LIMITS.items())
def test_a_file_fits_on_a_screen_or_two(files, limit):
    long = [
        f"{path.relative_to(ROOT)}: {lines} lines, {limit} at most"
        for path in ROOT.glob(files)
        if not UNLIMITED & set(path.parts)
        and (lines := len(path.read_text("utf-8").splitlines())) > limit
    ]
    none_of(long)


def test_only_stored_sanitised_text_goes_out_unescaped():
    wrong = []
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.suffix in {".html", ".xml"}:
            text = path.read_text("utf-8")
            for expression in re.findall(r"([\w.]+)\s*\|\s*(?:safe|forceescape)\b", text):
                name = re.split(r"[._]", expression)[-1]
                wrong += [] if name in SAFE else [f"{path.relative_to(ROOT)}: {expression}"]
            if re.search(r"{%-?\s*autoescape", text):
                wrong.append(f"{path.relative_to(ROOT)}: autoescape")
    none_of(wrong)


def test_no_script_stands_in_a_page():
    none_of(_lines_with(r"<script(?![^>]*\ssrc=)|javascript:", _templates()))


def test_no_handler_stands_in_a_page():
    none_of(_lines_with(r"<[a-z][^>]*\son[a-z]+\s*=", _templates()))


def test_no_style_stands_in_a_page():
    # Letters carry theirs inline: no reader of mail fetches a style sheet.
    none_of(_lines_with(r"<style|<[a-z][^>]*\sstyle\s*=", _templates(but="mail")))


def test_every_colour_comes_from_the_table():
    styles = TOKENS.read_text("utf-8")
    table = {value.lower() for value in re.findall(r"--[\w-]+:\s*(#[0-9A-Fa-f]{6})\b", styles)}
    assert len(table) > 20
    outside = [
        f"{path.relative_to(ROOT)}: {found}"
        for path in [*(ROOT / "templates").rglob("*"), *(ROOT / "web" / "static").rglob("*")]
        if path.suffix in {".html", ".css", ".svg", ".js"}
        for found in COLOUR.findall(_without_links(path.read_text("utf-8")))
        if found.lower() not in table
    ]
    none_of(outside)


def test_a_colour_is_written_only_where_its_token_is():
    styles = re.sub(r"--[\w-]+:\s*[^;}]+", "", TOKENS.read_text("utf-8"))
    assert COLOUR.findall(styles) == []


def _without_links(text: str) -> str:
    """Fragments such as href="#face" and entities such as &#8201; are no colours."""
    return re.sub(
        r"""(?:href|xlink:href|action)=(["']).*?\1|&#x?[0-9A-Fa-f]+;|{#.*?#}""",
        "",
        text,
        flags=re.DOTALL,
    )
