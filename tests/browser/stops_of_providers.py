"""Stops of signing in through a provider: what of it is ours to look at."""

from contextlib import contextmanager

from models import settings as town_settings
from models.recognising import Proved, add
from tests import people
from tests.browser.guest import Guest, made
from tests.oidc_hostile import hostile, provider


@contextmanager
def _provided(**more):
    """The running town has a provider now, which answers on this machine."""
    chosen = town_settings.settings()
    with hostile() as liar:
        one = provider("bankid", liar, title="BankID", **more)
        town_settings.use(chosen.model_copy(update={"providers": (one,)}))
        try:
            yield liar
        finally:
            town_settings.use(chosen)


def _begun(guest: Guest) -> None:
    with _provided() as liar:
        guest.go("/sign-in")
        guest.reads("Logga in med BankID")
        liar.broken["/.well-known/openid-configuration"] = "500"
        guest.go("/sign-in/with/bankid")
        guest.arrives("Du blev inte inloggad")
        guest.reads("Logga in med en länk i mejlen i stället")


def _back(guest: Guest) -> None:
    with _provided():
        guest.go("/sign-in/with/bankid/callback?error=access_denied")
        guest.reads("Börja om en gång till")


def _left(guest: Guest) -> None:
    with _provided() as liar:
        guest.go("/sign-in/with/bankid/left")
        guest.arrives("Du är utloggad här")
        liar.says["end_session_endpoint"] = None
        guest.go("/sign-in/with/bankid/leave")
        guest.reads("Stäng alla fönster i webbläsaren")


def _ways_in(guest: Guest) -> None:
    """Her ways in, of which one may be taken away and another added."""
    with _provided() as liar:
        said = Proved(provider="bankid", issuer=liar.issuer, subject="rosa")
        made(lambda s: add(s, people.rosa(s).id, said))
        guest.is_(people.rosa).go("/me/details")
        guest.reads("Så loggar du in", "Användes senast")
        guest.press("Ta bort BankID")
        guest.reads("Lägg till BankID")


STOPS = {
    "/sign-in/with/{provider}": [_begun],
    "/sign-in/with/{provider}/callback": [_back],
    "/sign-in/with/{provider}/left": [_left],
    "/sign-in/with/{provider}/leave": [_ways_in],
}
