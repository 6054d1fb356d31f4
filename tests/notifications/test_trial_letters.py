"""A letter and a text message on trial come from whom the draft names, and nobody else's do."""

import pytest

from models.calendar import now
from models.configuration import changing, draft, trial
from models.database import transaction
from models.person import Channel, Contact, reach
from tests import people
from tests.notifications.post import Shelf, send, use


@pytest.fixture
def shelf(town):
    use(town)
    return Shelf()


def test_an_administrator_gets_both_as_the_draft_would_send_them(shelf):
    with transaction() as session:
        people.municipality(session)
        ada = people.ada(session)
        mobile = reach(session, Channel.SMS, "+46701740641")
        contact = session.get_one(Contact, mobile.id)
        contact.person_id, contact.confirmed_at = ada.id, now()
        wanted = changing.propose(
            session,
            lambda data: {
                **data,
                "site": {**data["site"], "mail_name": "Plommon stad", "sms_name": "Plommon"},
            },
        )
        draft.save(session, wanted.differences, known=0)
        assert set(trial.post(session, ada.id)) == {Channel.EMAIL, Channel.SMS}
    send(shelf)
    found = {letter.channel: letter for letter in shelf.letters}
    assert found["email"].sender == "Plommon stad"
    assert "Det kommer från Plommon stad. Bara du fick det." in found["email"].text
    assert found["sms"].sender == "Plommon"


def test_without_a_draft_there_is_nothing_to_try(shelf):
    with transaction() as session:
        people.municipality(session)
        trial.post(session, people.ada(session).id)
    send(shelf)
    assert shelf.letters == []
