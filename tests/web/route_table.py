"""Who may do what: every route as everybody, as the product answers, in a table to be read.

`python -m tests.web.route_table` writes routes_table.txt anew. Read what changed before it is kept:
the table is the promise, not the program.
"""

import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from starlette.testclient import TestClient

from models import database
from models import settings as town_settings
from models.database import transaction
from models.settings import Settings
from tests.canary.world import World, build
from tests.keeping import kept
from tests.web.asking import ORIGIN, Request, ask
from web import shared
from web.app import Town
from web.entry import Entry
from web.routes import ROUTES

FILE = Path(__file__).with_name("routes_table.txt")
ACTORS = (
    "anonymous",
    "author",
    "stranger",
    "suspended",
    "moderator",
    "official",
    "auditor",
    "administrator",
    # An official and a moderator of another unit: the private case is not hers, and about the
    # proposal her unit was asked.
    "neighbour",
    "area",
)
CASES = {"private": "private", "public": "proposal"}
PARAMETER = re.compile(r"{(\w+)}")
HEAD = """\
# Every route, as everybody: GET a page, POST an empty form from our own origin.
# {reference} is a case of the author's: one that is private, and a proposal that is public and
# collects support; a neighbour is an official of a unit that was asked about the proposal and has
# neither, area a moderator of that unit. Every other parameter is something that is there. A machine route is called by
# programs: it needs no origin and reads no session.
# Written by `python -m tests.web.route_table`; read what changed before it is kept.
#
"""


class Unknown(Exception):
    """A route with a parameter that nothing here fills: say in tests/canary/world.py what does."""


def rows(app, portal, world: World, routes: tuple[Entry, ...] = ROUTES) -> Iterator[str]:
    """A line of the table for every route and every case its address can be about."""
    with kept() as town:
        for entry in sorted(routes, key=lambda one: (one.path, one.method)):
            for what, path in addresses(entry, world):
                statuses = []
                for actor in ACTORS:
                    cookie = "; ".join(filter(None, (world.cookies[actor], "fresh=1")))
                    request = Request(entry.method, path, cookie=cookie)
                    statuses.append(ask(app, portal, request).status)
                    # Where nobody was let in, nothing was done.
                    if entry.method != "GET" and statuses[-1] not in {403, 404}:
                        town.restore()
                yield line(entry, what, statuses)


def addresses(entry: Entry, world: World) -> Iterator[tuple[str, str]]:
    """What the address is about ("" when there is nothing to choose), and the address."""
    names = PARAMETER.findall(entry.path)
    if "reference" in names:
        for what, case in CASES.items():
            reference = world.cases[case]
            yield what, _filled(entry, {"reference": reference, **world.ones.get(reference, {})})
        return
    # What begins longest is nearest: below /desk stand more things than items.
    found = sorted((s for s in world.ones if entry.path.startswith(s)), key=len)
    yield "", _filled(entry, world.ones[found[-1]] if found else {})


def _filled(entry: Entry, values: dict[str, str]) -> str:
    path = entry.path
    for name in PARAMETER.findall(path):
        if name not in values:
            raise Unknown(f"{entry.method} {entry.path}: {name}")
        path = path.replace(f"{{{name}}}", values[name])
    return path


def line(entry: Entry, what: str, statuses: list[int]) -> str:
    codes = "".join(f"{status:>6}" for status in statuses)
    said = f"{entry.allow.name} machine" if entry.machine else entry.allow.name
    return f"{entry.method:<5}{entry.path:<52}{what:<9}{said:<17}{codes}"


def title() -> str:
    shorter = [actor[:5] for actor in ACTORS]
    names = "".join(f"{name:>6}" for name in shorter)
    return f"{'#':<5}{'route':<52}{'case':<9}{'who':<17}{names}"


def written() -> list[str]:
    """The lines of the checked-in table."""
    lines = FILE.read_text("utf-8").splitlines()
    return [one for one in lines if one and not one.startswith("#")]


def main() -> int:
    from models.migrations import migrate

    with tempfile.TemporaryDirectory(prefix="torget-table-") as folder:
        url = f"sqlite:///{folder}/torget.sqlite3"
        key = "abcdefghijklmnopqrstuvwxyz0123456789"
        town_settings.use(Settings(secret_key=key, data=Path(folder), database_url=url))
        database.configure(url)
        migrate()
        with transaction() as session:
            world = build(session)
        shared.parts.clear()
        app = Town()
        with TestClient(app, base_url=ORIGIN) as server:
            lines = list(rows(app, server.portal, world))
        database.dispose()
    FILE.write_text(HEAD + "\n".join([title(), *lines]) + "\n", "utf-8")
    print(f"{len(lines)} lines in {FILE.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
