"""People and the addresses that make them."""

import datetime as dt

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import IntegrityError

from models import calendar
from models.actor import Role
from models.calendar import DAY
from models.database import table_of, transaction
from models.person import (
    Appointment,
    Channel,
    Contact,
    Person,
    appoint,
    confirm,
    contacts_of,
    is_suspended,
    promote,
    reach,
)
from tests import people
from tests.parallel import at_once, unit

_people = table_of(Person)
_appointments = table_of(Appointment)


def count(session, model) -> int:
    return session.execute(select(func.count()).select_from(table_of(model))).scalar_one()


def test_a_new_address_is_known_but_not_believed(town):
    with transaction() as session:
        place = reach(session, Channel.EMAIL, "rosa@example.org")
        assert (place.person_id, place.confirmed) == (None, False)
        assert contacts_of(session, 1) == []
        assert count(session, Person) == 0


def test_an_address_is_one_contact_however_often_it_is_given(town):
    with transaction() as session:
        first = reach(session, Channel.EMAIL, "rosa@example.org")
        assert reach(session, Channel.EMAIL, "rosa@example.org") == first
        assert reach(session, Channel.SMS, "+46701740605").id != first.id


def test_the_pressed_button_makes_a_person(town):
    with transaction() as session:
        place = reach(session, Channel.EMAIL, "rosa@example.org")
        rosa = confirm(session, place.id, name="Rosa", language="en")
        person = session.get_one(Person, rosa)
        assert (person.name, person.language, person.suspended) == ("Rosa", "en", False)
        assert contacts_of(session, rosa) == [place.id]
        again = reach(session, Channel.EMAIL, "rosa@example.org")
        assert (again.person_id, again.confirmed) == (rosa, True)


def test_pressing_twice_changes_nothing(town):
    with transaction() as session:
        place = reach(session, Channel.EMAIL, "rosa@example.org")
        rosa = confirm(session, place.id, name="Rosa")
        when = session.get_one(Contact, place.id).confirmed_at
        with calendar.at(calendar.now() + DAY):
            assert confirm(session, place.id, name="Somebody else") == rosa
        assert session.get_one(Contact, place.id).confirmed_at == when
        assert session.get_one(Person, rosa).name == "Rosa"
        assert count(session, Person) == 1


def test_twenty_buttons_pressed_at_once_make_one_person(town):
    with transaction() as session:
        place = reach(session, Channel.EMAIL, "rosa@example.org")
    made = at_once([lambda: unit(lambda session: confirm(session, place.id))] * 20)
    assert len({*made}) == 1
    with transaction(write=False) as session:
        assert count(session, Person) == 1


def test_no_address_is_stored_twice(town):
    with transaction() as session:
        reach(session, Channel.EMAIL, "rosa@example.org")
    with pytest.raises(IntegrityError), transaction() as session:
        session.execute(
            insert(table_of(Contact)).values(channel=Channel.EMAIL, address="rosa@example.org")
        )


def test_a_role_held_twice_is_one_role(town):
    with transaction() as session:
        people.municipality(session)
        marek = people.marek(session)
        people.marek(session)
        appoint(session, marek.id, Role.MODERATOR)
        assert count(session, Appointment) == 1
        appoint(session, marek.id, Role.MODERATOR, unit_id=2)
        appoint(session, marek.id, Role.MODERATOR, unit_id=2)
        assert count(session, Appointment) == 2


def test_a_role_that_ended_is_given_anew(town):
    with transaction() as session:
        rosa = people.rosa(session)
        appoint(session, rosa.id, Role.OFFICIAL, until=calendar.today() - dt.timedelta(days=1))
        appoint(session, rosa.id, Role.OFFICIAL)
        rows = session.execute(select(_appointments.c.until_date)).all()
    assert [row.until_date for row in rows].count(None) == 1


def test_the_operator_promotes_by_address(town):
    with transaction() as session:
        ada = promote(session, "ada@example.org", Role.ADMINISTRATOR, name="Ada")
        assert promote(session, "ada@example.org", Role.ADMINISTRATOR) == ada
        person = session.get_one(Person, ada)
        roles = session.scalars(select(_appointments.c.role)).all()
    assert (person.name, [str(role) for role in roles]) == ("Ada", ["administrator"])


def test_only_the_one_behind_an_address_is_suspended(town):
    with transaction() as session:
        rosa, sam = people.rosa(session), people.sam(session)
        unknown = reach(session, Channel.EMAIL, "nobody@example.org")
        session.execute(_people.update().where(_people.c.id == rosa.id).values(suspended=True))
        assert is_suspended(session, rosa.contact_id)
        assert not is_suspended(session, sam.contact_id)
        assert not is_suspended(session, unknown.id)


def test_a_role_of_an_unknown_kind_is_not_stored(town):
    with transaction() as session:
        rosa = people.rosa(session)
        appoint(session, rosa.id, Role.MODERATOR)
    with pytest.raises(IntegrityError), transaction() as session:
        session.execute(text("UPDATE appointment SET role = 'emperor'"))
