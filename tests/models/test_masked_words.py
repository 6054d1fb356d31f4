"""Words beside the texts that were stored before they were masked are masked where they stand."""

import datetime as dt

import pytest
from alembic import command
from sqlalchemy import Date, MetaData, Table, select

from models import database
from models.database import engine, transaction
from models.migrations import config

BEFORE, AFTER = "0050", "0051"
NUMBER, HIDDEN = "811218-9876", "811218-****"
TABLES = ("unit", "text", "submission", "helping", "rule_pause", "board", "meeting")


@pytest.fixture
def old_town(bare_database):
    database.configure(bare_database)
    command.upgrade(config(), BEFORE)
    tables = MetaData()
    tables.reflect(engine(), only=TABLES)
    return tables.tables


def _put(session, table: Table, **values: object) -> None:
    """A row with what it must have; nothing of it matters here."""
    row: dict[str, object] = {}
    for column in table.columns:
        if column.nullable or column.server_default is not None:
            continue
        kind = column.type.python_type
        day = dt.date(2026, 11, 22) if isinstance(column.type, Date) else 0
        row[column.name] = {str: "", bytes: b"", bool: False}.get(kind, day)
    session.execute(table.insert().values(**row | values))


def test_what_was_stored_is_masked_and_nothing_else_is_touched(old_town):
    with transaction() as session:
        for name in ("unit", "text", "board"):
            _put(session, old_town[name], id=1)
        for number, said in ((1, f"Rosa {NUMBER}"), (2, "Sam")):
            _put(
                session,
                old_town["submission"],
                id=number,
                reference=f"2026-0000{number}",
                kind="complaint",
                status="received",
                publication="private",
                source="web",
                reply_by="none",
                text_id=1,
                unit_id=1,
            )
            _put(session, old_town["helping"], submission_id=number, name=said)
        _put(session, old_town["rule_pause"], id=1, reason=f"Sjuk: {NUMBER}")
        _put(session, old_town["meeting"], id=1, board_id=1, participants=NUMBER, state="planned")
    command.upgrade(config(), AFTER)
    told = {name: Table(name, MetaData(), autoload_with=engine()) for name in TABLES[3:]}
    with transaction(write=False) as session:
        names = session.scalars(select(told["helping"].c.name).order_by("submission_id"))
        assert list(names) == [f"Rosa {HIDDEN}", "Sam"]
        assert session.scalar(select(told["rule_pause"].c.reason)) == f"Sjuk: {HIDDEN}"
        assert session.scalar(select(told["meeting"].c.participants)) == HIDDEN
