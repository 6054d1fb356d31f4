"""`promote`: the operator's door, for whoever the first administrator will be."""

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from models.access_log import What, access_log
from models.actor import Role
from models.belonging import leads
from models.database import table_of, transaction
from models.organisation import units
from models.person import Appointment, Contact, Person, contacts_of
from models.session import begin, whose
from tests import people
from web.commands.promote import promote

_appointments = table_of(Appointment)


@pytest.fixture(autouse=True)
def _town(town):
    with transaction() as session:
        people.municipality(session)


def run(*arguments: str):
    return CliRunner().invoke(promote, arguments)


def test_an_unknown_address_becomes_an_administrator_who_can_sign_in():
    result = run(" Ada@Example.ORG", "administrator", "--name", "Ada")
    assert (result.exit_code, result.output) == (0, "ada@example.org is now administrator.\n")
    with transaction() as session:
        ada = session.scalars(select(Person)).one()
        viewer = whose(session, begin(session, ada.id, strong=True))
        assert (viewer.name, viewer.roles) == ("Ada", {Role.ADMINISTRATOR})
        assert len(contacts_of(session, ada.id)) == 1
        log = session.execute(select(access_log)).one()
        assert (log.what, log.role, log.person_id) == (What.ROLE_GIVEN, Role.SYSTEM, None)
        assert (log.about_person_id, log.detail) == (ada.id, "administrator")


def test_twice_is_once():
    for _ in range(2):
        assert run("marek@example.org", "moderator").exit_code == 0
    with transaction() as session:
        assert len(session.scalars(select(_appointments.c.id)).all()) == 1
        assert len(session.scalars(select(Contact)).all()) == 1


def test_a_resident_keeps_her_name_and_gets_a_role():
    with transaction() as session:
        people.rosa(session)
    run("rosa@example.org", "official")
    with transaction() as session:
        assert session.scalars(select(Person)).one().name == "Rosa"


def test_an_official_works_for_a_unit_and_may_lead_it_later():
    assert run("lena@example.org", "official", "--unit", "streets").output.endswith(
        "is now official of streets.\n"
    )
    run("lena@example.org", "official", "--unit", "streets", "--lead")
    with transaction() as session:
        streets = next(unit.id for unit in units(session) if unit.slug == "streets")
        (row,) = session.execute(select(_appointments))
        assert (row.unit_id, row.lead) == (streets, True)
        assert leads(session, streets) == [row.person_id]


@pytest.mark.parametrize(
    "arguments",
    [
        ("rosa@example.org", "official", "--unit", "moon"),
        ("rosa@example.org", "moderator", "--unit", "streets"),
        ("rosa@example.org", "official", "--lead"),
        ("nobody", "moderator"),
        ("rosa@example.org", "emperor"),
        ("rosa@example.org", "resident"),
        ("rosa@example.org", "system"),
        ("rosa@example.org",),
        (),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(arguments):
    assert run(*arguments).exit_code == 2
    with transaction() as session:
        assert session.scalars(select(Person)).all() == []
