"""docs/requirements.md is true: every requirement of the specification once, every test there."""

import ast
import re
from collections import Counter

import pytest

from tests.house.source import ROOT, none_of

PAGE = ROOT / "docs" / "requirements.md"
# The specification is not kept here: these are its ids, as it numbers them.
IDS = (
    *(f"ST-{number}" for number in range(1, 29)),
    *(f"MQ-{number}" for number in range(1, 21)),
    *(f"NT-{number}" for number in range(1, 27)),
    *(f"O3-{number}" for number in range(1, 18)),
    *(f"T{number:02d}" for number in (*range(1, 55), *range(60, 64))),
    *(f"F{number:02d}" for number in range(1, 42)),
    *(f"I{number}" for number in range(1, 11)),
    *(f"L{number}" for number in range(1, 26)),
    *(f"D{number}" for number in range(1, 13)),
)
ISSUES = range(3, 9)
"""The open ones, in which what is left is built."""
TEST = re.compile(r"`(tests/[^`]+)`")
LATER = re.compile(r"\blater\b(?:: issue (\d+))?")


def _rows() -> list[tuple[str, ...]]:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    cells = [
        tuple(cell.strip() for cell in line.strip("|").split("|"))
        for line in lines
        if line.startswith("|")
    ]
    return [row for row in cells if row[0] != "id" and set(row[0]) != {"-"}]


def _tests() -> set[str]:
    """Every test there is, as pytest names it, read without running anything."""
    return {
        f"{path.relative_to(ROOT)}::{node.name}"
        for path in (ROOT / "tests").rglob("test_*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


@pytest.fixture(scope="module")
def rows() -> list[tuple[str, ...]]:
    return _rows()


def test_every_requirement_stands_there_once(rows):
    named = Counter(row[0] for row in rows)
    none_of(sorted(set(IDS) - named.keys()))
    none_of(sorted(named.keys() - set(IDS)))
    none_of([name for name, times in named.items() if times > 1])


def test_no_cell_is_empty(rows):
    none_of([row[0] for row in rows if len(row) != 3 or not all(row)])


def test_every_requirement_is_proved_or_is_said_to_be_later_or_not_to_apply(rows):
    none_of(
        [
            row[0]
            for row in rows
            if not TEST.search(row[2])
            and not LATER.search(row[2])
            and "does not apply: " not in row[2]
        ]
    )


def test_every_test_that_is_named_is_there(rows):
    there = _tests()
    named = [(row[0], test) for row in rows for test in TEST.findall(row[2])]
    none_of([f"{name}: {test}" for name, test in named if test not in there])


def test_no_requirement_names_a_test_twice(rows):
    none_of([row[0] for row in rows if max(Counter(TEST.findall(row[2])).values(), default=1) > 1])


def test_what_is_later_is_in_an_issue_that_is_open(rows):
    none_of(
        [
            f"{row[0]}: {issue}"
            for row in rows
            for issue in LATER.findall(row[2])
            if issue and int(issue) not in ISSUES
        ]
    )
