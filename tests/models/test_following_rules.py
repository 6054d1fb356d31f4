"""What follows from a change of the rules is counted before it is made."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from models import access_log
from models.access_log import What
from models.calendar import DAY, freeze, now, today
from models.configuration import changing, parts
from models.configuration.consequences import consequences
from models.configuration.parts import Difference
from models.database import table_of, transaction
from models.errors import Invalid, Stale
from models.organisation import Unit
from models.person import Appointment
from models.profile_file import read
from models.reconfiguring import present, use
from models.settings.fields import PROFILE, ROOT
from models.states import Kind
from models.units import leading
from tests import people

SECOND = read((ROOT / PROFILE).parent / "ljungvalla.toml")


@pytest.fixture
def session(town):
    with transaction() as opened:
        people.published(opened, Kind.FAULT_REPORT)
        use(opened, SECOND, by=people.ada(opened).actor)
        yield opened


def _row(data, path, **values):
    """A row as it would be, where it stands."""
    found = parts.at(data, path) or {"row": {}}
    keys = [row[parts.KEYED[path[:1]]] for row in data[path[0]]]
    at = keys.index(path[1]) if path[1] in keys else len(keys)
    return {"at": at, "row": {**found["row"], **values}}


def told(session, *changed):
    """By code, how many; of paths and values, or of rows and what differs in them."""
    data = parts.plain(present(session))
    edits = [
        Difference(path, None, _row(data, path, **new) if path[:-1] in parts.KEYED else new)
        for path, new in changed
    ]
    proposed = changing.propose(session, lambda data: parts.applied(data, edits))
    return {one.code: (one.n, one.values) for one in consequences(session, proposed)}


REVIEW = ("site", "reviewing")
SERIES = {"board": "", "code": "LV", "pattern": "{board} {year}-{number:04}", "kinds": ["question"]}


FOLLOWS = (
    (("site", "diaries"), [SERIES], {"diary", "diary_kinds", "diary_ends"}),
    ((*REVIEW, "words"), ["bomb"], {"review_words"}),
    ((*REVIEW, "review_hours"), 16, {"review_hours"}),
    ((*REVIEW, "comments"), "reactive", {"review_modes"}),
    ((*REVIEW, "desk", "claims"), "disabled", {"review"}),
    (("site", "escalation"), "administrators", {"escalation"}),
    (("site", "bounds"), None, {"no_bounds"}),
    (("site", "bounds"), [60.0, 10.0, 61.0, 11.0], {"bounds"}),
    (("units", "technical"), {"hours": None}, {"unit_hours"}),
    (("units", "technical"), {"valid_until": "2030-01-01"}, {"unit_ends"}),
    (("areas", "north"), {"bounds": [60.0, 10.0, 61.0, 11.0]}, {"area_bounds"}),
    (("retention", "drafts"), {"what": "drafts", "days": 3}, {"retention_same"}),
)


def test_what_follows_from_the_rules_is_counted_before(session):
    for path, value, codes in FOLLOWS:
        assert told(session, (path, value)).keys() == codes, path
    # Another service centre leaves open cases where they are.
    centre = next(row for row in present(session).units if row.service_centre)
    found = told(
        session,
        (("units", centre.slug), {"service_centre": False, "sort": "unit"}),
        (("units", "care"), {"service_centre": True, "sort": "service_centre"}),
    )
    assert found.keys() == {"centre", "centre_was"}
    assert found["centre"][1]["unit"].slug == "care"
    # And what goes sooner is counted.
    access_log.note(session, people.ada(session).actor, What.RENAMED, person_id=7)
    freeze(now() + 200 * DAY)
    rule = {"what": "access_log", "days": 180, "applies": True}
    assert told(session, (("retention", "access_log"), rule))["retention_sooner"][0] >= 1


def test_whoever_leads_a_unit_works_there_and_two_do_not_choose_at_once(session):
    olga, by = people.olga(session), people.ada(session).actor
    unit = session.scalars(select(Unit).where(table_of(Unit).c.slug == "technical")).one()
    with pytest.raises(Invalid):
        leading.name(session, "technical", people.resident(session, "Rosa").id, was=0, by=by)
    leading.name(session, "technical", olga.id, was=0, by=by)
    assert leading.named(session, unit.id, olga.id) == "Olga"
    with pytest.raises(Stale):
        leading.name(session, "technical", None, was=0, by=by)
    gone = update(table_of(Appointment)).values(until_date=today() - timedelta(days=1))
    session.execute(gone)
    assert leading.named(session, unit.id, olga.id) == ""
