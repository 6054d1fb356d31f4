"""Dialogues as everyone reads them."""

from models.database import transaction
from models.states import Status
from tests import people
from tests.dialogues import QUESTION, a_dialogue


def test_a_dialogue_stands_in_the_list_and_on_its_own_page(site):
    with transaction() as session:
        slug = a_dialogue(session).dialogue.slug
    browser = site.browser()
    assert f'href="/dialogues/{slug}"' in browser.get("/dialogues").text
    assert QUESTION in browser.get(f"/dialogues/{slug}").text


def test_a_draft_is_shown_to_whoever_leads_it_with_a_band_and_to_nobody_else(site):
    with transaction() as session:
        slug = a_dialogue(session, state=Status.DRAFT).dialogue.slug
        olga = people.olga(session)
    assert site.browser().get(f"/dialogues/{slug}").status_code == 404
    assert slug not in site.browser().get("/dialogues").text
    page = site.browser().sign_in(olga).get(f"/dialogues/{slug}")
    assert "Draft: only we see this." in page.text
