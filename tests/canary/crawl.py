"""Every route as every actor, with everything that its parameters could be.

A new route is crawled by itself. One whose parameters or queries nobody can fill stops the crawl.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from inspect import getsource
from sys import modules
from urllib.parse import quote
from zlib import crc32

from models.viewer import NOBODY
from tests.canary.tokens import Canary, Ear
from tests.canary.world import World
from tests.turns import is_its_turn
from tests.web.asking import Answered, Request, ask_all
from web.entry import Entry

PARAMETER = re.compile(r"{(\w+)}")
QUERY = re.compile(r"""\bquery(?:\.get\(|\[)\s*["'](\w+)["']""")
ACTORS = (
    "anonymous",
    "holder",
    "author",
    "stranger",
    "suspended",
    "moderator",
    "official",
    "auditor",
    "administrator",
    "neighbour",
    "area",
    "trusted",
    "protected",
)
FULL = frozenset({"anonymous", "stranger"})
"""Those who send a form to everything, and ask with every query for what is everybody's; the others
do for what is not.
"""
FORMS = 8
"""Things of one sort that the others send an empty form to, beginning with another at each route."""
OF_ONE_CASE = {
    "holder": "of a key",
    "protected": "protected person's",
    "trusted": "protected person's",
}
"""To the table they are as somebody else is, but for this case: of all others they ask for none."""
CASE = re.compile(r"\b\d{4}-\d{5}\b")
OF_A_CASE = frozenset({"reference", "stream"})


class Unfillable(Exception):
    """A route asks for something that tests/canary/world.py does not know: add it there."""


@dataclass(frozen=True)
class Leak:
    """Who read what, and where."""

    actor: str
    request: Request
    status: int
    canary: Canary

    def __str__(self) -> str:
        asked = f"{self.request.method} {self.request.path}"
        return f"{self.actor} reads {self.canary.what}: {asked} -> {self.status}"


def addresses(
    entry: Entry, world: World, *, queries: bool = True, forms: int | None = None, case: str = ""
) -> Iterator[str]:
    """Every address of a route, and each of its queries with every value it could have; of one that
    takes a form at most `forms`. With `case` those of it alone, where a route is of a case.
    """
    paths = list(_paths(entry, world, forms, case))
    yield from paths
    if entry.method != "GET" or not queries:
        return
    for name in sorted(set(QUERY.findall(_source(entry)))):
        for path, value in itertools.product(paths, _known(name, entry, world)):
            yield f"{path}?{name}={quote(value)}"


def _source(entry: Entry) -> str:
    """Where a handler's queries are read: its module, or itself alone when it is one of a test."""
    module = entry.handler.__module__
    return getsource(modules[module] if module.startswith("web.") else entry.handler)


def _paths(entry: Entry, world: World, forms: int | None, case: str) -> Iterator[str]:
    names = PARAMETER.findall(entry.path)
    known = [_known(name, entry, world) for name in names]
    if case and OF_A_CASE.intersection(names):
        known = [
            [value for value in values if case in value] if name in OF_A_CASE else values
            for name, values in zip(names, known, strict=True)
        ]
    if entry.method == "GET":
        chosen = itertools.product(*known)
    else:
        # An empty form does nothing to most of what there are many of.
        chosen = itertools.islice(_each_once(known, crc32(entry.path.encode())), forms)
    for values in chosen:
        path = entry.path
        for name, value in zip(names, values, strict=True):
            path = path.replace(f"{{{name}}}", quote(value), 1)
        yield path


def _each_once(known: Sequence[Sequence[str]], begin: int) -> Iterator[tuple[str, ...]]:
    """Every value at least once: what an empty form is refused with depends on each alone."""
    longest = max(map(len, known), default=1) if all(known) else 0
    for number in range(longest):
        yield tuple(values[(begin + number) % len(values)] for values in known)


def _known(name: str, entry: Entry, world: World) -> Sequence[str]:
    start = entry.path.partition("{")[0]
    if f"{start}{name}" in world.values:
        return world.values[f"{start}{name}"]
    if name not in world.values:
        raise Unfillable(f"{entry.method} {entry.path}: {name}")
    return world.values[name]


def requests(
    routes: Sequence[Entry], world: World, actor: str, *, methods: Sequence[str] = ("GET", "POST")
) -> Iterator[Request]:
    """Reads first, because an empty form may change something, if only of the actor's own.

    What cannot differ is asked once: where the table lets nobody like her in, or nobody is asked who
    she is, the first address of a route stands for all of them; and for whoever is suspended, who
    is nobody everywhere.
    """
    cookie, viewer = world.cookies[actor], world.viewers.get(actor, NOBODY)
    case = world.cases.get(OF_ONE_CASE.get(actor, ""), "")
    for method in methods:
        for entry in routes:
            if entry.method == method:
                full = actor in FULL or entry.allow.action is not None
                forms = None if actor in FULL else FORMS
                known = addresses(entry, world, queries=full, forms=forms, case=case)
                alike = entry.machine and actor != "anonymous"
                alike |= actor == "suspended" or not entry.allow.admits(viewer)
                for path in itertools.islice(known, 1 if alike else None):
                    if actor in FULL or case or _is_its_turn(actor, path):
                        yield Request(method, path, cookie=cookie)


def _is_its_turn(actor: str, path: str) -> bool:
    """Of the pages of a case those of staff and neighbours ask for one in three, and in another run,
    which has another order, for others: where a route forgets who asks, it forgets it for many cases.
    """
    return CASE.search(path) is None or is_its_turn(f"{actor} {path}", 3)


def crawl(app, portal, asked: Sequence[Request]) -> list[tuple[Request, Answered]]:
    return list(zip(asked, ask_all(app, portal, asked), strict=True))


def leaks(world: World, actor: str, answered: Sequence[tuple[Request, Answered]]) -> list[Leak]:
    """Everything that this actor was shown and may not read."""
    ear = Ear(world.canaries)
    return [
        Leak(actor, request, answer.status, canary)
        for request, answer in answered
        for canary in sorted(ear.hear(answer.text), key=lambda one: one.what)
        if not canary.may_be_read(actor, request.path)
    ]
