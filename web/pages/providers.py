"""Signing in through a provider of identities, and out of it again.

What is asked of the provider is asked first, in the event loop (`*_first`, web.oidc); then the
handler writes in one transaction. Whatever goes wrong is one page: try again, or use the e-mail.
"""

import logging
from contextlib import suppress
from dataclasses import dataclass

from starlette.requests import Request

from models import provided_roles, signing_in
from models.errors import NotFound
from models.recognising import Proved, recognise
from models.settings import settings
from models.settings.identity import Provider
from models.viewer import EnteredBy
from web import language, oidc, oidc_claims, oidc_trip
from web.answers import Answer, Away, Cookie, Go, Shown
from web.oidc_trip import Trip
from web.oidc_wire import ProviderFailed
from web.pages import own_identity, provider_buttons
from web.pages.signing_in import HOME, SESSION_SECONDS
from web.responses import session_cookie
from web.signed_out import onward
from web.towards import own_page
from web.visit import Visit

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Back:
    """Somebody came back from a provider: the way she had begun, and what is proved of her."""

    trip: Trip
    proved: Proved


async def go_first(request: Request) -> Away:
    """To the provider, with what binds its answer to this browser laid down here."""
    provider = _provider(request.path_params["provider"])
    said = request.query_params
    add = said.get("add", "")
    # Whoever adds a way in, or shows again who she is, must be there in person.
    again = bool(add or said.get("again"))
    asked = await oidc.ask(provider, language=language.of(request), again=again)
    trip = Trip(
        provider.name,
        asked.state,
        asked.nonce,
        asked.verifier,
        own_page(said.get("next", "")),
        add[:64],
        again,
        oidc_trip.until(),
    )
    return Away(asked.url, (oidc_trip.packed(trip),))


async def arrive_first(request: Request) -> Back:
    """What the provider proves. Raises ProviderFailed."""
    provider = _provider(request.path_params["provider"])
    trip = oidc_trip.unpacked(request.cookies.get(oidc_trip.name()), provider.name)
    asked = oidc.Asked("", trip.state, trip.nonce, trip.verifier)
    claims = await oidc.claims(provider, asked, request.query_params, again=trip.again)
    return Back(trip, oidc_claims.proved(provider, claims))


async def leave_first(request: Request) -> Away:
    return Away(await oidc.leave(_provider(request.path_params["provider"])))


def go_on(visit: Visit) -> Answer:
    """On to where the provider said."""
    answer: Away = visit.learned
    return answer


def arrive(visit: Visit) -> Answer:
    """Sign in whoever this is, in place of whoever was signed in here; or add it to her account."""
    back: Back = visit.learned
    if back.trip.add:
        return own_identity.added(visit, back.trip, back.proved)
    proved = back.proved
    known = recognise(visit.session, proved, language=visit.language)
    if proved.roles is not None and provided_roles.appoint(
        visit.session, known.person_id, proved.provider, proved.roles
    ):
        log.warning("provider %s: unit_unknown", proved.provider)
    cookie = signing_in.begin(
        visit.session,
        known.person_id,
        visit.viewer,
        by=EnteredBy.PROVIDER,
        provider=proved.provider,
        strong=proved.strong,
    )
    session = Cookie(session_cookie(), cookie, seconds=SESSION_SECONDS)
    on = onward(visit.session, cookie, back.trip.towards, home=HOME)
    return Go(on, (session, oidc_trip.over()))


def left(visit: Visit) -> Answer:
    """Signed out here; at the provider she may still be signed in."""
    provider = _provider(visit.params["provider"])
    return Shown(
        "sign_in_provider_left.html",
        {
            "title": provider.title.in_language(visit.language),
            "url": f"{provider_buttons.path(provider)}/leave",
        },
    )


def stays(visit: Visit) -> Answer:
    """The provider cannot be signed out of from here."""
    return _failed(visit, "stays", towards="")


def failed(visit: Visit) -> Answer:
    """It came to nothing: why, as far as it can be said, and the ways that are left."""
    towards = own_page(visit.query.get("next", ""))
    with suppress(ProviderFailed):
        # Where she was on her way to is not lost with the way.
        cookie = visit.cookies.get(oidc_trip.name())
        towards = oidc_trip.unpacked(cookie, visit.params["provider"]).towards
    return _failed(visit, getattr(visit.problem, "code", "busy"), towards=towards)


def _failed(visit: Visit, code: str, *, towards: str) -> Answer:
    provider = _provider(visit.params["provider"])
    return Shown(
        "sign_in_provider_failed.html",
        {
            "code": code,
            "again": provider_buttons.button(provider, visit.language, next=towards),
            "towards": towards,
            # Not the address of this page: what stands in it came from elsewhere.
            "path": "/sign-in",
            "signed_in": visit.viewer.person_id is not None,
            # The page itself says what the problem is.
            "problem": None,
        },
        status=visit.status,
        kept=True,
        cookies=(oidc_trip.over(),),
    )


def _provider(name: str) -> Provider:
    found = settings().provider(name)
    if found is None:
        raise NotFound
    return found
