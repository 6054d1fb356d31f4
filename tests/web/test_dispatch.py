"""Every address comes to the route it came to when all were asked in their order."""

import asyncio

import pytest
from starlette.responses import PlainTextResponse
from starlette.routing import Match, Route, Router

from web.dispatch import ByFirstPart
from web.routes import ROUTES

pytestmark = pytest.mark.once

PATHS = list(dict.fromkeys(entry.path for entry in ROUTES))


def _route(path: str) -> Route:
    async def answer(request):
        return PlainTextResponse(f"{path} {sorted(request.path_params.values())}")

    return Route(path, answer, methods=["GET", "POST"])


def _scope(path: str) -> dict:
    return {"type": "http", "method": "GET", "path": path, "root_path": "", "headers": []}


def test_each_route_is_found_as_if_all_were_asked():
    routes = [_route(path) for path in PATHS]
    sorted_by_start = ByFirstPart(routes)
    for path in PATHS:
        for filled in (path.replace("{", "").replace("}", ""), f"{path}/more", path.rstrip("/")):
            scope = _scope(filled)
            first = next((one for one in routes if one.matches(scope)[0] is not Match.NONE), None)
            match, found = sorted_by_start.matches(scope)
            assert (match is Match.NONE) == (first is None), filled
            assert found.get("torget.found") is first, filled


def test_the_route_that_was_found_answers():
    app = Router([ByFirstPart([_route("/a/{b}"), _route("/"), _route("/a.json")])])

    def said(path):
        return asyncio.run(_said(app, path))

    assert said("/a/c") == (200, "/a/{b} ['c']")
    assert said("/") == (200, "/ []")
    assert said("/a.json") == (200, "/a.json []")
    assert said("/b")[0] == 404


async def _said(app, path):
    sent = []

    async def send(message):
        sent.append(message)

    await app(_scope(path), None, send)
    return sent[0]["status"], b"".join(one.get("body", b"") for one in sent[1:]).decode()


def test_a_route_that_begins_with_anything_is_refused():
    with pytest.raises(ValueError, match="parameter"):
        ByFirstPart([_route("/{anything}")])
