"""What the doctor looks at of providers of identities: whether they answer, and what is odd."""

import asyncio
from collections.abc import Iterator

from models import organisation
from models.database import transaction
from models.settings import settings
from models.settings.identity import Provider
from web import oidc_known
from web.commands.findings import Finding
from web.oidc import callback
from web.oidc_wire import SECONDS, ProviderFailed

SAID = {
    "down": (
        "gives no discovery document.",
        "Is its address right, is it up, may this machine reach it?",
    ),
    "untrue": (
        "speaks for another issuer, or leads to addresses that are not https.",
        "Write the issuer exactly as the provider does, with or without a slash at its end.",
    ),
}


def of_providers() -> Iterator[Finding]:
    chosen = settings()
    if chosen.number_key and chosen.number_key in {chosen.secret_key, chosen.number_key_previous}:
        yield Finding(
            "bad",
            "TORGET_NUMBER_KEY is used for something else as well.",
            "Make one of its own, and keep it apart from the database.",
        )
    for provider in chosen.providers:
        yield from _of(provider)


def _of(provider: Provider) -> Iterator[Finding]:
    try:
        says = asyncio.run(_discovery(provider))
    except (ProviderFailed, TimeoutError) as error:
        said, advice = SAID["untrue" if getattr(error, "code", "") == "untrue" else "down"]
        yield Finding("bad", f"The provider {provider.name} {said}", advice)
        return
    yield Finding("ok", f"The provider {provider.name} answers; it sends to {callback(provider)}.")
    if provider.roles and not provider.second_factor:
        yield Finding(
            "look",
            f"The provider {provider.name} gives roles and no sign of a second factor.",
            "Name the acr or amr values in second_factor, or let staff show a factor of ours.",
        )
    if provider.sign_out and not says.get("end_session_endpoint"):
        yield Finding(
            "look",
            f"Nobody can be signed out of the provider {provider.name} from here.",
            "Say sign_out = false in its table.",
        )
    if missing := _missing_units(provider):
        yield Finding(
            "bad",
            f"The provider {provider.name} gives roles for units that are not here:"
            f" {', '.join(missing)}.",
            "Write the units as the profile calls them.",
        )


async def _discovery(provider: Provider) -> dict[str, object]:
    async with asyncio.timeout(SECONDS):
        return await oidc_known.metadata(provider)


def _missing_units(provider: Provider) -> list[str]:
    with transaction(write=False) as session:
        known = {row.slug for row in organisation.units(session) if row.retired_at is None}
    return sorted({one.unit for one in provider.roles if one.unit} - known)
