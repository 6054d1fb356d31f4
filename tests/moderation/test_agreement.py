"""Cohen's kappa, against figures that others have published and worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.agreement import agreement

pytestmark = pytest.mark.once


def _pairs(both_yes: int, first_only: int, second_only: int, both_no: int):
    return (
        [("yes", "yes")] * both_yes
        + [("yes", "no")] * first_only
        + [("no", "yes")] * second_only
        + [("no", "no")] * both_no
    )


@pytest.mark.parametrize(
    ("table", "share", "kappa"),
    [
        # Agreed 35 of 50, by chance 0.5: (0.7 - 0.5) / (1 - 0.5).
        ((20, 5, 10, 15), 0.7, 0.4),
        # The same share, and by chance 0.54 or 0.46.
        ((45, 15, 25, 15), 0.6, 0.1304),
        ((25, 35, 5, 35), 0.6, 0.2593),
        ((10, 0, 0, 10), 1.0, 1.0),
        ((0, 10, 10, 0), 0.0, -1.0),
        ((25, 25, 25, 25), 0.5, 0.0),
    ],
)
def test_kappa_is_what_the_table_says(table, share, kappa):
    found = agreement(_pairs(*table))
    assert found.share == pytest.approx(share)
    assert found.kappa == pytest.approx(kappa, abs=1e-4)


def test_it_says_nothing_without_pairs():
    found = agreement([])
    assert (found.pairs, found.share, found.kappa) == (0, None, None)


def test_it_says_nothing_where_everybody_always_says_the_same():
    found = agreement(_pairs(40, 0, 0, 0))
    assert (found.share, found.kappa) == (1.0, None)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), max_size=60))
def test_it_lies_between_its_bounds_and_is_one_only_for_complete_agreement(pairs):
    found = agreement(pairs)
    assert found.kappa is None or -1 <= found.kappa <= 1
    assert (found.kappa == 1) is (found.kappa is not None and found.same == found.pairs)
    swapped = agreement((second, first) for first, second in pairs)
    assert found.kappa == pytest.approx(swapped.kappa)
