"""A decision followed by text message from a library computer, and stopped by STOP."""

import re
from concurrent.futures import ThreadPoolExecutor
from urllib.request import urlopen

import pytest

from models import answer
from models import settings as town_settings
from models.database import transaction
from models.submission import take
from notifications import inbound
from tests import people
from tests.browser import way
from tests.browser.hands import Pointer
from tests.notifications.post import send
from tests.sinks import SmsGateway

pytestmark = [pytest.mark.browser, pytest.mark.once]

NUMBER = "+46701740612"


@pytest.fixture
def gateway(site):
    """The operator: it says that every message has arrived, and sends on what people answer."""
    with SmsGateway(receipts=("sent", "delivered")) as running:
        chosen = town_settings.settings().model_copy(
            update={
                "delivery": "send",
                "smtp_url": "smtp://127.0.0.1:9",
                "sms_url": running.url,
                "sms_from": "+46766861004",
                "gather_seconds": 0,
            }
        )
        town_settings.use(chosen)
        yield running


def test_a_decision_is_followed_from_a_library_computer_and_stopped_by_stop(
    site, gateway, open_page, fits
):
    with transaction() as session:
        olga = people.olga(session)
        reference = people.referred(session).reference

    def looks(page):
        assert fits(page), f"{page.url} is wider than the screen"

    def texts(count):
        """So many messages have come to the phone; the last of them."""
        # A thread of its own, as a worker has: here Playwright's event loop is running.
        with ThreadPoolExecutor(1) as worker:
            worker.submit(send).result()
        got = [sms for sms in gateway.wait_for(count) if sms.to == NUMBER]
        assert len(got) == count
        return got[-1].message

    library = Pointer(open_page(javascript=False, width=1024), site, looks)
    library.go(f"/submissions/{reference}")
    library.press("Få besked")
    library.choose("Sms")
    library.write("Mobilnummer", "070-174 06 12")
    library.press("Få besked")
    library.arrives("En sak kvar: bekräfta")
    library.reads("Öppna länken i sms:et på telefonen")

    phone = Pointer(open_page(javascript=False), site, looks)
    link = re.search(rf"{re.escape(site)}(/confirm/\S+)", texts(1))[1]
    phone.go(link)
    phone.press("Bekräfta")
    phone.reads("Tack. Du kommer att få besked.")

    official = Pointer(open_page(width=1024), site, looks)
    way.sign_in(official, olga)
    way.decide(official, reference, told=2)
    said = texts(2)
    assert said == (
        f'Exempelby kommun: Nämnden sa ja: "Fler bänkar" ({reference}). '
        f"Läs: {site}/submissions/{reference} Sluta: svara STOPP"
    )
    phone.go(said.partition(site)[2].partition(" ")[0])
    phone.reads(way.SUMMARY)

    for _ in range(2):
        reply = gateway.called(
            f"{site}/sms/inbox/{inbound.inbox()}", gateway.reply(NUMBER, "Stopp")
        )
        with urlopen(reply, timeout=10) as answered:
            assert (answered.status, answered.read()) == (200, b"")
    assert "Du får inga fler sms från oss" in texts(3)

    with transaction() as session:
        case = take(session, reference)
        answer.answer(session, case, by=olga.actor, source="Vi börjar i maj.", html="<p>Maj.</p>")
    assert "Du får inga fler" in texts(3), "nothing came after it"
