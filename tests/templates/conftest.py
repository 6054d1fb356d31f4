"""The pages of a fixed day in Stockholm, whatever other tests have set."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest

import templates
from templates import configuration, dates
from tests.templates import samples


@pytest.fixture(autouse=True)
def _on_a_day_in_november() -> Iterator[None]:
    zone, clock, static = dates._zone, dates._clock, configuration.current.static
    templates.configure(
        zone=ZoneInfo("Europe/Stockholm"),
        clock=lambda: samples.NOW,
        static=lambda name: f"/static/{name}",
    )
    yield
    templates.configure(zone=zone, static=static)
    dates._clock = clock
