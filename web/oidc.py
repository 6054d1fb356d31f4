"""Signing in at a provider: OpenID Connect Core 1.0, the code flow with PKCE, by way of Authlib.

Everything here runs in the event loop, before a transaction is opened, and ends within SECONDS.
"""

import asyncio
import hmac
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from models.calendar import MINUTE, SECOND, now
from models.settings import settings
from models.settings.identity import Provider
from web import oidc_known
from web.oidc_wire import SECONDS, ProviderFailed, basic, checked, client, fetch

LEEWAY_SECONDS = 60
AGAIN_WITHIN = 5 * MINUTE
"""Who was asked to show her identity again has done so not longer ago than this."""
_LEADS_ASTRAY = {"jwk", "jku", "x5u", "crit"}
"""Parts of a signature's head that name the key to check it with, or ask for what we do not do."""

_SIGNED_ALONE = {"acr", "amr", "auth_time"}
"""How somebody signed in is said by her ID token, and by nothing else."""


@dataclass(frozen=True)
class Asked:
    """What we asked a provider for. `state`, `nonce` and `verifier` bind its answer to one browser
    and one try.
    """

    url: str
    state: str
    nonce: str
    verifier: str


def callback(provider: Provider) -> str:
    """Where the provider sends people back to; it must know this address beforehand."""
    return f"{settings().base_url}/sign-in/with/{provider.name}/callback"


async def ask(provider: Provider, *, language: str, again: bool) -> Asked:
    """Where to send somebody who wants to sign in; `again` has her show who she is once more,
    whether the provider knows her browser or not.
    """
    from authlib.common.security import generate_token

    state, nonce, verifier = generate_token(32), generate_token(32), generate_token(64)
    wanted: dict[str, Any] = {"nonce": nonce, "ui_locales": language}
    if provider.acr:
        wanted["acr_values"] = " ".join(provider.acr)
    if provider.former_number_claims:
        # These come only when they are asked for by name (Core 1.0, 5.5).
        named = dict.fromkeys(provider.former_number_claims)
        wanted["claims"] = json.dumps({"id_token": named, "userinfo": named})
    if again:
        wanted |= {"prompt": "login", "max_age": 0}
    async with _in_time(), client(provider) as wire:
        says = await oidc_known.metadata(provider)
        wire.redirect_uri = callback(provider)
        url, _ = wire.create_authorization_url(
            says["authorization_endpoint"], state=state, code_verifier=verifier, **wanted
        )
    return Asked(url, state, nonce, verifier)


async def claims(
    provider: Provider, asked: Asked, said: Mapping[str, str], *, again: bool
) -> dict[str, Any]:
    """What the provider proves of whoever came back with `said` in the address.

    Raises ProviderFailed. Nothing of what is said in the address is ever shown or logged.
    """
    if not hmac.compare_digest(said.get("state", "").encode(), asked.state.encode()):
        raise ProviderFailed("lost")
    async with _in_time(), client(provider) as wire:
        says = await oidc_known.metadata(provider)
        _check_sender(provider, says, said)
        if "error" in said or not said.get("code"):
            raise ProviderFailed("refused")
        token = await _exchange(provider, wire, says, said["code"], asked)
        found = await _identity(provider, token, asked, again=again)
        if says.get("userinfo_endpoint"):
            more = await fetch(wire, checked(says["userinfo_endpoint"]), signed=True)
            if more.get("sub") != found["sub"]:
                raise ProviderFailed("untrue")
            # What was signed wins over what was only sent.
            found = {name: more[name] for name in more.keys() - _SIGNED_ALONE} | found
    if provider.acr and found.get("acr") not in provider.acr:
        raise ProviderFailed("untrue")
    return found


async def leave(provider: Provider) -> str:
    """Where to sign out at the provider itself (RP-Initiated Logout 1.0). Raises ProviderFailed.

    No ID token is sent along: that would mean to keep one, and a personal number may stand in it.
    """
    from authlib.common.urls import add_params_to_uri

    async with _in_time():
        says = await oidc_known.metadata(provider)
    back = {"client_id": provider.client_id, "post_logout_redirect_uri": f"{settings().base_url}/"}
    url: str = add_params_to_uri(checked(says.get("end_session_endpoint")), back)
    return url


