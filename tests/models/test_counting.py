"""Counting ballots: exact, the same in any order, and never against whoever is voted for."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import counting
from models.counting import MOST_POINTS, Method, choices, count, drawn
from models.errors import Invalid

OPTIONS = 4
_numbers = st.integers(1, OPTIONS)
MARKS = {
    Method.SUPPORT: _numbers.map(lambda one: {one: 1}),
    Method.APPROVAL: st.sets(_numbers, min_size=1).map(lambda some: dict.fromkeys(some, 1)),
    Method.SCORE: st.dictionaries(_numbers, st.integers(0, MOST_POINTS), min_size=1),
}


@st.composite
def votes(draw):
    """A method and ballots of it, as they are stored."""
    method = draw(st.sampled_from(list(Method)))
    marks = draw(st.lists(MARKS[method], max_size=12))
    return method, [choices(method, one, options=OPTIONS) for one in marks]


def counted(method, ballots):
    return count(method, OPTIONS, [(one, 1) for one in ballots])


def ranks(found):
    return {line.option: line.rank for line in found.lines}


@given(votes(), st.randoms())
def test_the_order_of_the_ballots_never_matters(voted, chance):
    method, ballots = voted
    other = ballots.copy()
    chance.shuffle(other)
    assert counted(method, other) == counted(method, ballots)


@given(votes())
def test_equal_ballots_may_be_counted_together(voted):
    method, ballots = voted
    together = [(one, ballots.count(one)) for one in set(ballots)]
    assert count(method, OPTIONS, together) == counted(method, ballots)


@given(votes(), _numbers)
def test_one_more_vote_for_an_option_never_harms_it(voted, option):
    method, ballots = voted
    points = MOST_POINTS if method is Method.SCORE else 1
    more = choices(method, {option: points}, options=OPTIONS)
    before, after = counted(method, ballots), counted(method, [*ballots, more])
    assert ranks(after)[option] <= ranks(before)[option]


@given(votes())
def test_the_totals_are_those_of_the_ballots(voted):
    method, ballots = voted
    found = counted(method, ballots)
    assert found.ballots == len(ballots)
    said = sum(len(one.split(" ")) for one in ballots)
    if method is Method.SCORE:
        said = sum(int(mark.partition("=")[2]) for one in ballots for mark in one.split(" "))
    assert sum(line.count for line in found.lines) == said
    if ballots:
        assert sum(line.share for line in found.lines) == Fraction(said, len(ballots))


@given(votes(), st.text("0123456789abcdef", min_size=64, max_size=64))
def test_a_draw_only_parts_what_is_equal(voted, digest):
    found = counted(*voted)
    order = drawn(found, digest)
    assert sorted(order) == list(range(1, OPTIONS + 1))
    assert [ranks(found)[one] for one in order] == sorted(ranks(found).values())
    assert drawn(found, digest) == order


def test_equal_counts_share_a_rank_and_are_said_to_be_equal():
    found = counted(Method.APPROVAL, ["1 2", "2 3", "1 3", "1"])
    assert [(line.option, line.count, line.rank) for line in found.lines] == [
        (1, 3, 1),
        (2, 2, 2),
        (3, 2, 2),
        (4, 0, 4),
    ]
    assert (found.first, found.ties) == ((1,), ((2, 3),))
    assert found.lines[0].share == Fraction(3, 4)


def test_where_everything_is_equal_the_digest_alone_draws_the_order():
    found = counted(Method.SUPPORT, ["1", "2", "3", "4"])
    assert (found.first, found.ties) == ((1, 2, 3, 4), ((1, 2, 3, 4),))
    # By hand: printf '%s:1' 00..0 | sha256sum, and so on, in the order of what comes out.
    assert drawn(found, "0" * 64) == (1, 4, 3, 2)
    assert drawn(found, "1" * 64) != drawn(found, "0" * 64)


def test_without_a_vote_nothing_leads_and_nothing_is_tied():
    for method in Method:
        found = counted(method, [])
        assert (found.ballots, found.first, found.ties) == (0, (), ())
        assert {line.share for line in found.lines} == {Fraction(0)}


def test_points_are_summed_and_what_is_left_out_has_none():
    said = choices(Method.SCORE, {3: 5, 1: 0}, options=3)
    assert said == choices(Method.SCORE, {3: 5}, options=3) == "1=0 2=0 3=5"
    found = count(Method.SCORE, 3, [(said, 2), ("1=1 2=4 3=0", 1)])
    assert {line.option: (line.count, line.share) for line in found.lines} == {
        1: (1, Fraction(1, 3)),
        2: (4, Fraction(4, 3)),
        3: (10, Fraction(10, 3)),
    }


@pytest.mark.parametrize(
    ("method", "marks", "code"),
    [
        (Method.SUPPORT, {}, "missing"),
        (Method.SUPPORT, {1: 1, 2: 1}, "too_many"),
        (Method.APPROVAL, {1: 1, 2: 1, 3: 1}, "too_many"),
        (Method.SUPPORT, {5: 1}, "unknown"),
        (Method.SUPPORT, {0: 1}, "unknown"),
        (Method.APPROVAL, {1: 2}, "unknown"),
        (Method.SCORE, {1: 6}, "unknown"),
        (Method.SCORE, {1: -1}, "unknown"),
    ],
)
def test_what_is_no_ballot_is_refused_by_its_reason(method, marks, code):
    with pytest.raises(Invalid) as refused:
        choices(method, marks, options=OPTIONS, most=2)
    assert (refused.value.field, refused.value.code) == ("choice", code)


@pytest.mark.parametrize("said", ["", "5", "2 1", "1 1", "1=1", "x", "1  2", "01"])
def test_a_changed_file_is_no_vote(said):
    with pytest.raises(ValueError):
        counting.count(Method.APPROVAL, OPTIONS, [(said, 1)])
