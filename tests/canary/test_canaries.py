"""Nobody reads what is not hers to read, on any surface there is (T01 to T10)."""

import pytest

from tests.canary.crawl import ACTORS, crawl, leaks, requests
from tests.canary.tokens import Ear
from tests.house.source import none_of
from web.routes import ROUTES


@pytest.mark.once
@pytest.mark.parametrize("actor", ACTORS)
def test_nobody_reads_what_is_not_hers(running_world, actor, capfd):
    world = running_world.world
    answered = crawl(running_world.app, running_world.portal, list(requests(ROUTES, world, actor)))
    _, logged = capfd.readouterr()
    none_of([str(leak) for leak in leaks(world, actor, answered)])
    none_of([f"{r.method} {r.path} -> {a.status}" for r, a in answered if a.status >= 500])
    none_of([f"the log tells {canary.what}" for canary in Ear(world.canaries).hear(logged)])
