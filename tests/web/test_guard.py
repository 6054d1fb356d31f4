"""The outermost door: what is written down of a request, where it comes from, how often it may."""

import io
import json
import sys
from ipaddress import ip_address, ip_network
from urllib.parse import quote

import pytest
from sqlalchemy import text
from starlette.requests import ClientDisconnect

from models import calendar
from models import settings as town_settings
from models.database import transaction
from models.errors import TooMany
from tests import people
from tests.house.source import none_of
from tests.web.asking import Request, ask, ask_all
from tests.web.visiting import open_site
from web import networks
from web.answers import Plain
from web.entry import get, post, probe
from web.networks import Counter, Limit, address_of, network_of
from web.routes import ROUTES

pytestmark = pytest.mark.once

KEYS = {"at", "event", "id", "method", "route", "status", "ms"}
SECRET = "rosa@example.org"


class Unexpected(Exception):
    pass


def _broken(visit):
    raise Unexpected(f"could not tell {SECRET}")


def _refused_by_the_database(visit):
    visit.session.execute(text("INSERT INTO person (name) VALUES (:name)"), {"name": SECRET})


async def _hangs_up(request):
    raise ClientDisconnect


ROUTES_OF_TESTS = (
    get("/broken", _broken),
    post("/database", _refused_by_the_database),
    *ROUTES,
)


@pytest.fixture
def served(town):
    with open_site(ROUTES_OF_TESTS) as site:
        yield site


@pytest.fixture
def rows(capfd):
    """The records written since the last time, each of which must be one line of JSON."""

    def read() -> list[dict]:
        return [json.loads(line) for line in capfd.readouterr().err.splitlines()]

    capfd.readouterr()
    return read


def _ask(served, *requests: Request):
    return ask_all(served.app, served.server.portal, requests)


# The log


def test_every_request_is_one_line_of_the_same_facts(served, rows):
    with transaction() as session:
        reference = people.published(session).reference
    rows()
    _ask(
        served,
        Request("GET", f"/submissions/{reference}"),
        Request("GET", f"/submissions/{reference}"),
        Request("GET", "/nothing-here"),
        Request("POST", "/submissions", origin="https://evil.example"),
        Request("GET", "/", host="evil.example"),
        Request("GET", "/static/nothing.css"),
    )
    found = rows()
    assert [row.keys() for row in found] == [KEYS] * 6
    assert [(row["method"], row["route"], row["status"]) for row in found] == [
        ("GET", "/submissions/{reference}", 200),
        ("GET", "/submissions/{reference}", 200),
        ("GET", "-", 404),
        ("POST", "/submissions", 403),
        ("GET", "-", 400),
        ("GET", "/static/{name}", 404),
    ]
    assert len({row["id"] for row in found}) == 6


def test_a_line_says_when_in_utc(served, rows):
    calendar.freeze(1_700_000_000_123_456)
    _ask(served, Request("GET", "/live"))
    assert rows()[0]["at"] == "2023-11-14T22:13:20.123+00:00"


NAUGHTY = "\r\n{}\x1b[31m\u2028\x00\"'\\" + SECRET


def test_nothing_that_a_visitor_says_is_written_down(served, rows, capfd):
    """Neither addresses nor keys, and no line of hers between ours (T44)."""
    said = quote(NAUGHTY, safe="")
    _ask(
        served,
        Request("GET", f"/{said}"),
        Request("GET", f"/submissions/{said}?k={said}"),
        Request("GET", f"/submissions?after={said}"),
        Request("GET", f"/s/{said}"),
        Request("GET", "/about", cookie=f"session={SECRET}; key={SECRET}; a={SECRET}"),
        Request(
            "GET", "/about", headers=(("user-agent", SECRET), ("referer", f"https://{SECRET}"))
        ),
        Request("GET", "/about", headers=(("x-forwarded-for", SECRET),), client=SECRET),
        Request(f"GET{SECRET}", "/about"),
        Request("A" * 50_000, "/about"),
        Request("GET", "/" + "a" * 50_000),
        Request("POST", "/submissions", body=f"email={said}&text={said}".encode()),
        Request("POST", "/sign-in", body=f"address={said}".encode()),
        Request("POST", "/csp-reports", body=NAUGHTY.encode()),
    )
    logged = capfd.readouterr().err
    assert SECRET not in logged
    assert "example" not in logged
    found = [json.loads(line) for line in logged.splitlines()]
    assert len(found) == 13
    assert max(map(len, logged.splitlines())) < 300


