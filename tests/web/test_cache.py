"""Pages kept for strangers: never a version behind, never somebody else's, never without end."""

import asyncio
import gzip
import threading
import time
from dataclasses import dataclass, field
from types import SimpleNamespace

import brotli
import pytest
from sqlalchemy import text

from models import publishing
from models.actor import SYSTEM
from models.database import is_postgres, transaction
from models.event import touch
from models.states import Publication
from models.submission import stream_of, take
from tests import people
from tests.databases import is_postgres as on_postgres
from tests.web.asking import Request, _ask, ask
from tests.web.visiting import open_site
from tests.web.waiting import PATIENCE_SECONDS, soon
from web import cache, versions
from web.answers import Cookie, Plain, Shown
from web.entry import get
from web.routes import ROUTES
from web.unit import KEY_COOKIE

HANG_UP = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
  AND (query LIKE 'LISTEN%' OR query = 'SELECT 1')
"""
"""Only the listener says these."""
ABOUT = {"threshold": 1, "days": 2}


@dataclass
class Shop:
    """A page that counts how often it is made, and can be told to wait while it is."""

    made: int = 0
    reference: str = ""
    wait: threading.Event | None = None
    reading: threading.Event = field(default_factory=threading.Event)
    barrier: threading.Barrier | None = None

    def page(self, visit):
        """A page of one case."""
        publication = visit.session.execute(
            text("SELECT publication FROM submission WHERE reference = :r"), {"r": self.reference}
        ).scalar_one()
        self.made += 1
        self.reading.set()
        if self.wait is not None:
            self.wait.wait(PATIENCE_SECONDS)
        if self.barrier is not None:
            self.barrier.wait(PATIENCE_SECONDS)
        return Shown(
            "about.html",
            ABOUT | {"days": self.made},
            status=200 if publication == "published" else 410,
            stream=stream_of(self.reference),
        )

    def listed(self, visit):
        self.made += 1
        return Shown("about.html", ABOUT, lasting=1.0)

    def alone(self, visit):
        self.made += 1
        return Shown("about.html", ABOUT)

    def setting(self, visit):
        self.made += 1
        return Shown("about.html", ABOUT, lasting=60.0, cookies=(Cookie("a", "b"),))

    def plain(self, visit):
        self.made += 1
        return Plain("x")


@pytest.fixture
def shop(town):
    made = Shop()
    with transaction() as session:
        made.reference = people.published(session).reference
    return made


@pytest.fixture
def served(shop):
    routes = (
        get("/page", shop.page, cached=True),
        get("/list", shop.listed, cached=True),
        get("/alone", shop.alone, cached=True),
        get("/setting", shop.setting, cached=True),
        get("/plain", shop.plain, cached=True),
        get("/uncached", shop.page),
        *ROUTES,
    )
    with open_site(routes) as site:
        # What is made before anybody listens is kept for nobody.
        soon(lambda: _cache(site)._versions.present("nothing") is not None or not is_postgres())
        yield site


@pytest.fixture
def fetch(served):
    def fetched(path: str = "/page", *, cookie: str = "", method: str = "GET", **headers: str):
        named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
        request = Request(method, path, cookie=cookie, headers=named)
        return ask(served.app, served.server.portal, request)

    return fetched


def _cache(served) -> cache.Cache:
    return served.app._app._app


def _hide(reference: str) -> None:
    """As another process does it: nobody in this one is told but by the database."""
    with transaction() as session:
        rules = people.municipality(session).proposals
        publishing.show(
            session, take(session, reference), Publication.HIDDEN, by=SYSTEM, rules=rules
        )


def test_a_page_is_made_once_for_all_strangers(fetch, shop):
    bodies = {fetch().body for _ in range(5)}
    assert (shop.made, len(bodies)) == (1, 1)


def test_a_hidden_text_is_gone_with_the_next_request(fetch, shop):
    mark = fetch().header("etag")
    _hide(shop.reference)
    soon(lambda: fetch().status == 410)
    assert fetch(if_none_match=mark).status == 410
    assert fetch(f"/submissions/{shop.reference}").status == 404


def test_a_new_version_is_made_anew_and_kept_again(fetch, shop):
    first = fetch().body
    with transaction() as session:
        touch(session, stream_of(shop.reference))
    soon(lambda: fetch().body != first)
    before = shop.made
    assert fetch().body == fetch().body
    assert shop.made == before


def test_another_case_leaves_this_page_where_it_is(fetch, shop):
    fetch()
    with transaction() as session:
        other = people.published(session)
        touch(session, other.stream)
    time.sleep(0.05)
    fetch()
    assert shop.made == 1


def test_a_page_that_was_made_while_something_changed_is_not_kept_as_new(served, shop):
    """The version belongs to the data: what was read before is good for what was then."""
    shop.wait = threading.Event()
    thread = threading.Thread(target=lambda: _get(served, "/page"))
    thread.start()
    assert shop.reading.wait(PATIENCE_SECONDS)
    _hide(shop.reference)
    shop.wait.set()
    thread.join(PATIENCE_SECONDS)
    soon(lambda: _get(served, "/page").status == 410)


def _get(served, path: str):
    return ask(served.app, served.server.portal, Request("GET", path))


def test_ones_own_writes_are_read_at_once(served, fetch, monkeypatch):
    """By oneself past the cache, and by everyone else as soon as the answer is there."""
    with transaction() as session:
        reference, rosa = people.published(session).reference, people.rosa(session)
    path = f"/submissions/{reference}"
    assert fetch(path).status == 200
    # Whatever PostgreSQL would tell comes too late to be the reason.
    monkeypatch.setattr(versions.PostgresVersions, "_hear", lambda self, connection: time.sleep(1))
    browser = served.browser().sign_in(rosa)
    answer = browser.post(f"{path}/withdrawal", {"version": "2"})
    assert answer.status_code == 303
    assert browser.cookies.get("fresh") == "1"
    assert fetch(path).status in {404, 410}


@pytest.mark.parametrize(
    "cookie",
    ["session=x", "__Host-session=x", "key=x", "fresh=1", "language=sv; fresh=1", "a=b; session=x"],
)
def test_whoever_is_known_passes_the_cache_by(fetch, shop, cookie):
    fetch()
    fetch(cookie=cookie)
    fetch(cookie=cookie)
    assert shop.made == 3
    fetch()
    assert shop.made == 3


def test_what_somebody_signed_in_sees_is_kept_for_nobody(served, fetch, shop):
    with transaction() as session:
        rosa = people.rosa(session)
    browser = served.browser().sign_in(rosa)
    for path in ("/list", "/page"):
        page = browser.get(path)
        assert page.headers["cache-control"] == "private, no-store"
        assert "etag" not in page.headers
    assert len(_cache(served)._kept) == 0


def test_a_key_opens_a_page_for_its_holder_alone(fetch, shop):
    with transaction() as session:
        receipt = people.handed_in(session, people.a_draft(title="Bara jag", shown=False))
    path = f"/submissions/{receipt.reference}"
    for _ in range(2):
        assert fetch(path).status == 404
        opened = fetch(path, cookie=f"{KEY_COOKIE}={receipt.key}")
        assert (opened.status, "Bara jag" in opened.body.decode()) == (200, True)
        assert opened.header("cache-control") == "private, no-store"
    assert fetch(path).status == 404


@pytest.mark.parametrize("path", ["/alone", "/setting", "/plain", "/nothing"])
def test_what_is_not_for_everyone_is_not_kept(served, fetch, shop, path):
    assert {fetch(path).status for _ in range(3)} <= {200, 404}
    assert len(_cache(served)._kept) == 0
    assert shop.made == (3 if path != "/nothing" else 0)


def test_a_refusal_is_not_kept(served, fetch, shop):
    _hide(shop.reference)
    assert [fetch().status for _ in range(3)] == [410] * 3
    assert len(_cache(served)._kept) == 0


# Languages and encodings


def test_each_language_has_its_own_page(fetch, shop):
    for accept, language in (
        ("sv", "sv"),
        ("en", "en"),
        ("de, en;q=0.5", "en"),
        ("fi", "sv"),
        ("", "sv"),
    ):
        assert f'<html lang="{language}">' in fetch(accept_language=accept).body.decode()
    assert shop.made == 2


def test_a_chosen_language_wins(fetch):
    assert '<html lang="en">' in fetch(cookie="language=en", accept_language="sv").body.decode()
    assert '<html lang="sv">' in fetch(cookie="language=xx", accept_language="sv").body.decode()


CONFUSING = [
    {"cookie": 'language="en"'},
    {"cookie": "language=sv; language=en"},
    {"cookie": "language=en; language=sv"},
    {"cookie": "language = en"},
    {"cookie": "xlanguage=en"},
    {"cookie": "language=EN"},
]


@pytest.mark.parametrize("given", CONFUSING, ids=lambda given: given["cookie"])
def test_nobody_can_put_her_language_into_the_page_of_others(fetch, given):
    """What decides the language of a page is what it is kept under, and nothing else (T53)."""
    confused = fetch(**given)
    for language in ("sv", "en"):
        assert f'<html lang="{language}">' in fetch(accept_language=language).body.decode()
    assert fetch(**given).body == confused.body


def test_two_wishes_for_a_language_confuse_nobody(served, fetch):
    twice = Request("GET", "/page", headers=(("accept-language", "en"), ("accept-language", "sv")))
    ask(served.app, served.server.portal, twice)
    for language in ("sv", "en"):
        assert f'<html lang="{language}">' in fetch(accept_language=language).body.decode()


def test_every_encoding_is_the_same_page_with_a_mark_of_its_own(fetch):
    plain, zipped, brotlied = (fetch(accept_encoding=one) for one in ("", "gzip", "gzip, br"))
    assert gzip.decompress(zipped.body) == brotli.decompress(brotlied.body) == plain.body
    assert [a.header("content-encoding") for a in (plain, zipped, brotlied)] == [None, "gzip", "br"]
    marks = {answer.header("etag") for answer in (plain, zipped, brotlied)}
    assert len(marks) == 3
    for answer in (plain, zipped, brotlied):
        assert answer.header("content-length") == str(len(answer.body))
        assert "Accept-Encoding" in answer.header("vary")


@pytest.mark.parametrize("encoding", ["", "gzip", "br"])
def test_what_a_reader_has_is_not_sent_again(fetch, encoding):
    for _ in range(2):
        first = fetch(accept_encoding=encoding)
        for known in (
            first.header("etag"),
            f'"x", {first.header("etag")}',
            f"W/{first.header('etag')}",
            "*",
        ):
            again = fetch(accept_encoding=encoding, if_none_match=known)
            assert (again.status, again.body) == (304, b"")
            assert again.header("etag") == first.header("etag")
            assert again.header("content-length") is None
    assert fetch(if_none_match='"x"').status == 200


def test_a_head_has_the_headers_of_the_page_and_no_body(fetch):
    page = fetch()
    head = fetch(method="HEAD")
    assert head.body == b""
    assert sorted(head.headers) == sorted(page.headers)


def test_the_query_is_part_of_the_address(fetch, shop):
    fetch("/page")
    fetch("/page?a=1")
    fetch("/page?a=1")
    assert shop.made == 2


# Many at once


def _at_once(served, shop, requests, *, free) -> list:
    """All of them under way, then `free` is called, then their answers."""

    async def run():
        tasks = [asyncio.ensure_future(_ask(served.app, request)) for request in requests]
        await asyncio.sleep(0.1)
        free()
        return await asyncio.gather(*tasks)

    return served.server.portal.call(run)


def test_many_who_come_at_once_have_one_page_made(served, shop):
    shop.wait = threading.Event()
    answers = _at_once(served, shop, [Request("GET", "/page")] * 20, free=shop.wait.set)
    assert {answer.status for answer in answers} == {200}
    assert len({answer.body for answer in answers}) == 1
    assert shop.made == 1


def test_nobody_waits_for_a_page_that_will_not_be_kept(served, shop):
    """Three must be in the handler at the same time, or none of them ever comes out of it."""
    shop.barrier = threading.Barrier(3)
    answers = _at_once(served, shop, [Request("GET", "/uncached")] * 3, free=lambda: None)
    assert [answer.status for answer in answers] == [200] * 3


def test_whoever_has_waited_long_enough_has_the_page_made_herself(served, shop, monkeypatch):
    monkeypatch.setattr(cache, "PATIENCE_SECONDS", 0.02)
    shop.wait = threading.Event()
    answers = _at_once(served, shop, [Request("GET", "/page")] * 3, free=shop.wait.set)
    assert [answer.status for answer in answers] == [200] * 3
    assert shop.made == 3
    shop.wait = None
    assert _get(served, "/page").status == 200


def _fails(visit):
    raise ZeroDivisionError


def test_a_page_that_failed_keeps_nobody_waiting(shop):
    with open_site((get("/fails", _fails, cached=True), *ROUTES)) as served:
        answers = _at_once(served, shop, [Request("GET", "/fails")] * 4, free=lambda: None)
        assert [answer.status for answer in answers] == [500] * 4
        assert _cache(served)._making == {}


# Bounds


def test_the_cache_forgets_what_was_not_used_for_longest(served, fetch, shop, monkeypatch):
    fetch("/page?number=0")
    one = _cache(served)._bytes
    monkeypatch.setattr(cache, "MOST_BYTES", one * 10)
    for number in range(1, 30):
        fetch(f"/page?number={number}")
        fetch("/page?number=0")
    kept = _cache(served)
    assert kept._bytes <= one * 10
    assert kept._bytes == sum(page.size for page in kept._kept.values())
    assert len(kept._kept) in {9, 10}
    made = shop.made
    fetch("/page?number=0")
    assert shop.made == made, "what is asked for most was forgotten"


def test_a_page_too_large_for_the_cache_is_sent_all_the_same(served, fetch, monkeypatch):
    monkeypatch.setattr(cache, "MOST_BYTES", 8)
    assert fetch().status == 200
    assert len(_cache(served)._kept) == 0


def _later(monkeypatch, seconds: float) -> None:
    shifted = SimpleNamespace(monotonic=lambda: time.monotonic() + seconds)
    monkeypatch.setattr(cache, "time", shifted)


@pytest.mark.parametrize(("path", "seconds"), [("/list", 1.0), ("/page", cache.LONGEST_SECONDS)])
def test_a_list_lives_a_second_and_a_page_a_minute(fetch, shop, monkeypatch, path, seconds):
    fetch(path)
    fetch(path)
    assert shop.made == 1
    _later(monkeypatch, seconds + 0.1)
    fetch(path)
    assert shop.made == 2


# What is known of the present


def test_without_an_answer_of_the_database_nothing_is_served_from_the_cache(
    served, fetch, shop, monkeypatch
):
    fetch()
    known = _cache(served)._versions
    if is_postgres():
        monkeypatch.setattr(versions, "DEAF_SECONDS", 0.05)
        known._stop.set()
        known._thread.join(PATIENCE_SECONDS)
        time.sleep(0.1)
    else:
        known._connection.close()
    before = shop.made
    fetch()
    fetch()
    assert shop.made == before + 2


@pytest.mark.skipif(not on_postgres(), reason="SQLite is asked itself and hears nothing")
def test_what_changed_while_the_listener_was_away_is_not_missed(fetch, shop):
    assert fetch().status == 200
    with transaction() as session:
        session.execute(text(HANG_UP))
    _hide(shop.reference)
    soon(lambda: fetch().status == 410)
    for _ in range(20):
        assert fetch().status == 410
        time.sleep(0.05)


@pytest.mark.skipif(not on_postgres(), reason="SQLite is asked itself and hears nothing")
def test_the_listener_comes_back(served, fetch, shop):
    known = _cache(served)._versions
    since = known.since
    with transaction() as session:
        session.execute(text(HANG_UP))
    soon(lambda: known.since > since)
    fetch()
    before = shop.made
    fetch()
    assert shop.made == before


def test_a_version_that_was_heard_is_never_lowered():
    """Two threads learn: the listener, and whoever wrote just now."""
    known = versions.PostgresVersions.__new__(versions.PostgresVersions)
    known._heard, known._lock = {}, threading.Lock()
    threads = [
        threading.Thread(
            target=lambda first=first: [known.learn("a", n) for n in range(first, 2000, 4)]
        )
        for first in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    known.learn("a", 5)
    assert known._heard == {"a": 1999}
