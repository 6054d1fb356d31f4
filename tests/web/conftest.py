"""What tests over HTTP ask for."""

from collections.abc import Iterator

import pytest

from tests.web.visiting import Site, open_site


@pytest.fixture
def site(town) -> Iterator[Site]:
    """The application, running on a fresh town."""
    with open_site() as opened:
        yield opened


@pytest.fixture(autouse=True)
def unrehearsed(monkeypatch):
    """Whoever walks all addresses makes no copy of the town at each button (test_rehearsal does)."""

    async def run(_slug, _language):
        return None

    monkeypatch.setattr("web.rehearsal.run", run)
