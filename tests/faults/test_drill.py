"""A small `make drill-notify`: four workers killed under a relay with bad days (NT-2, NT-8, I4)."""

import os
import secrets

import pytest

from models.database import transaction
from tests import people
from tests.faults import workers
from tests.faults.drill import Drill
from tests.notifications.post import use

FEW = {"followers": 40, "events": 8, "trouble": 0.15, "kills": 6, "every": (0.1, 0.4)}


@pytest.fixture
def seed():
    """Another drill each time; `TORGET_TEST_SEED` brings one back."""
    chosen = os.environ.get("TORGET_TEST_SEED") or secrets.token_hex(4)
    print(f"the same drill again: TORGET_TEST_SEED={chosen}")
    return int(chosen, 16)


def drill(town, seed, tmp_path, gather, **more):
    with transaction() as session:
        people.municipality(session)
    chosen = use(town, gather_seconds=gather)
    made = Drill(chosen, seed, **{**FEW, **more})
    return made, made.run(tmp_path / "kept")


@pytest.mark.parametrize("gather", [pytest.param(0, marks=pytest.mark.once), 1])
def test_killed_workers_and_a_bad_relay_leave_nobody_out(town, seed, tmp_path, gather):
    """Also where one message carries several events, and while it is waited for more of them."""
    made, found = drill(town, seed, tmp_path, gather)
    assert found.faults == []
    told = len(made.expected)
    assert found.messages - found.copies == told if gather == 0 else found.messages < told
    assert made.died.total() >= FEW["kills"]


@pytest.mark.once
def test_the_drill_finds_a_build_without_a_lease_out(town, seed, tmp_path):
    _, found = drill(town, seed, tmp_path, 0, fault=workers.WITHOUT_LEASE, trouble=0, followers=20)
    assert any("copies" in fault for fault in found.faults)
