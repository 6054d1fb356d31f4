"""The limits of what we write to anybody on somebody's word (spec T50, T51)."""

import pytest
from sqlalchemy import select

from models import asking, calendar
from models.allowance import Allowance
from models.asking import About
from models.calendar import DAY, HOUR, now
from models.database import table_of, transaction
from models.delivery import deliveries
from models.errors import TooMany
from models.person import Channel, reach
from models.token import Purpose

EMAIL, SMS = Channel.EMAIL, Channel.SMS


@pytest.fixture(autouse=True)
def morning(town):
    calendar.freeze(calendar.start_of(calendar.today()) + 9 * HOUR)


def _taken(purpose, channel, addresses) -> int:
    """How many letters may be written to these addresses, one after another."""
    taken = 0
    for address in addresses:
        try:
            with transaction() as session:
                asking.spend(session, purpose, channel, address)
                taken += 1
        except TooMany:
            continue
    return taken


def test_nobody_is_bombed_with_mail():
    assert _taken(Purpose.SUPPORT, EMAIL, ["rosa@example.org"] * 50) == 10
    assert _taken(Purpose.COMMENT, EMAIL, ["rosa@example.org"] * 50) == 0
    assert _taken(Purpose.SUPPORT, EMAIL, ["sam@example.org"] * 5) == 5


def test_in_a_day_it_is_thirty_letters_whatever_they_are_about():
    taken = 0
    for purpose in list(Purpose) * 3:
        taken += _taken(purpose, EMAIL, ["rosa@example.org"] * 11)
        # However many purposes there come to be, it is one day.
        calendar.advance(14 * 3600 / (3 * len(Purpose)))
    assert taken <= 30


def test_three_updates_are_confirmed_in_a_day():
    assert _taken(Purpose.SUBSCRIPTION, EMAIL, ["rosa@example.org"] * 9) == 3


def test_a_number_gets_one_text_message_a_minute_and_three_a_day():
    number = "+46701740605"
    assert _taken(Purpose.SUPPORT, SMS, [number] * 5) == 1
    for _ in range(5):
        calendar.advance(60)
        _taken(Purpose.SUPPORT, SMS, [number])
    with transaction(write=False) as session:
        used = session.execute(
            select(Allowance.used).where(Allowance.what == "button:sms:86400")
        ).scalar_one()
    assert used == 3


def test_pumping_a_row_of_numbers_does_not_pay():
    numbers = [f"+4670174{n:04d}" for n in range(600, 1100)] * 2
    assert _taken(Purpose.SUPPORT, SMS, numbers) == 140
    block = [f"+46701745{n:03d}" for n in range(100)]
    calendar.freeze(now() + DAY)
    assert _taken(Purpose.SUPPORT, SMS, block) == 40
    calendar.advance(60)
    assert _taken(Purpose.SUPPORT, SMS, block) == 0


def test_the_town_pays_for_so_many_text_messages_a_day_and_no_more():
    numbers = [f"+4670{n:07d}" for n in range(0, 60_000, 100)]
    assert _taken(Purpose.SUPPORT, SMS, numbers) == 500
    assert _taken(Purpose.SUPPORT, EMAIL, ["rosa@example.org"]) == 1


def test_no_address_stands_in_the_limits():
    _taken(Purpose.SIGN_IN, EMAIL, ["rosa@example.org"])
    _taken(Purpose.SUPPORT, SMS, ["+46701740605"])
    with transaction(write=False) as session:
        rows = session.execute(select(table_of(Allowance))).all()
    assert rows
    for row in rows:
        assert "rosa" not in row.who
        assert "174" not in row.who


def test_a_letter_under_way_is_not_written_again():
    with transaction() as session:
        place = reach(session, EMAIL, "nils@example.org")
        for _ in range(3):
            asking.ask(
                session,
                Purpose.SUPPORT,
                place.id,
                EMAIL,
                "nils@example.org",
                about=About(name="x"),
                language="sv",
            )
        assert len(session.execute(select(deliveries.c.id)).all()) == 1
