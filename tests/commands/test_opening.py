"""Commands on a town that is not there, or not ready: one sentence, and nothing is made."""

import json
import logging
import subprocess
import sys

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from models import calendar
from models.database import transaction
from models.settings import Settings, use
from tests import people
from tests.bench.machine import free_port
from tests.conftest import TEST_KEY
from web.__main__ import main
from web.commands import lines, opening
from web.commands.opening import open_town
from web.commands.serve import WEB

NOT_READY = "Error: The database is not ready. Run: python -m web migrate\n"
COMMANDS = (
    ["serve", "--only-web"],
    ["worker"],
    ["scheduler"],
    ["demo"],
    ["verify"],
    ["promote", "ada@example.org", "administrator"],
)


@pytest.fixture(autouse=True)
def _log_as_it_was():
    """A command that begins its log leaves the next test without one."""
    root = logging.getLogger()
    before = (list(root.handlers), root.level)
    yield
    root.handlers, root.level = before


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_town_that_was_never_made_is_said_in_one_sentence(command, tmp_path):
    use(Settings(secret_key=TEST_KEY, data=tmp_path / "town"))
    done = CliRunner().invoke(main, command)
    assert (done.exit_code, done.output) == (1, NOT_READY)
    assert not (tmp_path / "town").exists()


def test_an_older_schema_is_not_ready_and_a_newer_one_is(town):
    with transaction() as session:
        people.municipality(session)
    open_town()
    for version, ready in (("0001", False), ("9999", True)):
        with transaction() as session:
            session.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": version})
        done = CliRunner().invoke(main, ["promote", "ada@example.org", "auditor"])
        assert (done.exit_code == 0) is ready
        assert (done.output == NOT_READY) is not ready


def test_the_days_of_a_command_are_the_days_of_its_town(town, monkeypatch):
    with transaction() as session:
        site = people.municipality(session).model_copy(update={"zone": "Asia/Tokyo"})
    monkeypatch.setattr(opening.profile, "site", lambda _session: site)
    try:
        open_town()
        assert calendar.zone().key == "Asia/Tokyo"
    finally:
        calendar.use_zone("Europe/Stockholm")


def test_a_web_that_cannot_start_ends_instead_of_answering_with_errors(tmp_path):
    web = [*WEB, "--host", "127.0.0.1", "--port", str(free_port())]
    surroundings = {"TORGET_SECRET_KEY": TEST_KEY, "TORGET_DATA": str(tmp_path)}
    ended = subprocess.run(
        [sys.executable, *web[1:]], env=surroundings, capture_output=True, timeout=30, check=False
    )
    assert ended.returncode not in {0, None}


def test_the_log_of_a_process_is_one_json_line_each(capsys, monkeypatch):
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    lines.begin("scheduler")
    logging.getLogger("web.commands.scheduler").warning("a tick failed: %s", "Busy")
    said = json.loads(capsys.readouterr().err)
    assert (said["event"], said["level"]) == ("scheduler", "WARNING")
    assert said["said"] == "a tick failed: Busy"
