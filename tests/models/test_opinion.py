"""What answers to assertions say together: counted, grouped without chance, and of no single person."""

import builtins
import importlib.util
import random
from itertools import pairwise

import pytest

from models.opinion import clusters, grouping, space
from models.opinion.answers import Answers
from models.opinion.counts import Count, common_ground, common_refusal, counted, distance
from models.opinion.findings import findings
from models.opinion.foretelling import gain
from models.opinion.grouping import Manner, grouped
from models.opinion.likeness import adjusted_rand
from models.opinion.typical import one_proportion, two_proportions

# What a made-up town was asked. Everybody wants benches, nobody a motorway; the square divides.
BENCHES, MOTORWAY, SQUARE, PARKING, BUSES, RARE = 11, 12, 13, 14, 15, 99
CAMPS = {
    # So likely is agreement in each camp, out of ten.
    "walkers": {BENCHES: 10, MOTORWAY: 0, SQUARE: 10, PARKING: 0, BUSES: 8},
    "drivers": {BENCHES: 9, MOTORWAY: 1, SQUARE: 0, PARKING: 10, BUSES: 2},
}


def dice(seed):
    return random.Random(seed)  # noqa: S311  (no secret)


def rows(walkers=40, drivers=20, seed=7):
    chance = dice(seed)
    people = ["walkers"] * walkers + ["drivers"] * drivers
    return [
        (number, key, 1 if chance.randrange(10) < likely else -1)
        for number, camp in enumerate(people)
        for key, likely in CAMPS[camp].items()
    ]


def made(given):
    answers = Answers()
    for person, key, value in given:
        answers.add(person, key, value)
    return answers


@pytest.fixture
def town():
    return made(rows())


