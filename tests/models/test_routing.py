"""Which unit gets what, as a table; and tables that cannot be."""

from dataclasses import replace

import pytest
from pydantic import ValidationError
from sqlalchemy import update

from models.calendar import now
from models.database import table_of, transaction
from models.errors import Invalid
from models.organisation import NOT_SURE, Unit, units
from models.profile_file import Whole, read
from models.reconfiguring import begin, present
from models.routing import RouteRow, centre, check, routed
from models.settings.fields import PROFILE, ROOT
from models.states import Kind
from models.submission import take
from models.units import area
from models.units.area import AreaRow, areas
from tests import people

EXAMPLE = read(ROOT / PROFILE)
AREAS = (
    AreaRow(slug="north", name_sv="Norr", name_en="North", bounds=(59.2, 18.1, 59.3, 18.5)),
    AreaRow(slug="south", name_sv="Söder", name_en="South", bounds=(59.1, 18.1, 59.2, 18.5)),
    AreaRow(slug="island", name_sv="Ön", name_en="The island"),
)
LINES = tuple(
    RouteRow(subject=subject, area=part, kind=kind, unit=unit)
    for subject, part, kind, unit in (
        ("roads", "island", "fault_report", "parks"),
        ("roads", "island", None, "care"),
        (None, "island", "praise", "culture"),
        ("parks", None, "question", "service-centre"),
    )
)
TABLE = """
roads,         island, fault_report, parks
roads,         island, complaint,    care
roads,         north,  fault_report, streets
roads,         ,       complaint,    streets
street-lights, island, praise,       culture
street-lights, island, question,     streets
parks,         island, praise,       culture
parks,         island, question,     service-centre
parks,         ,       question,     service-centre
parks,         south,  fault_report, parks
not-sure,      island, praise,       culture
not-sure,      island, question,     service-centre
not-sure,      ,       proposal,     service-centre
"""


@pytest.fixture
def session(town):
    with transaction() as opened:
        begin(opened, EXAMPLE.model_copy(update={"areas": AREAS, "routes": LINES}))
        yield opened


def test_the_first_line_that_fits_has_the_case(session):
    slugs = {row.id: row.slug for row in units(session)}
    parts = {row.slug: row.id for row in areas(session)}
    lines = [tuple(word.strip() for word in line.split(",")) for line in TABLE.strip().splitlines()]
    found = [
        (subject, part, kind, slugs[routed(session, subject, kind=Kind(kind), area_id=at)[1]])
        for subject, part, kind, _ in lines
        for at in [parts.get(part)]
    ]
    assert found == lines


def test_a_line_to_a_unit_that_is_gone_is_passed_over(session):
    table = table_of(Unit)
    session.execute(update(table).where(table.c.slug == "care").values(retired_at=now()))
    session.execute(update(table).where(table.c.slug == "streets").values(retired_at=now()))
    island = {row.slug: row.id for row in areas(session)}["island"]
    found = routed(session, "roads", kind=Kind.COMPLAINT, area_id=island)[1]
    assert found == centre(session) == routed(session, NOT_SURE)[1]


@pytest.mark.once
@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ([{"unit": "a"}, {"subject": "x", "unit": "b"}], "line 2 is never reached: line 1"),
        ([{"kind": "praise", "unit": "a"}, {"kind": "praise", "unit": "b"}], "line 2 is never"),
        ([{"subject": "dragons", "unit": "a"}], "line 1: no such subject: dragons"),
        ([{"area": "moon", "unit": "a"}], "line 1: no such area: moon"),
        ([{"subject": "x", "unit": "c"}], "line 1: no such unit: c"),
        ([{"kind": "dialogue", "unit": "a"}], "line 1: nobody hands in a dialogue"),
    ],
)
def test_a_table_that_cannot_be_is_refused_with_its_line(said, wrong):
    lines = [RouteRow.model_validate(line) for line in said]
    with pytest.raises(ValueError, match=wrong):
        check(lines, subjects={"x"}, areas={"y"}, units={"a", "b"})


@pytest.mark.once
def test_units_that_are_parts_of_each_other_are_refused():
    rows = [row.model_dump() for row in EXAMPLE.units]
    by_slug = {row["slug"]: row for row in rows}
    by_slug["community"]["parent"] = "streets"
    with pytest.raises(ValidationError, match="part of itself, by way of"):
        Whole.model_validate(EXAMPLE.model_dump() | {"units": rows})


def test_the_profile_comes_back_as_it_was(session):
    told = present(session)
    assert (told.areas, told.routes, told.units) == (AREAS, LINES, EXAMPLE.units)


def test_a_case_is_in_the_area_chosen_or_else_where_its_sender_stands(session):
    at = {"latitude": 59_250_000, "longitude": 18_200_000}
    slugs = {row.id: row.slug for row in areas(session)}
    slugs[None] = ""
    assert slugs[area.chosen(session, "")] == ""
    assert slugs[area.chosen(session, "", **at)] == "north"
    assert slugs[area.chosen(session, "island", **at)] == "island"
    assert slugs[area.chosen(session, "", latitude=58_000_000, longitude=18_200_000)] == ""
    with pytest.raises(Invalid):
        area.chosen(session, "moon")


def test_what_is_handed_in_goes_by_the_table(session):
    draft = replace(people.a_draft(Kind.FAULT_REPORT, subject="roads"), area="island")
    case = take(session, people.handed_in(session, draft).reference)
    assert {row.id: row.slug for row in units(session)}[case.unit_id] == "parks"
    assert {row.id: row.slug for row in areas(session)}[case.area_id] == "island"
