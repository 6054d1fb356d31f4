"""`screen FILE` counts what is found by rule, and shows a fair draw of examples."""

import csv

import pytest
from click.testing import CliRunner

from web.commands.screen import screen

TEXTS = [
    "Lampan är trasig.",
    "Ring 070-174 06 05 eller 08-465 004 12",
    "Jag är 811218-9876",
    "Era idioter",
]

pytestmark = pytest.mark.once


def run(*arguments):
    return CliRunner().invoke(screen, [str(argument) for argument in arguments])


def _csv(tmp_path, *head):
    file = tmp_path / f"{head[-1]}.csv"
    with file.open("w", encoding="utf-8-sig", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(head)
        writer.writerows([str(number), text] for number, text in enumerate(TEXTS))
        writer.writerow(["5", "för många", "fält"])
    return file


def _counts(output):
    rows = (line.split() for line in output.splitlines())
    return {
        row[0]: (int(row[1]), int(row[2])) for row in rows if len(row) == 3 and row[2].isdigit()
    }


@pytest.mark.parametrize("column", ["text", "Comment", "BODY", "kommentar"])
def test_the_column_is_guessed_and_every_rule_is_counted(tmp_path, column):
    result = run(_csv(tmp_path, "id", column))
    assert result.exit_code == 0
    assert "4 texts, " in result.output
    assert "something was found in 3 of them (75.0 %)" in result.output
    counts = _counts(result.output)
    assert (counts["phone"], counts["personal_number"]) == ((1, 2), (1, 1))
    assert (counts["hard_word"], counts["email"]) == ((1, 1), (0, 0))


def test_examples_show_the_place_and_never_a_personal_number(tmp_path):
    output = run(_csv(tmp_path, "id", "text"), "--show", "1").output
    assert "Jag är [[811218-****]]" in output
    assert "Era [[idioter]]" in output
    assert output.count("[[0") == 1, "one example of two"


def test_plain_lines_are_texts_too(tmp_path):
    file = tmp_path / "texts.txt"
    file.write_text("\n".join(TEXTS), "utf-8")
    result = run(file)
    assert result.exit_code == 0
    assert _counts(result.output)["hard_word"] == (1, 1)


def test_what_cannot_be_read_is_told_plainly(tmp_path):
    latin = tmp_path / "latin.txt"
    latin.write_bytes("Å".encode("latin-1"))
    for arguments, said in (
        ((tmp_path / "none.csv",), "No such file"),
        ((tmp_path / "none.txt",), "No such file"),
        ((latin,), "is not UTF-8"),
        ((_csv(tmp_path, "id", "ord"),), "say which with --column"),
        ((_csv(tmp_path, "id", "text"), "--column", "x"), "has no column x"),
    ):
        result = run(*arguments)
        assert result.exit_code == 2
        assert said in result.output
        assert "Traceback" not in result.output
