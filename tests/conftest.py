"""What every test may ask for, and what none may do."""

import os
import random
import secrets
import string
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import hypothesis
import pytest

import templates
from models import calendar
from models import settings as town_settings
from models.settings import Settings
from tests import letter_check, network
from tests.turns import is_its_turn

# The machine's own settings would change what is tested.
for name in [name for name in os.environ if name.startswith("TORGET_")]:
    if not name.startswith(("TORGET_TEST_", "TORGET_CHROMIUM")):
        del os.environ[name]
# Most tests want a letter for each event; those of gathering say how long news waits.
os.environ["TORGET_GATHER_SECONDS"] = "0"

network.close()
# Machines differ in speed: no test fails for being slow.
hypothesis.settings.register_profile("torget", deadline=None, max_examples=60, print_blob=True)
hypothesis.settings.load_profile("torget")

LONG = (
    # Of these one test alone takes long: begun late, it would be waited for.
    *("web/test_routes.py", "canary/test_hiding.py", "journeys/test_journey.py"),
    *("canary/test_canaries.py", "browser/test_axe.py", "faults/test_killed_workers.py"),
    *("faults/test_drill.py", "web/test_bad_input.py", "browser/test_without_script.py"),
    *("browser/test_residents.py", "browser/test_by_keyboard.py", "browser/test_screens.py"),
    *("browser/test_dialogue.py", "browser/test_monday.py", "canary/test_the_crawl.py"),
    *("models/test_asking.py", "browser/test_html.py", "commands/test_backup.py"),
)
"""The files whose tests take longest."""
ON_BOTH = (
    *("test_bad_input", "test_cache", "test_two_at_one_case", "test_operation", "test_searching"),
    *("test_imported", "test_desk_list", "test_several_at_once", "test_votes", "test_ballots"),
    *("test_statistics", "test_records"),
)
"""Of the tests of pages those that are run on both databases: every form and page, whoever meets
somebody else there, and the longest lists. What verbs ask of a database is tested without pages.
"""
TEST_KEY = string.ascii_letters + string.digits
_run = pytest.StashKey[ExitStack]()


@dataclass(frozen=True)
class Town:
    """A fresh, migrated database, ready for `transaction()`, and the settings that belong to it."""

    url: str
    data: Path
    settings: Settings


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


def pytest_configure(config: pytest.Config) -> None:
    """Once a run, before its workers exist: the order of the tests, and the server they share."""
    stack = config.stash[_run] = ExitStack()
    if _is_worker(config):
        return
    os.environ.setdefault("TORGET_TEST_ORDER", secrets.token_hex(4))
    if os.environ.get("TORGET_TEST_DATABASE") == "postgres" and not config.option.collectonly:
        from tests import databases

        stack.enter_context(databases.server())


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[_run].close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, exitstatus: int) -> None:
    if exitstatus != 0:
        order = os.environ["TORGET_TEST_ORDER"]
        terminalreporter.write_line(f"the same order again: TORGET_TEST_ORDER={order}")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What no database has a part in runs on the first alone. And another order every time, file by
    file: a test that leans on another is found out.
    """
    if os.environ.get("TORGET_TEST_DATABASE") == "postgres":
        config.hook.pytest_deselected(items=[item for item in items if not _asks_a_database(item)])
        items[:] = [item for item in items if _asks_a_database(item)]
    shuffle = random.Random(os.environ["TORGET_TEST_ORDER"])  # noqa: S311  (no secret)
    files: dict[Path, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.path, []).append(item)
    order = sorted(files)
    shuffle.shuffle(order)
    for path in order:
        shuffle.shuffle(files[path])
    items[:] = _longest_first([item for path in order for item in files[path]])


def _longest_first(items: list[pytest.Item]) -> list[pytest.Item]:
    """Each process is given as many tests in a row, and takes from the others when it has done: what
    takes long stands first in each row, so that none is left with it at the end.
    """
    rows: list[list[pytest.Item]] = [
        [] for _ in range(int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))
    ]
    others = [item for item in items if not str(item.path).endswith(LONG)]
    for number, name in enumerate(LONG):
        rows[number % len(rows)] += [item for item in items if str(item.path).endswith(name)]
    begins = 0
    for number, row in enumerate(rows):
        share = len(items) * (number + 1) // len(rows) - len(items) * number // len(rows)
        ends = begins + max(share - len(row), 0)
        row.extend(others[begins:ends])
        begins = ends
    return [item for row in rows for item in row]


def _asks_a_database(item: pytest.Item) -> bool:
    if item.path.parent.name == "web" and item.path.stem not in ON_BOTH:
        return False
    fixtures = getattr(item, "fixturenames", ())
    asks = "supply" in fixtures and item.get_closest_marker("once") is None
    # What has passed on the first is asked of the second in turns.
    return asks and is_its_turn(item.nodeid, 2)


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shared")


@pytest.fixture(scope="session")
def plain_settings(shared_folder: Path) -> Settings:
    """What is read and checked once; each test has a copy."""
    return Settings(secret_key=TEST_KEY, data=shared_folder)


@pytest.fixture(scope="session")
def settings_by_day(plain_settings: Settings) -> Settings:
    """A test at night is as one by day."""
    return Settings(secret_key=TEST_KEY, data=plain_settings.data, sms_quiet="0-0")


@pytest.fixture(autouse=True)
def _as_it_was(plain_settings: Settings) -> Iterator[None]:
    """Every test begins with a running clock and the settings of a test, whatever the last one did."""
    town_settings.use(plain_settings.model_copy())
    calendar.unfreeze()
    templates.reword({})
    yield
    calendar.unfreeze()
    town_settings.use(None)
    # Of every letter that reached a sink meanwhile (NT-12 to NT-15).
    assert letter_check.taken() == []


@pytest.fixture(scope="session")
def supply():
    """Where this process's databases come from."""
    from tests import built, databases

    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    with databases.supply(worker) as made:
        yield made
        built.forget()


@pytest.fixture
def town(supply, settings_by_day: Settings, tmp_path: Path) -> Iterator[Town]:
    """An empty town: `models.database` is configured for it."""
    from models import database

    url = supply.fresh(tmp_path)
    own = {
        "data": tmp_path,
        "database_url": url,
        "queue_url": f"sqlite:///{tmp_path / 'queue.sqlite3'}",
        "files_url": f"file:{tmp_path / 'files'}",
    }
    chosen = settings_by_day.model_copy(update=own)
    town_settings.use(chosen)
    database.configure(url)
    yield Town(url=url, data=tmp_path, settings=chosen)
    database.dispose()


@pytest.fixture
def session(town: Town) -> Iterator[Any]:
    """A transaction in an empty town, for tests that need no more than one."""
    from models.database import transaction

    with transaction() as opened:
        yield opened


@pytest.fixture
def built_once(town: Town):
    """A town that takes long to build, as it was when the function given had built it."""
    from tests import built

    return partial(built.once, data=town.data)


@pytest.fixture
def bare_database(supply, tmp_path: Path) -> Iterator[str]:
    """The address of a database without a table, for tests of migrations."""
    from models import database

    yield supply.bare(tmp_path)
    database.dispose()