@pytest.mark.parametrize(
    ("request_", "error"),
    [
        (Request("GET", "/broken"), "Unexpected"),
        (Request("POST", "/database"), "IntegrityError"),
    ],
    ids=["a fault", "the database"],
)
def test_a_failure_is_told_by_its_place_and_never_by_its_words(
    served, rows, capfd, request_, error
):
    (answer,) = _ask(served, request_)
    logged = capfd.readouterr()
    found = [json.loads(line) for line in logged.err.splitlines()]
    (failure,) = [row for row in found if row["event"] == "failure"]
    assert failure["error"].endswith(error)
    assert any(place.startswith("web.page:") for place in failure["places"])
    assert SECRET not in logged.err + logged.out
    assert answer.status == 500
    assert SECRET not in answer.text
    assert "Traceback" not in answer.text
    # Whoever calls about it can be found in the log.
    assert answer.header("x-request-id") == failure["id"] == found[-1]["id"]


@pytest.mark.parametrize(
    ("language", "words"), [("sv", "Något gick fel hos oss"), ("en", "Something went wrong")]
)
def test_a_failure_is_a_page_in_the_readers_language(served, language, words):
    asked = Request("GET", "/broken", headers=(("accept-language", language),))
    (answer,) = _ask(served, asked)
    assert words in answer.body.decode()


def test_a_fault_outside_every_page_is_answered_too(served, rows, monkeypatch):
    """In the cache itself, where no router stands behind it."""
    kept = served.app._app._app
    monkeypatch.setattr(type(kept), "_good", _broken)
    (answer,) = _ask(served, Request("GET", "/about"))
    assert (answer.status, answer.header("x-frame-options")) == (500, "DENY")
    assert [row["event"] for row in rows()] == ["failure", "request"]


def test_a_reader_who_hangs_up_is_no_failure(town, rows):
    with open_site((probe("POST", "/hang-up", _hangs_up), *ROUTES)) as site:
        ask(site.app, site.server.portal, Request("POST", "/hang-up"))
        assert [(row["event"], row["status"]) for row in rows()] == [("request", 499)]


class _Full(io.StringIO):
    def write(self, line):
        raise OSError(28, "No space left on device")


@pytest.mark.parametrize("log", [_Full(), "closed"])
def test_a_full_or_closed_log_takes_nothing_down(served, monkeypatch, log):
    if log == "closed":
        log = io.StringIO()
        log.close()
    with transaction() as session:
        people.published(session)
    monkeypatch.setattr(sys, "stderr", log)
    statuses = [
        answer.status for answer in _ask(served, Request("GET", "/"), Request("GET", "/broken"))
    ]
    monkeypatch.undo()
    assert statuses == [200, 500]


# Where a request comes from (T52)

PROXIES = (ip_network("10.0.0.0/8"), ip_network("2001:db8:1::/48"))
US = "203.0.113.5"


@pytest.mark.parametrize(
    ("client", "forwarded", "address"),
    [
        # Nobody stands between: whatever is said is not believed.
        (US, (), US),
        (US, ("198.51.100.1",), US),
        (US, ("10.0.0.1",), US),
        # One proxy, two, and one that adds a header of its own.
        ("10.0.0.1", ("198.51.100.1",), "198.51.100.1"),
        ("10.0.0.1", ("198.51.100.1, 10.0.0.2",), "198.51.100.1"),
        ("10.0.0.1", ("198.51.100.1", "10.0.0.2"), "198.51.100.1"),
        ("2001:db8:1::1", ("2001:db8:9::7",), "2001:db8:9::7"),
        # What the visitor wrote stands left of what the proxies wrote.
        ("10.0.0.1", ("1.1.1.1, 2.2.2.2, 198.51.100.1",), "198.51.100.1"),
        ("10.0.0.1", ("1.1.1.1", "198.51.100.1, 10.0.0.2"), "198.51.100.1"),
        # A proxy that says nothing stands for itself; one that says nonsense for nobody.
        ("10.0.0.1", (), "10.0.0.1"),
        ("10.0.0.1", ("unknown",), None),
        ("10.0.0.1", ("",), None),
        ("10.0.0.1", ("198.51.100.1:4711",), None),
        # A socket of both kinds writes IPv4 addresses like this.
        ("::ffff:10.0.0.1", ("::ffff:198.51.100.1",), "198.51.100.1"),
        ("testclient", (), None),
    ],
)
def test_the_right_most_address_that_no_proxy_of_ours_wrote_counts(client, forwarded, address):
    scope = {
        "client": (client, 1),
        "headers": [(b"x-forwarded-for", value.encode()) for value in forwarded],
    }
    found = address_of(scope, PROXIES)
    assert (None if found is None else str(found)) == address


