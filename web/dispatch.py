"""Which route an address is of, without asking hundreds of them one by one."""

from collections import defaultdict
from collections.abc import Iterable

from starlette.routing import BaseRoute, Match, Route
from starlette.types import Receive, Scope, Send


class ByFirstPart(BaseRoute):
    """Routes by the first part of their address; among those that begin alike the order counts."""

    def __init__(self, routes: Iterable[Route]) -> None:
        """ValueError for a route that begins with a parameter: it would be asked of no address."""
        self._routes: defaultdict[str, list[Route]] = defaultdict(list)
        for route in routes:
            first = _first(route.path)
            if "{" in first:
                raise ValueError(f"{route.path} begins with a parameter")
            self._routes[first].append(route)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """As Starlette asks a route; the one that was found comes along in the scope."""
        if scope["type"] == "http":
            for route in self._routes.get(_first(scope["path"]), ()):
                match, found = route.matches(scope)
                if match is not Match.NONE:
                    return match, {**found, "torget.found": route}
        return Match.NONE, {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer by the route that was found."""
        await scope["torget.found"].handle(scope, receive, send)


def _first(path: str) -> str:
    return path[1:].partition("/")[0]
