"""The canaries can sing: a crawl that finds nothing is worth something only because it could."""

import sys

import pytest

from models.submission import take
from models.text import Text
from tests.canary.conftest import running
from tests.canary.crawl import Unfillable, crawl, leaks, requests
from tests.canary.tokens import Ear
from tests.house.source import none_of
from web.answers import Cookie, Go, Plain
from web.entry import get, moderators, post
from web.routes import ROUTES


def _title(visit) -> str:
    case = take(visit.session, visit.params["reference"])
    return visit.session.get_one(Text, case.text_id).title


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


@pytest.mark.parametrize(
    "leaking",
    [
        get("/leak/{reference}", _in_the_body),
        get("/leak/{reference}", _in_an_address),
        get("/leak/{reference}", _in_a_cookie),
        get("/leak/{reference}", _only_with_a_query),
        post("/leak/{reference}", _sent_by_an_empty_form, writes=False),
        get("/submissions/{reference}/title.json", _in_the_body),
    ],
    ids=lambda entry: entry.handler.__name__,
)
def test_a_new_route_that_leaks_is_found(world, leaking):
    with running(world, (leaking, *ROUTES)) as made:
        answered = crawl(made.app, made.portal, list(requests((leaking,), world, "anonymous")))
    found = {leak.canary.what for leak in leaks(world, "anonymous", answered)}
    assert {"the title of a private case", "the title of a refuse case"} <= found
    assert "the title of a public proposal" not in found


def test_a_route_that_lets_the_wrong_staff_in_is_found(world):
    leaking = get("/leak/{reference}", _in_the_body, allow=moderators)
    with running(world, (leaking, *ROUTES)) as made:
        for actor, finds in (("stranger", False), ("moderator", True)):
            answered = crawl(made.app, made.portal, list(requests((leaking,), world, actor)))
            # To a moderator these are no leaks, so whoever hears them is asked for herself.
            heard = set().union(*(Ear(world.canaries).hear(a.text) for _, a in answered))
            titles = {one.what for one in heard if "title of a private" in one.what}
            assert bool(titles) is finds


def test_a_parameter_that_nobody_can_fill_stops_the_crawl(world):
    leaking = get("/leak/{flavour}", _in_the_body)
    with pytest.raises(Unfillable, match="flavour"):
        list(requests((leaking,), world, "anonymous"))


def _asks_for_something_new(visit):
    return Plain(visit.query.get("flavour", ""))


def test_a_query_that_nobody_can_fill_stops_the_crawl(world):
    with pytest.raises(Unfillable, match="flavour"):
        list(requests((get("/leak", _asks_for_something_new),), world, "anonymous"))


def _tells_the_log(visit):
    sys.stderr.write(f"handing out {_title(visit)}\n")
    return Plain()


def test_a_word_in_the_log_is_found(world, capfd):
    leaking = get("/leak/{reference}", _tells_the_log)
    with running(world, (leaking, *ROUTES)) as made:
        crawl(made.app, made.portal, list(requests((leaking,), world, "anonymous")))
    logged = capfd.readouterr().err
    assert "the title of a private case" in {one.what for one in Ear(world.canaries).hear(logged)}


def test_a_phone_number_sings_in_every_way_of_writing_it(world):
    ear = Ear(world.canaries)
    for written in ("070-174 06 33", "+46 70 174 06 33", "+46701740633", "070-1740633"):
        assert "a phone number" in {one.what for one in ear.hear(f"Ring {written}!")}, written


def test_the_crawl_gets_wherever_everyone_may_go(running_world):
    world = running_world.world
    asked = list(requests(ROUTES, world, "anonymous", methods=("GET",)))
    heard = set()
    for _, answer in crawl(running_world.app, running_world.portal, asked):
        heard |= {one.what for one in Ear(world.canaries).hear(answer.text)}
    none_of([one.what for one in world.canaries if one.seen_by is None and one.what not in heard])
