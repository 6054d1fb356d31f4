"""Which network a request comes from, and how often it may ask. In memory, per process."""

import time
from collections import OrderedDict
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING

from models.errors import TooMany

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


def network_of(scope: "Scope", trusted: "Sequence[IPv4Network | IPv6Network]") -> str:
    """The right-most address that no trusted proxy stands for; an IPv6 one as its /64 (T52)."""
    client = scope.get("client")
    address = client[0] if client else "0.0.0.0"  # noqa: S104  # a name for "unknown", no listener
    forwarded = [
        part.strip()
        for name, value in scope["headers"]
        if name == b"x-forwarded-for"
        for part in value.decode("latin-1").split(",")
    ]
    while forwarded and _is_trusted(address, trusted):
        address = forwarded.pop()
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address):
        return str(IPv6Network((parsed, 64), strict=False))
    return str(parsed)


def _is_trusted(address: str, trusted: "Sequence[IPv4Network | IPv6Network]") -> bool:
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in trusted)


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
