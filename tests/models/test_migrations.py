"""The schema's history: linear, repeatable, equal to the tables, and the spine stays append-only."""

import re
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from models import database
from models.actor import SYSTEM
from models.database import engine, is_postgres, transaction
from models.event import EventKind, open_stream, record
from models.history import verify
from models.migrations import HERE, config, described, migrate
from models.tables import metadata
from tests.databases import head, present

VERSIONS = sorted((HERE / "versions").glob("*.py"))


@pytest.fixture
def empty(bare_database):
    database.configure(bare_database)


def revisions() -> list[str]:
    script = ScriptDirectory.from_config(config())
    return [revision.revision for revision in script.walk_revisions()][::-1]


def test_there_is_one_line_of_numbered_migrations():
    assert len(ScriptDirectory.from_config(config()).get_heads()) == 1
    numbers = [path.name[:4] for path in VERSIONS]
    assert numbers == revisions() == [f"{number:04d}" for number in range(1, len(VERSIONS) + 1)]


def test_an_empty_database_is_at_nothing_and_a_migrated_one_at_the_head(empty):
    assert present() is None
    migrate()
    assert present() == head() == revisions()[-1]


def test_migrating_again_does_nothing(empty):
    migrate()
    with transaction() as session:
        open_stream(session, "square")
    migrate()
    with transaction(write=False) as session:
        assert session.execute(text("SELECT count(*) FROM stream")).scalar() == 1


def test_the_schema_is_the_one_the_tables_describe(empty):
    migrate()
    with engine().connect() as connection:
        opts = {"compare_type": True, "include_name": described}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, metadata) == []


def test_after_every_migration_history_can_only_grow(empty):
    """Batch mode copies a table and loses its triggers: after each step they must still stand."""
    for number, revision in enumerate(revisions(), 1):
        command.upgrade(config(), revision)
        with transaction() as session:
            if number == 1:
                open_stream(session, "square")
            record(session, "square", EventKind.MOVED, by=SYSTEM, facts={})
        statements = ["UPDATE event SET at = at", "DELETE FROM event"]
        if is_postgres():
            statements.append("TRUNCATE event CASCADE")
        else:
            statements.append("INSERT OR REPLACE INTO event SELECT * FROM event")
        for statement in statements:
            with pytest.raises(DBAPIError, match="append-only"), transaction() as session:
                session.execute(text(statement))
        with transaction(write=False) as session:
            assert session.execute(text("SELECT count(*) FROM event")).scalar() == number
            assert verify(session, "square") == []


def test_every_row_finds_what_it_refers_to_after_the_migrations(empty):
    migrate()
    if not is_postgres():
        with transaction(write=False) as session:
            assert session.execute(text("PRAGMA foreign_key_check")).all() == []
            assert session.execute(text("PRAGMA integrity_check")).scalar() == "ok"


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem)
def test_no_migration_copies_the_history(path: Path):
    assert not re.search(r"batch_alter_table\(\s*[\"'](event|stream|outbox)[\"']", path.read_text())


def test_a_later_migration_never_creates_the_spine_anew(empty):
    migrate()
    for path in VERSIONS[1:]:
        written = path.read_text("utf-8")
        assert not re.search(r"(create|drop|rename)_table\(\s*[\"']event[\"']", written), path.name


def test_what_was_followed_before_subjects_could_be_is_followed_after(empty):
    """SQLite copies the table, at which others point (0020)."""
    command.upgrade(config(), "0019")
    with transaction() as session:
        for statement in (
            (
                "INSERT INTO contact (id, channel, address, confirmed_at)"
                " VALUES (1, 'email', 'sam@example.org', 1)"
            ),
            (
                "INSERT INTO subscription (id, contact_id, topic, extent, state, language, nonce,"
                " created_at, confirmed_at) VALUES (7, 1, 'decisions', 'answers', 'active', 'sv', 'n',"
                " 1, 1)"
            ),
            (
                "INSERT INTO token (id, purpose, contact_id, subscription_id, name, language, nonce,"
                " created_at, expires_at) VALUES (1, 'subscription', 1, 7, '', 'sv', 'n', 1, 2)"
            ),
        ):
            session.execute(text(statement))
        open_stream(session, "square")
        event_id = record(session, "square", EventKind.MOVED, by=SYSTEM, facts={})
        session.execute(
            text(
                "INSERT INTO delivery (id, channel, address, message_key, kind, language,"
                " contact_id, event_id, subscription_id, state, code, attempts, not_before,"
                " created_at) VALUES (5, 'email', 'sam@example.org', 'k', 'decided', 'sv', 1, :it,"
                " 7, 'sent', '', 1, 1, 1)"
            ),
            {"it": event_id},
        )
        session.execute(text("INSERT INTO delivery_reason VALUES (5, 7)"))
    migrate()
    with transaction(write=False) as session:
        wish = session.execute(text("SELECT topic, extent, frequency, state FROM subscription"))
        assert wish.one() == ("decisions", "answers", "at_once", "active")
        why = session.execute(
            text("SELECT delivery_id, subscription_id, event_id FROM delivery_reason")
        )
        assert why.one() == (5, 7, event_id)
        if not is_postgres():
            assert session.execute(text("PRAGMA foreign_key_check")).all() == []
    with transaction() as session:
        session.execute(text("UPDATE subscription SET extent = 'decision'"))
