"""What every page promises whoever reads it: small, calm, its own, and usable in more than one way."""

import pytest
from sqlalchemy import func, select

from models.database import transaction
from models.states import Kind
from models.submission import submissions, take
from tests import people
from tests.browser import way
from tests.browser.conftest import Complaints
from tests.browser.guest import Guest, made
from tests.browser.stops_of_links import handed_in_unconfirmed
from tests.browser.stops_of_staff import a_decided_proposal

pytestmark = [pytest.mark.browser, pytest.mark.once]

MOST_REQUESTS, MOST_BYTES = 4, 60_000
RGB_OF_PAPER = "rgb(255, 255, 255)"
NECESSARY = {"session", "language", "key", "pressed", "fresh"}


@pytest.fixture
def reference(site) -> str:
    return made(lambda s: people.published(s, byline="Rosa").reference)


def _style(locator, name: str) -> str:
    return locator.evaluate("(element, name) => getComputedStyle(element)[name]", name)


@pytest.mark.parametrize("path", ["/", "/submissions/new?kind=proposal", "/submissions/2026-00001"])
def test_a_first_visit_is_small_and_comes_from_us_alone(open_page, site, reference, path):
    page = open_page()
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    asked, sizes = {}, {}
    network.on(
        "Network.requestWillBeSent",
        lambda event: asked.update({event["requestId"]: event["request"]["url"]}),
    )
    network.on(
        "Network.loadingFinished",
        lambda event: sizes.update({asked[event["requestId"]]: event["encodedDataLength"]}),
    )
    page.goto(site + path, wait_until="networkidle")
    # Not every Chromium without a window fetches the icon; every window does.
    icon = site + page.locator("link[rel=icon][type='image/svg+xml']").get_attribute("href")
    sizes.setdefault(icon, len(page.request.get(icon).body()))
    assert len(sizes) <= MOST_REQUESTS
    assert sum(sizes.values()) <= MOST_BYTES


def test_reading_leaves_no_cookie(open_page, site, reference):
    page = open_page()
    for path in ("/", "/submissions", f"/submissions/{reference}", "/decisions", "/about"):
        page.goto(site + path)
    assert page.context.cookies() == []


def test_every_cookie_is_named_and_out_of_reach_of_scripts(open_page, site):
    with transaction() as session:
        rosa = people.rosa(session)
    guest = Guest(open_page(), site)
    guest.go("/")
    guest.press("English", inside=guest.page.locator("header"))
    guest.press("Svenska", inside=guest.page.locator("header"))
    met = {}

    def remember():
        met.update({cookie["name"]: cookie for cookie in guest.page.context.cookies()})

    way.hand_in(guest)
    remember()
    way.sign_in(guest, rosa)
    remember()
    guest.go("/cookies")
    assert met.keys() <= NECESSARY
    for name, cookie in met.items():
        guest.reads(name)
        assert cookie["httpOnly"]
        assert cookie["sameSite"] == "Lax"


def test_the_browser_refuses_a_script_and_a_style_that_slipped_into_a_page(chrome, site):
    page = chrome.new_context().new_page()
    heard = Complaints()
    heard.listen(page)

    def slip(route):
        answer = route.fetch()
        evil = "<script>document.title = 'taken'</script><p style='color: red'>x</p></main>"
        route.fulfill(response=answer, body=answer.text().replace("</main>", evil))

    page.route("**/about", slip)
    page.goto(f"{site}/about")
    assert page.title() != "taken"
    assert len(heard) == 2
    assert all("Content Security Policy" in complaint for complaint in heard)
    page.context.close()


@pytest.mark.parametrize(("language", "other"), [("sv", "English"), ("en", "Svenska")])
def test_a_page_speaks_the_readers_language_and_offers_the_other(open_page, site, language, other):
    page = open_page(language=language, javascript=False)
    page.goto(f"{site}/about")
    html = page.locator("html")
    assert html.get_attribute("lang") == language
    button = page.get_by_role("button", name=other)
    assert button.get_attribute("lang") == {"sv": "en", "en": "sv"}[language]
    button.click()
    assert page.url == f"{site}/about"
    assert html.get_attribute("lang") == {"sv": "en", "en": "sv"}[language]


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("width", [320, 768, 1200])
def test_nothing_is_wider_than_the_screen_in_either_language(
    open_page, site, fits, reference, language, width
):
    page = open_page(language=language, width=width)
    for path in ("/", "/submissions", f"/submissions/{reference}", "/about", "/no-such-page"):
        page.goto(site + path)
        assert fits(page), path


def test_without_script_the_menu_leads_to_the_foot(open_page, site):
    page = open_page(javascript=False)
    page.goto(site)
    page.get_by_role("link", name="Meny", exact=True).click()
    links = page.get_by_role("navigation", name="Meny", exact=True)
    assert page.url.endswith("#menu")
    assert links.get_by_role("link", name="Beslut", exact=True).is_visible()
    assert links.evaluate("menu => menu.getBoundingClientRect().top < innerHeight")