@pytest.fixture
def without_numpy(monkeypatch):
    load, look = builtins.__import__, importlib.util.find_spec

    def refuse(name, *rest, **more):
        if name.split(".")[0] == "numpy":
            raise ImportError(name)
        return load(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", refuse)
    monkeypatch.setattr(grouping, "find_spec", lambda name: None if name == "numpy" else look(name))


def test_each_assertion_is_counted_and_an_answer_is_one_of_three():
    answers = made([(1, 5, 1), (2, 5, 1), (3, 5, -1), (4, 5, 0), (1, 4, 0)])
    assert counted(answers) == {4: Count(0, 0, 1), 5: Count(2, 1, 1)}
    with pytest.raises(ValueError, match="2"):
        answers.add(1, 6, 2)


def test_the_measures_are_those_of_their_source():
    some, others = Count(8, 1, 1), Count(1, 3, 0)
    assert (some.agreeing, others.agreeing) == (9 / 12, 2 / 6)
    assert common_ground([some, others]) == pytest.approx(9 / 12 * 2 / 6)
    assert common_refusal([some, others]) == pytest.approx(2 / 12 * 4 / 6)
    assert distance([some, others]) == pytest.approx(9 / 12 - 2 / 6)
    assert Count().agreeing == 0.5
    assert (
        Count(50, 50).division > Count(5, 5).division > Count(9, 1).division > Count(0, 90).division
    )
    # By hand: 2 * sqrt(11) * (9/11 - 1/2), and the pooled test of 9/11 against 2/5.
    assert one_proportion(8, 10) == pytest.approx(2.110579, abs=1e-6)
    assert two_proportions(8, 10, 1, 4) == pytest.approx(1.672727, abs=1e-6)
    assert two_proportions(4, 4, 9, 9) == 0


def test_two_camps_are_found_the_larger_first(town):
    found = grouped(town)
    assert [one.people for one in found.groups] == [set(range(40)), set(range(40, 60))]
    assert found.clearness > 0.5


def test_the_same_answers_in_any_order_say_the_same(town):
    given, before = rows(), findings(town)
    for seed in range(3):
        dice(seed).shuffle(given)
        assert findings(made(given)) == before


def test_what_is_said_of_the_two_camps(town):
    said = findings(town)
    assert said.agreed[0] == BENCHES
    assert said.refused == (MOTORWAY,)
    assert set(said.divides) == {SQUARE, PARKING, BUSES}
    walkers, drivers = said.groups
    assert (walkers.people, drivers.people, said.outside) == (40, 20, 0)
    assert {(SQUARE, True), (PARKING, False)} <= set(walkers.typical)
    assert {(SQUARE, False), (PARKING, True)} <= set(drivers.typical)
    assert walkers.shares[SQUARE] == (100, 0, 0)
    assert said.clearness > 50


def test_without_the_numeric_library_agreement_and_division_are_shown(town, without_numpy):
    said = findings(town)
    assert said.groups == ()
    assert BENCHES in said.agreed
    assert said.refused == (MOTORWAY,)
    assert SQUARE in said.divides
    assert said.people == 60


def test_whoever_answered_little_is_in_no_group(town):
    for key in range(100, 108):
        for person in range(40):
            town.add(person, key, 1)
    town.add(500, BENCHES, 1)
    said = findings(town)
    # The drivers answered five of thirteen, and so did the newcomer one: seven are asked for.
    assert sum(one.people for one in said.groups) == 40
    assert said.outside == 21


@pytest.mark.parametrize(
    "answers", [made([]), made([(n, 1, 1) for n in range(50)]), made(rows(5, 4))]
)
def test_where_nobody_can_be_told_apart_there_are_no_groups(answers):
    assert grouped(answers) is None
    assert findings(answers).groups == ()


def test_what_few_answered_is_left_out(town):
    for person in range(60):
        town.add(person, 21, 1)
        town.add(person, 22, 0)
    for person in range(4):
        town.add(person, RARE, 1)
    said = findings(town)
    assert RARE not in said.counts
    assert RARE not in {*said.agreed, *said.refused, *said.divides}
    town.add(4, RARE, 1)
    # Five of everybody, all of one group: nothing is said of the other.
    said = findings(town)
    assert said.counts[RARE] == (5, 0, 0)
    assert [RARE in one.shares for one in said.groups] == [True, False]


def test_no_group_is_so_small_that_it_shows_what_one_person_thinks():
    def camps(drivers):
        return made(
            [(n, key, 1 if n < 40 else -1) for n in range(40 + drivers) for key in range(8)]
        )

    assert grouped(camps(4)) is None
    assert [one.people for one in findings(camps(5)).groups] == [40, 5]


def test_an_axis_points_the_way_of_its_first_heaviest_assertion():
    import numpy as np

    assert (space._axes(np.array([[2.0, -1.0], [-1.0, 2.0]]))[0] > 0).all()
    assert (space._axes(np.array([[4.0]])) == [[1.0, 0.0]]).all()


def test_as_many_groups_as_there_are_camps():
    chance, answers = dice(3), Answers()
    for person in range(120):
        for key in range(12):
            likely = 9 if person % 3 == key % 3 else 1
            answers.add(person, key, 1 if chance.randrange(10) < likely else -1)
    assert [len(one.people) for one in grouped(answers).groups] == [40, 40, 40]
    assert len(grouped(answers, Manner(groups=2)).groups) == 2


def test_base_clusters_hold_everyone_and_are_at_most_a_hundred():
    import numpy as np

    chance = dice(5)
    points = np.array([[chance.gauss(0, 1), chance.gauss(0, 2)] for _ in range(3000)])
    found = clusters.base(points)
    assert len(found) == 3000
    assert 50 < found.max() + 1 <= 100
    middles, weights = clusters.centres(points, found)
    assert weights.sum() == 3000
    assert (weights > 0).all()
    assert len(middles) == len(weights)


def test_the_silhouette_is_that_of_its_definition():
    import numpy as np

    points = np.array([[0.0, 0.0], [1.0, 0.0], [5.0, 0.0]])
    parts = np.array([0, 0, 1])
    # By hand: (5 - 1) / 5, (4 - 1) / 4, and 0 for the one who is alone.
    assert clusters.silhouette(points, np.ones(3), parts) == pytest.approx((0.8 + 0.75 + 0) / 3)


def test_the_adjusted_rand_index_is_that_of_its_source():
    same = {1: 0, 2: 0, 3: 1, 4: 1}
    assert adjusted_rand(same, {1: 5, 2: 5, 3: 2, 4: 2}) == 1
    assert adjusted_rand(same, {1: 0, 2: 1, 3: 0, 4: 1}) == pytest.approx(-0.5)
    assert adjusted_rand(same, {1: 0, 2: 0, 3: 1, 9: 1}) == 1
    assert adjusted_rand(same, dict.fromkeys(same, 0)) == 0


def test_the_order_under_each_heading_is_the_same_for_equals():
    answers = made([(person, key, 1) for person in range(6) for key in (8, 3, 5)])
    assert findings(answers).agreed == (3, 5, 8)
    assert all(one < other for one, other in pairwise(findings(answers).agreed))


def test_groups_that_mean_something_foretell_answers_and_others_do_not(town):
    camps = {person: int(person >= 40) for person in range(60)}
    scattered = {person: person % 2 for person in range(60)}
    assert gain(town, camps, least=5) > 0.2
    assert abs(gain(town, scattered, least=5)) < 0.05
    assert gain(town, camps, least=6) == 0
    assert gain(made([]), {}, least=1) == 0
