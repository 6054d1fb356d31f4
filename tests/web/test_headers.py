"""The header baseline stands on every answer, whatever its status (spec: security, headers)."""

import re
from urllib.parse import quote, urlsplit

import pytest
from sqlalchemy.exc import OperationalError

from models import settings as town_settings
from models.database import transaction
from tests.canary import world as canary
from tests.canary.conftest import running
from tests.house.source import none_of
from tests.web import route_table
from tests.web.asking import Request, ask, ask_all
from web.answers import Plain, Shown
from web.entry import get
from web.networks import Limit
from web.routes import ROUTES
from web.sheets import SANDBOX

pytestmark = pytest.mark.once

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; report-to csp"
)
BASELINE = {
    "content-security-policy": CSP,
    "reporting-endpoints": 'csp="/csp-reports"',
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": (
        "geolocation=(self), camera=(self), microphone=(), payment=(), usb=(), interest-cohort=()"
    ),
    "x-frame-options": "DENY",
    "x-xss-protection": "0",
}
USUAL = "strict-origin-when-cross-origin"
TOKENS = "same-origin"


def _broken(visit):
    raise ZeroDivisionError


def _busy(visit):
    raise OperationalError("SELECT 1", {}, Exception("server closed the connection"))


def _unprintable(visit):
    return Shown("about.html", {"threshold": object()})


EXTRA = (
    get("/broken", _broken),
    get("/busy", _busy),
    get("/unprintable", _unprintable),
    get("/once", lambda visit: Plain("once"), limit=Limit("once", most=0, seconds=60)),
)


@pytest.fixture
def made(built_once):
    world = built_once(canary.found)
    with running(world, (*EXTRA, *ROUTES)) as found:
        yield found


def _is_sent(answer, path: str) -> bool:
    """Whether this is what somebody sent: a file, not a page of ours."""
    return "/attachments/" in path and answer.status == 200


def _faults(answer, path: str) -> list[str]:
    found = {}
    for name, value in answer.headers:
        if name in BASELINE or name == "referrer-policy":
            found.setdefault(name, []).append(value)
    wanted = BASELINE | ({"content-security-policy": SANDBOX} if _is_sent(answer, path) else {})
    faults = [
        f"{path} -> {answer.status}: {name} is {found.get(name)}"
        for name, value in wanted.items()
        if found.get(name) != [value]
    ]
    if found.get("referrer-policy") not in ([USUAL], [TOKENS]):
        faults.append(f"{path} -> {answer.status}: referrer-policy is {found['referrer-policy']}")
    return faults


def test_every_route_answers_with_the_baseline(made):
    wrong = []
    for actor in ("anonymous", "author", "administrator"):
        asked = [
            Request(entry.method, path, made.world.cookies[actor])
            for entry in ROUTES
            for _, path in route_table.addresses(entry, made.world)
        ]
        for request, answer in zip(asked, ask_all(made.app, made.portal, asked), strict=True):
            wrong += _faults(answer, request.path)
    none_of(wrong)


def _static(made) -> str:
    page = ask(made.app, made.portal, Request("GET", "/"))
    return re.search(r'href="(/static/site\.\w+\.css)"', page.body.decode())[1]


@pytest.mark.parametrize(
    ("status", "request_"),
    [
        (200, Request("GET", "/about")),
        (204, Request("POST", "/csp-reports", body=b"{}")),
        (303, Request("GET", "/s/2026-00001")),
        (303, Request("GET", "/about/")),
        (400, Request("GET", "/submissions/%00")),
        (400, Request("GET", "/about", host="evil.example")),
        (403, Request("POST", "/submissions", origin="https://evil.example")),
        (404, Request("GET", "/nothing-here")),
        (404, Request("GET", "/static/nothing.css")),
        (404, Request("GET", "/static/..%2f..%2fpyproject.toml")),
        (405, Request("DELETE", "/about")),
        (413, Request("POST", "/submissions", body=b"a" * 100_000)),
        (413, Request("POST", "/csp-reports", body=b"a" * 100_000)),
        (422, Request("POST", "/submissions", body=b"title=a")),
        (429, Request("GET", "/once")),
        (500, Request("GET", "/broken")),
        (500, Request("GET", "/unprintable")),
        (503, Request("GET", "/busy")),
    ],
    ids=lambda value: str(value) if isinstance(value, int) else value.path[:30],
)
def test_every_status_has_the_baseline(made, status, request_):
    answer = ask(made.app, made.portal, request_)
    assert answer.status == status
    none_of(_faults(answer, request_.path))


