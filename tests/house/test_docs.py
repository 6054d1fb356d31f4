"""What the README and docs/ tell an operator to type is there."""

import re

from models.settings import Settings
from tests.house.source import ROOT
from web.__main__ import COMMANDS

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMAND = re.compile(r"(?:python -m web|(?:^|`|&& )torget) ([a-z-]+)", re.MULTILINE)
SETTING = re.compile(r"TORGET_([A-Z_]+)")
PATH = re.compile(r"`((?:docs|models|requirements|tests)/[\w./-]+)`")
ROOMS = ("models", "moderation", "notifications", "templates", "web")
OF_TESTS = {"TEST_", "CHROMIUM"}


def test_every_command_that_is_told_of_exists_and_every_one_is_told_of():
    told = {found for page in PAGES for found in COMMAND.findall(page.read_text("utf-8"))}
    assert told <= COMMANDS.keys()
    readme = (ROOT / "README.md").read_text("utf-8")
    assert [
        name for name in COMMANDS if f"`{name}`" not in readme and f"web {name}`" not in readme
    ] == []


def test_every_setting_that_is_told_of_exists():
    known = {name.upper() for name in Settings.model_fields}
    known |= {f"{name}_FILE" for name in known}
    for page in PAGES:
        told = set(SETTING.findall(page.read_text("utf-8")))
        unknown = {name for name in told - known if not name.startswith(tuple(OF_TESTS))}
        assert unknown <= {"OIDC_"}, page


def test_every_file_that_is_told_of_is_there():
    for page in PAGES:
        for path in PATH.findall(page.read_text("utf-8")):
            assert (ROOT / path).exists(), f"{page.name}: {path}"


def test_the_container_has_every_room_of_the_product_and_nothing_else():
    lines = (ROOT / "Containerfile").read_text("utf-8").splitlines()
    copied = {words[1] for words in map(str.split, lines) if words[:1] == ["COPY"]}
    assert {name for name in copied if (ROOT / name).is_dir()} == set(ROOMS)
