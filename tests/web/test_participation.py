"""Who may take part, as the pages tell it: before she tries, beside the field, with nothing lost."""

import re

import pytest

from models import declaration, public_profile, vote
from models.database import transaction
from models.declaration import Said
from models.dialogue.kinds import PhaseKind, Section
from models.states import Publication
from models.submission import take
from models.token import Purpose
from tests import people
from tests.dialogues import a_dialogue, open_for
from tests.participating import rules_of
from tests.talking import talk
from tests.web.test_handing_in import TYPED, _key, _sent
from tests.web.visiting import letters, link
from web import town

pytestmark = pytest.mark.once

TYRESO = {"support": "declared", "support_age": 16, "submit": "declared", "submit_age": 16}
WHO = "den som bor, arbetar eller studerar i Exempelby och har fyllt 16 år"
ADDRESS = {"channel": "email", "email": "new@example.org"}


@pytest.fixture
def proposal(site) -> str:
    with transaction() as session:
        return people.published(session).reference


def _rules(**rules) -> None:
    with transaction() as session:
        rules_of(session, **rules)
    town.forget()


def test_where_a_confirmed_address_is_enough_nothing_more_is_said_or_asked(site, proposal):
    browser = site.browser(language="sv")
    for path in (f"/submissions/{proposal}", f"/submissions/{proposal}/votes/new"):
        page = browser.get(path).text
        assert "Stödja kan" not in page
        assert 'name="tied"' not in page


def test_the_page_says_before_she_tries_who_may_and_the_form_asks_for_it(site, proposal):
    _rules(**TYRESO)
    browser = site.browser(language="sv")
    assert f"Stödja kan {WHO}." in browser.get(f"/submissions/{proposal}").text
    new = f"/submissions/{proposal}/votes"
    assert f"Stödja kan {WHO}." in browser.get(f"{new}/new").text
    refused = browser.post(new, ADDRESS | {"birth_year": "52"})
    assert refused.status_code == 422
    assert "Skriv året med fyra siffror" in refused.text
    refused = browser.post(new, ADDRESS | {"birth_year": "1952"})
    assert "Kryssa i att du bor, arbetar eller studerar här" in refused.text
    assert 'value="new@example.org"' in refused.text
    assert 'value="1952"' in refused.text
    young = browser.post(new, ADDRESS | {"tied": "yes", "birth_year": "2020"})
    assert "behöver du ha fyllt 16 år" in young.text
    assert letters() == 0
    sent = browser.post(new, ADDRESS | {"tied": "yes", "birth_year": "1952"})
    assert sent.status_code == 200
    assert browser.post(f"/confirm/{link(Purpose.SUPPORT)}").status_code == 200
    with transaction(write=False) as session:
        place = people.reach(session, people.Channel.EMAIL, "new@example.org")
        assert vote.supports(session, take(session, proposal).id, place.person_id)


def test_whoever_is_signed_in_is_led_to_what_is_asked_and_asked_once(site, proposal):
    _rules(support="declared", support_age=16)
    with transaction() as session:
        sam = people.sam(session)
    browser = site.browser(language="sv").sign_in(sam)
    here = f"/submissions/{proposal}"
    assert f'href="{here}/votes/new"' in browser.get(here).text
    form = browser.get(f"{here}/votes/new").text
    assert 'name="tied"' in form
    assert 'name="email"' not in form
    refused = browser.post(f"{here}/votes", {"birth_year": "1952"})
    assert refused.status_code == 422
    assert 'value="1952"' in refused.text
    done = browser.post(f"{here}/votes", {"tied": "yes", "birth_year": "1952"})
    assert done.headers["location"] == here
    about = browser.get("/me/details").text
    assert "Jag bor, arbetar eller studerar i Exempelby" in about
    assert "Född 1952" in about
    with transaction() as session:
        other = people.published(session, title="En gunga", source="Sätt upp en gunga.").reference
    assert f'action="/submissions/{other}/votes"' in browser.get(f"/submissions/{other}").text
    browser.post("/me/declaration/withdrawal")
    assert "Född 1952" not in browser.get("/me/details").text


def test_what_no_field_can_bring_is_said_with_the_way_there(site, proposal):
    _rules(support="resident", comment="identified", submit="resident")
    browser = site.browser(language="sv")
    for path, act in (("votes", "Stödja"), ("comments", "Kommentera")):
        form = browser.get(f"/submissions/{proposal}/{path}/new").text
        assert f"{act} kan den som" in form
        assert f'href="/sign-in?next=/submissions/{proposal}/{path}/new"' in form
    key = re.search(r'name="form_key" value="(\w+)"', form).group(1)
    said = ADDRESS | {"text": "Bra tanke, sätt igång.", "form_key": key}
    refused = browser.post(f"/submissions/{proposal}/comments", said)
    assert refused.status_code == 422
    assert "Logga in med e-legitimation för att gå vidare" in refused.text
    assert "Bra tanke, sätt igång." in refused.text
    # As soon as she says that it is a proposal, before she has written on.
    first = {**TYPED, "kind": "proposal", "step": "1", "go": "next", "form_key": key}
    step = browser.post("/submissions/new", first).text
    assert "Logga in med e-legitimation" in step
    assert "Du kan alltid skriva till oss med en fråga eller synpunkt." in step
    assert TYPED["title"] in step


