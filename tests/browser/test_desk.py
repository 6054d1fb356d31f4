"""The moderators' desk in a browser: by its keys, with counts that follow, and without a script."""

import pytest
from playwright.sync_api import expect

from models.states import Kind
from moderation import sorting
from tests import people
from tests.browser.guest import Guest, made
from tests.moderation.room import item_of
from tests.moderation.test_sorting import _known, _sorted

pytestmark = [pytest.mark.browser, pytest.mark.once]


def _several(count: int) -> list[int]:
    return made(
        lambda s: [
            item_of(s, people.a_submission(s, Kind.COMPLAINT, title=f"Ärende {number}")).id
            for number in range(count)
        ]
    )


def test_texts_are_judged_by_single_keys_but_never_while_she_writes(open_page, site):
    first, second, third = _several(3)
    marek = Guest(open_page(), site).is_(people.marek)
    keys = marek.page.keyboard
    marek.go(f"/desk/{first}")
    marek.arrives("Ärende 0")
    keys.press("?")
    expect(marek.page.get_by_label("Använd tangenterna i den här webbläsaren")).to_be_visible()
    keys.press("Control+a")
    keys.press("a")
    marek.arrives("Ärende 1")
    marek.reads("Ångra (2 min)")
    keys.press("u")
    marek.arrives("Ärende 0")
    keys.press("r")
    # Into the form that a refusal takes, and from now on letters are letters.
    keys.press("Tab")
    field = marek.page.locator("form[action$='/verdicts'] textarea:visible").first
    field.focus()
    keys.type("an junk")
    expect(field).to_have_value("an junk")
    marek.arrives("Ärende 0")
    marek.page.locator("h1").click()
    marek.page.evaluate("document.activeElement.blur()")
    keys.press("n")
    expect(marek.page).to_have_url(f"{site}/desk/{second}?from={first}")
    keys.press("k")
    marek.arrives("Ärende 0")
    marek.unfold("Tangenter")
    marek.page.get_by_label("Använd tangenterna i den här webbläsaren").uncheck()
    marek.page.evaluate("document.activeElement.blur()")
    keys.press("n")
    marek.page.reload()
    keys.press("n")
    marek.arrives("Ärende 0")
    assert third


def test_counts_follow_and_a_reader_is_told_when_another_takes_her_text(open_page, site):
    (item,) = _several(1)
    marek = Guest(open_page(), site).is_(people.marek)
    marek.page.clock.install()
    marek.go("/desk")
    expect(marek.page.locator(".heaps")).to_contain_text("1 Behöver läsas")
    _several(1)
    marek.page.clock.run_for(31_000)
    expect(marek.page.locator(".heaps")).to_contain_text("2 Behöver läsas")
    marek.go(f"/desk/{item}")
    marek.press("Jag läser den här")
    anna = Guest(open_page(), site).is_(people.anna)
    anna.go(f"/desk/{item}")
    anna.press("Ta över")
    marek.page.clock.run_for(61_000)
    expect(marek.page.locator("[data-held]")).to_contain_text("Anna läser texten sedan")


def test_what_looks_fine_is_published_on_a_phone_without_a_script(open_page, site, fits):
    made(lambda s: [_sorted(s, _fine(s, number)).id for number in range(3)])
    sorting.go_on()
    marek = Guest(open_page(javascript=False), site).is_(people.marek)
    marek.go("/desk")
    marek.press("Läs 3 som ser bra ut")
    assert fits(marek.page)
    marek.page.get_by_label("Bra text 2").uncheck()
    marek.press("Publicera 3")
    marek.reads("2 texter är publicerade.", "Bra text 2")
    marek.press("Ångra (2 min)")
    marek.reads("Bra text 0", "Bra text 1")


def _fine(session, number: int):
    author = _known(session) if number == 0 else people.rosa(session)
    return people.a_submission(session, by=author, title=f"Bra text {number}")
