"""While somebody hands in, anything may happen to her browser, and none of her words is lost."""

import pytest
from playwright.sync_api import expect

from models.database import transaction
from models.submission import submissions, take
from models.text import Text
from tests.browser.hands import Pointer

pytestmark = [pytest.mark.browser, pytest.mark.once]

TITLE = "Mörkt på gångvägen vid Storgatan"
WORDS = "Tre lampor i rad är släckta."
FORM = "/submissions/new?kind=fault_report"


@pytest.fixture
def rosa(open_page, site) -> Pointer:
    return Pointer(open_page(), site)


def _writes(someone: Pointer, title: str = TITLE) -> None:
    someone.go(FORM)
    someone.write("Vad handlar det om?", title)
    someone.write("Berätta mer", WORDS)
    someone.choose("Gatlampor och mörka platser")


def _sends(someone: Pointer) -> str:
    """On from the step where it is. Returns the case's number."""
    someone.press("Fortsätt")
    someone.write("Var är det?", "Storgatan 14")
    someone.press("Fortsätt")
    someone.choose("Inget svar")
    someone.press("Fortsätt")
    someone.press("Skicka")
    someone.arrives("Tack, vi har tagit emot ditt ärende")
    return someone.main.locator(".figure").inner_text()


def _again(someone: Pointer) -> Pointer:
    """The same browser, opened anew."""
    page = someone.page.context.new_page()
    someone.page.close()
    return Pointer(page, someone.site)


def _offer(someone: Pointer):
    return someone.main.locator("[data-draft-offer]")


def test_a_browser_that_was_closed_offers_what_was_written(rosa):
    _writes(rosa)
    rosa.press("Fortsätt")
    rosa.write("Var är det?", "Storgatan 14")
    rosa = _again(rosa)
    rosa.go("/submissions/new")
    rosa.reads("Du har ett påbörjat ärende:", TITLE)
    rosa.press("Fortsätt med det")
    rosa.arrives("Var")
    rosa.holds("Var är det?", "Storgatan 14")
    rosa.press("Tillbaka")
    rosa.holds("Vad handlar det om?", TITLE)
    rosa.holds("Berätta mer", WORDS)
    rosa.has_chosen("Gatlampor och mörka platser")


def test_what_was_sent_is_kept_no_longer(rosa):
    _writes(rosa)
    _sends(rosa)
    rosa.go(FORM)
    expect(_offer(rosa)).to_be_hidden()
    assert rosa.page.evaluate("Object.keys(localStorage)") == []


def test_what_is_kept_can_be_thrown_away_where_it_is_written(rosa):
    _writes(rosa)
    rosa.main.get_by_role("button", name="Ta bort utkastet").click()
    rosa.write("Berätta mer", WORDS + " Och en till.")
    assert rosa.page.evaluate("Object.keys(localStorage)") == []


def test_what_is_offered_can_be_thrown_away(rosa):
    _writes(rosa)
    rosa = _again(rosa)
    rosa.go(FORM)
    rosa.main.get_by_role("button", name="Ta bort det").click()
    expect(_offer(rosa)).to_be_hidden()
    rosa.go(FORM)
    expect(_offer(rosa)).to_be_hidden()


def test_after_a_day_nothing_is_kept(rosa):
    _writes(rosa)
    rosa.page.evaluate("""() => {
        const [name] = Object.keys(localStorage), draft = JSON.parse(localStorage.getItem(name));
        localStorage.setItem(name, JSON.stringify({...draft, at: draft.at - 86400001}));
    }""")
    rosa.go("/about")
    assert rosa.page.evaluate("Object.keys(localStorage)") == []


def test_what_the_browser_holds_that_is_not_ours_does_no_harm(rosa):
    rosa.go("/")
    rosa.page.evaluate("localStorage.setItem('draft.x', 'nonsense')")
    _writes(rosa)
    _sends(rosa)


def test_two_tabs_are_two_cases_and_each_receipt_is_its_own(rosa):
    other = Pointer(rosa.page.context.new_page(), rosa.site)
    _writes(rosa, "Den ena lampan")
    _writes(other, "Den andra lampan")
    first, second = _sends(rosa), _sends(other)
    assert first != second
    with transaction(write=False) as session:
        for number, title in ((first, "ena"), (second, "andra")):
            assert title in session.get_one(Text, take(session, number).text_id).title
    for someone, number in ((rosa, first), (other, second)):
        someone.page.reload()
        someone.reads(number)


def test_a_line_that_breaks_in_step_two_loses_nothing(rosa):
    _writes(rosa)
    rosa.press("Fortsätt")
    rosa.write("Var är det?", "Storgatan 14")
    rosa.page.context.set_offline(True)
    rosa.main.get_by_role("button", name="Fortsätt").click()
    expect(rosa.page.locator("h1")).not_to_have_text("Var")
    rosa.page.context.set_offline(False)
    rosa.page.go_back()
    # The page that could not be reached stands where step two stood.
    rosa.arrives("Berätta")
    rosa.holds("Vad handlar det om?", TITLE)
    rosa.press("Fortsätt")
    rosa.arrives("Var")
    rosa.holds("Var är det?", "Storgatan 14")
    rosa.press("Fortsätt")
    rosa.choose("Inget svar")
    rosa.press("Fortsätt")
    rosa.reads(TITLE, WORDS, "Storgatan 14")
    rosa.press("Skicka")
    with transaction(write=False) as session:
        assert len(session.execute(submissions.select()).all()) == 1


def test_her_place_goes_along_when_she_presses_and_only_then(rosa):
    rosa.page.context.grant_permissions(["geolocation"])
    rosa.page.context.set_geolocation({"latitude": 59.2, "longitude": 18.3})
    _writes(rosa)
    rosa.press("Fortsätt")
    assert rosa.page.locator("[name=latitude]").input_value() == ""
    rosa.main.get_by_role("button", name="Använd min plats").click()
    rosa.reads("Din plats följer med")
    rosa.press("Fortsätt")
    rosa.choose("Inget svar")
    rosa.press("Fortsätt")
    rosa.reads("Följer med. Bara vi ser den")
    rosa.press("Ändra Din plats")
    rosa.main.get_by_role("button", name="Ta bort den").click()
    rosa.write("Var är det?", "Storgatan 14")
    rosa.press("Fortsätt")
    rosa.press("Fortsätt")
    expect(rosa.main).not_to_contain_text("Följer med.")


def test_a_place_outside_the_municipality_is_told_and_not_kept(rosa):
    rosa.page.context.grant_permissions(["geolocation"])
    rosa.page.context.set_geolocation({"latitude": 57.7, "longitude": 11.9})
    _writes(rosa)
    rosa.press("Fortsätt")
    rosa.write("Var är det?", "Storgatan 14")
    rosa.main.get_by_role("button", name="Använd min plats").click()
    rosa.reads("Din plats följer med")
    rosa.press("Fortsätt")
    rosa.is_told(
        "Platsen ligger inte i vår kommun, så vi sparar den inte. Skriv var det är i stället."
    )
    rosa.holds("Var är det?", "Storgatan 14")
    assert rosa.page.locator("[name=latitude]").input_value() == ""


def test_a_telephone_that_gives_no_place_leaves_the_address(rosa):
    rosa.page.context.clear_permissions()
    _writes(rosa)
    rosa.press("Fortsätt")
    rosa.main.get_by_role("button", name="Använd min plats").click()
    rosa.reads("Vi fick ingen plats från telefonen. Skriv adressen i stället.")
