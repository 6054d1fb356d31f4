"""Dates and numbers as people write them (spec: sweden.md, 7)."""

from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

import templates
from templates import dates, environment
from tests.templates.samples import at


def said(filter_name: str, value: object, language: str) -> str:
    return environment(language).from_string("{{ value|" + filter_name + " }}").render(value=value)


def test_a_day_is_past_when_the_next_has_come_where_the_municipality_is():
    past = environment("sv").from_string("{{ value is past }}")
    templates.configure(clock=lambda: at(2026, 11, 12, 23, 59))
    assert past.render(value=date(2026, 11, 11)) == "True"
    assert past.render(value=date(2026, 11, 12)) == "False"
    templates.configure(clock=lambda: at(2026, 11, 13, 0, 0))
    assert past.render(value=date(2026, 11, 12)) == "True"


@pytest.mark.parametrize(
    ("name", "value", "swedish", "english"),
    [
        ("date", date(2026, 11, 12), "12 november 2026", "12 November 2026"),
        ("date", at(2026, 1, 1, 0, 30), "1 januari 2026", "1 January 2026"),
        ("month", date(2026, 11, 12), "november 2026", "November 2026"),
        ("month", "2026-03", "mars 2026", "March 2026"),
        ("weekdate", date(2026, 11, 12), "torsdag 12 november", "Thursday 12 November"),
        ("weekdate", date(2027, 1, 4), "måndag 4 januari 2027", "Monday 4 January 2027"),
        ("weekdate", at(2026, 5, 3, 23, 59), "söndag 3 maj", "Sunday 3 May"),
        ("clock", at(2026, 11, 12, 10, 42), "10.42", "10:42"),
        ("clock", at(2026, 11, 12, 9, 5), "9.05", "9:05"),
        (
            "moment",
            at(2026, 11, 12, 10, 42),
            "torsdag 12 november kl. 10.42",
            "Thursday 12 November at 10:42",
        ),
        (
            "moment",
            at(2025, 12, 31, 23, 59),
            "onsdag 31 december 2025 kl. 23.59",
            "Wednesday 31 December 2025 at 23:59",
        ),
        ("number", 98000, "98\u00a0000", "98,000"),
        ("number", 1234567, "1\u00a0234\u00a0567", "1,234,567"),
        ("number", Decimal("0.5"), "0,5", "0.5"),
        ("number", -1500.25, "-1\u00a0500,25", "-1,500.25"),
        ("number", 7, "7", "7"),
    ],
)
def test_a_value_is_written_in_the_readers_language(name, value, swedish, english):
    assert said(name, value, "sv") == swedish
    assert said(name, value, "en") == english


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (at(2026, 7, 1, 10, 42), "2026-07-01T10:42:00+02:00"),
        (at(2026, 11, 12, 10, 42), "2026-11-12T10:42:00+01:00"),
        (date(2026, 11, 12), "2026-11-12"),
    ],
)
def test_a_machine_reads_the_same_moment(value, expected):
    assert said("iso", value, "sv") == expected


def test_a_moment_late_in_the_evening_belongs_to_the_municipalitys_day_not_to_utcs():
    just_past_midnight_in_stockholm = at(2026, 11, 12, 0, 15)
    assert said("date", just_past_midnight_in_stockholm, "sv") == "12 november 2026"
    templates.configure(zone=ZoneInfo("UTC"))
    assert said("date", just_past_midnight_in_stockholm, "sv") == "11 november 2026"


def test_the_year_is_left_out_until_the_year_turns():
    day, now = date(2026, 12, 31), [at(2026, 12, 31, 23, 59)]
    templates.configure(clock=lambda: now[0])
    assert said("weekdate", day, "sv") == "torsdag 31 december"
    now[0] = at(2027, 1, 1, 0, 0)
    assert said("weekdate", day, "sv") == "torsdag 31 december 2026"


def test_without_a_clock_every_date_has_its_year(monkeypatch):
    monkeypatch.setattr(dates, "_clock", None)
    assert said("weekdate", date(2026, 11, 12), "sv") == "torsdag 12 november 2026"


@pytest.mark.parametrize(
    ("number", "address"),
    [
        ("08-123 45 00", "tel:+4681234500"),
        ("070-174 06 05", "tel:+46701740605"),
        ("+45 20 12 34 56", "tel:+4520123456"),
        ("112", "tel:112"),
    ],
)
def test_a_phone_number_can_be_pressed(number, address):
    assert said("tel", number, "sv") == address


@pytest.mark.parametrize(("language", "words"), [("sv", "93\N{NO-BREAK SPACE}%"), ("en", "93%")])
def test_a_share_is_written_as_people_write_it(language, words):
    assert said("percent", 93, language) == words


OFFICE = ((480, 990),)
BREAK = ((540, 720), (780, 900))


@pytest.mark.parametrize(
    ("runs", "swedish", "english"),
    [
        (((0, 4, OFFICE),), "vardagar 8–16.30", "weekdays 8:00–16:30"),
        (((0, 6, ((0, 1440),)),), "alla dagar 0–24", "every day 0:00–24:00"),
        (
            ((0, 2, BREAK), (3, 3, OFFICE), (4, 4, ((545, 720),))),
            "måndag–onsdag 9–12 och 13–15, torsdag 8–16.30, fredag 9.05–12",
            "Monday–Wednesday 9:00–12:00 and 13:00–15:00, Thursday 8:00–16:30, Friday 9:05–12:00",
        ),
    ],
)
def test_opening_hours_are_said_as_on_a_door(runs, swedish, english):
    assert said("hours", runs, "sv") == swedish
    assert said("hours", runs, "en") == english


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ("", "date"),
        ("2026-11-12", "date"),
        (date(2026, 11, 12), "date"),
        ("20261112", "text"),
        ("2026-02-30", "text"),
        ("i går", "text"),
    ],
)
def test_what_is_no_date_stands_in_a_field_that_shows_it(given, kind):
    macro = environment("sv").from_string(
        '{% import "_ui.html" as ui %}{{ ui.field("day", "Dag", values, [], type="date") }}'
    )
    assert f'type="{kind}" value="{given}"' in macro.render(values={"day": given})
