"""What operators are told about settings is true and whole."""

import re

import pytest

from models.settings import Settings
from models.settings.pieces import PREFIX, is_secret
from tests.house.settings_table import BETWEEN_MARKS, README, settings_table
from tests.house.source import PACKAGES, ROOT, none_of

KNOWN = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
FILES = {
    f"{PREFIX}{name.upper()}_FILE"
    for name, field in Settings.model_fields.items()
    if is_secret(field)
}
OF_TESTS = re.compile(r"TORGET_(TEST_|CHROMIUM|BENCH_)")


def test_the_readme_lists_exactly_the_settings_there_are():
    written = BETWEEN_MARKS.findall(README.read_text("utf-8"))
    assert written == [settings_table()], "python -m tests.house.settings_table writes it"


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_says_what_it_is(name):
    assert Settings.model_fields[name].description


def test_no_file_names_a_setting_that_does_not_exist():
    files = [ROOT / name for name in ("README.md", "Makefile", "Procfile", ".ci/run")]
    for package in PACKAGES:
        files += [path for path in (ROOT / package).rglob("*") if path.suffix in {".py", ".html"}]
    unknown = {
        f"{path.relative_to(ROOT)} names {name}"
        for path in files
        if path.exists()
        for name in re.findall(r"TORGET_[A-Z_]*[A-Z]", path.read_text("utf-8"))
        if name not in KNOWN | FILES and not OF_TESTS.match(name)
    }
    none_of(sorted(unknown))
