"""The locks pin everything, by hash, and say nothing of the machine that wrote them."""

import json
import re
import tomllib
from functools import cache

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.source import ROOT, none_of

LOCKS = ("run", "dev")
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)((?:\s*;[^\\]*)?)\s*\\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")


@cache
def _text(lock: str) -> str:
    return (ROOT / "requirements" / f"{lock}.txt").read_text("ascii")


@cache
def _pins(lock: str) -> dict[str, str]:
    found = map(PINNED.match, _text(lock).splitlines())
    return {canonicalize_name(pin[1]): pin[2] for pin in found if pin}


def _wanted(*extras: str) -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    optional = project["optional-dependencies"]
    lists = [project["dependencies"], *(optional[extra] for extra in extras)]
    return [Requirement(line) for lines in lists for line in lines]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_of_a_lock_is_a_pin_or_a_hash(lock):
    wrong = [
        line for line in _text(lock).splitlines() if not PINNED.match(line) and not HASH.match(line)
    ]
    none_of(wrong)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_a_hash(lock):
    lines = _text(lock).splitlines()
    unhashed = [
        line
        for line, following in zip(lines, [*lines[1:], ""], strict=True)
        if PINNED.match(line) and not HASH.match(following)
    ]
    none_of(unhashed)


@pytest.mark.parametrize(("lock", "extras"), [("run", ["postgres"]), ("dev", ["postgres", "dev"])])
def test_the_lock_holds_what_the_project_asks_for(lock, extras):
    pins = _pins(lock)
    wrong = [
        str(wanted)
        for wanted in _wanted(*extras)
        if not wanted.specifier.contains(pins.get(canonicalize_name(wanted.name), "0"))
    ]
    none_of(wrong)


def test_what_is_tested_is_what_runs():
    assert _pins("run").items() <= _pins("dev").items()


def test_npm_is_pinned_by_hash_and_records_no_address():
    wanted = json.loads((ROOT / "package.json").read_text("utf-8"))
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    for name, entry in packages.items():
        assert entry["integrity"].startswith("sha512-"), name
        assert "resolved" not in entry, name
    for name, version in wanted["devDependencies"].items():
        assert packages[f"node_modules/{name}"]["version"] == version
