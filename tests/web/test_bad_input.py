"""Whatever is sent, a plain message comes back, nothing typed is lost, and nothing breaks.

The route table is walked: a new route is tested by itself.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import cycle, groupby

import pytest

from models.permissions import may
from tests.databases import is_postgres
from tests.web import a_town
from tests.web.a_town import SmallTown, snapshot
from tests.web.visiting import BASE, Browser, Site, open_site
from web.entry import Entry
from web.forms import MOST_FIELDS, Form
from web.routes import ROUTES

PLAIN = {200, 204, 303, 400, 403, 404, 405, 409, 410, 413, 422, 429}
POSTS = [entry for entry in ROUTES if entry.method == "POST"]
AGENTS = ("Mozilla/5.0 (X11) AppleWebKit/537.36 Chrome/120", "Slackbot-LinkExpanding 1.0", "")
ACTORS = (None, "rosa", "marek", "olga")
LONG = "ö" * 2500
BAD_WORDS = {
    "nothing": "",
    "too long": LONG,
    "NUL": "a\x00b\x00",
    "bidirectional": "\u202etxet\u2066\u2069\u200f",
    "invisible": "\u200b\u2060\ufeff",
    "another type": "-1",
    "a huge number": "9" * 40,
    "other digits": "１２３",
    "a template": "{{7*7}}{% for %}",
    "SQL": "' OR 1=1; --",
    "markup": "<script>alert(1)</script>\"'",
    "line breaks": "a\r\nSet-Cookie: x=y\r\n",
    "half a surrogate": "\\ud800 \U0010ffff",
}

if is_postgres():
    # The rest never gets as far as a column, and is asked of the first database.
    OF_COLUMNS = ("too long", "NUL", "a huge number")
    BAD_WORDS = {name: BAD_WORDS[name] for name in OF_COLUMNS}


def every(wanted: Callable[[Entry], bool] = lambda entry: True):
    """A test for each first part of an address, given all its routes of a sort as `entries`."""

    def noun(entry: Entry) -> str:
        return entry.path.split("/")[1] or "start"

    found = sorted(filter(wanted, ROUTES), key=noun)
    groups = {name: list(rows) for name, rows in groupby(found, key=noun)}
    return pytest.mark.parametrize("entries", groups.values(), ids=groups)


def is_page(entry: Entry) -> bool:
    return entry.method == "GET"


def is_post(entry: Entry) -> bool:
    return entry.method == "POST"


READ_BY_HANDLERS = {"step", "go", "person", "language", "next", "List-Unsubscribe"}


def _fields() -> list[str]:
    """Every field of every form, and those that handlers read by themselves."""
    forms = [form for entry in POSTS if (form := entry.form) is not None]
    names = {name for form in [*forms, *_all(Form)] for name in form.model_fields}
    return sorted(names | READ_BY_HANDLERS)


def _fields_of(entry: Entry) -> list[str]:
    """Those of its form: more at once than it asks for would be too much to be read at all."""
    own = FIELDS if entry.form is None else sorted(entry.form.model_fields)
    return [*READ_BY_HANDLERS, *own][:MOST_FIELDS]


def _all(form: type[Form]) -> list[type[Form]]:
    return [form, *(child for below in form.__subclasses__() for child in _all(below))]


FIELDS = _fields()


@pytest.fixture
def unlimited(town) -> Iterator[Site]:
    """The application without limits per network, which would hide what lies behind them."""
    with open_site([replace(entry, limit=None) for entry in ROUTES]) as opened:
        yield opened


@pytest.fixture
def world(built_once) -> SmallTown:
    return built_once(a_town.build)


def _browsers(site: Site, world: SmallTown) -> list[Browser]:
    found = []
    for actor in ACTORS:
        browser = site.browser()
        if actor is not None:
            browser.sign_in(world.people[actor])
        browser.cookies.set("key", world.key, domain="127.0.0.1", path=f"/submissions/{world.own}")
        found.append(browser)
    return found


def _admitted(world: SmallTown, entry: Entry) -> list[str | None]:
    """Those whose form is read: a stranger and Rosa, or whoever has the role."""
    if entry.allow.action is None:
        return [None, "rosa"]
    return [
        name for name, someone in world.people.items() if may(someone.viewer, entry.allow.action)
    ]


def _is_plain(answer, language: str = "en") -> bool:
    """One of the statuses that we have words for, in the reader's language."""
    assert answer.status_code in PLAIN, (answer.request.url, answer.status_code)
    if answer.headers.get("content-type", "").startswith("text/html"):
        assert f'<html lang="{language}">' in answer.text
    return True


def _paths(world: SmallTown, entry: Entry) -> list[str]:
    found = world.addresses(entry)
    unfilled = [path for path in found if "{" in path]
    assert not unfilled, f"tests/web/a_town.py has nothing for {unfilled}"
    return found


