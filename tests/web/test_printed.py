"""A case found again by what stands on its receipt: its number and its code."""

import re

import pytest

from models import calendar
from models.calendar import now
from models.database import transaction
from models.printed import TRIES, reference_of
from models.submission import take, tracking_key
from tests import people
from tests.parallel import at_once

pytestmark = pytest.mark.once


@pytest.fixture
def receipt(site):
    with transaction() as session:
        return people.handed_in(session, people.a_draft(shown=False, title="Rosas hemlighet"))


def _open(browser, reference, code):
    return browser.post("/find-my-case", {"reference": reference, "code": code})


def _grouped(key):
    return " ".join(re.findall(".{5}", key)).upper()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-00123", "2026-00123"),
        ("202600123", "2026-00123"),
        ("2026 00123", "2026-00123"),
        ("2026-123", "2026-00123"),
        ("nr 2026 - 123", "2026-00123"),
        ("2O26-OOI23", "2026-00123"),
        ("2026-123456", "2026-123456"),
        ("123", ""),
        ("", ""),
        ("2026", ""),
    ],
)
def test_a_number_is_read_however_it_was_typed(typed, meant):
    assert reference_of(typed) == meant


def test_the_number_and_the_code_open_the_case(site, receipt):
    browser = site.browser()
    answer = _open(browser, receipt.reference, _grouped(receipt.key))
    assert answer.headers["location"] == f"/submissions/{receipt.reference}"
    cookie = answer.headers["set-cookie"]
    for part in ("HttpOnly", "SameSite=lax", f"Path=/submissions/{receipt.reference}"):
        assert part in cookie
    assert "Rosas hemlighet" in browser.get(answer.headers["location"]).text


def test_slips_of_the_hand_do_not_matter(site, receipt):
    misread = receipt.key.replace("0", "O").replace("1", "l").replace("v", "U")
    code = "-".join(re.findall(".{5}", misread))
    typed = receipt.reference.replace("-", "").replace("0", "o")
    assert _open(site.browser(), typed, f" {code} ").status_code == 303


def test_a_wrong_code_and_a_number_that_is_none_are_told_alike(site, receipt):
    with transaction() as session:
        other = people.handed_in(session, people.a_draft())
    answers = set()
    for reference, code in (
        (receipt.reference, other.key),
        ("2026-99999", receipt.key),
        (receipt.reference, "x" * 30),
    ):
        answer = _open(site.browser(), reference, code)
        assert answer.status_code == 422
        assert "set-cookie" not in answer.headers or "key=" not in answer.headers["set-cookie"]
        assert "The number and the code do not belong together." in answer.text
        answers.add(answer.text.replace(reference, "").replace(code, ""))
    assert len(answers) == 1


def test_after_five_wrong_tries_one_waits_also_with_the_right_code(site, receipt):
    calendar.freeze(now())
    browser = site.browser()
    statuses = [_open(browser, receipt.reference, "x" * 30).status_code for _ in range(TRIES)]
    assert statuses == [422] * TRIES
    last = _open(browser, receipt.reference, receipt.key)
    assert last.status_code == 429
    assert re.search(r"Wait \d+ minutes? and try again", last.text)
    assert 1 <= int(last.headers["retry-after"]) <= 900
    calendar.advance(901)
    assert _open(browser, receipt.reference, receipt.key).status_code == 303


def test_a_number_that_is_none_is_limited_likewise(site):
    calendar.freeze(now())
    statuses = [_open(site.browser(), "2026-99999", "x" * 30).status_code for _ in range(6)]
    assert statuses == [422] * 5 + [429]


def test_many_numbers_are_not_tried_from_one_network(site):
    calendar.freeze(now())
    statuses = [
        _open(site.browser(), f"2026-{number:05d}", "x" * 30).status_code for number in range(6)
    ]
    assert statuses == [422] * 5 + [429]


def test_right_codes_are_not_counted(site, receipt):
    calendar.freeze(now())
    statuses = [
        _open(site.browser(), receipt.reference, receipt.key).status_code for _ in range(TRIES + 3)
    ]
    assert set(statuses) == {303}


def test_no_number_of_tries_at_once_gets_around_the_limit(site, receipt):
    calendar.freeze(now())
    browsers = [site.browser() for _ in range(12)]
    statuses = at_once(
        [
            lambda b=browser: _open(b, receipt.reference, "x" * 30).status_code
            for browser in browsers
        ]
    )
    assert sorted(statuses) == [422] * TRIES + [429] * (12 - TRIES)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"reference": "", "code": ""}, "Enter the number of the case, like 2026-00123"),
        ({"reference": "abc", "code": "x"}, "Enter the number of the case, like 2026-00123"),
        ({"reference": "2026-00001", "code": ""}, "Enter the code that stands below the number"),
    ],
)
def test_what_is_missing_is_asked_for(site, fields, words):
    answer = site.browser().post("/find-my-case", fields)
    assert answer.status_code == 422
    assert words in answer.text


def test_a_key_of_a_case_with_an_address_opens_it_too(site):
    with transaction() as session:
        case = people.a_submission(session, shown=False)
        reference, key = case.reference, tracking_key(take(session, case.reference))
    assert _open(site.browser(), reference, key).status_code == 303


def test_the_way_there_stands_where_one_gets_lost(site):
    page = site.browser().get("/submissions/2026-99999")
    assert page.status_code == 404
    assert 'href="/find-my-case"' in page.text
    assert 'href="/sign-in"' in page.text
    assert 'href="/find-my-case"' in site.browser().get("/sign-in").text
