"""What a page says when something is wrong: the words of pages.md, in both languages."""

import pytest

import templates
from tests.templates import samples
from tests.templates.test_pages import Page

USUAL = {
    "code": "",
    "who": "",
    "when": None,
    "wait": 0,
    "kept": [],
    "back": "",
    "again": "",
    "renewal": "",
    "rule": None,
}
TYPED = [("text", "Tre lampor i rad är släckta.")]


def drawn(language, status, **said):
    common = next(context for name, _, context in samples.pages(language) if name == "problem.html")
    html = templates.render(
        "problem.html", language, **(common | USUAL | {"status": status} | said)
    )
    return html, " ".join(" ".join(_words(html)).split())


def _words(html):
    from html.parser import HTMLParser

    class Reader(HTMLParser):
        words: list[str] = []  # noqa: RUF012

        def handle_data(self, data):
            self.words.append(data)

    reader = Reader()
    reader.words = []
    reader.feed(html)
    return reader.words


@pytest.mark.parametrize(
    ("status", "said", "swedish", "english"),
    [
        (
            404,
            {},
            ["Sidan finns inte, eller är inte öppen för dig", "Hitta ett ärende", "Sök"],
            ["This page does not exist or is not open to you", "Find a case", "Search"],
        ),
        (
            409,
            {"code": "stale", "who": "Anna", "when": samples.NOW, "kept": TYPED},
            ["Anna", "Din text finns kvar här nedanför."],
            ["Anna", "Your text is kept below."],
        ),
        (
            410,
            {"again": "/subscriptions/new"},
            ["Länken har gått ut", "Skicka en ny"],
            ["This link has expired", "Send a new one"],
        ),
        (
            429,
            {"wait": 120, "kept": TYPED},
            ["Vänta 2 minuter och försök igen.", "Din text finns kvar"],
            ["Wait 2 minutes and try again.", "Your text is kept"],
        ),
        (
            503,
            {"kept": TYPED},
            ["Vi kan inte ta emot just nu", "Din text finns kvar", "Bråttom? Ring 08-465 004 00"],
            ["We cannot receive this right now", "Your text is kept", "Urgent? Call 08-465 004 00"],
        ),
    ],
)
def test_a_page_says_what_is_wrong_and_what_to_do(status, said, swedish, english):
    for language, sentences in (("sv", swedish), ("en", english)):
        html, words = drawn(language, status, **said)
        assert [one for one in sentences if one not in words] == [], words
        assert Page(html).faults == []
        for _, typed in said.get("kept", []):
            assert typed in html


def test_only_a_page_that_is_not_there_offers_the_search():
    for status in (400, 403, 405, 409, 410, 413, 422, 429, 500, 503):
        html, _ = drawn("sv", status)
        assert 'role="search"' not in html, status
    html, _ = drawn("sv", 404)
    assert 'action="/submissions" method="get" role="search"' in html
