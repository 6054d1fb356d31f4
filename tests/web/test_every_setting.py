"""Every value of the configuration can be changed in the browser, or is named here with why not."""

import re
from collections.abc import Iterator
from typing import get_args

import pytest
from pydantic import BaseModel

from models import profile
from models.calendar import today
from models.configuration import parts
from models.database import transaction
from models.profile_file import Whole, read
from models.reconfiguring import present, use
from models.settings.fields import PROFILE, ROOT
from tests import people
from tests.web.settings_forms import typed
from tests.web.test_settings import change
from web import town
from web.configuration import appearance
from web.configuration.fields import Field, Sort
from web.configuration.own_parts import UnitHours
from web.configuration.rooms import MOST_ROWS
from web.configuration.table import PARTS, ROOMS
from web.pages.admin import GROUPS

SECOND = read((ROOT / PROFILE).parent / "ljungvalla.toml")
ELSEWHERE = {
    "site.zone": "every time that was told is counted in it: shown, and changed in the file",
    "site.calendar.holidays": "those of Sweden are the only ones we know: shown",
    "site.words": "/admin/words, sentence by sentence",
    "marks": "/admin/appearance, as pictures",
    "logo": "the names that the files of these pictures have in a file",
    "questions": "/casework/questions, with their review dates",
    **{
        f"{part}.{key}": "the name of a row in addresses and files: made of its name, and kept"
        for part, key in (
            *(("units", "slug"), ("boards", "slug"), ("areas", "slug"), ("categories", "slug")),
            ("retention", "what"),
        )
    },
}
"""By the beginning of a path, where else it is changed or why it is not."""


def _leaves(model: type[BaseModel], above: str = "") -> Iterator[str]:
    """The path of every value, rows without their number."""
    for name, field in model.model_fields.items():
        path = f"{above}{name}"
        kinds = [field.annotation, *get_args(field.annotation)]
        below = [one for one in kinds if isinstance(one, type) and issubclass(one, BaseModel)]
        lines = [one for one in kinds if hasattr(one, "_fields")]
        if below:
            yield from _leaves(below[0], f"{path}.")
        elif lines:
            yield from (f"{path}.{column}" for column in lines[0]._fields)
        else:
            yield path


def _reached() -> Iterator[str]:
    for room in [*ROOMS.values(), appearance.ROOM]:
        yield from (".".join(("site", *one.path)) for one in room.fields)
        for rows in room.rows:
            yield from (f"{'.'.join(rows.path)}.{one.name}" for one in rows.columns)
    for part in PARTS.values():
        above = ".".join(part.path)
        if isinstance(part, UnitHours):
            hours = [".".join(one.path[1:]) for one in part.calendar.fields]
            hours += [f"{r.path[-1]}.{one.name}" for r in part.rows for one in r.columns]
            yield from (f"{above}.hours.{one}" for one in hours)
        else:
            yield from (f"{above}.{one.name}" for one in part.fields)
    yield "units.service_centre"


@pytest.mark.once
def test_no_value_of_the_configuration_is_forgotten():
    leaves = set(_leaves(Whole))
    named = {leaf for leaf in leaves for one in ELSEWHERE if f"{leaf}.".startswith(f"{one}.")}
    # What a unit's own calendar says of holidays is what the municipality's says.
    missing = leaves - set(_reached()) - named - {"units.hours.holidays"}
    assert not missing
    assert len(leaves) > 120
    for one in ELSEWHERE:
        assert any(f"{leaf}.".startswith(f"{one}.") for leaf in leaves), f"{one} is no value"


@pytest.mark.once
def test_each_field_shows_what_it_reads():
    data = parts.plain(SECOND)
    # Lists of which there are have one order, whatever order a file has them in.
    data["site"]["minority_area"] = ["se", "fi"]
    data["site"]["diaries"][0]["kinds"] = ["question", "proposal"]
    data = parts.plain(parts.whole(data))
    for room in ROOMS.values():
        assert parts.differences(data, room.edit(room.shown(data))(data)) == [], room.code
    for part in PARTS.values():
        for at, (key, _) in enumerate(part.names(data, "sv"), 1):
            shown = part.shown(data, part.found(data, key))
            place = Field(("at",), Sort.NUMBER, least=1, most=99)
            edit = part.edit(key, shown | {"at": str(at)}, place)
            assert parts.differences(data, edit(data)) == [], f"{part.code} {key}"


@pytest.mark.once
def test_lines_that_no_page_can_hold_stay_as_they_are():
    data = parts.plain(SECOND)
    data["routes"] *= MOST_ROWS
    room = ROOMS["routes"]
    assert parts.differences(data, room.edit(room.shown(data))(data)) == []


@pytest.mark.once
def test_the_home_of_the_settings_leads_to_every_room():
    codes = {code for _, rooms in GROUPS for code, _, _ in rooms}
    assert {*ROOMS, *PARTS} <= codes