def test_with_script_the_menu_opens_where_it_is(open_page, site):
    page = open_page()
    page.goto(site)
    menu = page.get_by_role("button", name="Meny")
    decisions = page.locator("#sections").get_by_role("link", name="Beslut")
    assert menu.get_attribute("aria-expanded") == "false"
    assert not decisions.is_visible()
    for key in ("Enter", "Space"):
        menu.press(key)
        assert menu.get_attribute("aria-expanded") == "true"
        assert decisions.is_visible()
        menu.press(key)
        assert not decisions.is_visible()


def test_a_double_click_sends_once_and_going_back_wakes_the_button(open_page, site):
    guest = Guest(open_page(), site)
    guest.go("/submissions/new?kind=praise")
    guest.write("Vad handlar det om?", "Tack för skolmaten")
    guest.write("Berätta mer", "Barnen äter gärna.")
    guest.choose("Förskola och skola")
    guest.press("Fortsätt")
    guest.choose("Inget svar")
    guest.choose("Nej")
    guest.press("Fortsätt")
    send = guest.main.get_by_role("button", name="Skicka", exact=True)
    send.dblclick()
    guest.arrives("Tack, vi har tagit emot ditt ärende")
    with transaction(write=False) as session:
        assert session.execute(select(func.count()).select_from(submissions)).scalar() == 1
    guest.page.go_back()
    guest.arrives("Kontrollera och skicka")
    assert send.is_enabled()
    guest.press("Skicka")
    guest.arrives("Tack, vi har tagit emot ditt ärende")
    with transaction(write=False) as session:
        assert session.execute(select(func.count()).select_from(submissions)).scalar() == 1


@pytest.mark.parametrize("javascript", [True, False])
def test_the_browsers_own_way_back_loses_nothing(open_page, site, javascript):
    guest = Guest(open_page(javascript=javascript), site)
    guest.go("/submissions/new?kind=question")
    guest.write("Vad handlar det om?", "Snöröjning")
    guest.write("Berätta mer", "När plogas Ågatan?")
    guest.choose("Vägar, gropar och snö")
    guest.press("Fortsätt")
    guest.write("Var är det?", "Ågatan")
    guest.press("Fortsätt")
    guest.arrives("Svar till dig")
    guest.page.go_back()
    guest.holds("Var är det?", "Ågatan")
    guest.page.go_back()
    guest.holds("Vad handlar det om?", "Snöröjning")
    guest.holds("Berätta mer", "När plogas Ågatan?")
    guest.has_chosen("Vägar, gropar och snö")
    guest.page.go_forward()
    guest.holds("Var är det?", "Ågatan")


def test_the_characters_that_are_left_are_counted(open_page, site):
    guest = Guest(open_page(), site)
    guest.go("/submissions/new?kind=praise")
    text, count = guest.main.get_by_label("Berätta mer"), guest.main.locator(".count")
    text.fill("å" * 100)
    assert not count.is_visible()
    text.fill("å" * 4990)
    assert count.inner_text() == "10 tecken kvar"
    text.fill("å" * 5002)
    assert count.inner_text() == "2 tecken för mycket"


def test_on_paper_a_case_is_light_without_buttons_and_with_every_address(open_page, site):
    page = open_page(dark=True, width=1200)
    page.goto(f"{site}/submissions/{a_decided_proposal()}")
    assert _style(page.locator("body"), "backgroundColor") != RGB_OF_PAPER
    page.emulate_media(media="print", color_scheme="dark")
    assert _style(page.locator("body"), "backgroundColor") == RGB_OF_PAPER
    for hidden in ("nav", "form", ".button", ".skip"):
        assert page.locator(hidden).locator("visible=true").count() == 0
    for words in ("Fler bänkar", "Nämnden sa ja (bifall)", "Det ska ha kommit fram senast"):
        assert page.get_by_text(words).first.is_visible()


def test_on_paper_the_receipt_has_its_number(open_page, site):
    guest = Guest(open_page(), site)
    number = handed_in_unconfirmed()
    guest.holds_key(number).go(f"/submissions/{number}/receipt")
    guest.page.emulate_media(media="print")
    assert guest.page.get_by_text(number).first.is_visible()
    assert not guest.page.get_by_role("button", name="Skriv ut sidan").is_visible()


def test_in_forced_colours_a_choice_a_button_and_the_focus_can_still_be_seen(open_page, site):
    page = open_page()
    page.emulate_media(forced_colors="active")
    page.goto(f"{site}/submissions/new")
    button = page.get_by_role("button", name="Fortsätt")
    assert float(_style(button, "borderTopWidth").removesuffix("px")) >= 1
    choice = page.get_by_label("Lämna ett förslag", exact=True)
    before = choice.screenshot()
    choice.check()
    button.focus()
    assert choice.screenshot() != before
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert _style(button, "outlineStyle") == "solid"


def test_in_forced_colours_a_status_is_told_by_word_and_mark(open_page, site):
    made(lambda s: take(s, people.published(s, Kind.QUESTION).reference).id)
    page = open_page()
    page.emulate_media(forced_colors="active")
    page.goto(f"{site}/submissions")
    status = page.locator(".status").first
    assert status.inner_text().strip() == "Mottaget"
    assert status.locator("svg").is_visible()
    assert float(_style(status, "borderTopWidth").removesuffix("px")) >= 1