def test_any_case_but_a_proposal_is_for_anyone(site):
    _rules(submit="resident", submit_age=18)
    assert _sent(site.browser())


def test_where_anyone_may_comment_no_address_is_asked(site, proposal):
    _rules(comment="anyone")
    browser = site.browser()
    form = browser.get(f"/submissions/{proposal}/comments/new").text
    assert 'name="email"' not in form
    key = re.search(r'name="form_key" value="(\w+)"', form).group(1)
    sent = browser.post(f"/submissions/{proposal}/comments", {"text": "Bra.", "form_key": key})
    assert sent.status_code == 200
    assert letters() == 0


def test_a_proposal_keeps_its_declaration_until_its_sender_confirms(site):
    _rules(**TYRESO)
    browser = site.browser(language="sv")
    asked = TYPED | {"kind": "proposal", "shown": "unnamed", "form_key": _key(browser)}
    refused = browser.post("/submissions", asked)
    assert refused.status_code == 422
    assert "Kryssa i att du bor" in refused.text
    assert TYPED["text"] in refused.text
    declared = {"kind": "proposal", "shown": "unnamed", "tied": "yes", "birth_year": "1952"}
    reference = _sent(browser, **declared)
    browser.post(f"/confirm/{link(Purpose.SUBMISSION)}")
    with transaction(write=False) as session:
        case = take(session, reference)
        assert case.publication is Publication.QUEUED
        person = people.reach(session, people.Channel.EMAIL, "rosa@example.org").person_id
        assert declaration.of(session, person).birth_year == 1952


def test_a_childs_own_name_is_not_shown_nor_any_name_with_a_place(site):
    with transaction() as session:
        rosa = people.rosa(session)
        declaration.keep(session, rosa.id, Said(birth_year=2013))
    browser = site.browser(language="sv").sign_in(rosa)
    typed = TYPED | {"form_key": _key(browser)}
    own = browser.post("/submissions", typed | {"shown": "named"})
    assert "Välj inget namn eller ett annat namn" in own.text
    alias = {"shown": "alias", "alias": "Nattugglan"}
    placed = browser.post("/submissions", typed | alias)
    assert "tillsammans med platsen" in placed.text
    assert _sent(browser)


def test_a_child_comments_under_another_name_than_her_own(site, proposal):
    with transaction() as session:
        sam = people.sam(session)
        declaration.keep(session, sam.id, Said(birth_year=2013))
    browser = site.browser(language="sv").sign_in(sam)
    here = f"/submissions/{proposal}/comments"
    key = re.search(r'name="form_key" value="(\w+)"', browser.get(f"{here}/new").text).group(1)
    said = {"text": "Bra tanke.", "form_key": key}
    refused = browser.post(here, said | {"name": "sam Berg"})
    assert refused.status_code == 422
    assert "Välj ett annat namn än ditt eget" in refused.text
    assert browser.post(here, said | {"name": "Nattugglan"}).status_code == 200


def test_a_page_of_ones_own_is_off_until_it_is_turned_on_and_gone_when_it_is_off(site):
    with transaction() as session:
        rosa = people.rosa(session)
        case = people.published(session, by=rosa, byline="Rosa Lind")
        people.published_comment(session, case, by=rosa, byline="Nattugglan")
        reference = case.reference
        held = a_dialogue(session, phases=[open_for(PhaseKind.COLLECT_IDEAS)])
        idea = talk(session, held, by=rosa, section=Section.IDEA, byline="Rosa Lind")
        hers = f"{held.case.reference}/{idea.number}"
    browser, stranger = site.browser(language="sv").sign_in(rosa), site.browser(language="sv")
    assert "Avstängd." in browser.get("/me/details").text
    assert browser.post("/me/page", {"byline": "Någon annan"}).status_code == 422
    browser.post("/me/page", {"byline": "Rosa Lind"})
    with transaction(write=False) as session:
        here = f"/residents/{public_profile.of(session, rosa.id).slug}"
    empty = stranger.get(here)
    assert "Ingen text är vald än." in empty.text
    assert "no-store" in empty.headers["cache-control"]
    wanted = {f"text-{one}": "yes" for one in (reference, f"{reference}/1", hers)}
    browser.post("/me/page/texts", wanted)
    page = stranger.get(here).text
    assert f'href="/submissions/{reference}"' in page
    assert "Nattugglan" not in page
    assert "#comment-1" not in page
    assert f'href="/submissions/{hers.replace("/", "/comments/")}"' in page
    assert "Idé i en dialog" in page
    browser.post("/me/page/end")
    assert stranger.get(here).status_code == 404
    for path in ("/me/page", "/me/page/end", "/me/page/texts", "/me/declaration/withdrawal"):
        assert stranger.post(path, {"byline": "Rosa Lind"}).status_code == 404
