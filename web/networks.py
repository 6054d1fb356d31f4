"""Which network a request comes from, and how often it may ask. In memory, per process."""

import time
from collections import OrderedDict
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING

from models.errors import NotFound, TooMany

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import Scope

KEPT = 10_000


@dataclass(frozen=True)
class Limit:
    """At most `most` requests of this name per network and window of `seconds`."""

    name: str
    most: int
    seconds: int


def address_of(
    scope: "Scope", trusted: "Sequence[IPv4Network | IPv6Network]"
) -> IPv4Address | IPv6Address | None:
    """The right-most address that no trusted proxy stands for (T52); None when it is none."""
    client = scope.get("client")
    address = client[0] if client else "0.0.0.0"  # noqa: S104  # a name for "unknown", no listener
    forwarded = [
        part.strip()
        for name, value in scope["headers"]
        if name == b"x-forwarded-for"
        for part in value.decode("latin-1").split(",")
    ]
    found = _parsed(address)
    while forwarded and found is not None and any(found in network for network in trusted):
        found = _parsed(forwarded.pop())
    return found


def network_of(scope: "Scope", trusted: "Sequence[IPv4Network | IPv6Network]") -> str:
    """What a limit counts by: an IPv4 address, or the /64 that an IPv6 one is free to choose in."""
    address = address_of(scope, trusted)
    if isinstance(address, IPv6Address):
        return str(IPv6Network((address, 64), strict=False))
    return "unknown" if address is None else str(address)


def check_monitor(
    scope: "Scope",
    trusted: "Sequence[IPv4Network | IPv6Network]",
    allowed: "Sequence[IPv4Network | IPv6Network]",
) -> None:
    """Raises NotFound for whoever does not come from one of the allowed networks."""
    address = address_of(scope, trusted)
    if address is None or not any(address in network for network in allowed):
        raise NotFound


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    """An IPv4 address stays one also where a socket of both kinds writes it as ::ffff:..."""
    try:
        found = ip_address(address)
    except ValueError:
        return None
    return (found.ipv4_mapped if isinstance(found, IPv6Address) else None) or found


class Counter:
    """Fixed windows, least recently used forgotten first, so memory is bounded."""

    def __init__(self) -> None:
        self._used: OrderedDict[tuple[str, str], tuple[int, int]] = OrderedDict()

    def spend(self, limit: Limit, network: str) -> None:
        """Raises TooMany with the seconds left of the window."""
        at = time.monotonic()
        window = int(at // limit.seconds)
        key = (limit.name, network)
        since, used = self._used.pop(key, (window, 0))
        used = used + 1 if since == window else 1
        self._used[key] = (window, used)
        if len(self._used) > KEPT:
            self._used.popitem(last=False)
        if used > limit.most:
            raise TooMany(max(1, int((window + 1) * limit.seconds - at)))
