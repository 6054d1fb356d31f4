"""Who is away, and who has her cases: by the day, in chains, and never in a circle."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from models import absence, calendar
from models.calendar import DAY, SECOND, today
from models.database import transaction
from models.errors import Invalid, NotFound
from models.history import timeline
from models.organisation import units
from models.person import Person
from models.progress import assign
from tests import people

WEEK = timedelta(days=7)


@pytest.fixture
def session(town):
    calendar.freeze(calendar.now())
    with transaction() as opened:
        people.municipality(opened)
        yield opened


def official(session, name: str):
    return people.resident(session, name, role=people.Role.OFFICIAL)


def away(session, who, deputy=None, *, by=None, first=None, last=None) -> int:
    made = absence.enter(
        session,
        who.id,
        by=(by or who).actor,
        first=first or today(),
        last=last or today() + WEEK,
        deputy_id=deputy.id if deputy else None,
    )
    return made.id


def has(session, who) -> int | None:
    return absence.stand_in(absence.away(session), who.id)


def test_the_deputy_has_the_cases_as_long_as_it_lasts(session):
    olga, erik = official(session, "Olga"), official(session, "Erik")
    away(session, olga, erik, first=today() + timedelta(days=1))
    for days, who in ((0, olga), (1, erik), (7, erik), (8, olga)):
        with calendar.at(calendar.now() + days * DAY):
            assert has(session, olga) == who.id, days
            assert absence.mine(session, erik.id) == [erik.id, *([olga.id] if who is erik else [])]


def test_a_deputy_who_is_away_has_a_deputy(session):
    olga, erik, vera = (official(session, name) for name in ("Olga", "Erik", "Vera"))
    away(session, olga, erik)
    away(session, erik, vera)
    assert has(session, olga) == has(session, erik) == vera.id
    assert absence.covered_by(absence.away(session), vera.id) == sorted([olga.id, erik.id])
    away(session, vera)
    assert has(session, olga) is None


def test_a_circle_of_deputies_ends_with_nobody(session):
    olga, erik = official(session, "Olga"), official(session, "Erik")
    away(session, olga, erik)
    away(session, erik, olga)
    assert has(session, olga) is None
    assert absence.covered_by(absence.away(session), olga.id) == []
    assert absence.receiver(session, olga.id) == olga.id


def test_whoever_may_not_work_here_any_more_takes_nothing_over(session):
    olga, erik = official(session, "Olga"), official(session, "Erik")
    away(session, olga, erik)
    session.execute(update(Person).where(Person.id == erik.id).values(suspended=True))
    assert has(session, olga) is None


def test_what_is_given_to_somebody_who_is_away_goes_to_her_deputy(session):
    olga, erik = official(session, "Olga"), official(session, "Erik")
    away(session, olga, erik)
    case = people.a_submission(session)
    assign(session, case, by=erik.actor, to=session.get_one(Person, olga.id))
    assert case.assignee_id == erik.id
    facts = timeline(session, case.stream, public_only=False)[0].facts
    assert (facts["assignee"], facts["instead_of"]) == (erik.id, olga.id)


def test_what_is_given_to_somebody_who_is_away_without_a_deputy_is_hers(session):
    olga = official(session, "Olga")
    away(session, olga)
    case = people.a_submission(session)
    assign(session, case, by=olga.actor, to=session.get_one(Person, olga.id))
    assert case.assignee_id == olga.id


def test_an_absence_that_cannot_be_is_refused(session):
    olga, rosa = official(session, "Olga"), people.rosa(session)
    day = timedelta(days=1)
    away(session, olga, first=today() + 20 * day, last=today() + 25 * day)
    for first, last, deputy, field, code in (
        (today() + day, today(), None, "last_day", "before_first"),
        (today() - 2 * day, today() - day, None, "last_day", "past"),
        (today(), today(), olga, "deputy", "same"),
        (today(), today(), rosa, "deputy", "unknown"),
        (today() + 25 * day, today() + 30 * day, None, "first_day", "overlaps"),
    ):
        with pytest.raises(Invalid) as refused:
            away(session, olga, deputy, first=first, last=last)
        assert (refused.value.field, refused.value.code) == (field, code)


def test_one_enters_ones_own_a_lead_that_of_her_unit_and_an_administrator_everybodys(session):
    first, second = (unit.id for unit in list(units(session))[1:3])
    olga = people.official_of(session, "Olga", first)
    erik = people.official_of(session, "Erik", first)
    lead = people.official_of(session, "Lena", first, lead=True)
    other = people.official_of(session, "Per", second)
    for by in (erik, other, people.rosa(session)):
        with pytest.raises(NotFound):
            away(session, olga, by=by)
    number = away(session, olga, by=lead)
    with pytest.raises(NotFound):
        away(session, other, by=lead)
    away(session, other, by=people.ada(session))
    with pytest.raises(NotFound):
        absence.end(session, number, by=erik.actor)
    assert [row.name for row in absence.coming(session, lead.actor)] == ["Olga"]
    assert absence.coming(session, erik.actor) == []


def test_one_can_come_back_sooner_and_never_go(session):
    olga, erik = official(session, "Olga"), official(session, "Erik")
    number = away(session, olga, erik)
    later = away(session, olga, first=today() + 9 * timedelta(days=1), last=today() + 2 * WEEK)
    calendar.advance(2 * DAY // SECOND)
    absence.end(session, number, by=olga.actor)
    absence.end(session, later, by=olga.actor)
    assert has(session, olga) == olga.id
    assert absence.coming(session, olga.actor) == []
    with calendar.at(calendar.now() - DAY):
        assert has(session, olga) == erik.id, "she was away until yesterday"
