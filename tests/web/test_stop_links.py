"""The link below every message: stop, and change one's mind, without an account."""

import pytest
from sqlalchemy import select

from models import following, subscription
from models.asking import About, send
from models.database import transaction
from models.person import Channel, reach
from models.silence import silences
from models.subscription import Extent, Frequency, Subscription, SubscriptionState, Topic
from models.token import Purpose
from notifications.links import digests_link, silence_link
from tests import people
from tests.notifications.post import follow
from tests.web.visiting import link

pytestmark = pytest.mark.once

NUMBER = "+46701740605"
SHOWN = "070-*** ** 05"


@pytest.fixture
def nils(town):
    """Somebody who is answered by text message, and follows one case so."""
    with transaction() as session:
        who = people.resident(session, "Nils", phone=NUMBER)
        follow(session, who, people.published(session), language="en")
        return who


def _state() -> SubscriptionState:
    with transaction(write=False) as session:
        return session.scalars(select(Subscription)).one().state


def _is_silent() -> bool:
    with transaction(write=False) as session:
        return session.execute(select(silences)).first() is not None


def test_the_link_in_a_text_message_about_ones_own_case_stops_them_all(site, nils):
    address = f"/u/{silence_link(nils.contact_id, NUMBER)}"
    browser = site.browser()
    page = browser.get(address)
    assert page.status_code == 200
    assert f"Text messages to {SHOWN}" in page.text
    assert not _is_silent()
    done = browser.post(address, {"List-Unsubscribe": "One-Click"})
    assert (done.status_code, "set-cookie" in done.headers) == (200, False)
    assert "We will send no more about this" in done.text
    assert (_is_silent(), _state()) == (True, SubscriptionState.STOPPED)
    assert "We will send no more about this" in browser.get(address).text


def test_stopping_all_text_messages_can_be_undone(site, nils):
    address = f"/u/{silence_link(nils.contact_id, NUMBER)}"
    browser = site.browser()
    browser.post(address)
    assert f'action="{address}/resumption"' in browser.get(address).text
    assert browser.post(f"{address}/resumption").headers["location"] == address
    assert (_is_silent(), _state()) == (False, SubscriptionState.ACTIVE)


def test_stopping_one_thing_can_be_undone_on_the_same_page(site, nils):
    with transaction(write=False) as session:
        wish = session.scalars(select(Subscription)).one()
        address = f"/u/{subscription.link(wish)}"
    browser = site.browser()
    assert f'action="{address}/resumption"' in browser.post(address).text
    browser.post(f"{address}/resumption")
    assert _state() is SubscriptionState.ACTIVE


def test_another_site_cannot_undo_what_was_stopped(site, nils):
    address = f"/u/{silence_link(nils.contact_id, NUMBER)}"
    site.server.post(address)
    elsewhere = {"Origin": "https://mail.example"}
    answer = site.browser().post(f"{address}/resumption", headers=elsewhere)
    assert answer.status_code == 403
    assert _is_silent()


@pytest.mark.parametrize("forged", ["c1.x", "c", "cx.y", "1.x", "c999999.aaaa", "d1.x", "d"])
def test_a_forged_link_stops_and_resumes_nothing(site, nils, forged):
    assert site.browser().get(f"/u/{forged}").status_code == 404
    assert site.server.post(f"/u/{forged}").status_code == 404
    assert site.browser().post(f"/u/{forged}/resumption").status_code == 404
    assert (_is_silent(), _state()) == (False, SubscriptionState.ACTIVE)


def test_whoever_confirms_a_new_wish_after_stopping_everything_is_told_again(site, nils):
    site.server.post(f"/u/{silence_link(nils.contact_id, NUMBER)}")
    with transaction() as session:
        place = reach(session, Channel.SMS, NUMBER)
        wish = subscription.ask(
            session, place.id, Topic.DECISIONS, extent=Extent.ANSWERS, language="en"
        )
        about = About(subscription_id=wish.id, name=Extent.ANSWERS.value)
        send(session, Purpose.SUBSCRIPTION, place.id, about=about, language="en")
    answer = site.browser().post(f"/confirm/{link(Purpose.SUBSCRIPTION)}")
    assert "You will get updates." in answer.text
    assert not _is_silent()
    with transaction(write=False) as session:
        states = [one.state for one in session.scalars(select(Subscription).order_by("id"))]
    assert states == [SubscriptionState.STOPPED, SubscriptionState.ACTIVE]


def test_one_press_in_a_digest_of_several_things_stops_all_digests_and_can_be_undone(site, town):
    with transaction() as session:
        sam = people.sam(session)
        wishes = [
            follow(session, sam, people.published(session, title=title))
            for title in ("A", "B", "C")
        ]
        for wish in wishes[:2]:
            following.change_frequency(session, wish, Frequency.DAILY)
    browser, address = site.browser(), f"/u/{digests_link(sam.contact_id, sam.address)}"

    def states():
        with transaction(write=False) as session:
            return list(session.scalars(select(Subscription.state).order_by(Subscription.id)))

    assert "Everything that comes once a day or once a week" in browser.get(address).text
    for _ in range(2):
        done = site.server.post(address, data={"List-Unsubscribe": "One-Click"})
        assert done.status_code == 200
    assert states() == ["stopped", "stopped", "active"]
    browser.post(f"{address}/resumption")
    assert states() == ["active"] * 3
