"""Letters about one's account: what was done with it, and invitations to work here."""

import pytest
from sqlalchemy import select

from models import access_log, appointing, inviting, suspending
from models.actor import Role
from models.calendar import now
from models.database import transaction
from models.delivery import DeliveryState, deliveries
from models.invitation import invitations
from models.organisation import units
from models.suspending import Why
from models.token import Purpose
from tests import people
from tests.notifications.post import BASE_URL, Shelf, send, use
from tests.web.visiting import link


@pytest.fixture
def shelf(town):
    use(town)
    return Shelf()


@pytest.fixture
def ada(town):
    with transaction() as session:
        people.municipality(session)
        return people.ada(session)


def _sent(shelf):
    send(shelf)
    (letter,) = shelf.letters
    return letter


def _states() -> list[tuple]:
    with transaction(write=False) as session:
        rows = session.execute(select(deliveries.c.state, deliveries.c.code))
        return [tuple(row) for row in rows]


def test_a_new_role_is_told_with_its_unit_and_why_one_gets_the_letter(shelf, ada):
    with transaction() as session:
        rosa, unit = people.rosa(session), next(iter(units(session)))
        appointing.give(session, rosa.id, Role.OFFICIAL, by=ada.actor, unit_id=unit.id, lead=True)
        name = unit.name_sv
    letter = _sent(shelf)
    assert (letter.kind, letter.address) == ("account", rosa.address)
    assert letter.text.startswith(
        f"Du har fått en ny roll hos oss.\n\nHandläggare, {name}. Du leder"
    )
    assert f"{BASE_URL}/me" in letter.text
    assert "för att det gäller ditt konto" in letter.text
    assert letter.unsubscribe_url is None


def test_a_suspension_is_told_to_whoever_is_suspended(shelf, ada):
    with transaction() as session:
        olga = people.olga(session)
        suspending.suspend(session, olga.id, Why.STOLEN, by=ada.actor)
    letter = _sent(shelf)
    assert letter.subject == "Ditt konto är stängt tills vidare"
    assert "någon annan kan använda det" in letter.text


def test_what_the_log_knows_no_more_is_not_told(shelf, ada):
    with transaction() as session:
        olga = people.olga(session)
        suspending.suspend(session, olga.id, Why.OTHER, by=ada.actor)
        assert access_log.forget(session, now() + 1, most=9) == 1
    send(shelf)
    assert shelf.letters == []
    assert _states() == [(DeliveryState.CANCELLED, "nothing_left")]


def _invited(ada) -> None:
    with transaction() as session:
        inviting.invite(session, "nina@example.org", by=ada.actor, name="Nina", role=Role.MODERATOR)


def test_an_invitation_says_who_invites_to_what_and_leads_to_its_button(shelf, ada):
    _invited(ada)
    letter = _sent(shelf)
    assert letter.text.startswith("Ada bjuder in dig att arbeta med")
    assert "Granskare, alla enheter" in letter.text
    assert f"{BASE_URL}/invitations/{link(Purpose.INVITATION)}" in letter.text
    assert letter.confidential


def test_an_invitation_that_is_withdrawn_meanwhile_is_not_sent(shelf, ada):
    _invited(ada)
    with transaction() as session:
        number = session.execute(select(invitations.c.id)).scalar_one()
        inviting.withdraw(session, number, by=ada.actor)
    send(shelf)
    assert shelf.letters == []
    assert _states() == [(DeliveryState.EXPIRED, "too_late")]
