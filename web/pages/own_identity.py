"""About me: the identities that she signs in with, adding one and taking one away."""

from typing import Any

from models import identity, keys, recognising
from models.errors import NotFound
from models.recognising import Proved
from models.settings import settings
from models.settings.identity import Provider
from web import oidc_trip
from web.answers import Answer, Go
from web.oidc_trip import Trip
from web.oidc_wire import ProviderFailed
from web.pages import provider_buttons
from web.visit import Visit

HERE = "/me/details"
AGAIN = f"/sign-in/again?next={HERE}"
"""Who showed who she is too long ago does so once more before she changes her ways in."""
ADD = "add identity"


def section(visit: Visit) -> dict[str, Any]:
    """What the page says: her `identities`, and the buttons that `add` one of another provider."""
    session_id, person_id = visit.viewer.session_id, visit.viewer.person_id
    if session_id is None or person_id is None:
        raise NotFound
    rows = identity.identities(visit.session, person_id)
    known = {row.provider for row in rows}
    return {
        "identities": [_row(visit, row) for row in rows],
        "last_way_in": len(rows) + len(visit.contacts) < 2,
        "add": [
            provider_buttons.button(
                provider, visit.language, add=keys.key(ADD, session_id, provider.name)
            )
            for provider in settings().providers
            if provider.name not in known
        ],
        "again": "" if visit.viewer.is_fresh else AGAIN,
    }


def added(visit: Visit, trip: Trip, proved: Proved) -> Answer:
    """She came back from the provider as well: the second of both proofs.

    The way must have begun with the button of this very session, so that nobody can have her add
    somebody else's identity. Raises NotAllowed("identity_of_another").
    """
    session_id, person_id = visit.viewer.session_id, visit.viewer.person_id
    if session_id is None or person_id is None:
        return Go(f"/sign-in?next={HERE}", (oidc_trip.over(),))
    if not keys.fits(trip.add, ADD, session_id, trip.provider):
        raise ProviderFailed("lost")
    if not visit.viewer.is_fresh:
        return Go(AGAIN, (oidc_trip.over(),))
    recognising.add(visit.session, person_id, proved)
    return Go(HERE, (oidc_trip.over(),))


def remove(visit: Visit) -> Answer:
    """Sign in with this one no more. Raises NotAllowed for the last way in."""
    person_id = visit.viewer.person_id
    if person_id is None:
        raise NotFound
    if not visit.viewer.is_fresh:
        return Go(AGAIN)
    recognising.remove(visit.session, person_id, visit.number("id"))
    return Go(HERE)


def _row(visit: Visit, row: Any) -> dict[str, Any]:
    provider: Provider | None = settings().provider(row.provider)
    title = provider.title.in_language(visit.language) if provider else row.provider
    return {"id": row.id, "title": title, "last_used_at": row.last_used_at}
