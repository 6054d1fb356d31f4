"""Workers die at any moment, and everyone is told once (issue: F03, F04, F41).

The same storm over a build without the unique key must be found out: else it would prove nothing.
One without the lease is found out by the drill (test_drill), which also rages on PostgreSQL.
"""

import os
import secrets

import pytest

from tests.faults import workers
from tests.faults.storm import Storm

KILLS = 25
FOLLOWERS = int(os.environ.get("TORGET_TEST_FOLLOWERS", "8"))


@pytest.fixture
def seed():
    """Another storm each time; `TORGET_TEST_SEED` brings one back."""
    chosen = os.environ.get("TORGET_TEST_SEED") or secrets.token_hex(4)
    print(f"the same storm again: TORGET_TEST_SEED={chosen}")
    return int(chosen, 16)


def rage(town, seed, kills, fault=None):
    storm = Storm(town, seed, kills, FOLLOWERS, fault)
    found = storm.rage()
    print(
        f"{kills} kills, {storm.events} events, {len(storm.expected)} to tell:"
        f" {found.messages} messages, {found.deaths} died in a try, {found.copies} copies"
    )
    return found


@pytest.mark.once
def test_two_workers_killed_again_and_again_tell_everyone_once(town, seed):
    found = rage(town, seed, KILLS)
    assert found.faults == []


@pytest.mark.once
def test_a_build_that_lacks_what_keeps_messages_apart_is_found_out(town, seed):
    found = rage(town, seed, 10, workers.WITHOUT_KEY)
    assert found.faults != []
    print(found.faults[:3])
