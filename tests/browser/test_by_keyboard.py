"""The same way with nothing but the keys, in a browser that runs our script, at 320 pixels."""

import pytest

from models.database import transaction
from models.states import Kind
from tests import people
from tests.browser import way
from tests.browser.guest import Guest, made
from tests.browser.keyboard import SEEN, Keyboard

pytestmark = [pytest.mark.browser, pytest.mark.once]

# Of round choices that belong together one is reached by Tab: the chosen, or the first.
STOPS_IN_ORDER = """() => {
    const all = document.querySelectorAll('a[href], button, input, select, textarea, summary');
    const groups = new Set();
    return [...all].filter(element => {
        if (!element.checkVisibility() || element.tabIndex < 0 || element.disabled) return false;
        if (element.type !== 'radio') return element.type !== 'hidden';
        const group = [...element.form.elements].filter(other => other.name === element.name);
        if (element !== (group.find(other => other.checked) || group[0])) return false;
        return !groups.has(element.name) && groups.add(element.name);
    }).map(element => element.outerHTML.slice(0, 200));
}"""
STANDS_ON = (
    "document.activeElement === document.body ? '' : document.activeElement.outerHTML.slice(0, 200)"
)


@pytest.fixture
def someone(site, open_page, fits):
    """`someone()`: a person without a pointer."""

    def looks(page):
        assert fits(page), f"{page.url} is wider than the screen"
        if page.locator("#error-summary").count():
            assert page.evaluate("document.activeElement.id") == "error-summary"

    return lambda: Keyboard(open_page(), site, looks)


def test_a_proposal_goes_the_whole_way_by_keyboard(someone):
    with transaction() as session:
        marek, olga = people.marek(session), people.olga(session)
    rosa = someone()
    reference = way.hand_in(rosa)
    way.confirm_address(rosa, reference)
    reviewer = someone()
    way.sign_in(reviewer, marek)
    way.review(reviewer, way.TITLE)
    sam = someone()
    way.support(sam, reference, "sam@example.org")
    way.support(sam, reference, "nils@example.org")
    way.count_support(reference)
    way.comment(sam, reference, way.COMMENT, name="Sam")
    way.review(reviewer, way.TITLE)
    way.comment(rosa, reference, way.REPLY, name="Rosa", reply_to=way.COMMENT)
    way.review(reviewer, way.TITLE)
    way.follow(sam, reference, "sam@example.org")
    official = someone()
    way.sign_in(official, olga)
    way.answer(official, reference, told=2)
    way.decide(official, reference, told=2)
    way.post_minutes(official)
    way.carry_out(official)
    rosa.go(f"/submissions/{reference}")
    rosa.reads("Genomfört", "Nämnden sa ja (bifall)", way.SUMMARY)
    way.stop_updates(sam, "sam@example.org")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/submissions/new",
        "/submissions/2026-00001",
        "/submissions/2026-00001/reports/new",
        "/desk/2",
        "/casework/2026-00001",
        "/no-such-page",
    ],
)
def test_tab_goes_through_a_page_in_its_order_and_out_again(site, open_page, path):
    made(lambda s: people.published(s).id)
    made(lambda s: people.a_submission(s, Kind.QUESTION).id)
    guest = Guest(open_page(), site).is_(people.ada)
    guest.go(path)
    page = guest.page
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    expected, met = page.evaluate(STOPS_IN_ORDER), []
    for _ in range(len(expected) + 20):
        page.keyboard.press("Tab")
        here = page.evaluate(STANDS_ON)
        if not here or (here == expected[0] and len(met) > 1):
            break
        assert not page.evaluate(SEEN)
        if met[-1:] != [here]:
            met.append(here)
    assert met == expected


def test_the_way_past_the_head_is_shown_when_it_is_reached(site, open_page):
    page = open_page()
    page.goto(site)
    skip = page.get_by_role("link", name="Hoppa till innehållet")
    assert skip.bounding_box()["y"] < 0
    page.keyboard.press("Tab")
    assert skip.evaluate("link => link === document.activeElement")
    assert skip.bounding_box()["y"] >= 0
