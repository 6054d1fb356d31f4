"""Two officials at one case: exactly one is first, and the other one loses no word (ST-21 c, d)."""

import re
import threading
from html import unescape

import pytest

from models.answer import answers
from models.database import transaction
from models.states import Kind, Status
from models.submission import take
from tests import people
from tests.web.visiting import count


@pytest.fixture
def reference(site):
    with transaction() as session:
        return people.published(session, Kind.FAULT_REPORT).reference


@pytest.fixture
def olga(site):
    with transaction() as session:
        someone = people.olga(session)
    return site.browser(language="sv").sign_in(someone)


@pytest.fixture
def ada(site):
    with transaction() as session:
        someone = people.ada(session)
    return site.browser(language="sv").sign_in(someone)


def _opened(browser, reference: str) -> dict[str, str]:
    page = browser.get(f"/casework/{reference}").text
    return dict(re.findall(r'name="(seq|version)" value="(\d+)"', page))


def _told(page) -> str:
    return unescape(page.text)


def test_who_answers_second_reads_the_first_answer_beside_her_own(reference, olga, ada):
    known = _opened(olga, reference)
    path = f"/submissions/{reference}/answers"
    assert ada.post(path, _opened(ada, reference) | {"text": "Den är lagad."}).status_code == 303
    page = olga.post(path, known | {"text": "Vi lagar den i morgon."})
    assert page.status_code == 409
    assert re.search(r"Ada svarade \d+\.\d\d\.", _told(page))
    assert "Din text finns kvar här nedanför." in _told(page)
    beside = (
        _told(page).partition("Det här hände under tiden")[2].partition('<div class="desk">')[0]
    )
    assert "Den är lagad." in beside
    assert "Vi lagar den i morgon." in beside
    form = _told(page).partition(f'action="{path}"')[2].partition("</form>")[0]
    assert "Vi lagar den i morgon." in form
    assert "Skicka ändå" in form
    assert count(answers) == 1


def test_it_is_sent_anyway_only_with_the_tick_and_only_past_what_was_shown(reference, olga, ada):
    path = f"/submissions/{reference}/answers"
    known = _opened(olga, reference)
    ada.post(path, _opened(ada, reference) | {"text": "Den är lagad."})
    mine = {"text": "Och stolpen är målad."}
    page = olga.post(path, known | mine)
    shown = dict(re.findall(r'name="(seq|since)" value="(\d+)"', page.text)) | mine
    assert shown["since"] == known["seq"] != shown["seq"]
    forgotten = olga.post(path, shown)
    assert forgotten.status_code == 422
    assert "kryssa i att du vill skicka ändå" in _told(forgotten)
    assert "Den är lagad." in _told(forgotten).partition('<div class="desk">')[0]
    assert count(answers) == 1
    ada.post(path, _opened(ada, reference) | {"text": "Jag åkte förbi i dag."})
    again = olga.post(path, shown | {"anyway": "yes"})
    assert again.status_code == 409, "what she has not been shown stops her once more"
    assert "Jag åkte förbi i dag." in _told(again)
    latest = dict(re.findall(r'name="(seq|since)" value="(\d+)"', again.text))
    assert olga.post(path, latest | mine | {"anyway": "yes"}).status_code == 303
    assert count(answers) == 3


@pytest.mark.parametrize(
    ("noun", "typed", "words"),
    [
        ("steps", {"to": "waiting_resident", "question": "Vilken stolpe?"}, "Vilken stolpe?"),
        ("delays", {"reason": "Kabeln är slut", "day": "2999-01-01"}, "Kabeln är slut"),
        ("handovers", {"unit": "1", "reason": "Det är en park."}, "Det är en park."),
        ("closing", {"outcome": "fixed", "reason": "Lampan lyser igen."}, "Lampan lyser igen."),
        ("plans", {"day": "2999-01-01"}, "2999-01-01"),
    ],
)
def test_every_other_step_from_a_page_that_is_stale_keeps_its_words(
    reference, olga, ada, noun, typed, words
):
    ada.post(f"/submissions/{reference}/steps", _opened(ada, reference) | {"to": "in_progress"})
    known = _opened(olga, reference)
    path = f"/submissions/{reference}/delays"
    later = {"reason": "Vi väntar på delar", "day": "2999-02-01"}
    assert ada.post(path, _opened(ada, reference) | later).status_code == 303
    page = olga.post(f"/submissions/{reference}/{noun}", known | typed)
    assert page.status_code == 409
    assert re.search(r"Ada satte en ny dag \d+\.\d\d\.", _told(page))
    assert "Vi väntar på delar" in _told(page).partition('<div class="desk">')[0]
    forms = re.findall(rf'action="/submissions/{reference}/{noun}".*?</form>', page.text, re.DOTALL)
    assert any(words in unescape(form) for form in forms)


def test_words_for_a_step_that_is_gone_still_stand_on_the_page(reference, olga, ada):
    known = _opened(olga, reference)
    closing = {"outcome": "dismissed", "reason": "Det har vi svarat på förut, i våras."}
    ada.post(f"/submissions/{reference}/closing", _opened(ada, reference) | closing)
    page = olga.post(f"/submissions/{reference}/answers", known | {"text": "Vi lagar den."})
    assert page.status_code == 409
    assert re.search(r"Ada avslutade ärendet \d+\.\d\d\.", _told(page))
    assert f'action="/submissions/{reference}/answers"' not in page.text
    assert "Vi lagar den." in _told(page)


def test_what_its_sender_did_is_told_without_her_name(site, reference, olga):
    with transaction() as session:
        someone = people.rosa(session)
    rosa = site.browser().sign_in(someone)
    asked = {"to": "waiting_resident", "question": "Vilken stolpe?"}
    olga.post(f"/submissions/{reference}/steps", _opened(olga, reference) | asked)
    known = _opened(olga, reference)
    rosa.post(f"/submissions/{reference}/supplements", {"text": "Den vid bron."})
    page = _told(olga.post(f"/submissions/{reference}/answers", known | {"text": "Vi åker dit."}))
    assert re.search(r"Det kom något från avsändaren \d+\.\d\d\.", page)
    beside = page.partition("Det här hände under tiden")[2].partition('<div class="desk">')[0]
    assert "Den vid bron." in beside
    assert "Rosa" not in beside


def test_of_two_who_press_at_once_exactly_one_is_first(reference, olga, ada):
    path, start = f"/submissions/{reference}/answers", threading.Barrier(2)
    pages: dict[str, object] = {}

    def press(name, browser, known):
        start.wait()
        pages[name] = browser.post(path, known | {"text": f"Hälsar {name}."})

    hands = [
        threading.Thread(target=press, args=(name, browser, _opened(browser, reference)))
        for name, browser in (("Olga", olga), ("Ada", ada))
    ]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert sorted(page.status_code for page in pages.values()) == [303, 409]
    ((loser, page),) = [one for one in pages.items() if one[1].status_code == 409]
    assert f"Hälsar {loser}." in _told(page)
    assert count(answers) == 1
    with transaction() as session:
        assert take(session, reference).status is Status.ANSWERED
