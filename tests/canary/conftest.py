"""The canary world, running."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.canary.world import World, found
from tests.web.asking import ORIGIN
from web import shared
from web.app import Town
from web.routes import ROUTES


@dataclass
class Running:
    """A served world: the application and the portal into its event loop."""

    world: World
    app: Town
    portal: Any


@contextmanager
def running(world: World, routes=ROUTES) -> Iterator[Running]:
    shared.parts.clear()
    app = Town(routes)
    with TestClient(app, base_url=ORIGIN) as server:
        yield Running(world, app, server.portal)


@pytest.fixture
def world(built_once) -> World:
    return built_once(found)


@pytest.fixture
def running_world(world) -> Iterator[Running]:
    with running(world) as made:
        yield made


@pytest.fixture(autouse=True)
def unrehearsed(monkeypatch):
    """Whoever walks all addresses makes no copy of the town at each button (test_rehearsal does)."""

    async def run(_slug, _language):
        return None

    monkeypatch.setattr("web.rehearsal.run", run)
