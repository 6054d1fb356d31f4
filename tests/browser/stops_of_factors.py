"""Stops of showing who one is: what staff set up and show, once more, and signed out meanwhile."""

import pyotp

from models import calendar, factor_app, signing_in
from models.calendar import MINUTE, SECOND, now
from models.person import Channel
from models.session import end_all
from models.token import Purpose
from tests import people
from tests.browser import way
from tests.browser.guest import Guest, made

SHOWS = "Du arbetar här, och då räcker det inte med en länk i ett mejl."


def _by_letter(guest: Guest, someone: people.Someone) -> None:
    made(
        lambda s: signing_in.ask(
            s, Channel.EMAIL, someone.address, towards="/casework", language="sv"
        )
    )
    guest.is_nobody().go(way.letter(Purpose.SIGN_IN))
    guest.press("Logga in")


def _setting_up(guest: Guest) -> None:
    """An official's first day: an app, codes on paper, and work."""
    olga = made(people.olga)
    _by_letter(guest, olga)
    guest.arrives("Så visar du att det är du")
    guest.main.get_by_label("Vad ska vi kalla den? (om du vill)").last.fill("Jobbtelefon")
    guest.press("Lägg till en app")
    guest.arrives("Lägg till en app")
    guest.write("Sex siffror", "000000")
    guest.press("Lägg till appen")
    guest.is_told("Koden stämmer inte. Titta efter den senaste och försök igen.")
    secret = guest.main.locator(".key").inner_text().replace(" ", "")
    code = pyotp.TOTP(secret).at(now() // SECOND)
    guest.write("Sex siffror", code)
    guest.press("Lägg till appen")
    guest.arrives("Dina reservkoder")
    paper = guest.main.locator("li.key").first.inner_text()
    guest.press("Jag har dem, gå vidare")
    guest.go("/me/factors")
    guest.reads("Jobbtelefon", "Du har 10 koder kvar")
    guest.is_nobody()
    calendar.freeze(now() + 2 * MINUTE)
    _by_letter(guest, olga)
    guest.arrives("Visa att det är du")
    guest.reads(SHOWS)
    guest.write("Din kod", "fel")
    guest.press("Gå vidare")
    guest.is_told("Koden stämmer inte. Titta efter den senaste och försök igen.")
    guest.write("Din kod", paper)
    guest.press("Gå vidare")
    guest.arrives("Att handlägga")
    calendar.unfreeze()


def _waiting(guest: Guest) -> None:
    """An app that waits for its first code."""
    olga = made(people.olga)
    number = made(lambda s: factor_app.begin(s, olga.id, ""))
    guest.is_(people.olga).go(f"/me/factors/apps/{number}")
    guest.reads("Eller skriv de här tecknen i appen:")


def _once_more(guest: Guest) -> None:
    """Signed in a while ago, and about to change what opens her account."""
    calendar.freeze(now() - 30 * MINUTE)
    guest.is_(people.rosa)
    calendar.unfreeze()
    guest.go("/sign-in/again?next=/me/details")
    guest.has_chosen("r***@example.org")
    guest.press("Skicka en länk")
    guest.arrives("Vi har skickat en länk till dig")
    guest.go(way.letter(Purpose.SIGN_IN))
    guest.press("Logga in")
    guest.arrives("Om dig")


def _signed_out(guest: Guest) -> None:
    """Signed out elsewhere while she wrote a comment."""
    case = made(lambda s: people.published(s).reference)
    rosa = made(people.rosa)
    guest.is_(people.rosa).go(f"/submissions/{case}/comments/new")
    guest.write("Din kommentar", "Bra tanke. Tänk på cyklarna vid skolan också.")
    made(lambda s: end_all(s, rosa.id))
    guest.press("Skicka")
    guest.arrives("Du har loggats ut")
    guest.holds("Din text", "Bra tanke. Tänk på cyklarna vid skolan också.")
    guest.is_(people.rosa)
    guest.press("Skicka")
    guest.reads("Vi läser kommentaren")


STOPS = {
    "/sign-in/factor": [_setting_up],
    "/sign-in/again": [_once_more, _signed_out],
    "/me/factors": [_setting_up],
    "/me/factors/apps/{id}": [_waiting],
}