def test_an_answer_from_the_cache_has_the_baseline_every_time(made):
    first = ask(made.app, made.portal, Request("GET", "/about"))
    again = Request("GET", "/about")
    same = Request("GET", "/about", headers=(("if-none-match", first.header("etag")),))
    for request, status in ((again, 200), (same, 304), (again, 200), (same, 304)):
        answer = ask(made.app, made.portal, request)
        assert answer.status == status
        none_of(_faults(answer, "/about"))


def test_a_static_file_has_the_baseline_and_lives_long(made):
    answer = ask(made.app, made.portal, Request("GET", _static(made)))
    none_of(_faults(answer, "static"))
    assert answer.header("cache-control") == "public, max-age=31536000, immutable"
    assert answer.header("content-type") == "text/css; charset=utf-8"


def test_pages_behind_a_token_tell_nobody_where_the_reader_came_from(made):
    """A token in the address must not travel on in a referrer, nor into an index (T17)."""
    for beginning, values in made.world.ones.items():
        if beginning in {"/u/", "/subscriptions/", "/confirm/", "/sign-in/"}:
            answer = ask(made.app, made.portal, Request("GET", beginning + values["token"]))
            assert answer.status == 200
            assert answer.header("referrer-policy") == TOKENS, beginning
            assert answer.header("x-robots-tag") == "noindex", beginning
            assert answer.header("cache-control") == "private, no-store", beginning


def test_nothing_personal_is_stored_on_the_way(made):
    """Whoever is signed in or holds a key gets no-store on every page, also on public ones (T53)."""
    wrong = []
    for actor in ("author", "holder", "official", "moderator", "administrator"):
        asked = [
            Request("GET", path, made.world.cookies[actor])
            for entry in ROUTES
            if entry.method == "GET"
            for _, path in route_table.addresses(entry, made.world)
            # A key opens one case; on every other page its holder is a stranger.
            if actor != "holder" or "{reference}" in entry.path
        ]
        for request, answer in zip(asked, ask_all(made.app, made.portal, asked), strict=True):
            if "no-store" not in (answer.header("cache-control") or ""):
                wrong.append(f"{actor} {request.path}: {answer.header('cache-control')}")
    none_of(wrong)


def test_every_page_names_its_kind_and_its_letters(made):
    asked = [
        Request("GET", path, made.world.cookies["administrator"])
        for entry in ROUTES
        if entry.method == "GET"
        for _, path in route_table.addresses(entry, made.world)
    ]
    answers = ask_all(made.app, made.portal, asked)
    none_of(
        [
            f"{request.path}: {answer.header('content-type')}"
            for request, answer in zip(asked, answers, strict=True)
            if answer.body
            and not _is_sent(answer, request.path)
            and "; charset=utf-8" not in (answer.header("content-type") or "")
        ]
    )


def test_over_https_everything_stays_there(town):
    """HSTS and upgrade-insecure-requests only where the site is served over https."""
    chosen = town.settings.model_copy(
        update={"base_url": "https://torg.example", "allowed_hosts": ("torg.example",)}
    )
    town_settings.use(chosen)
    with transaction() as session:
        world = canary.build(session)
    with running(world) as found:
        answers = ask_all(
            found.app,
            found.portal,
            [
                Request("GET", path, host=host)
                for path in ("/", "/nothing-here", "/about")
                for host in ("torg.example", "evil.example")
            ],
        )
        signing_in = Request(
            "POST",
            f"/sign-in/{world.ones['/sign-in/']['token']}",
            origin="https://torg.example",
            host="torg.example",
        )
        entered = ask(found.app, found.portal, signing_in)
    for answer in answers:
        assert answer.header("strict-transport-security") == "max-age=63072000; includeSubDomains"
        policy = answer.header("content-security-policy")
        assert policy == f"{CSP}; upgrade-insecure-requests"
    (cookie,) = [
        value for name, value in entered.headers if name == "set-cookie" and "session" in value
    ]
    assert cookie.startswith("__Host-session=")
    assert {part.strip().lower() for part in cookie.split(";")[1:]} >= {
        "path=/",
        "secure",
        "httponly",
        "samesite=lax",
    }


