"""What an organisation hands in has exactly one coordinator, whom it can turn to."""

from dataclasses import replace

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError

from models import coordinating, organisations
from models.database import transaction
from models.errors import Invalid, NotAllowed
from models.history import timeline
from models.organisation import units
from models.person import Person
from models.states import Kind
from models.submission import take
from tests import people


@pytest.fixture
def company(session) -> int:
    people.municipality(session)
    made = organisations.enter(session, "Bageri Ek AB", by=people.ada(session).actor)
    return made.id


def of_company(session, company, *, by=None):
    draft = replace(people.a_draft(Kind.QUESTION, by=people.rosa(session)), organisation_id=company)
    return take(session, people.handed_in(session, draft, by=people.rosa(session)).reference)


def unit(session, slug: str) -> int:
    return next(one.id for one in units(session) if one.slug == slug)


def test_it_is_somebody_of_the_service_centre_and_the_same_one_each_time(session, company):
    people.official_of(session, "Per", unit(session, "streets"))
    centre = unit(session, "service-centre")
    one, other = (people.official_of(session, name, centre) for name in ("Siv", "Stina"))
    case = of_company(session, company)
    assert case.coordinator_id == one.id
    newest = timeline(session, case.stream, public_only=False)[0]
    assert (newest.kind, newest.facts) == ("coordinated", {"coordinator": one.id})
    assert timeline(session, case.stream)[0].kind == "received", "nobody but us reads who"
    coordinating.change(session, case, by=one.actor, person_id=other.id)
    assert of_company(session, company).coordinator_id == other.id
    second = organisations.enter(session, "Åhus café", by=people.ada(session).actor)
    assert of_company(session, second.id).coordinator_id == one.id, "who has fewest"


def test_where_nobody_works_yet_it_is_whoever_entered_the_organisation(session, company):
    assert of_company(session, company).coordinator_id == people.ada(session).id


def test_only_who_can_coordinate_is_chosen_and_a_residents_case_has_none(session, company):
    per = people.official_of(session, "Per", unit(session, "streets"))
    olga = people.olga(session)
    case = of_company(session, company)
    for wrong, code in ((per.id, "unknown"), (olga.id, "same"), (999, "unknown")):
        with pytest.raises(Invalid) as refused:
            coordinating.change(session, case, by=olga.actor, person_id=wrong)
        assert (refused.value.field, refused.value.code) == ("coordinator", code)
    own = people.a_submission(session)
    assert own.coordinator_id is None
    with pytest.raises(NotAllowed):
        coordinating.change(session, own, by=olga.actor, person_id=olga.id)


def test_an_open_case_goes_on_to_somebody_who_works_here(session, company):
    olga, stina = people.olga(session), people.resident(session, "Stina", role=people.Role.OFFICIAL)
    case = of_company(session, company)
    assert case.coordinator_id == olga.id
    assert coordinating.left_alone(session) == []
    session.execute(update(Person).where(Person.id == olga.id).values(suspended=True))
    assert coordinating.left_alone(session) == [case.reference]
    coordinating.give_on(session, case.reference)
    assert case.coordinator_id == stina.id
    assert coordinating.left_alone(session) == []


def test_the_database_refuses_a_case_of_an_organisation_without_one(town):
    with transaction() as session:
        people.municipality(session)
        company = organisations.enter(session, "Bageri Ek AB", by=people.ada(session).actor).id
        number = of_company(session, company).id
    with pytest.raises(DBAPIError, match="submission_coordinated"), transaction() as session:
        session.execute(text(f"UPDATE submission SET coordinator_id = NULL WHERE id = {number}"))
