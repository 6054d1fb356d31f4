"""What was changed, word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.wording import MOST_COMPARED, Part, changes

pytestmark = pytest.mark.once


def test_one_word_in_the_middle_is_what_changed():
    assert changes("Lampan lagas på torsdag i Norrby.", "Lampan lagas på fredag i Norrby.") == [
        Part("same", "Lampan lagas på "),
        Part("gone", "torsdag "),
        Part("new", "fredag "),
        Part("same", "i Norrby."),
    ]


def test_words_added_at_the_end_leave_those_before_alone():
    assert changes("Vi lagar", "Vi lagar i morgon") == [
        Part("same", "Vi lagar "),
        Part("new", "i morgon"),
    ]


@given(st.text("ab \n", max_size=60), st.text("ab \n", max_size=60))
def test_the_new_text_can_be_read_and_every_old_word_is_there(before, after):
    parts = changes(before, after)
    assert "".join(part.words for part in parts if part.change != "gone") == after
    # What is new stands between two old words, whatever it is.
    old = "".join(" " if part.change == "new" else part.words for part in parts)
    assert old.split() == before.split()


def test_what_is_too_long_to_compare_stands_side_by_side():
    long = "ord " * (MOST_COMPARED + 1)
    assert changes(long, "kort") == [Part("gone", long), Part("new", "kort")]
