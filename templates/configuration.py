"""What the templates must be told from outside: the zone, the clock, where static files live."""

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from templates import dates


def _plain_address(name: str) -> str:
    return f"/static/{name}"


@dataclass
class Configuration:
    """`static` turns the name of a static file into its address, with a fingerprint."""

    static: Callable[[str], str] = _plain_address


current = Configuration()


def configure(
    *,
    zone: ZoneInfo | None = None,
    clock: Callable[[], int] | None = None,
    static: Callable[[str], str] | None = None,
) -> None:
    """Set what is given, leave the rest.

    `clock` answers microseconds since the epoch, UTC; it decides when a year is written out.
    """
    dates.configure(zone=zone, clock=clock)
    if static is not None:
        current.static = static


def static(name: str) -> str:
    """The address of a file in web/static, with its fingerprint."""
    return current.static(name)
