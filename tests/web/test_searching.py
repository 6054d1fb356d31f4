"""Finding cases over HTTP, as a browser without script does it."""

import re
from html import unescape

import pytest
from sqlalchemy import event

from models.database import engine, transaction
from models.states import Publication
from models.submission import take
from tests import people
from tests.models.findable import show, shown, waiting
from tests.web.test_modules import switch_off
from tests.web.visiting import Site

NAUGHTY = (
    '"><svg/onload=alert(1)>', "\r\nSet-Cookie: a=b", "lampa' OR '1'='1", '" OR rowid > 0 --', "NEAR(",
    "%00x", "{title}:", "ﷺ" * 50, "\u202eapmal", "👨‍👩‍👧", "'; DROP TABLE submission; --", "\\", "~", "*",
)  # fmt: skip


def main(answer) -> str:
    """What a reader reads in the main part of the page."""
    body = answer.text[answer.text.index("<main") : answer.text.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def titles(answer) -> list[str]:
    return [
        unescape(title)
        for title in re.findall(r'<h\d><a href="/submissions/2\d+-\d+">(.*?)</a>', answer.text)
    ]


def build(*wanted: str, **more) -> list[str]:
    """Public cases with these titles; their references."""
    with transaction() as session:
        people.municipality(session)
        return [shown(session, title, **more).reference for title in wanted]


def test_a_case_is_found_by_a_word_of_it(site):
    build("Gatlampan lyser inte", "Hål i vägen")
    page = site.browser(language="sv").get("/submissions?q=gatlampor")
    assert titles(page) == ["Gatlampan lyser inte"]
    assert '1 ärende med "gatlampor"' in main(page)
    assert 'value="gatlampor"' in page.text, "it stands in the field"


def test_a_misspelt_word_is_asked_about_and_the_question_leads_there(site):
    build("Belysningen är trasig")
    page = site.browser(language="sv").get("/submissions", params={"q": "belynsing"})
    assert 'Inget ärende med "belynsing". Menade du belysningen ?' in main(page)
    link = unescape(re.search(r'href="(/submissions\?q=[^"]+)">belysningen', page.text).group(1))
    assert titles(site.browser().get(link)) == ["Belysningen är trasig"]


def test_where_nothing_is_found_there_is_somebody_to_call(site):
    build("Hål i vägen")
    page = site.browser(language="sv").get("/submissions?q=elefanter")
    assert 'Inget ärende med "elefanter".' in main(page)
    assert "Menade du" not in main(page)
    assert re.search(r"Hellre prata\? Ring servicecenter 08", main(page))
    page = site.browser().get("/submissions?kind=praise")
    assert "No case is like what you have chosen." in main(page)
    assert "Prefer to talk? Call the service centre" in main(page)


def test_an_empty_town_says_what_will_stand_here_and_the_one_thing_to_do(site):
    page = site.browser().get("/submissions")
    assert "Nothing has been shown yet." in main(page)
    assert 'class="button" href="/submissions/new"' in page.text


@pytest.mark.parametrize("form", ["{}", " {} ", "nr {}"])
def test_a_number_leads_straight_to_its_case(site, form):
    (reference,) = build("Hål i vägen")
    browser = site.browser()
    for given in (reference, reference.partition("-")[2], reference.partition("-")[2].lstrip("0")):
        answer = browser.get("/submissions", params={"q": form.format(given)})
        assert answer.headers["location"] == f"/submissions/{reference}"


def test_the_number_of_a_case_that_is_not_shown_finds_nothing(site):
    with transaction() as session:
        reference = waiting(session, "Hål i vägen").reference
        rosa, sam = people.rosa(session), people.sam(session)
    for browser in (site.browser(), site.browser().sign_in(sam)):
        hidden = browser.get("/submissions", params={"q": reference})
        unknown = browser.get("/submissions", params={"q": "2026-99999"})
        assert hidden.status_code == unknown.status_code == 200
        assert main(hidden).replace(reference, "") == main(unknown).replace("2026-99999", "")
    answer = site.browser().sign_in(rosa).get("/submissions", params={"q": reference})
    assert answer.headers["location"] == f"/submissions/{reference}"


def test_what_is_chosen_can_be_taken_away_again_one_by_one(site):
    build("Hål i vägen", place="Storgatan 1")
    asked = (
        "q=h%C3%A5l&kind=fault_report&subject=street-lights&state=open&unit=streets&place=storgatan"
    )
    page = site.browser().get(f"/submissions?{asked}&order=due")
    assert titles(page) == ["Hål i vägen"]
    chosen = page.text[
        page.text.index('class="chosen"') : page.text.index(
            "</ul>", page.text.index('class="chosen"')
        )
    ]
    links = [unescape(link) for link in re.findall(r'href="([^"]+)"', chosen)]
    assert len(links) == 6, "the words stand in the field"
    for link in links:
        again = site.browser().get(link)
        assert titles(again) == ["Hål i vägen"]
        assert link.count("=") == 6


def test_every_choice_is_kept_on_the_next_page_and_in_the_other_language(site):
    build(*(f"Lampa {number}" for number in range(27)))
    browser = site.browser()
    page = browser.get("/submissions?q=lampa&kind=fault_report&state=open")
    link = unescape(re.search(r'class="next" href="([^"]+)"', page.text).group(1))
    assert "q=lampa&kind=fault_report&state=open&after=" in link
    rest = browser.get(link)
    assert len(titles(page)) == 25
    assert not set(titles(page)) & set(titles(rest))
    assert len({*titles(page), *titles(rest)}) == 27
    assert (
        'name="next" value="/submissions?q=lampa&amp;kind=fault_report&amp;state=open"' in page.text
    )
    first = unescape(re.search(r'<a href="([^"]+)">To the first page', rest.text).group(1))
    assert titles(browser.get(first)) == titles(page)


UNKNOWN = (
    "kind=dragon", "state=asleep", "unit=nowhere", "subject=none", "order=random", "after=x", "after=1-2",
    "after=9-9-9", "after=1-2-3-4", "after=0-99999999999999999999-1", "after=-1-2-3", "kind=", "q=", "q=%20",
    "after=2-9223372036854775807-9223372036854775807", "after=0-0-0&order=due", "place=", "like=2026-99999",
    "after=0-9999999-1&order=due", "like=", "x=y", "q=a&q=b", "q[]=a", "kind=praise&kind=dragon",
)  # fmt: skip


def test_what_the_list_does_not_know_is_left_aside(site):
    build("Hål i vägen")
    browser = site.browser()
    for asked in UNKNOWN:
        answer = browser.get(f"/submissions?{asked}")
        assert answer.status_code in (200, 303), asked
        assert answer.headers.get("location", "/submissions") == "/submissions"


@pytest.mark.parametrize("name", ["q", "place", "kind", "after"])
def test_naughty_strings_are_harmless(site, name):
    build("En lampa")
    browser = site.browser()
    for given in NAUGHTY:
        answer = browser.get("/submissions", params={name: given})
        assert answer.status_code in (200, 303, 400), given
        assert "<svg/onload" not in answer.text
        assert "set-cookie" not in answer.headers


def test_what_is_endless_is_cut(site):
    build("En lampa")
    browser = site.browser()
    for sign in ("<", "((((", "[[[[", '"', "å ", "http://"):
        answer = browser.get("/submissions", params={"q": (sign * 20_000)[:10_000]})
        assert answer.status_code == 200
        assert len(answer.text) < 60_000


def test_what_is_typed_is_not_kept_among_the_pages_of_all(site):
    build("En lampa")
    browser = site.browser()
    for path in ("/submissions?q=lampa", "/submissions?place=torget"):
        answer = browser.get(path)
        assert answer.headers["cache-control"] == "private, no-cache"
        assert answer.headers["x-robots-tag"] == "noindex"
    assert browser.get("/submissions?kind=praise").headers["cache-control"] == "public, no-cache"


def test_what_is_hidden_is_found_no_more_with_the_next_request(site: Site):
    (reference,) = build("Gatlampan lyser inte")
    browser = site.browser()
    assert titles(browser.get("/submissions?q=gatlampa")) == ["Gatlampan lyser inte"]
    with transaction() as session:
        show(session, take(session, reference), Publication.HIDDEN)
    for q in ("gatlampa", "gatlmpa", "lyser", reference):
        page = browser.get("/submissions", params={"q": q})
        assert "lyser inte" not in page.text
        assert "gatlampan" not in main(page)


def test_cases_like_one_are_a_page_of_their_own(site):
    one, two = build("Hål i vägen vid bron", "Hålen i vägen vid bron")
    browser = site.browser()
    case = browser.get(f"/submissions/{one}")
    assert f'href="/submissions?like={one}"' in case.text
    page = browser.get(f"/submissions?like={one}")
    assert titles(page) == ["Hålen i vägen vid bron"]
    with transaction() as session:
        show(session, take(session, two), Publication.HIDDEN)
        show(session, take(session, one), Publication.HIDDEN)
    assert browser.get(f"/submissions?like={two}").headers["location"] == "/submissions"


def test_frequent_questions_stand_on_a_page_and_above_the_cases_they_match(site):
    build("Gatlampan lyser inte")
    browser = site.browser(language="sv")
    page = browser.get("/questions")
    assert "En gatlampa är trasig. Vad gör jag?" in main(page)
    assert 'id="broken-street-light"' in page.text
    assert page.text.index("Gatlampor och mörka platser") < page.text.index("broken-street-light")
    found = browser.get("/submissions?q=gatlampor")
    assert found.text.index("/questions#broken-street-light") < found.text.index("Gatlampan lyser")
    alone = browser.get("/submissions?q=hemtj%C3%A4nst")
    assert "/questions#home-care" in alone.text


OF_PROPOSALS = ("proposal", "supported", "support", "board", "decided")


def test_what_a_town_has_switched_off_is_no_choice(site):
    page = site.browser().get("/submissions")
    assert all(f'<option value="{code}">' in page.text for code in (*OF_PROPOSALS, "praise"))
    switch_off("proposals", "praise")
    page = site.browser().get("/submissions?kind=fault_report")
    assert not any(f'<option value="{code}"' in page.text for code in (*OF_PROPOSALS, "praise"))
    assert '<option value="open">' in page.text
    known = site.browser().get("/submissions?kind=praise")
    assert 'class="chosen"' not in known.text, "an unknown kind is no choice"


def test_the_list_and_the_search_are_read_in_few_questions_to_the_database(site):
    build(*(f"Lampa {number}" for number in range(12)))
    asked: list[str] = []
    browser = site.browser()
    browser.get("/submissions?order=due")
    event.listen(engine(), "before_cursor_execute", lambda *given: asked.append(given[2]))
    for path, most in (
        ("/submissions?kind=fault_report", 6),
        ("/submissions?q=lampa", 14),
        ("/submissions?q=zzzzqqqq+xxxxyyyy", 40),
    ):
        asked.clear()
        assert browser.get(path).status_code == 200
        assert len(asked) <= most, (path, len(asked))
