"""Stops of who takes part, under which name, and who is protected."""

from models import public_profile
from models.states import Kind
from tests import people
from tests.browser.guest import Guest, made
from tests.participating import rules_of
from web import town


def asked(guest: Guest) -> None:
    """What a rule asks: said on the page of a case, asked in its forms, told beside the fields."""
    reference = made(lambda s: people.published(s).reference)
    rules = {"submit": "resident", "comment": "identified", "support": "declared"}
    made(lambda s: rules_of(s, **rules, support_age=16))
    town.forget()
    guest.go(f"/submissions/{reference}")
    guest.reads("Stödja kan den som bor, arbetar eller studerar i Exempelby och har fyllt 16 år.")
    guest.go(f"/submissions/{reference}/votes/new")
    guest.press("Stöd förslaget")
    tick = "Kryssa i att du bor, arbetar eller studerar här, om du gör det"
    guest.is_told(tick, "Välj mejl eller sms")
    guest.go(f"/submissions/{reference}/comments/new")
    guest.reads("Logga in med e-legitimation")
    guest.go("/submissions/new?kind=proposal")
    guest.reads("Lämna förslag kan den som är folkbokförd i Exempelby")


def a_page_of_ones_own(guest: Guest) -> None:
    """Turned on, chosen for, looked at by everybody; and the section of somebody protected."""
    made(lambda s: people.published(s, Kind.COMPLAINT, byline="Rosa Lind").id)
    guest.is_(people.rosa).go("/me/details")
    guest.unfold("Har du skyddade personuppgifter?")
    guest.choose("Rosa Lind")
    guest.press("Slå på sidan")
    guest.press("Spara valet")
    slug = made(lambda s: public_profile.of(s, people.rosa(s).id).slug)
    guest.go(f"/residents/{slug}")
    guest.arrives("Rosa Lind")


STOPS = {
    "/residents/{slug}": [a_page_of_ones_own, asked],
}
