"""The two axes are exactly the tables that were decided."""

import itertools

import pytest

from models import states
from models.errors import NotAllowed
from models.states import Kind, Publication, Ruling, Status
from tests.models import rules


@pytest.mark.parametrize("kind", Kind)
def test_the_steps_of_each_kind_are_the_ones_decided(kind):
    ours = {str(now): {*map(str, to)} for now, to in states.TRANSITIONS[kind].items()}
    assert ours == rules.STEPS[kind]


def test_the_publications_are_the_ones_decided():
    ours = {str(now): {*map(str, to)} for now, to in states.PUBLICATIONS.items()}
    assert ours == rules.SHOWING


def test_only_the_published_and_the_redacted_are_public():
    assert {*map(str, states.PUBLIC)} == {"published", "redacted"}


@pytest.mark.parametrize("kind", Kind)
def test_a_step_that_the_table_lacks_is_a_conflict(kind):
    for now, to in itertools.product(Status, Status):
        if to in rules.STEPS[kind].get(now, set()):
            states.check_move(kind, now, to)
        else:
            with pytest.raises(NotAllowed) as refused:
                states.check_move(kind, now, to)
            assert refused.value.status == 409


def test_a_publication_that_the_table_lacks_is_a_conflict():
    for now, to in itertools.product(Publication, Publication):
        if to in rules.SHOWING[now]:
            states.check_publication(now, to)
        else:
            with pytest.raises(NotAllowed) as refused:
                states.check_publication(now, to)
            assert refused.value.status == 409


def test_every_status_has_the_type_decided():
    found = {str(status): str(states.type_of(status)) for status in Status}
    assert found == {
        status: kind for kind, named in rules.table(rules.TYPES).items() for status in named
    }


def test_the_clock_stands_still_only_while_we_wait_for_the_resident():
    assert {*map(str, states.PAUSES)} == {"waiting_resident"}


def test_each_kind_ends_in_the_ways_decided():
    ours = {str(kind): {*map(str, found)} for kind, found in states.OUTCOMES.items()}
    assert ours == rules.table(rules.OUTCOMES)


def test_only_a_yes_is_carried_out():
    assert {*map(str, Ruling)} == {"approved", "partly", "rejected", "answered"}
    assert {*map(str, states.CARRIED_OUT_AFTER)} == {"approved", "partly"}
