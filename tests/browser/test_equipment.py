"""The tests' own instruments can tell right from wrong."""

import pytest

from tests.browser import measures

pytestmark = pytest.mark.browser

GOOD = "<!doctype html><html lang=sv><title>T</title><main><h1>Torget</h1><p>Hej</p></main>"
BAD = GOOD.replace("<p>Hej</p>", "<img src='data:,'><button></button>")
WIDE = GOOD.replace("<p>", "<p style='width: 700px'>")


@pytest.mark.parametrize("javascript", [True, False])
def test_axe_finds_a_picture_and_a_button_without_words(open_page, axe, javascript):
    page = open_page(javascript=javascript)
    page.set_content(GOOD)
    assert axe(page) == []
    page.set_content(BAD)
    assert {finding.partition(":")[0] for finding in axe(page)} >= {"image-alt", "button-name"}


def test_axe_sees_what_was_chosen_where_scripts_are_off(open_page, axe):
    choice = "<label><input type=checkbox> Ja</label><style>p {display: none} :has(:checked) p {display: block; color: #ddd}</style>"
    page = open_page(javascript=False)
    page.set_content(GOOD.replace("<p>", choice + "<p>"))
    assert axe(page) == []
    page.get_by_role("checkbox").check()
    assert [finding.partition(":")[0] for finding in axe(page)] == ["color-contrast"]


def test_a_page_that_must_be_scrolled_sideways_is_found(open_page, fits):
    page = open_page()
    page.set_content(GOOD)
    assert fits(page)
    page.set_content(WIDE)
    assert not fits(page)


def test_what_a_page_may_not_do_is_heard(chrome):
    from tests.browser.conftest import Complaints

    heard = Complaints()
    page = chrome.new_page()
    heard.listen(page)
    page.set_content(
        GOOD + "<script>console.error('x'); setTimeout(() => { throw new Error('y') })</script>"
    )
    page.wait_for_timeout(100)
    page.evaluate("alert('z')")
    page.set_content(GOOD + "<img alt='' src='http://example.org/x.png'>")
    page.close()
    assert {complaint.partition(":")[0] for complaint in heard} == {
        "console",
        "script error",
        "dialog",
        "third party",
    }


def test_words_that_are_cut_off_are_found(open_page):
    page = open_page()
    page.set_content(GOOD)
    assert page.evaluate(measures.CUT) == []
    narrow = "<style>.low { width: 3rem; height: 1rem; overflow: hidden }</style>"
    page.set_content(GOOD + narrow + "<p class=low>Samhällsbyggnadsförvaltningen</p>")
    assert len(page.evaluate(measures.CUT)) == 1


def test_an_order_that_is_read_otherwise_than_seen_is_found(open_page):
    page = open_page()
    two = GOOD.replace("<p>Hej</p>", "<div class=box><p>First</p><p>Second</p></div>")
    page.set_content(two)
    assert page.evaluate(measures.ORDER) == []
    page.set_content(two + "<style>.box { display: flex; flex-direction: column-reverse }</style>")
    assert len(page.evaluate(measures.ORDER)) == 1
