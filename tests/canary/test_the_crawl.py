"""The canaries can sing: a crawl that finds nothing is worth something only because it could."""

import sys

import pytest
from sqlalchemy import select, true

from models import feed, showing
from models.desk import finding
from models.search import find
from models.submission import Submission
from models.text import Text
from tests.canary.conftest import running
from tests.canary.crawl import Unfillable, addresses, crawl, leaks, requests
from tests.canary.tokens import Canary, Ear
from tests.canary.world import PHONE, World
from tests.house.source import none_of
from tests.web.asking import Request
from web.answers import Cookie, Go, Plain
from web.entry import get, moderators, post
from web.pages import casework
from web.routes import ROUTES

pytestmark = pytest.mark.once


def _title(visit) -> str:
    """What no handler would do: read without asking who reads."""
    wanted = (
        select(Text.title)
        .join(Submission, Submission.text_id == Text.id)
        .where(Submission.reference == visit.params["reference"])
    )
    return visit.session.execute(wanted).scalar() or ""


def _in_the_body(visit):
    return Plain(_title(visit))


def _in_an_address(visit):
    return Go(f"/search/{_title(visit)}")


def _in_a_cookie(visit):
    return Go("/", (Cookie("last", _title(visit)),))


def _only_with_a_query(visit):
    return Plain(_title(visit) if visit.query.get("comment") == "3" else "")


def _sent_by_an_empty_form(visit):
    return Plain(_title(visit), 422)


def _tells_the_log(visit):
    sys.stderr.write(f"handing out {_title(visit)}\n")
    return Plain()


LEAKING = (
    get("/body/{reference}", _in_the_body),
    get("/submissions/{reference}/title.json", _in_the_body),
    get("/address/{reference}", _in_an_address),
    get("/cookie/{reference}", _in_a_cookie),
    get("/query/{reference}", _only_with_a_query),
    post("/form/{reference}", _sent_by_an_empty_form, writes=False),
)
FOR_MODERATORS = get("/staff/{reference}", _in_the_body, allow=moderators)
LOGGING = get("/log/{reference}", _tells_the_log)


def test_whatever_leaks_is_found(world, capfd):
    """In a body, an address, a cookie, behind a query, behind a form, in the log."""
    with running(world, (*LEAKING, FOR_MODERATORS, LOGGING, *ROUTES)) as made:

        def found(entry, actor="anonymous"):
            answered = crawl(made.app, made.portal, list(requests((entry,), world, actor)))
            return {leak.canary.what for leak in leaks(world, actor, answered)}

        for entry in LEAKING:
            told = found(entry)
            assert {"the title of a private case", "the title of a refuse case"} <= told, entry.path
            assert "the title of a public proposal" not in told
        assert found(FOR_MODERATORS) == found(FOR_MODERATORS, "stranger") == set()
        cookie = world.cookies["moderator"]
        asked = [Request("GET", path, cookie) for path in addresses(FOR_MODERATORS, world)]
        heard = [Ear(world.canaries).hear(a.text) for _, a in crawl(made.app, made.portal, asked)]
        assert "the title of a private case" in {one.what for ones in heard for one in ones}
        capfd.readouterr()
        assert found(LOGGING) == set()
        logged = Ear(world.canaries).hear(capfd.readouterr().err)
        assert "the title of a private case" in {one.what for one in logged}


def _asks_for_something_new(visit):
    return Plain(visit.query.get("flavour", ""))


@pytest.mark.parametrize(
    "entry", [get("/new/{flavour}", _in_the_body), get("/new", _asks_for_something_new)]
)
def test_what_nobody_can_fill_stops_the_crawl(entry):
    world = World(cookies={"anonymous": ""}, values={"reference": ["2026-00001"]})
    with pytest.raises(Unfillable, match="flavour"):
        list(requests((entry,), world, "anonymous"))


@pytest.mark.parametrize("written", ["070-174 06 33", "+46 70 174 06 33", PHONE, "070-1740633"])
def test_a_phone_number_sings_in_every_way_of_writing_it(written):
    phone = Canary(PHONE.removeprefix("+46"), "a phone number", frozenset())
    assert Ear([phone]).hear(f"Ring {written} i dag.") == {phone}


def test_the_crawl_gets_wherever_everyone_may_go(running_world):
    world = running_world.world
    asked = list(requests(ROUTES, world, "anonymous", methods=("GET",)))
    heard = set()
    for _, answer in crawl(running_world.app, running_world.portal, asked):
        heard |= {one.what for one in Ear(world.canaries).hear(answer.text)}
    none_of([one.what for one in world.canaries if one.seen_by is None and one.what not in heard])


def _everything(*_args, **_named):
    return true()


def _feed_that_forgets_who_reads(monkeypatch):
    monkeypatch.setattr(feed, "SHOWN", true())


def _handler_that_loads_by_its_number_alone(monkeypatch):
    monkeypatch.setattr(showing, "visible", lambda *_: True)
    monkeypatch.setattr(casework, "check", lambda *_: None)


def _search_of_every_case(monkeypatch):
    monkeypatch.setattr(finding, "reached", _everything)


def _kept_page_of_every_case(monkeypatch):
    monkeypatch.setattr(find, "SHOWN", true())


@pytest.mark.parametrize(
    ("planted", "path", "actor"),
    [
        (_feed_that_forgets_who_reads, "/feeds/submissions.atom", "anonymous"),
        (_handler_that_loads_by_its_number_alone, "/casework/{reference}", "neighbour"),
        (_search_of_every_case, "/casework", "neighbour"),
        (_kept_page_of_every_case, "/submissions", "anonymous"),
    ],
)
def test_a_leak_in_the_product_is_found(running_world, monkeypatch, planted, path, actor):
    """Where a condition is forgotten, a row is loaded by its number, a list or a kept page looks at
    everything: each is one line that somebody could write.
    """
    world = running_world.world
    entries = [entry for entry in ROUTES if (entry.method, entry.path) == ("GET", path)]
    planted(monkeypatch)
    asked = list(requests(entries, world, actor))
    answered = crawl(running_world.app, running_world.portal, asked)
    told = {leak.canary.what for leak in leaks(world, actor, answered)}
    assert any(what.startswith("the title of a ") for what in told), told
