"""What tests over HTTP ask for."""

from collections.abc import Iterator

import pytest

from models.database import transaction
from tests import people
from tests.web.visiting import Browser, Site, open_site


@pytest.fixture
def site(town) -> Iterator[Site]:
    """The application, running on a fresh town."""
    with open_site() as opened:
        yield opened


@pytest.fixture
def ada(site) -> Browser:
    """The browser of an administrator who has signed in."""
    with transaction() as session:
        someone = people.ada(session)
    return site.browser().sign_in(someone)


@pytest.fixture(autouse=True)
def unrehearsed(monkeypatch):
    """Whoever walks all addresses makes no copy of the town at each button (test_rehearsal does)."""

    async def run(_slug, _language):
        return None

    monkeypatch.setattr("web.rehearsal.run", run)
