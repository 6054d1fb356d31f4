"""The municipality's profile: a file seeds it, then the rows are true."""

import json
import tomllib

import pytest
from pydantic import ValidationError
from sqlalchemy import insert, select

from models.database import table_of
from models.errors import Invalid
from models.history import timeline, verify
from models.organisation import NOT_SURE, categories, units
from models.profile import CONFIGURATION, Profile, Site, site
from models.reconfiguring import seed
from models.routing import routed
from models.settings.fields import PROFILE, ROOT

EXAMPLE = ROOT / PROFILE


def changed(tmp_path, old: str, new: str):
    text = EXAMPLE.read_text("utf-8")
    assert old in text
    file = tmp_path / "profile.toml"
    file.write_text(text.replace(old, new, 1), "utf-8")
    return file


def test_the_example_makes_a_town(session):
    seed(session, EXAMPLE)
    found = site(session)
    assert found.short_name == "Exempelby"
    assert (found.proposals.threshold, found.proposals.days) == (50, 30)
    assert len(units(session)) == 7
    assert len(categories(session)) == 12
    assert [event.facts for event in timeline(session, CONFIGURATION, public_only=False)] == [
        {"profile": 1}
    ]
    assert timeline(session, CONFIGURATION) == verify(session, CONFIGURATION) == []


def test_seeding_again_changes_nothing(session, tmp_path):
    seed(session, EXAMPLE)
    seed(session, changed(tmp_path, "Exempelby kommun", "Annorstad kommun"))
    assert site(session).name == "Exempelby kommun"
    assert len(units(session)) == 7


def test_the_newest_version_is_in_force(session):
    seed(session, EXAMPLE)
    data = site(session).model_dump() | {"short_name": "Nyby"}
    session.execute(insert(table_of(Profile)).values(version=2, data=json.dumps(data), made_at=1))
    assert site(session).short_name == "Nyby"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('name = "Exempelby kommun"\n', ""),
        ("threshold = 50", 'threshold = "many"'),
        ("threshold = 50", "treshold = 50"),
        ('support = "confirmed"', 'support = "anyone"'),
        ("submit_age = 0", "submit_age = 100"),
        ('kind = "question"', 'kind = "questions"'),
        ("2 working days", "2 weeks"),
        ('["08:00", "16:30"]', '["16:30", "08:00"]'),
    ],
)
def test_a_file_with_a_slip_is_refused(session, tmp_path, old, new):
    with pytest.raises(ValidationError):
        seed(session, changed(tmp_path, old, new))


def test_every_subject_of_the_example_has_its_unit(session):
    seed(session, EXAMPLE)
    for category in categories(session):
        assert routed(session, category.slug) == (category.id, category.unit_id)


def test_what_nobody_owns_is_the_service_centres(session):
    seed(session, EXAMPLE)
    centre = next(unit for unit in units(session) if unit.service_centre)
    assert routed(session, NOT_SURE) == (None, centre.id)


def test_a_subject_that_is_not_in_the_list_is_refused(session):
    seed(session, EXAMPLE)
    with pytest.raises(Invalid) as refused:
        routed(session, "dragons")
    assert refused.value.field == "subject"


def test_the_shipped_file_is_valid_before_any_town_uses_it():
    assert Site.model_validate(
        {
            key: value
            for key, value in _read().items()
            if key not in {"units", "boards", "categories", "questions", "promises"}
        }
    )
    slugs = [unit["slug"] for unit in _read()["units"]]
    assert {category["unit"] for category in _read()["categories"]} <= set(slugs)
    assert sum(unit.get("service_centre", False) for unit in _read()["units"]) == 1


def _read() -> dict:
    return tomllib.loads(EXAMPLE.read_text("utf-8"))


def test_a_version_is_never_written_over(session):
    seed(session, EXAMPLE)
    versions = session.scalars(select(table_of(Profile).c.version)).all()
    assert versions == [1]
