"""What tests over HTTP ask for."""

from collections.abc import Iterator

import pytest

from tests.web.visiting import Site, open_site


@pytest.fixture
def site(town) -> Iterator[Site]:
    """The application, running on a fresh town."""
    with open_site() as opened:
        yield opened
