"""What providers say of themselves: their addresses and their keys, kept for an hour."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any

from models.settings.identity import Provider
from web.oidc_wire import ProviderFailed, checked, client, fetch

KEPT_SECONDS = 3600.0
AGAIN_SECONDS = 30.0
"""Keys are fetched anew for an unknown one at most this often, whoever sends us unknown ones."""


@dataclass
class _Known:
    says: dict[str, Any] = field(default_factory=dict)
    keys: dict[str, Any] = field(default_factory=dict)
    said_at: float = float("-inf")
    keys_at: float = float("-inf")
    asking: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Many who sign in at once ask the provider one time."""


_known: dict[str, _Known] = {}


def forget() -> None:
    """Ask every provider anew: a town that starts knows nothing of them."""
    _known.clear()


async def metadata(provider: Provider) -> dict[str, Any]:
    """What the provider's discovery document says. Raises ProviderFailed."""
    known = _known.setdefault(provider.issuer, _Known())
    async with known.asking:
        if time.monotonic() - known.said_at > KEPT_SECONDS:
            async with client(provider) as wire:
                says = await fetch(
                    wire, f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration"
                )
            if says.get("issuer") != provider.issuer:
                # Discovery 1.0, 4.3: else it speaks for somebody else.
                raise ProviderFailed("untrue")
            for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                checked(says.get(name))
            known.says, known.said_at = says, time.monotonic()
        return known.says


async def keys(provider: Provider, *, anew: bool = False) -> dict[str, Any]:
    """The provider's public keys; `anew` after a signature that none of them fits.

    Raises ProviderFailed.
    """
    says = await metadata(provider)
    known = _known.setdefault(provider.issuer, _Known())
    async with known.asking:
        age = time.monotonic() - known.keys_at
        if age > (AGAIN_SECONDS if anew else KEPT_SECONDS):
            async with client(provider) as wire:
                known.keys = await fetch(wire, says["jwks_uri"])
            known.keys_at = time.monotonic()
        return known.keys
