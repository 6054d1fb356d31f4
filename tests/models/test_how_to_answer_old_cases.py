"""Cases from before there were five ways to be answered keep the one they have."""

import datetime as dt

import pytest
from alembic import command
from sqlalchemy import MetaData, Table, select

from models import database
from models.database import engine, transaction
from models.migrations import config

BEFORE, AFTER = "0011", "0012"


@pytest.fixture
def old_town(bare_database):
    database.configure(bare_database)
    command.upgrade(config(), BEFORE)
    tables = MetaData()
    tables.reflect(engine(), only=["unit", "text", "contact", "submission"])
    return tables.tables


def _filled(table: Table, **values: object) -> dict[str, object]:
    """A row with what it must have; nothing of it matters here."""
    row: dict[str, object] = {}
    for column in table.columns:
        if column.nullable or column.server_default is not None or column.primary_key:
            continue
        kind = column.type.python_type
        row[column.name] = {str: "", bytes: b"", bool: False}.get(kind, 0)
    return row | values


def test_a_case_is_answered_as_its_contact_says_and_otherwise_not_at_all(old_town):
    with transaction() as session:
        for name in ("unit", "text"):
            session.execute(old_town[name].insert().values(**_filled(old_town[name], id=1)))
        contacts, submissions = old_town["contact"], old_town["submission"]
        for number, channel in ((1, "email"), (2, "sms")):
            values = _filled(contacts, id=number, channel=channel, address=f"{number}")
            session.execute(contacts.insert().values(**values))
        for number, contact in ((1, 1), (2, 2), (3, None)):
            values = _filled(
                submissions,
                id=number,
                reference=f"2026-0000{number}",
                kind="complaint",
                status="received",
                publication="private",
                source="web",
                answer_by=dt.date(2026, 11, 22),
                text_id=1,
                unit_id=1,
                contact_id=contact,
            )
            session.execute(submissions.insert().values(**values))
    command.upgrade(config(), AFTER)
    now = Table("submission", MetaData(), autoload_with=engine())
    with transaction(write=False) as session:
        ways = session.scalars(select(now.c.reply_by).order_by(now.c.id)).all()
        assert list(ways) == ["email", "sms", "none"]
        assert set(session.scalars(select(now.c.reply_to))) == {""}
