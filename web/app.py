"""The ASGI application: guard, cache, router, in this order."""

import gc
from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Row
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

import templates
from models import calendar
from models.database import configure, is_postgres, transaction
from models.profile import Site
from models.settings import settings
from web import language, oidc_known, rendering, town
from web.answers import Go, Shown
from web.cache import Cache
from web.dispatch import ByFirstPart
from web.entry import Entry
from web.guard import Guard
from web.page import Pages
from web.responses import respond
from web.routes import ROUTES
from web.static_files import StaticFiles
from web.versions import versions


@cache
def _settle() -> None:
    """What the first start made lives as long as the process: the collector need not look at it
    again. A second time would keep for ever what came in between.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 50)


class Town:
    """One running town: what is opened when the first request or the lifespan comes."""

    def __init__(self, routes: Sequence[Entry] = ROUTES) -> None:
        self._routes = routes
        self._app: Guard | None = None
        self._close: Any = None

    def start(self) -> None:
        """Open the database, the cache and the pools. Needs a migrated, seeded database."""
        configure(settings().database_url)
        town.forget()
        oidc_known.forget()
        static = StaticFiles()

        def dress(site: Site, logos: Sequence[Row[Any]]) -> None:
            static.dress(site, logos)
            templates.reword(site.own_words)

        town.dressed_by(dress)
        with transaction(write=False) as session:
            site = town.site(session)
        calendar.use_zone(site.zone)
        templates.configure(clock=calendar.now, zone=calendar.zone(), static=static.address)
        known = versions()
        pages = Pages(known, writers=4 if is_postgres() else 1)
        router = Starlette(
            routes=[
                ByFirstPart((Route("/static/{name}", static.serve), *_routes(pages, self._routes)))
            ],
            exception_handlers={HTTPException: _http_problem, Exception: _server_problem},
        )
        # Starlette's own redirect repeats the Host header; ours (below) knows only our paths.
        router.router.redirect_slashes = False
        cache = Cache(router, known)
        self._app = Guard(cache, cache.hit)

        def close() -> None:
            pages.close()
            known.close()

        self._close = close
        _settle()

    def stop(self) -> None:
        if self._close is not None:
            self._close()
        self._app = self._close = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
            return
        if self._app is None:
            self.start()
        if self._app is not None:
            await self._app(scope, receive, send)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self.start()
                await send({"type": "lifespan.startup.complete"})
            else:
                self.stop()
                await send({"type": "lifespan.shutdown.complete"})
                return


def _routes(pages: Pages, entries: Sequence[Entry]) -> list[Route]:
    """One Starlette route for each address, with all its methods: addresses keep their order."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.path, []).append(entry)
    return [_route(pages, path, rows) for path, rows in found.items()]


def _route(pages: Pages, path: str, entries: list[Entry]) -> Route:
    async def endpoint(request: Request) -> Response:
        return await pages.answer(request, entries)

    # Every method comes here, so that a wrong one gets our own 405 page.
    return Route(path, endpoint, methods=["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])


def _failure(request: Request, status: int) -> Response:
    html = rendering.failure(
        status,
        site=town.last_known(),
        language=language.of(request),
        path=request.scope["path"],
    )
    return respond(Shown("", status=status), html.encode(), request)


async def _http_problem(request: Request, error: Exception) -> Response:
    """404 and the like. An address with a slash too many leads to the one without it."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    path: str = request.scope["path"]
    if status == 404 and path.endswith("/") and request.method in {"GET", "HEAD"}:
        return respond(Go(path.rstrip("/") or "/"), b"", request)
    response = _failure(request, status)
    if isinstance(error, HTTPException) and error.headers:
        response.headers.update(error.headers)
    return response


async def _server_problem(request: Request, _error: Exception) -> Response:
    return _failure(request, 500)


app = Town()