@asynccontextmanager
async def _in_time() -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(SECONDS):
            yield
    except TimeoutError:
        raise ProviderFailed("down") from None


def _check_sender(provider: Provider, says: Mapping[str, Any], said: Mapping[str, str]) -> None:
    """The answer comes from the provider that was asked, not from another one (RFC 9207)."""
    names = bool(says.get("authorization_response_iss_parameter_supported"))
    if said.get("iss", "" if names else provider.issuer) != provider.issuer:
        raise ProviderFailed("untrue")


async def _exchange(
    provider: Provider, wire: Any, says: Mapping[str, Any], code: str, asked: Asked
) -> Mapping[str, Any]:
    """The code for tokens."""
    try:
        token = await wire.fetch_token(
            says["token_endpoint"],
            auth=basic(provider),
            grant_type="authorization_code",
            code=code,
            code_verifier=asked.verifier,
            redirect_uri=callback(provider),
        )
    except (ValueError, TypeError, RecursionError):
        raise ProviderFailed("down") from None
    if not isinstance(token, Mapping) or not isinstance(token.get("id_token"), str):
        raise ProviderFailed("untrue")
    return token


async def _identity(
    provider: Provider, token: Mapping[str, Any], asked: Asked, *, again: bool
) -> dict[str, Any]:
    """The claims of an ID token that holds in every respect (Core 1.0, 3.1.3.7)."""
    from authlib.oidc.core import CodeIDToken
    from joserfc.errors import JoseError

    try:
        decoded = await _decoded(provider, token["id_token"])
        found = CodeIDToken(
            decoded.claims,
            decoded.header,
            {
                "iss": {"essential": True, "value": provider.issuer},
                # No audience beside us: nobody else may hand our people's tokens on.
                "aud": {"essential": True, "value": provider.client_id},
            },
            {
                "nonce": asked.nonce,
                "client_id": provider.client_id,
                "access_token": token.get("access_token"),
            },
        )
        found.validate(now() // SECOND, LEEWAY_SECONDS)
    except (JoseError, ValueError, TypeError, KeyError, RecursionError):
        raise ProviderFailed("untrue") from None
    if found["aud"] not in (provider.client_id, [provider.client_id]):
        raise ProviderFailed("untrue")
    if again and not _is_recent(found.get("auth_time")):
        raise ProviderFailed("untrue")
    return dict(found)


def _is_recent(auth_time: object) -> bool:
    return (
        isinstance(auth_time, int | float)
        and auth_time * SECOND > now() - AGAIN_WITHIN - LEEWAY_SECONDS * SECOND
    )


async def _decoded(provider: Provider, token: str) -> Any:
    """A token signed with one of the provider's own keys, which are fetched anew once."""
    from joserfc import jws, jwt
    from joserfc.errors import BadSignatureError, InvalidKeyIdError
    from joserfc.jwk import KeySet

    head = jws.extract_compact(token.encode()).headers()
    if _LEADS_ASTRAY & head.keys() or head.get("alg") not in provider.algorithms:
        raise ProviderFailed("untrue")
    allowed = jws.JWSRegistry(algorithms=list(provider.algorithms), strict_check_header=False)
    for anew in (False, True):
        known = await oidc_known.keys(provider, anew=anew)
        try:
            return jwt.decode(token, KeySet.import_key_set(_public(known)), registry=allowed)
        except (InvalidKeyIdError, BadSignatureError):
            continue
    raise ProviderFailed("untrue")


def _public(keys: Mapping[str, Any]) -> Any:
    """Keys to check signatures with. A shared secret among published keys would be none."""
    listed = keys.get("keys")
    if not isinstance(listed, list):
        raise ProviderFailed("down")
    return {
        "keys": [
            key
            for key in listed
            if isinstance(key, dict)
            and key.get("kty") in {"RSA", "EC", "OKP"}
            and key.get("use", "sig") == "sig"
        ]
    }
