"""While a town that was put back sends nothing, everybody who works there can see it."""

from models import hold
from models import settings as town_settings
from models.database import transaction
from tests import people
from web import town as known_town

HELD = "Sending is on hold."


def test_staff_read_on_every_page_that_a_restored_town_is_held(site, town):
    chosen = town.settings.model_copy(update={"delivery": "send", "smtp_url": "smtp://127.0.0.1:9"})
    town_settings.use(chosen)
    with transaction() as session:
        ada = people.ada(session)
    browser, stranger = site.browser().sign_in(ada), site.browser()
    assert HELD not in browser.get("/").text
    with transaction() as session:
        hold.begin(session)
    known_town.forget()
    for path in ("/", "/desk", "/casework"):
        assert HELD in browser.get(path).text
        assert HELD not in stranger.get(path).text
    with transaction() as session:
        hold.end(session)
    known_town.forget()
    assert HELD not in browser.get("/desk").text