def test_every_page_of_the_settings_sent_as_it_stands_changes_nothing(ada):
    with transaction() as session:
        use(session, SECOND, by=people.ada(session).actor)
        before = profile.version(session)
    rows = [
        f"{code}/rows/{part.names(parts.plain(SECOND), 'sv')[0][0]}" for code, part in PARTS.items()
    ]
    for room in (*ROOMS, *rows):
        path = f"/admin/settings/{room}"
        answer = ada.post(path, typed(ada.get(path)))
        assert answer.status_code == 422, room
        assert "Nothing differs from how it is now" in answer.text, room
    with transaction() as session:
        assert profile.version(session) == before


def test_hours_of_a_unit_are_typed_as_those_of_the_municipality(ada):
    path = "/admin/settings/hours/rows/streets"
    wrong = ada.post(
        f"{path}/preview", typed(ada.get(path)) | {"own": "yes", "calendar_monday": "12–9"}
    )
    assert "It has to close after it opens" in wrong.text
    before, done = change(
        ada,
        path,
        own="yes",
        calendar_friday="",
        **{"closed1-day": "2026-12-23", "closed1-sv": "Dagen före", "closed1-en": "The day before"},
    )
    assert "Promises are counted by the hours of the municipality" in before.text
    # Told as what differs from the hours that held until now.
    assert (before.text.count("<del>"), "Has opening hours of its own" in before.text) == (3, True)
    assert done.status_code == 303
    with transaction() as session:
        unit = next(one for one in present(session).units if one.slug == "streets")
        assert (unit.hours.friday, unit.hours.closed[0].sv) == ((), "Dagen före")
    # Whoever had days off of its own one year is asked for those of the next.
    said = f"The streets unit has no days off of its own for {today().year + 1}, as it had before."
    assert said in ada.get("/admin").text
    assert ada.post(f"{done.headers['location']}/undo").status_code == 303
    with transaction() as session:
        assert all(one.hours is None for one in present(session).units if one.slug == "streets")


def test_rules_of_disposal_need_a_decision_and_say_what_goes_sooner(ada):
    path = "/admin/settings/retention/rows/closed_cases"
    refused = ada.post(f"{path}/preview", typed(ada.get(path)) | {"applies": "yes"})
    assert "Say by which decision" in refused.text
    early = ada.post(f"{path}/preview", typed(ada.get(path)) | {"days": "3"})
    assert "Enter a whole number from 365 to 36,500" in early.text
    before, done = change(
        ada, path, applies="yes", basis_sv="beslut KS 2026/14", basis_en="decision KS 2026/14"
    )
    assert "Nothing more and nothing less goes the next night." in before.text
    assert "decision KS 2026/14" in re.search(r"<dl.*</dl>", before.text, re.DOTALL)[0]
    assert done.status_code == 303
    # Typed back to ours, no profile says it any more.
    change(ada, path, applies="", basis_sv="", basis_en="")
    with transaction() as session:
        assert present(session).retention == ()


def test_numbers_of_the_register_are_shown_as_they_will_look(ada):
    path = "/admin/settings/diaries"
    form = typed(ada.get(path))
    wrong = ada.post(f"{path}/preview", form | {"diaries1-pattern": "{board}/{number}"})
    assert "Write the year as {year} and the number as {number}" in wrong.text
    twin = {
        "diaries2-board": "executive",
        "diaries2-code": "KS",
        "diaries2-pattern": form["diaries1-pattern"],
    }
    assert (
        "Another line would give the same numbers" in ada.post(f"{path}/preview", form | twin).text
    )
    before, _ = change(ada, path, **{"diaries1-pattern": "{board} {year}-{number:04}"})
    assert f"The next number will be KS {today().year}-0001." in before.text


def test_another_unit_becomes_the_service_centre(ada):
    path = "/admin/settings/service_centre"
    refused = ada.post(f"{path}/preview", typed(ada.get(path)) | {"service_centre": "nobody"})
    assert "That unit is not there" in refused.text
    answer = ada.post(f"{path}/preview", typed(ada.get(path)) | {"service_centre": "parks"})
    assert "What has no other owner goes to The parks unit" in answer.text


def test_the_lead_of_a_unit_is_chosen_among_those_who_work_there(site, ada):
    with transaction() as session:
        olga, rosa = people.olga(session), people.resident(session, "Rosa")
    path = "/admin/settings/units/rows/streets"
    assert ada.post(f"{path}/lead", {"lead": str(rosa.id), "was": "0"}).status_code == 422
    assert ada.post(f"{path}/lead", {"lead": str(olga.id), "was": "0"}).status_code == 303
    late = ada.post(f"{path}/lead", {"lead": "", "was": "0"})
    assert (late.status_code, typed(late)["phone"]) == (409, typed(ada.get(path))["phone"])
    town.forget()
    assert "Olga" in site.browser().get("/units/streets").text
    assert "Named on the page of a unit as its lead" in ada.get("/admin/log").text
