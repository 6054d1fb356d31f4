"""CSV that no spreadsheet takes for a program (T26)."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.csv_files import MARK, csv_of, harmless

pytestmark = pytest.mark.once

SIGNS = "=+-@\t\r|＝＋－＠"


def _cells(made: str) -> list[list[str]]:
    assert made.startswith(MARK)
    return list(csv.reader(io.StringIO(made.removeprefix(MARK), newline="")))


@pytest.mark.parametrize("sign", SIGNS)
def test_a_cell_that_begins_like_a_formula_gets_an_apostrophe(sign):
    said = _cells(csv_of(["a"], [[f"{sign}cmd"]]))[1][0]
    assert said == f"'{sign}cmd"


@given(st.text(alphabet=SIGNS + ";, \n\"'aå1", max_size=30))
def test_nothing_anybody_writes_begins_a_formula_wherever_a_program_ends_the_cell(said):
    made = harmless(said)
    for piece in re.split("[;,\t\r\n|]", made):
        assert piece.strip()[:1] not in set("=+-@＝＋－＠")
    assert made.replace("'", "") == said.replace("'", "")


def test_ordinary_words_and_numbers_stay_as_they_are():
    rows = [["Mörkt på gångvägen", 7, -3, 0.5, True, None], ['"a", b', 2, 0, 1.25, False, ""]]
    assert _cells(csv_of([*"abcdef"], rows)) == [
        [*"abcdef"],
        ["Mörkt på gångvägen", "7", "-3", "0.5", "true", ""],
        ['"a", b', "2", "0", "1.25", "false", ""],
    ]
