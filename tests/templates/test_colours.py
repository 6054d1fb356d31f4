"""The table of colours (design: pages.md, Looks): every pair is as readable as it says."""

import re
from pathlib import Path

import pytest

from models.profile_file import read
from models.settings.fields import PROFILE, ROOT
from templates import colour

PROFILES = (ROOT / PROFILE).parent
CSS = (Path(__file__).parents[2] / "web" / "static" / "site.css").read_text("utf-8")
TOKEN = re.compile(r"(--[\w-]+):\s*(#[0-9A-F]{6})")
NEAR = 0.1

PAIRS = [
    ("ink", "page", 16.6, 15.5),
    ("ink", "sunk", 15.3, 13.6),
    ("muted", "page", 7.6, 9.4),
    ("muted", "sunk", 7.0, 8.2),
    ("link", "page", 8.4, 10.4),
    ("link", "sunk", 7.8, 9.1),
    ("edge", "page", 5.5, 6.1),
    ("rule", "page", 1.6, 1.8),
    ("on-brand", "brand", 8.0, 9.6),
    ("on-focus", "focus", 11.5, 11.5),
    ("info", "info-ground", 6.1, 8.5),
    ("wait", "wait-ground", 6.8, 9.0),
    ("good", "good-ground", 5.8, 8.2),
    ("stop", "stop-ground", 6.9, 8.1),
    ("error", "page", 6.5, 10.5),
    ("neutral", "neutral-ground", 6.6, 7.3),
    # Text that a tinted ground also carries: notices, and the error words of a panel.
    ("ink", "wait-ground", 7.0, 7.0),
    ("ink", "good-ground", 7.0, 7.0),
    ("error", "sunk", 4.5, 4.5),
]


def tables(css: str = CSS) -> tuple[dict[str, str], dict[str, str]]:
    light, dark = css.split("prefers-color-scheme: dark")[:2]
    day = {name[2:]: value for name, value in TOKEN.findall(light)}
    night = day | {name[2:]: value for name, value in TOKEN.findall(dark)}
    return day, night


@pytest.mark.parametrize(("text", "ground", "day", "night"), PAIRS)
def test_a_pair_of_the_table_has_its_contrast_by_day_and_by_night(text, ground, day, night):
    for table, least in zip(tables(), (day, night), strict=True):
        assert colour.contrast(table[text], table[ground]) >= least - NEAR


def test_every_colour_of_the_table_is_looked_at():
    seen = {name for pair in PAIRS for name in pair[:2]}
    for table in tables():
        assert set(table) == seen


@pytest.mark.parametrize(("text", "ground", "day", "night"), PAIRS)
def test_a_pair_is_readable_or_only_decoration(text, ground, day, night):
    """WCAG 2.2: 4.5 for text (1.4.3), 3 for what is not text (1.4.11); a rule is neither."""
    least = {"edge": 3.0, "rule": 1.0}.get(text, colour.READABLE)
    for table in tables():
        assert colour.contrast(table[text], table[ground]) >= least


@pytest.mark.parametrize("file", sorted(PROFILES.glob("*.toml")), ids=lambda file: file.stem)
def test_the_style_sheet_of_every_shipped_town_is_readable(file):
    made = colour.stylesheet(CSS, read(file).site.colour)
    for table in tables(made):
        assert colour.contrast(table["on-brand"], table["brand"]) >= colour.READABLE
        assert colour.contrast(table["brand"], table["page"]) >= colour.READABLE


def test_the_focus_stands_out_from_a_dark_page():
    night = tables()[1]
    assert colour.contrast(night["focus"], night["page"]) >= 12.4 - NEAR


def test_paper_is_always_light():
    at_night = "(prefers-color-scheme: dark)"
    assert CSS.count(f"@media screen and {at_night}") == CSS.count(at_night) > 0


def test_black_on_white_has_the_highest_contrast_there_is():
    assert colour.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert colour.contrast("#777777", "#777777") == 1


@pytest.mark.parametrize(
    "chosen",
    ["#0B5A5E", "#FFCC00", "#E30613", "#00A3E0", "#FFFFFF", "#000000", "#7F7F7F", "#7CC7C9"],
)
def test_a_profile_colour_becomes_readable_on_both_pages(chosen):
    light, dark = colour.readable(chosen)
    assert colour.contrast(light, colour.WHITE) >= colour.READABLE
    assert colour.contrast(dark, colour.DARK_PAGE) >= colour.READABLE
    assert colour.contrast(dark, colour.ON_BRAND_DARK) >= colour.READABLE


def test_a_readable_colour_is_left_as_it_is():
    assert colour.readable("#0B5A5E")[0] == "#0B5A5E"
    assert colour.readable("#7CC7C9")[1] == "#7CC7C9"


def test_a_colour_is_mended_by_lightness_alone():
    light, _dark = colour.readable("#FFCC00")
    red, green, blue = bytes.fromhex(light[1:])
    assert blue == 0
    assert green / red == pytest.approx(0xCC / 0xFF, abs=0.01)


@pytest.mark.parametrize(
    "wrong", ["", "teal", "#FFF", "0B5A5E", "#0B5A5E; } body { display: none", "#0B5A5G"]
)
def test_what_is_no_colour_is_refused(wrong):
    with pytest.raises(ValueError, match="not a colour"):
        colour.readable(wrong)


def test_the_style_sheet_takes_the_profiles_colour_and_nothing_else():
    made = colour.stylesheet(CSS, "#E30613")
    light, dark = colour.readable("#E30613")
    assert re.findall(r"--brand:\s*(#\w+)", made) == [light, dark]
    assert [row for row in TOKEN.findall(made) if row[0] != "--brand"] == [
        row for row in TOKEN.findall(CSS) if row[0] != "--brand"
    ]
