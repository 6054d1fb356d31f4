"""The way of one browser to a provider and back: what it must bring along to be believed.

It lies in the browser alone, signed, so that nobody else's answer fits and no shared cache can mix
people up (CVE-2025-68158, spec T16). It is over after ten minutes, and with the first way back.
"""

from dataclasses import asdict, dataclass

from itsdangerous import BadData, URLSafeSerializer

from models.calendar import MINUTE, SECOND, Moment, now
from models.settings import settings
from web.answers import Cookie
from web.oidc_wire import ProviderFailed

LASTS = 10 * MINUTE


@dataclass(frozen=True)
class Trip:
    """`add` is the key of the button with which a signed-in person adds an identity, or ""."""

    provider: str
    state: str
    nonce: str
    verifier: str
    towards: str
    add: str
    again: bool
    until: Moment


def name() -> str:
    """The cookie's name: host-bound where the site is served over https."""
    return "__Host-trip" if settings().base_url.startswith("https://") else "trip"


def packed(trip: Trip) -> Cookie:
    return Cookie(name(), _serializer().dumps(asdict(trip)), seconds=LASTS // SECOND)


def over() -> Cookie:
    return Cookie(name(), None)


def until() -> Moment:
    return now() + LASTS


def unpacked(cookie: str | None, provider: str) -> Trip:
    """The trip that this browser began to this provider. Raises ProviderFailed("lost")."""
    try:
        trip = Trip(**_serializer().loads(cookie or ""))
    except (BadData, TypeError):
        raise ProviderFailed("lost") from None
    if trip.provider != provider or trip.until < now():
        raise ProviderFailed("lost")
    return trip


def _serializer() -> URLSafeSerializer:
    config = settings()
    keys = [key for key in (config.secret_key_previous, config.secret_key) if key]
    return URLSafeSerializer(keys, salt="trip to a provider")
