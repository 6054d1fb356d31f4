"""A town becomes another: same slugs stay, the rest comes, goes or retires."""

import pytest
from sqlalchemy import select

from models import board
from models.calendar import today
from models.columns import table_of
from models.database import transaction
from models.errors import Invalid
from models.handover import hand_over
from models.history import timeline, verify
from models.meeting import row as meeting_row
from models.organisation import Unit, categories, units
from models.profile import CONFIGURATION, logos, site, version
from models.profile_file import Whole, read
from models.progress import close
from models.reconfiguring import present, use
from models.routing import routed
from models.settings.fields import PROFILE, ROOT
from models.states import Kind, Outcome
from models.submission import take
from tests import people

EXAMPLE = read(ROOT / PROFILE)
SECOND = read((ROOT / PROFILE).parent / "ljungvalla.toml")


@pytest.fixture
def session(town):
    with transaction() as opened:
        people.municipality(opened)
        yield opened


def become(session, whole: Whole) -> int:
    return use(session, whole, by=people.olga(session).actor)


def slugs(rows) -> list[str]:
    return [row.slug for row in rows if row.retired_at is None]


def test_a_new_profile_is_a_new_version_and_an_event(session):
    assert become(session, SECOND) == 2 == version(session)
    assert site(session) == SECOND.site
    events = timeline(session, CONFIGURATION, public_only=False)
    assert [event.facts for event in events] == [{"profile": 2}, {"profile": 1}]
    assert verify(session, CONFIGURATION) == []


def test_units_and_subjects_are_the_new_ones_in_their_order(session):
    become(session, SECOND)
    assert slugs(units(session)) == [row.slug for row in SECOND.units]
    assert [row.slug for row in categories(session)] == [row.slug for row in SECOND.categories]
    assert present(session).model_dump(exclude={"logo"}) == SECOND.model_dump(exclude={"logo"})


def test_what_has_the_same_slug_is_the_same_row_with_other_words(session):
    before = {row.slug: row.id for row in units(session)}
    become(session, SECOND)
    centre = next(row for row in units(session) if row.service_centre)
    assert (centre.id, centre.name_sv) == (before["service-centre"], "Medborgarkontoret")


def test_what_nobody_tells_of_is_gone(session):
    become(session, SECOND)
    known = session.scalars(select(table_of(Unit).c.slug)).all()
    assert "parks" not in known


def test_a_unit_with_cases_retires_and_what_is_over_keeps_its_name(session):
    case = people.published(session, Kind.FAULT_REPORT)
    over = people.published(session, Kind.FAULT_REPORT)
    unit_id = case.unit_id
    by = people.olga(session).actor
    close(session, over, by=by, outcome=Outcome.FIXED, reason="Lampan är bytt och lyser igen.")
    become(session, SECOND)
    (kept,) = [row for row in units(session) if row.id == unit_id]
    assert (kept.slug, kept.name_sv) == ("streets", "Gatuenheten")
    assert kept.retired_at is not None
    assert take(session, over.reference).unit_id == unit_id


def test_what_a_unit_that_goes_had_open_follows_its_subject_or_is_the_service_centres(session):
    case, passed_on = (people.published(session, Kind.FAULT_REPORT) for _ in range(2))
    before, by = case.unit_id, people.olga(session).actor
    (parks,) = [row.id for row in units(session) if row.slug == "parks"]
    hand_over(session, passed_on, by=by, unit_id=parks, reason="Rör parken.")
    become(session, SECOND)
    heir = routed(session, "street-lights")[1]
    moved = take(session, case.reference)
    assert (moved.unit_id, moved.handovers) == (heir, 0)
    newest = timeline(session, moved.stream)[0]
    assert newest.facts == {"from_unit": before, "to_unit": heir, "reorganised": 0}
    (centre,) = [row.id for row in units(session) if row.service_centre]
    assert take(session, passed_on.reference).unit_id == centre != heir


def test_a_unit_that_only_history_tells_of_retires_too(session):
    case = people.published(session, Kind.FAULT_REPORT)
    first = case.unit_id
    (other,) = [row.id for row in units(session) if row.slug == "care"]
    hand_over(session, case, by=people.olga(session).actor, unit_id=other, reason="Rätt enhet.")
    become(session, SECOND)
    assert [row.retired_at is None for row in units(session) if row.id == first] == [False]


def test_a_retired_subject_cannot_be_chosen(session):
    people.published(session, Kind.FAULT_REPORT)
    become(session, SECOND)
    with pytest.raises(Invalid):
        routed(session, "parks")
    assert routed(session, "water")[1] in {row.id for row in units(session)}


def test_what_comes_back_is_itself_again(session):
    was = people.published(session, Kind.FAULT_REPORT).unit_id
    become(session, SECOND)
    become(session, EXAMPLE)
    (again,) = [row for row in units(session) if row.id == was]
    assert again.retired_at is None
    assert slugs(units(session)) == [row.slug for row in EXAMPLE.units]
    assert version(session) == 3


def test_logos_belong_to_their_version(session):
    assert logos(session) == []
    become(session, SECOND)
    assert [(row.mode, row.media) for row in logos(session)] == [
        ("dark", "image/svg+xml"),
        ("light", "image/svg+xml"),
    ]
    become(session, EXAMPLE)
    assert logos(session) == []


def test_a_board_that_has_met_retires_and_one_that_never_did_goes(session):
    meeting_row.call(session, board="technical", day=today())
    become(session, SECOND)
    assert [row.slug for row in board.in_use(session)] == [row.slug for row in SECOND.boards]
    assert board.of_slug(session, "technical").retired_at is not None
    assert board.of_slug(session, "culture") is None
    with pytest.raises(Invalid):
        meeting_row.call(session, board="technical", day=today())
    become(session, EXAMPLE)
    assert board.of_slug(session, "technical").retired_at is None
