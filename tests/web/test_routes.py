"""The route table is the site map: what it says is what the product does (T03, T28)."""

import pytest

from tests.canary import world as canary
from tests.canary.conftest import running
from tests.house.source import none_of
from tests.web import a_town, route_table
from tests.web.asking import Request, ask, ask_all
from web.answers import Plain
from web.entry import get, post
from web.routes import ROUTES

# What stands at an address is no matter of the database.
pytestmark = pytest.mark.once

GETS = [entry for entry in ROUTES if entry.method == "GET"]
FORMS = [entry for entry in ROUTES if entry.method == "POST" and not entry.machine]
FOREIGN = {
    "no origin": ("", ()),
    "another site": ("https://evil.example", ()),
    "an origin that hides": ("null", ()),
    "our name on another port": ("http://127.0.0.1:9000", ()),
    "our name as the beginning of theirs": ("http://127.0.0.1:8000.evil.example", ()),
    "the browser says another site": ("http://127.0.0.1:8000", (("sec-fetch-site", "cross-site"),)),
    "the browser says nothing": ("", (("sec-fetch-site", ""),)),
    "the browser says a sister site": ("http://127.0.0.1:8000", (("sec-fetch-site", "same-site"),)),
}


@pytest.fixture
def world(built_once):
    return built_once(canary.found)


@pytest.fixture
def made(world):
    with running(world) as found:
        yield found


def test_everybody_may_do_exactly_what_the_table_says(made):
    found = list(route_table.rows(made.app, made.portal, made.world))
    written = route_table.written()
    wrong = [f"found   {line}" for line in found if line not in written]
    wrong += [f"written {line}" for line in written if line not in found]
    none_of(sorted(wrong, key=lambda line: line[8:]))


def test_a_route_that_is_not_in_the_table_is_found(world):
    new = get("/new", lambda visit: Plain())
    with running(world, (new, *ROUTES)) as found:
        (row,) = route_table.rows(found.app, found.portal, world, (new,))
    assert row not in route_table.written()


def test_a_route_that_nobody_can_fill_is_found(world):
    new = post("/new/{flavour}", lambda visit: Plain())
    with pytest.raises(route_table.Unknown, match="flavour"):
        list(route_table.addresses(new, world))


def test_no_route_is_declared_twice():
    keys = [(entry.method, entry.path) for entry in ROUTES]
    none_of([f"{method} {path}" for method, path in set(keys) if keys.count((method, path)) > 1])


def test_no_address_is_hidden_behind_one_that_comes_before_it():
    """A name between slashes, such as {reference}, would take `new` or `x.atom` for a value."""
    wrong = []
    for number, entry in enumerate(ROUTES):
        before = [one.path for one in ROUTES[:number] if one.path != entry.path]
        wrong += [f"{entry.path} behind {path}" for path in before if _takes(path, entry.path)]
    none_of(wrong)


def _takes(pattern: str, path: str) -> bool:
    parts, given = pattern.split("/"), path.split("/")
    return len(parts) == len(given) and all(
        part == value or (part.startswith("{") and part.endswith("}"))
        for part, value in zip(parts, given, strict=True)
    )


@pytest.mark.parametrize("actor", ["anonymous", "author", "moderator", "official", "administrator"])
def test_a_form_from_elsewhere_changes_nothing_for_anybody(made, actor):
    world, before = made.world, a_town.snapshot()
    asked = [
        Request("POST", path, world.cookies[actor], origin, headers=headers)
        for entry in FORMS
        for _, path in route_table.addresses(entry, world)
        for origin, headers in FOREIGN.values()
    ]
    answers = ask_all(made.app, made.portal, asked)
    wrong = [
        f"{request.path} from {request.origin!r} {request.headers} -> {answer.status}"
        for request, answer in zip(asked, answers, strict=True)
        if answer.status != 403 or "Det här kom från en annan webbplats" not in answer.text
    ]
    none_of(wrong)
    assert a_town.snapshot() == before


def test_the_form_of_our_own_page_is_taken(made):
    for origin, headers in (
        ("http://127.0.0.1:8000", ()),
        ("http://127.0.0.1:8000", (("sec-fetch-site", "same-origin"),)),
        ("", (("sec-fetch-site", "same-origin"),)),
        ("", (("sec-fetch-site", "none"),)),
    ):
        request = Request("POST", "/language", origin=origin, headers=headers, body=b"language=en")
        assert ask(made.app, made.portal, request).status == 303


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
def test_a_wrong_method_gets_the_page_that_says_so(made, method):
    methods: dict[str, set[str]] = {}
    before = a_town.snapshot()
    for entry in ROUTES:
        methods.setdefault(entry.path, set()).add(entry.method)
    for entry in ROUTES:
        (_, path) = next(iter(route_table.addresses(entry, made.world)))
        answer = ask(made.app, made.portal, Request(method, path))
        allowed = set((answer.header("allow") or "").split(", ")) - {"HEAD"}
        assert answer.status == 405, path
        if method not in {"TRACE", "PROPFIND"}:
            assert allowed == methods[entry.path], path
        assert b"</html>" in answer.body
    assert a_town.snapshot() == before


def test_a_method_of_another_route_is_a_wrong_one(made):
    assert ask(made.app, made.portal, Request("POST", "/about")).status == 405
    assert ask(made.app, made.portal, Request("GET", "/csp-reports")).status == 405
    assert ask(made.app, made.portal, Request("GET", "/sign-out")).status == 405


def test_head_answers_as_get_does(made):
    world, wrong = made.world, []
    for entry in GETS:
        for actor in ("anonymous", "administrator"):
            for _, path in route_table.addresses(entry, world):
                asked = [Request(method, path, world.cookies[actor]) for method in ("GET", "HEAD")]
                got, head = ask_all(made.app, made.portal, asked)
                if (got.status, _said(got)) != (head.status, _said(head)):
                    wrong.append(f"{path} as {actor}: {got.status}, then {head.status}")
    none_of(wrong)


def _said(answer) -> list[tuple[str, str]]:
    # A form's key and a length with it are new on every page.
    return sorted(one for one in answer.headers if one[0] != "content-length")
