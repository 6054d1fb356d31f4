"""Rehearsing from a dialogue's page: by whoever leads it, in a process of its own."""

import pytest

from models.database import transaction
from models.dialogue.kinds import PhaseKind
from models.states import Status
from tests import people
from tests.dialogues import a_dialogue, later

pytestmark = pytest.mark.once


@pytest.fixture
def unrehearsed():
    """Here it is."""


@pytest.fixture
def slug(town, monkeypatch):
    monkeypatch.setenv("TORGET_DATABASE_URL", town.url)
    monkeypatch.setenv("TORGET_DATA", str(town.data))
    monkeypatch.setenv("TORGET_DEMO", "1")
    with transaction() as session:
        planned = [later(PhaseKind.DISCUSS, 1, 14)]
        return a_dialogue(session, state=Status.DRAFT, phases=planned).dialogue.slug


def test_whoever_leads_it_reads_every_page_and_message_of_the_days_to_come(slug, site):
    with transaction() as session:
        olga = people.olga(session)
    browser = site.browser().sign_in(olga)
    path = f"/casework/dialogues/{slug}/rehearsal"
    assert "nobody gets anything" in browser.get(path).text
    page = browser.post(path)
    assert page.status_code == 200
    assert page.text.count("The page as everyone sees it then") == 4
    assert "A new phase began" in page.text
    assert "anna.repetition" not in page.text


def test_nobody_else_makes_a_copy_of_the_town(slug, site, monkeypatch):
    async def never(*_args, **_options):
        raise AssertionError

    monkeypatch.setattr("asyncio.create_subprocess_exec", never)
    with transaction() as session:
        rosa = people.rosa(session)
    path = f"/casework/dialogues/{slug}/rehearsal"
    for browser in (site.browser(), site.browser().sign_in(rosa)):
        posted = browser.post(path)
        assert posted.status_code == 404, posted.text[:3000]
        assert browser.get(path).status_code == 404