def test_every_cookie_is_kept_from_scripts_and_is_told_of(made):
    """Each is named on the page about cookies, which the law asks to be whole."""
    known = ask(made.app, made.portal, Request("GET", "/cookies")).body.decode()
    names = set()
    asked = [
        Request(entry.method, path, made.world.cookies[actor])
        for actor in ("anonymous", "author")
        for entry in ROUTES
        for _, path in route_table.addresses(entry, made.world)
    ]
    asked += [
        Request("GET", f"/submissions/{made.world.cases['private']}?k=something"),
        Request("POST", "/language", body=b"language=en"),
    ]
    for answer in ask_all(made.app, made.portal, asked):
        for name, value in answer.headers:
            if name == "set-cookie":
                assert "httponly" in value.lower()
                assert "samesite=lax" in value.lower() or "max-age=0" in value.lower()
                names.add(value.partition("=")[0])
    assert names >= {"session", "key", "language", "fresh"}
    for name in names:
        assert f"<dt>{name}</dt>" in known, name


LEADING_AWAY = [
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/%09/evil.example",
    "/\t/evil.example",
    "///evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "http://127.0.0.1:8000@evil.example",
    "/..//evil.example",
    "%2f%2fevil.example",
    "\r\nSet-Cookie: a=b",
    "/a\r\nLocation: https://evil.example",
]


@pytest.mark.parametrize("away", LEADING_AWAY)
def test_nobody_is_led_away_from_here(made, away):
    """Whatever `next` says, Location is a path of this site (T30)."""
    token = made.world.ones["/sign-in/"]["token"]
    written = quote(away, safe="")
    asked = [
        Request("POST", "/language", body=f"language=en&next={written}".encode()),
        Request("GET", f"/sign-in?next={written}"),
        Request("GET", f"/s/{written}"),
        Request("GET", f"/{written}/"),
        Request("GET", f"/{away}/" if away.isprintable() and " " not in away else "/"),
        Request("POST", f"/sign-in/{token}", body=f"next={written}".encode()),
        Request("POST", "/sign-out", body=f"next={written}".encode()),
    ]
    for request, answer in zip(asked, ask_all(made.app, made.portal, asked), strict=True):
        assert answer.status < 500
        location = answer.header("location")
        if location is not None:
            parts = urlsplit(location)
            assert (parts.scheme, parts.netloc) == ("", ""), request.path
            assert location.startswith("/")
            assert not location.startswith(("//", "/\\"))
            assert re.search(r"[\r\n\t\\]", location) is None
        assert (
            sum(name == "set-cookie" and value.startswith("a=") for name, value in answer.headers)
            == 0
        )


@pytest.mark.parametrize(
    "host",
    [
        "",
        "evil.example",
        "127.0.0.1.evil.example",
        "127.0.0.1:x",
        "127.0.0.1@evil.example",
        "127.0.0.1/x?",
        # Lists of what is allowed know whole names alone (T31).
        "attacker-127.0.0.1",
        "attacker.localhost",
        "attackerlocalhost:8000",
        "127.0.0.1.",
        "localhost.",
        "loc\u0430lhost",
    ],
)
def test_a_host_that_is_not_ours_is_refused(made, host):
    answer = ask(made.app, made.portal, Request("GET", "/about", host=host))
    assert answer.status == 400
    assert b"evil" not in answer.body


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "LOCALHOST:1", "[::1]:8000"])
def test_every_name_of_this_machine_is_ours_in_a_test(made, host):
    assert ask(made.app, made.portal, Request("GET", "/about", host=host)).status == 200


def test_two_hosts_are_none(made):
    request = Request("GET", "/about", headers=(("host", "127.0.0.1"),))
    assert ask(made.app, made.portal, request).status == 400


FORWARDED = [
    ("x-forwarded-host", "evil.example"),
    ("forwarded", "host=evil.example;proto=https"),
    ("x-forwarded-proto", "https"),
    ("x-original-url", "/desk"),
    ("x-rewrite-url", "/desk"),
    ("x-http-method-override", "POST"),
]


@pytest.mark.parametrize("header", FORWARDED, ids=lambda header: header[0])
def test_links_come_from_the_base_url_whatever_a_header_says(made, header):
    """Nothing that a stranger sends is repeated, neither at once nor out of the cache (T29, T53)."""
    paths = ["/", "/feeds/submissions.atom", "/sitemap.xml", "/robots.txt", "/s/2026-00001"]
    paths.append(f"/submissions/{made.world.cases['proposal']}")
    with_it = ask_all(made.app, made.portal, [Request("GET", p, headers=(header,)) for p in paths])
    after = ask_all(made.app, made.portal, [Request("GET", path) for path in paths])
    for path, answer, later in zip(paths, with_it, after, strict=True):
        assert "evil" not in answer.text + later.text, path
        assert "https://127.0.0.1" not in answer.text, path
        assert answer.status == later.status in {200, 303}
