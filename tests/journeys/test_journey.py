"""The whole way, small: what `make journey` walks with sixty real proposals."""

import os

from tests import databases, postgres
from tests.journeys import run, texts, town


def test_two_proposals_go_the_whole_way_and_everyone_is_told_exactly_once(tmp_path):
    url = ""
    if databases.is_postgres():
        server = os.environ["TORGET_TEST_POSTGRES"]
        name = f"torget_test_{os.environ.get('PYTEST_XDIST_WORKER', 'gw')}_journey"
        url = postgres.create(server, name)
    with town.running(tmp_path, url) as running:
        figures = run.walk(running, texts.words(None, 2))
    if url:
        postgres.drop(server, name)
    assert figures["submitted"] == figures["decided and carried out"] == 2
    assert figures["followers"] == 6
    log = (tmp_path / "log").read_text()
    assert '"failure"' not in log, "no page failed on the way"