@every(is_post)
def test_no_form_breaks_whatever_its_fields_say(unlimited, world, entries):
    browsers = dict(zip(ACTORS, _browsers(unlimited, world), strict=True))
    for entry in entries:
        path = _paths(world, entry)[0]
        admitted = [browsers[actor] for actor in _admitted(world, entry)]
        for browser in admitted:
            assert _is_plain(browser.post(path))
        # Who sends it is no matter to how a form is read, but for whoever is not known: in turns.
        senders = cycle(admitted if entry.allow.action is None else admitted[:1])
        for words, browser in zip(BAD_WORDS.values(), senders, strict=False):
            assert _is_plain(browser.post(path, dict.fromkeys(_fields_of(entry), words)))


@pytest.mark.once
def test_a_stranger_with_a_bad_form_learns_of_no_address_that_is_not_open_to_her(unlimited, world):
    for entry in POSTS:
        if entry.allow.action is not None:
            path = _paths(world, entry)[0]
            for sent in ({}, dict.fromkeys(_fields_of(entry), "x")):
                assert unlimited.browser().post(path, sent).status_code == 404, path


URLENCODED = {"Content-Type": "application/x-www-form-urlencoded"}
BAD_BODIES = [
    {"files": dict.fromkeys(FIELDS[:5], ("x.txt", b"a file", "text/plain"))},
    {"content": b'{"title": ["x"]}', "headers": {"Content-Type": "application/json"}},
    {"content": b"title=x", "headers": {"Content-Type": "text/plain"}},
    {"content": b"title=%ff%fe&text=%C3", "headers": URLENCODED},
    {"content": b"&&==&;%%%&=x&title", "headers": URLENCODED},
    {"content": b"title=a&title=b&text[]=c&text[0][x]=d", "headers": URLENCODED},
    {"content": b"--x\r\nbroken", "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
    {"content": b"x", "headers": {"Content-Type": "multipart/form-data"}},
    {"content": b"a=1&" * 300, "headers": URLENCODED},
    {"content": b"a=" + b"x" * 100_000, "headers": URLENCODED},
]


@pytest.mark.once
@every(is_post)
def test_no_form_breaks_whatever_kind_of_body_comes(unlimited, world, entries):
    browser = unlimited.browser().sign_in(world.people["marek"])
    for entry in entries:
        for body in BAD_BODIES:
            assert _is_plain(browser.post(_paths(world, entry)[0], **body)), body


@pytest.mark.once
def test_a_million_fields_are_too_many(site):
    body = b"a=1&" * 1_000_000
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    for path in ("/submissions", "/sign-in", "/subscriptions"):
        answer = site.browser().post(path, content=body, headers=headers)
        assert answer.status_code == 413
        assert "What you sent is too large" in answer.text
    assert site.browser().post("/u/1.x", content=body, headers=headers).status_code == 413


@pytest.mark.once
@every(is_page)
def test_no_page_breaks_whatever_its_query_says(unlimited, world, entries):
    names = ("after", "reply_to", "comment", "submission", "topic", "next", "stopped", "kind")
    stranger, _, moderator, _ = _browsers(unlimited, world)
    for entry in entries:
        path = _paths(world, entry)[0]
        readers = cycle((stranger, moderator) if entry.allow.action is None else (moderator,))
        given = (*BAD_WORDS.values(), "1-1", "2026-13-40-9", "-", "0", "%00")
        for words, browser in zip(given, readers, strict=False):
            query = dict.fromkeys(names, words[:500])
            assert _is_plain(browser.get(path, params=query))


BAD_PIECES = (
    "0",
    "-1",
    "x",
    "9" * 30,
    "%EF%BC%91",
    "1%20",
    "1.",
    "%00",
    "%ff",
    "{1}",
    "2026-99999",
)
if is_postgres():
    BAD_PIECES = ("9" * 30, "%00", "2026-99999")


ENDING = "/me/sessions/{id}/end"
"""What has ended, ends again: the second of two clicks is no error."""


@every(lambda entry: "{" in entry.path)
def test_what_does_not_exist_is_not_found(unlimited, world, entries):
    rosa = unlimited.browser().sign_in(world.people["rosa"])
    marek = unlimited.browser().sign_in(world.people["marek"])
    for entry in entries:
        for path, browser in zip(_broken(world, entry), cycle((marek, rosa)), strict=False):
            answer = browser.get(path) if is_page(entry) else browser.post(path)
            assert _is_plain(answer)
            if entry.path in ("/s/{reference}", "/s/{reference}.svg", ENDING):
                continue
            # A form is read before the case is looked for, and says what is wrong with it;
            # a machine whose signature is wrong is told so.
            read = {422} if entry.form is not None else set()
            wrong = {403} if entry.machine else set()
            assert answer.status_code in {400, 404} | read | wrong, path


def _broken(world: SmallTown, entry: Entry) -> Iterator[str]:
    """The address of a route with one parameter of several broken, and the others good."""
    good = {"reference": world.references[0], "id": str(world.item), "wish": str(world.wish)}
    good |= world.values(entry)
    names = re.findall(r"{(\w+)}", entry.path)
    for broken in names:
        for piece in BAD_PIECES:
            values = {name: good.get(name, "1.x") for name in names} | {broken: piece}
            yield re.sub(r"{(\w+)}", lambda found, values=values: values[found[1]], entry.path)


@pytest.mark.once
def test_an_unknown_host_is_refused(site):
    before = snapshot()
    for host in ("evil.example", "127.0.0.1.evil.example", "127.0.0.1@evil.example", "[::1", ""):
        for entry in ROUTES:
            headers = {"Host": host, "Origin": BASE}
            assert (
                site.browser().request(entry.method, entry.path, headers=headers).status_code == 400
            )
    assert snapshot() == before


@every(is_page)
def test_reading_a_page_changes_nothing(unlimited, world, entries):
    stranger, rosa, marek, olga = _browsers(unlimited, world)
    # Of all at once: to read every table takes longer than to answer any of them.
    before = snapshot()
    for entry in entries:
        readers = (stranger, rosa) if entry.allow.action is None else (marek, olga)
        for path in _paths(world, entry):
            for browser in readers:
                assert browser.get(path).status_code in PLAIN | {503}
    assert snapshot() == before, [entry.path for entry in entries]


@pytest.mark.once
def test_opening_the_links_of_letters_changes_nothing(unlimited, world):
    before = snapshot()
    assert len(world.links) == 9
    for link in world.links:
        for agent in AGENTS:
            browser = unlimited.browser()
            for send in (browser.get, browser.head):
                answer = send(link, headers={"User-Agent": agent})
                assert answer.status_code == 200
                assert "set-cookie" not in answer.headers
    assert snapshot() == before


def test_a_method_cannot_be_smuggled_into_a_form(unlimited, world):
    rosa = unlimited.browser().sign_in(world.people["rosa"])
    before = snapshot()
    path = f"/submissions/{world.references[2]}/withdrawal"
    rosa.get(path, params={"_method": "POST"}, headers={"X-HTTP-Method-Override": "POST"})
    assert snapshot() == before


def test_cookies_of_anybodys_making_open_and_break_nothing(unlimited, world):
    for value in ("x", "é", "a" * 4000, '"', "\\000", "' OR 1=1", "../../etc"):
        browser = unlimited.browser()
        cookies = "; ".join(f"{name}={value}" for name in ("session", "key", "pressed", "language"))
        for path in ("/", "/me", f"/submissions/{world.own}", world.links[-1]):
            answer = browser.get(path, headers={"Cookie": cookies.encode("latin-1")})
            assert _is_plain(answer)
        assert browser.get(f"/submissions/{world.own}").status_code == 404


PIECES = ("%F0%9F%98%80", "%C3%A5", "a%0d%0aSet-Cookie:%20evil=1", "a;%20Domain=example.org", "%22")


@pytest.mark.parametrize("piece", PIECES)
def test_no_piece_of_an_address_gets_into_a_cookie_as_it_is(site, piece):
    """Neither the key in the query nor the reference before it, which is the path of the cookie."""
    for address in (f"/submissions/2026-00001?k={piece}", f"/submissions/{piece}?k=abc"):
        answer = site.browser().get(address)
        assert answer.status_code == 303
        (cookie,) = answer.headers.get_list("set-cookie")
        named, *attributes = cookie.split("; ")
        assert re.fullmatch('key=("|[a-z0-9]*)"?', named)
        assert [one.partition("=")[0] for one in attributes] == [
            "HttpOnly", "Max-Age", "Path", "SameSite",
        ]  # fmt: skip
        assert cookie.isascii()
        assert cookie.isprintable()


def test_a_key_in_the_address_cannot_write_headers(unlimited, world):
    answer = unlimited.browser().get(f"/submissions/{world.own}?k=a%0d%0aSet-Cookie:%20evil=1")
    assert answer.status_code == 303
    assert "evil" not in [
        cookie.partition("=")[0] for cookie in answer.headers.get_list("set-cookie")
    ]
    assert all("\n" not in value for value in answer.headers.values())


@pytest.mark.parametrize(
    ("language", "words"),
    [("sv", "Sidan finns inte, eller är inte öppen för dig"), ("en", "This page does not exist")],
)
def test_the_message_is_in_the_readers_language(unlimited, world, language, words):
    browser = unlimited.browser(language=language)
    assert words in browser.get("/nothing/here").text
    answer = browser.post(f"/submissions/{world.references[0]}/comments", {"text": "Hej"})
    assert _is_plain(answer, language)
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/submissions/{0}/comments", {"text": "Ord som tog tid", "name": "Rosa"}),
        ("/submissions/{0}/reports", {"text": "Ord som tog tid"}),
        ("/submissions/{2}/edits", {"text": "Ord som tog tid", "title": ""}),
        ("/submissions", {"text": "Ord som tog tid", "title": "Rubrik som tog tid"}),
        ("/subscriptions", {"email": "Ord som tog tid", "channel": "email", "topic": "decisions"}),
        ("/sign-in", {"address": "Ord som tog tid"}),
    ],
)
def test_what_was_typed_is_still_there(unlimited, world, path, fields):
    rosa = unlimited.browser().sign_in(world.people["rosa"])
    answer = rosa.post(path.format(*world.references), fields)
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    for words in fields.values():
        assert words in answer.text
