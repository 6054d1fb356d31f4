"""Stops where administrators work: people and their rights, invitations, the access log."""

from models import progress
from models.person import Person
from models.token import Purpose
from tests import people
from tests.browser.guest import Guest, made
from tests.web.visiting import link


def _home(guest: Guest) -> None:
    guest.is_(people.ada).go("/work")
    guest.press("Inställningar")
    guest.arrives("Inställningar")


def _people(guest: Guest) -> None:
    made(people.olga)
    guest.is_(people.ada).go("/admin/people")
    guest.reads("Alla enheter", "Olga", "Handläggare")
    guest.write("Hitta en person", "Xerxes")
    guest.press("Sök")
    guest.reads("Ingen heter eller nås så.")
    guest.write("Hitta en person", "olga@example.org")
    guest.press("Sök")
    guest.press("Olga")
    guest.arrives("Olga")


def _rights(guest: Guest) -> None:
    """A role that is wrong, then right; the account closed and opened again."""
    olga = made(_with_a_case)
    guest.is_(people.ada).go(f"/admin/people/{olga}")
    guest.unfold("Ge en roll")
    guest.choose("Leder enheten")
    guest.press("Ge rollen")
    guest.is_told("Välj en roll")
    guest.choose("Granskare")
    guest.press("Ge rollen")
    guest.is_told("Bara en handläggare kan leda, och bara en enhet som är vald")
    guest.page.get_by_label("Leder enheten").locator("visible=true").uncheck()
    guest.press("Ge rollen")
    guest.reads("Granskare, alla enheter", "Gav en roll")
    guest.unfold("Stäng kontot")
    guest.choose("Arbetar inte längre här")
    guest.press("Stäng kontot")
    guest.reads("Kontot är stängt.", "1 öppet ärende står utan någon.")
    guest.press("Öppna igen")
    guest.reads("Öppnade ett konto igen")


def _with_a_case(session) -> int:
    olga = people.olga(session)
    case = people.a_submission(session)
    progress.assign(session, case, by=olga.actor, to=session.get_one(Person, olga.id))
    return olga.id


def _inviting(guest: Guest) -> None:
    guest.is_(people.ada).go("/admin/invitations")
    guest.press("Skicka inbjudan")
    guest.is_told("Skriv en mejladress som namn@exempel.se", "Skriv namnet", "Välj en roll")
    guest.write("Mejladress", "nina@example.org")
    guest.write("Namn", "Nina Ny")
    guest.choose("Handläggare")
    guest.press("Skicka inbjudan")
    guest.reads("Nina Ny", "Länken fungerar i sju dagar.")


def _invited(guest: Guest) -> None:
    _inviting(guest)
    address = f"/invitations/{link(Purpose.INVITATION)}"
    guest.is_nobody().go(address)
    guest.reads("Ada bjuder in dig att arbeta med", "Handläggare, alla enheter")
    guest.press("Tacka ja")
    guest.is_nobody().go(address)
    guest.arrives("Länken är använd")


def _log(guest: Guest) -> None:
    rosa = made(lambda session: people.rosa(session).id)
    guest.is_(people.ada).go(f"/admin/people/{rosa}")
    guest.press("Hela loggen om den här personen")
    guest.reads("Tittade på en person", "Ada", "Rosa")
    guest.write("Första dagen", "2020-01-01")
    guest.write("Sista dagen", "2020-01-02")
    guest.press("Visa")
    guest.reads("Det finns inget sådant i loggen.")
    guest.press("Hela loggen")
    guest.go("/admin/log?first=1800-01-01")
    guest.is_told("Skriv dagen som 2026-11-12")


STOPS = {
    "/admin": [_home],
    "/admin/people": [_people],
    "/admin/people/{id}": [_rights],
    "/admin/invitations": [_inviting],
    "/invitations/{token}": [_invited],
    "/admin/log": [_log],
}
