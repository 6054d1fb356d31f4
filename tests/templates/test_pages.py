"""Every page in every state: whole, well formed, and as strict as the content security policy."""

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import brotli
import pytest

import templates
from tests.templates import samples

FOLDER = Path(templates.__file__).parent
STATIC = FOLDER.parent / "web" / "static"
VOID = {*"area base br col embed hr img input link meta source track wbr".split()}
FOREIGN = {"svg", "path", "circle", "rect", "ellipse"}
FETCHING = {"script", "img", "link", "source", "iframe"}
FIRST_VISIT_BYTES = 60_000
FIRST_VISIT_REQUESTS = 4
# The last one is read from a file that was given out, with a style of its own beside it.
NOT_PAGES = {"mail", "sms", "feeds", "locale", "dossier_file.html"}


@cache
def every_page(language: str) -> list[tuple[str, str, dict[str, object]]]:
    return samples.pages(language)


ALL = [
    pytest.param(language, number, id=f"{language} {name} {what}".strip())
    for language in ("sv", "en")
    for number, (name, what, _context) in enumerate(every_page(language))
]


class Page(HTMLParser):
    """The tags of a page: what is left open, what is said twice, what points nowhere."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()
        self.faults += [f"never closed: {tag}" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        self.faults += [f"{tag} has {name} twice" for name in set(names) if names.count(name) > 1]
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID | FOREIGN:
            self.faults.append(f"{tag} closes itself")
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> where {self.open[-1:]} is open")
        else:
            self.open.pop()

    def ids(self) -> list[str]:
        return [attrs["id"] or "" for _, attrs in self.tags if "id" in attrs]


@cache
def drawn(language: str, number: int) -> str:
    name, _, context = every_page(language)[number]
    return templates.render(name, language, **context)


@cache
def parsed(language: str, number: int) -> Page:
    return Page(drawn(language, number))


def shown(what: str, language: str = "sv") -> str:
    """The first page that shows this."""
    return drawn(language, [row[1] for row in every_page(language)].index(what))


@pytest.mark.parametrize(("language", "number"), ALL)
def test_a_page_is_whole_and_obeys_the_policy(language, number):
    html, page = drawn(language, number), parsed(language, number)
    assert page.faults == []
    assert html.startswith("<!doctype html>")
    assert sum(tag == "h1" for tag, _ in page.tags) == 1
    assert sorted(page.ids()) == sorted(set(page.ids()))
    assert not re.search(r"<title>(Fel|Error): \1:", html)
    for tag, attrs in page.tags:
        assert "style" not in attrs
        assert not [name for name in attrs if name.startswith("on")]
        assert tag != "style"
        assert tag != "script" or (attrs.get("src") or "").startswith("/static/")


@pytest.mark.parametrize(("language", "number"), ALL)
def test_whatever_points_at_a_part_of_the_page_finds_it(language, number):
    page = parsed(language, number)
    ids = set(page.ids())
    for tag, attrs in page.tags:
        pointed = (attrs.get("aria-describedby") or "").split()
        pointed += (attrs.get("aria-labelledby") or "").split()
        pointed += [attrs["for"] or ""] if tag == "label" else []
        href = attrs.get("href") or ""
        pointed += [href[1:]] if href.startswith("#") and not href.startswith("#comment-") else []
        assert [one for one in pointed if one not in ids] == []


@pytest.mark.parametrize(("language", "number"), ALL)
def test_every_field_has_a_label(language, number):
    page = parsed(language, number)
    labelled = {attrs.get("for") for tag, attrs in page.tags if tag == "label"}
    fields = [
        attrs.get("id")
        for tag, attrs in page.tags
        if tag in {"input", "textarea", "select"} and attrs.get("type") != "hidden"
    ]
    assert [field for field in fields if field not in labelled] == []


def test_every_template_of_a_page_has_a_sample():
    pages = {
        str(path.relative_to(FOLDER))
        for path in FOLDER.rglob("*.html")
        if not path.name.startswith("_") and not NOT_PAGES & set(path.relative_to(FOLDER).parts)
    }
    sampled = {name for name, _, _ in every_page("sv")}
    assert sorted(pages - sampled - {"base.html"}) == []


def test_the_title_of_a_refused_form_begins_with_error():
    assert "<title>Fel: Berätta" in shown("step 1 with errors")
    assert "<title>Error: Tell us" in shown("step 1 with errors", "en")


def test_the_summary_says_what_the_field_says():
    html = shown("step 1 with errors")
    assert html.count("Skriv med några ord vad det handlar om") == 2
    assert '<a href="#title">' in html


def test_enter_sends_a_step_on_and_never_back():
    """The first submit button of a form is the one that Enter presses."""
    for number, (name, _, _context) in enumerate(every_page("sv")):
        if name == "submissions/new.html":
            tags = Page(drawn("sv", number)).tags
            going = [
                attrs["value"]
                for tag, attrs in tags
                if tag == "button" and attrs.get("name") == "go"
            ]
            assert going[0] == "next"


def test_nothing_typed_is_lost_between_the_steps():
    for number, (name, what, context) in enumerate(every_page("sv")):
        if name == "submissions/new.html" and context["values"].get("title"):
            page = Page(drawn("sv", number))
            names = {attrs.get("name") for tag, attrs in page.tags if tag in {"input", "textarea"}}
            lost = [
                field for field, value in context["values"].items() if value and field not in names
            ]
            assert lost == [], what


def test_a_stranger_sees_nothing_of_the_staffs_work():
    assert "/desk" not in drawn("sv", 0)
    assert "/casework" not in drawn("sv", 0)


def test_a_page_that_is_not_public_asks_not_to_be_indexed():
    for number, (name, what, _context) in enumerate(every_page("sv")):
        if what == "private, we need more" or name == "submissions/receipt.html":
            assert '<meta name="robots" content="noindex">' in drawn("sv", number)


def test_the_thread_is_indented_at_most_four_levels():
    depths = re.findall(r'id="comment-\d+" class="d(\d)"', shown("in progress, with comments"))
    assert set(depths) == set("1234")


def test_a_first_visit_is_four_requests_and_sixty_kilobytes():
    html = drawn("sv", 0)
    asked = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', html))
    # A browser takes one of the icons it is offered, and none of them for a home screen.
    icons = {address for address in asked if "/icon" in address}
    asked -= icons - {"/static/icon.svg"}
    assert len(asked) + 1 <= FIRST_VISIT_REQUESTS
    size = len(brotli.compress(html.encode())) + sum(
        len(brotli.compress((STATIC / Path(address).name).read_bytes())) for address in asked
    )
    assert size <= FIRST_VISIT_BYTES


def test_no_page_fetches_anything_from_anyone_else():
    for number in range(len(every_page("sv"))):
        for tag, attrs in Page(drawn("sv", number)).tags:
            if tag in FETCHING and attrs.get("rel") != "canonical":
                assert (attrs.get("src") or attrs.get("href") or "").startswith("/")
