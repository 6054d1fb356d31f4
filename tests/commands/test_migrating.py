"""Upgrading loses nothing: what could be read before can be found afterwards."""

import os
import signal
import subprocess
import sys

import pytest
from alembic import command
from sqlalchemy import text

from models import database
from models import settings as town_settings
from models.database import transaction
from models.migrations import config
from models.settings import Settings
from tests.databases import head, present
from tests.house.source import ROOT
from tests.models.findable import found
from web.commands.migrate import prepare

BEFORE_THE_INDEX = "0007"
KEY = "0123456789abcdefghijklmnopqrstuvwxyz"

MOMENTS = (8, 60, 120)
"""Before which statement of an upgrade it is killed: in the schema, the indexes, the profile."""
KILLED = """
import os, signal, sys
from sqlalchemy import event
from sqlalchemy.engine import Engine
from web.commands.migrate import prepare

left = int(sys.argv[1])

@event.listens_for(Engine, "before_cursor_execute")
def count(*_):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

prepare()
"""


@pytest.fixture
def old(bare_database, tmp_path):
    """A town as it was before there was an index, with a case of every publication."""
    database.configure(bare_database)
    command.upgrade(config(), BEFORE_THE_INDEX)
    with transaction() as session:
        session.execute(
            text(
                "INSERT INTO unit (slug, name_sv, name_en, phone, service_centre)"
                " VALUES ('old', 'Gata', 'Street', '', :no)"
            ),
            {"no": False},
        )
        for number, publication in enumerate(("published", "redacted", "hidden", "queued")):
            _case(session, number, publication)
    town_settings.use(Settings(secret_key=KEY, data=tmp_path, database_url=bare_database))


def _case(session, number: int, publication: str) -> None:
    words = {"title": f"Lampan {publication}", "salt": b"s" * 16}
    session.execute(
        text(
            "INSERT INTO text (title, source, html, salt) VALUES (:title, 'Trasig', '<p>', :salt)"
        ),
        words,
    )
    session.execute(
        text("INSERT INTO stream (key, seq, head_hash, version) VALUES (:key, 0, :hash, 1)"),
        {"key": f"submission-2025-{number:05d}", "hash": "0" * 64},
    )
    session.execute(
        text(
            "INSERT INTO submission (reference, kind, status, publication, text_id, place, unit_id,"
            ' name, byline, "show", language, nonce, source, received_at, answer_by, keep_open,'
            " comments, version)"
            " SELECT :reference, 'complaint', 'received', :publication, max(text.id), 'Ågatan',"
            " max(unit.id), '', '', :yes, 'sv', :nonce, 'web', :at, '2026-11-30', :no, 0, 1"
            " FROM text, unit"
        ),
        {
            "reference": f"2025-{number:05d}",
            "publication": publication,
            "nonce": f"{number:032d}",
            "at": 1_700_000_000_000_000 + number * 1_000_000,
            "yes": True,
            "no": False,
        },
    )


def test_a_town_that_is_older_than_its_index_is_found_after_upgrading(old):
    prepare()
    with transaction(write=False) as session:
        assert found(session, "lampor") == ["Lampan redacted", "Lampan published"]
        assert found(session, place="ågatan") == ["Lampan redacted", "Lampan published"]
    prepare()
    with transaction(write=False) as session:
        assert len(found(session, "lampor")) == 2


@pytest.mark.once
def test_an_upgrade_that_is_killed_is_run_again_from_where_it_was(old, bare_database, tmp_path):
    environment = os.environ | {
        "TORGET_DATABASE_URL": bare_database,
        "TORGET_DATA": str(tmp_path),
        "TORGET_SECRET_KEY": KEY,
    }
    database.dispose()
    ends = [
        subprocess.run(
            [sys.executable, "-c", KILLED, str(moment)],
            cwd=ROOT,
            env=environment,
            check=False,
            capture_output=True,
        ).returncode
        for moment in MOMENTS
    ]
    assert ends == [-signal.SIGKILL] * len(MOMENTS)
    prepare()
    assert present() == head()
    with transaction(write=False) as session:
        assert found(session, "lampor") == ["Lampan redacted", "Lampan published"]
