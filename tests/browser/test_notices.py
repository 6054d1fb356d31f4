"""Who will be told, who was told; and for whoever was: why did I get this, and what else?"""

import email
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email.policy import default

import pytest

from models import pause
from models import settings as town_settings
from models.calendar import today
from models.database import transaction
from models.states import Kind
from models.subscription import Frequency
from tests import people
from tests.browser import way
from tests.browser import ways_of_residents as ways
from tests.browser.hands import Pointer
from tests.notifications.post import follow, send
from tests.sinks import MailSink

pytestmark = [pytest.mark.browser, pytest.mark.once]

TITLE = "Mörkt på gångvägen"


@pytest.fixture
def post_office(site):
    with MailSink() as running:
        chosen = town_settings.settings().model_copy(
            update={"delivery": "send", "smtp_url": running.url, "gather_seconds": 0}
        )
        town_settings.use(chosen)
        yield running


@pytest.fixture
def followed(site) -> str:
    """Rosa's case: Nils hears of it at once, Maja in her daily mail, Ture has paused."""
    with transaction() as session:
        case = people.published(session, Kind.COMPLAINT, title=TITLE)
        for name, often in (("Nils", "at_once"), ("Maja", "daily"), ("Ture", "at_once")):
            follow(session, people.resident(session, name), case).frequency = Frequency(often)
        ture = people.resident(session, "Ture")
        pause.begin(session, ture.contact_id, today() + timedelta(days=5))
        return case.reference


def _sent() -> None:
    # A thread of its own, as a worker has: here Playwright's event loop is running.
    with ThreadPoolExecutor(1) as worker:
        worker.submit(send).result()


def test_who_will_be_told_who_was_told_and_why_did_i_get_this(
    site, post_office, followed, open_page, fits
):
    with transaction() as session:
        olga = people.olga(session)

    def looks(page):
        assert fits(page), f"{page.url} is wider than the screen"

    _sent()
    official = Pointer(open_page(width=1024), site, looks)
    way.sign_in(official, olga)
    official.go(f"/casework/{followed}")
    official.reads("Vem får veta", "Om du svarar nu", "2 med mejl", "1 i det dagliga mejlet")
    official.reads("1 har pausat och får inget", "Skicka och berätta för 3 personer")
    ways.answer(official, "Lampan är lagad.")
    official.go(f"/casework/{followed}")
    official.reads("Vi svarade", "På väg")
    _sent()
    official.go(f"/casework/{followed}")
    official.reads("2 fick besked", "1 får det i nästa dags- eller veckomejl", "1 hade pausat")
    assert "nils@example.org" not in official.main.inner_text()

    (letter,) = [mail for mail in post_office.mails if mail.recipients == ("nils@example.org",)]
    words = email.message_from_bytes(letter.raw, policy=default).get_body(("plain",)).get_content()
    assert "för att du" in words
    managing = re.search(rf"{re.escape(site)}(/subscriptions/\S+)", words)[1]
    nils = Pointer(open_page(javascript=False), site, looks)
    nils.go(managing)
    nils.arrives("Dina besked")
    nils.reads(TITLE, "nils@example.org")
    nils.press("Vad vi har skickat")
    nils.arrives("Vad vi har skickat")
    nils.reads(f"Ett svar: {TITLE}", "Skickat", f"För att du följer: {TITLE}")
