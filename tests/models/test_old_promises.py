"""A town from before promises were rows: what it had promised stands, as rows and on each case."""

import datetime as dt
import json

import pytest
from alembic import command
from sqlalchemy import MetaData, insert, select

from models import calendar, clock, database, keeping, promise, showing
from models.calendar import DAY, HOUR, moment
from models.database import engine, transaction
from models.migrations import config, migrate
from models.profile import site
from models.states import Kind
from models.submission import take

MONDAY = moment(dt.datetime(2026, 6, 8, 10, 0, tzinfo=calendar.zone()))
DUE = dt.date(2026, 6, 23)
EVENING = moment(dt.datetime(2026, 6, 23, 23, 59, tzinfo=calendar.zone()))
PROFILE = {
    "name": "Exempelby kommun",
    "short_name": "Exempelby",
    "site_name": "Exempelby torg",
    "home_url": "https://www.exempelby.example",
    "phone": "08-123 45 00",
    "hours_sv": "Öppet till 16.30",
    "hours_en": "Open until 16:30",
    "email": "servicecenter@exempelby.example",
    "address": "Torget 1",
    "zone": "Europe/Stockholm",
    "promises": {
        "proposal": 10,
        "complaint": 10,
        "fault_report": 5,
        "question": 2,
        "praise": 10,
    },
}


@pytest.fixture
def old(bare_database):
    """The last schema before, with what a town would have had in it."""
    database.configure(bare_database)
    command.upgrade(config(), "0009")
    tables = MetaData()
    tables.reflect(engine())
    with transaction() as session:

        def put(table, **values):
            session.execute(insert(tables.tables[table]).values(**values))

        put("profile", version=1, data=json.dumps(PROFILE), made_at=MONDAY)
        put("unit", id=1, slug="a", name_sv="A", name_en="A", phone="", service_centre=True)
        put("text", id=1, title="Lampan", source="Lampan", html="<p>Lampan</p>", salt=b"x" * 16)
        for number, (status, answered) in enumerate(
            (
                ("received", None),
                ("answered", EVENING),
                ("answered", EVENING + HOUR),
                ("closed", MONDAY + DAY),
                ("closed", None),
            ),
            start=1,
        ):
            put(
                "submission",
                id=number,
                reference=f"2026-0000{number}",
                kind="complaint",
                status=status,
                publication="published",
                text_id=1,
                place="",
                unit_id=1,
                name="",
                byline="",
                show=True,
                language="sv",
                nonce="n",
                source="web",
                received_at=MONDAY,
                published_at=MONDAY,
                answer_by=DUE,
                answered_at=answered,
                keep_open=False,
                comments=0,
                version=1,
            )
            for seq, kind in enumerate(("received", "closed"), start=1):
                put(
                    "event",
                    stream=f"submission-2026-0000{number}",
                    seq=seq,
                    at=MONDAY + seq * DAY * number,
                    kind=kind,
                    role="official",
                    source="web",
                    public=True,
                    facts="{}",
                    salt=b"x" * 16,
                    prev_hash="",
                    hash=f"{number}{seq}",
                )


def test_a_promise_for_each_kind_becomes_rows_and_the_profile_is_read_again(old):
    migrate()
    with transaction() as session:
        assert site(session).name == "Exempelby kommun"
        rows = promise.in_force(session, dt.date(2026, 6, 8))
        assert [(row.kind, row.first_response) for row in rows] == [
            (Kind.FAULT_REPORT, "5 working days"),
            (Kind.QUESTION, "2 working days"),
            (None, "10 working days"),
        ]
        opening = site(session).opening
        assert promise.given(session, opening, Kind.PRAISE, None, MONDAY).answer_by == DUE


def test_what_was_promised_stands_and_what_was_kept_is_known(old):
    migrate()
    with transaction() as session, calendar.at(EVENING + 2 * HOUR):
        cases = [take(session, f"2026-0000{number}") for number in range(1, 6)]
        assert {(case.promise_id, case.due_at, case.answer_by) for case in cases} == {
            (None, None, DUE)
        }
        assert [case.kept for case in cases] == [None, True, False, True, None]
        assert [clock.clock(case).value for case in cases] == [
            "missed",
            "met",
            "met_late",
            "met",
            "cancelled",
        ]
        counted = keeping.whole(keeping.count(session))
        assert (counted.answered, counted.in_time, counted.late) == (3, 2, 1)


def test_what_had_ended_is_done_since_its_last_step(old):
    migrate()
    with transaction() as session:
        done = [take(session, f"2026-0000{number}").done_at for number in range(1, 6)]
        assert done == [None, *(MONDAY + 2 * DAY * number for number in range(2, 6))]
        assert [row.id for row in showing.lately_done(session)] == [5, 4, 3]


def test_a_database_without_a_town_is_given_no_promise(bare_database):
    database.configure(bare_database)
    migrate()
    with transaction() as session:
        assert session.execute(select(promise.promises)).all() == []