def test_a_request_from_nowhere_has_a_network_of_its_own():
    assert network_of({"client": None, "headers": []}, ()) == str(ip_address(0))
    assert network_of({"client": ("testclient", 1), "headers": []}, ()) == "unknown"


def _network(client: str) -> str:
    return network_of({"client": (client, 1), "headers": []}, ())


def test_whoever_has_a_whole_network_of_addresses_is_one():
    assert _network("2001:db8::1") == _network("2001:db8::ffff:ffff:ffff:ffff")
    assert _network("2001:db8::1") != _network("2001:db8:0:1::1")
    assert _network("198.51.100.1") != _network("198.51.100.2")


LIMIT = Limit("tries", most=3, seconds=60)


def _limited(town, **settings):
    town_settings.use(town.settings.model_copy(update=settings))
    return open_site((get("/limited", lambda visit: Plain("x"), limit=LIMIT), *ROUTES))


def _statuses(site, headers, *, client: str = US) -> list[int]:
    asked = [
        Request(
            "GET", "/limited", headers=((name, value.format(n)),) if name else (), client=client
        )
        for n in range(5)
        for name, value in (headers,)
    ]
    return [answer.status for answer in ask_all(site.app, site.server.portal, asked)]


@pytest.mark.parametrize(
    "header",
    [
        ("", ""),
        ("x-forwarded-for", "198.51.100.{}"),
        ("x-real-ip", "198.51.100.{}"),
        ("forwarded", "for=198.51.100.{}"),
        ("true-client-ip", "198.51.100.{}"),
        ("cf-connecting-ip", "198.51.100.{}"),
        ("x-remote-user", "rosa{}"),
        ("cookie", "session={}"),
    ],
    ids=lambda header: header[0] or "nothing",
)
def test_no_limit_is_got_around_by_saying_to_be_somebody_else(town, header):
    with _limited(town) as site:
        assert _statuses(site, header) == [200] * 3 + [429] * 2


def test_behind_a_proxy_of_ours_everyone_has_a_limit_of_her_own(town):
    with _limited(town, trusted_proxies=PROXIES) as site:
        header = ("x-forwarded-for", "1.1.1.1, 198.51.100.{}")
        assert _statuses(site, header, client="10.0.0.1") == [200] * 5
        header = ("x-forwarded-for", "198.51.100.{}, 198.51.100.77")
        assert _statuses(site, header, client="10.0.0.1") == [200] * 3 + [429] * 2


def test_whoever_must_wait_is_told_how_long(town):
    with _limited(town) as site:
        _statuses(site, ("", ""))
        answer = ask(site.app, site.server.portal, Request("GET", "/limited", client=US))
    assert answer.status == 429
    assert 1 <= int(answer.header("retry-after")) <= 60


def test_a_window_ends(monkeypatch):
    counter, at = Counter(), [1000.0]
    monkeypatch.setattr(networks.time, "monotonic", lambda: at[0])
    for _ in range(3):
        counter.spend(LIMIT, "a")
    with pytest.raises(TooMany) as refused:
        counter.spend(LIMIT, "a")
    counter.spend(LIMIT, "b")
    at[0] += refused.value.wait
    counter.spend(LIMIT, "a")


def test_counting_costs_no_more_memory_than_it_may(monkeypatch):
    monkeypatch.setattr(networks, "KEPT", 100)
    counter = Counter()
    for number in range(1000):
        counter.spend(LIMIT, str(number))
    assert len(counter._used) == 100


def test_no_limit_is_without_end():
    """A limit that counts nothing would be none."""
    limits = {entry.limit for entry in ROUTES if entry.limit is not None}
    none_of([one.name for one in limits if one.most <= 0 or one.seconds <= 0])
    names = [one.name for one in limits]
    none_of([name for name in set(names) if names.count(name) > 1])
