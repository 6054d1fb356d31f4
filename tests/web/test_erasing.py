"""Erase my details: afterwards the address stands nowhere, and everything still adds up."""

from datetime import timedelta

import pytest
from sqlalchemy import Table, select

from models import erasing, history, pause, silence, subscription
from models.answer import answer
from models.calendar import today
from models.database import engine, transaction
from models.delivery import DeliveryState
from models.errors import NotAllowed
from models.person import Channel, Contact, reach
from models.proof import faults
from models.states import Kind
from models.submission import submissions, take
from models.subscription import MANAGE, Extent, Subscription
from models.tables import metadata
from tests import people
from tests.notifications.post import address, follow, sent_rows

ROSA = "rosa@example.org"
NUMBER = "+46701740605"


def everywhere(words):
    """Every table and column in which some words stand."""
    found = []
    with engine().connect() as connection:
        tables: list[Table] = list(metadata.sorted_tables)
        for table in tables:
            for row in connection.execute(select(table)).mappings():
                found += [f"{table.name}.{name}" for name, it in row.items() if words in str(it)]
    return sorted(set(found))


@pytest.fixture
def rosa(town):
    """Rosa has handed in a case, comments, follows everything, and has had letters of all of it."""
    with transaction() as session:
        rosa = people.rosa(session)
        own = people.published(session, Kind.COMPLAINT, by=rosa, title="Mörkt på gångvägen")
        other = people.published(session, by=people.sam(session), title="En cykelväg")
        wish = follow(session, rosa, other, extent=Extent.EVERYTHING)
        follow(session, rosa)
        people.published_comment(session, other, by=rosa)
        draft = people.a_draft(Kind.QUESTION, by=rosa)
        question = people.handed_in(session, draft, by=rosa).reference
        pause.begin(session, rosa.contact_id, today() + timedelta(days=3))
        references = own.reference, other.reference
        manage = f"/subscriptions/{subscription.link(wish, MANAGE)}"
        stop = f"/u/{subscription.link(wish)}"
    address()
    with transaction() as session:
        by = people.olga(session).actor
        for reference in references:
            answer(session, take(session, reference), by=by, source="Ja.", html="<p/>")
    address()
    return manage, stop, (*references, question)


def test_it_is_said_what_goes_and_what_stays_before_the_one_button(site, rosa):
    manage, _, (_, _, question) = rosa
    browser = site.browser()
    page = browser.get(f"{manage}/erasure/new").text
    for words in ("We forget the address rosa@example.org.", "This goes", "This stays", question):
        assert words in page
    assert f'action="{manage}/erasure"' in page
    assert f'href="{manage}/erasure/new"' in browser.get(manage).text
    assert everywhere(ROSA), "reading changes nothing"


def test_afterwards_the_address_is_nowhere_in_the_database(site, rosa):
    manage, stop, (own, other, _) = rosa
    assert len(everywhere(ROSA)) >= 3
    done = site.browser().post(f"{manage}/erasure")
    assert "Your details are erased" in done.text
    assert ROSA not in done.text
    assert everywhere(ROSA) == []
    assert everywhere("Rosa") == []
    browser = site.browser()
    for gone in (manage, stop):
        assert browser.get(gone).status_code == 404
    assert browser.get(f"/submissions/{own}").status_code == 200
    with transaction() as session:
        assert session.scalars(select(Subscription.state).distinct()).all() == ["stopped"]
        assert take(session, own).contact_id is None
        for reference in (own, other):
            stream = f"submission-{reference}"
            assert history.verify(session, stream) == []
            assert faults(session, stream) == []


def test_what_was_sent_is_still_counted_and_what_waited_does_not_go(site, rosa):
    before = len(sent_rows())
    site.browser().post(f"{rosa[0]}/erasure")
    rows = sent_rows()
    assert len(rows) == before
    hers = [row for row in rows if row.address.startswith("erased:")]
    assert {row.state for row in hers} == {DeliveryState.CANCELLED, DeliveryState.SUPPRESSED}
    assert {row.code for row in hers} == {"erased", "paused"}
    assert {row.token_id for row in hers} == {None}


def test_whoever_writes_again_from_the_same_address_begins_anew(site, rosa):
    site.browser().post(f"{rosa[0]}/erasure")
    with transaction() as session:
        place = reach(session, Channel.EMAIL, ROSA)
        assert (place.person_id, place.confirmed) == (None, False)
        assert (
            session.execute(
                select(submissions.c.id).where(submissions.c.contact_id == place.id)
            ).all()
            == []
        )


def test_a_number_goes_with_all_that_hangs_on_it(town):
    with transaction() as session:
        nils = people.resident(session, "Nils", phone=NUMBER)
        case = people.published(session, Kind.COMPLAINT, by=nils)
        case.reply_to = NUMBER
        session.add(case)
        follow(session, nils)
        silence.begin(session, nils.contact_id)
    address()
    with transaction() as session:
        erasing.erase(session, nils.contact_id)
    assert everywhere(NUMBER) == []


def test_another_address_of_hers_and_her_name_stay_when_she_has_one(town):
    with transaction() as session:
        rosa = people.rosa(session)
        session.add(Contact(channel=Channel.SMS, address=NUMBER, person_id=rosa.id, confirmed_at=1))
        session.flush()
        erasing.erase(session, rosa.contact_id)
    assert everywhere(ROSA) == []
    assert everywhere("Rosa") == ["person.name"]
    assert everywhere(NUMBER) == ["contact.address"]


def test_an_official_cannot_erase_the_address_she_works_with(site, town):
    with transaction() as session:
        olga = people.olga(session)
        wish = follow(session, olga)
        with pytest.raises(NotAllowed):
            erasing.erase(session, olga.contact_id)
    here = f"/subscriptions/{subscription.link(wish, MANAGE)}/erasure"
    page = site.browser().get(f"{here}/new").text
    assert "You work here with this address." in page
    assert f'action="{here}"' not in page
    assert site.browser().post(here).status_code == 409
    assert everywhere("olga@example.org")
