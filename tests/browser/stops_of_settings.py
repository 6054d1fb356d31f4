"""Stops where administrators change the settings."""

from models.configuration import changes
from tests import people
from tests.browser.guest import Guest, made


def _contact(guest: Guest) -> None:
    """A wrong value, then a right one; looked at, made, taken back."""
    guest.is_(people.ada).go("/admin")
    guest.press("Kommunen och hur man når oss")
    guest.write("Jourtelefon", "ring")
    guest.press("Se vad som ändras")
    guest.is_told("Skriv numret med riktnummer, som 08-123 456")
    guest.write("Jourtelefon", "08-465 004 98")
    guest.press("Se vad som ändras")
    guest.reads("Hittills", "Från nu", "Inget annat händer.")
    guest.press("Gör ändringen")
    guest.arrives("Kommunen och hur man når oss")


def _subject(guest: Guest) -> None:
    guest.is_(people.ada).go("/admin/settings/subjects")
    guest.press("Vägar, gropar och snö")
    guest.pick("Enhet", "Parkenheten")
    guest.press("Se vad som ändras")
    guest.reads("Nya ärenden om Vägar, gropar och snö går till Parkenheten.")


def _words(guest: Guest) -> None:
    guest.is_(people.ada).go("/admin/words")
    guest.write("Hitta en mening", "Xyzzy")
    guest.press("Sök")
    guest.reads("Ingen sida och inget brev säger så.")
    guest.write("Hitta en mening", "Vad vill du göra")
    guest.press("Sök")


def _word(guest: Guest) -> None:
    _words(guest)
    guest.press("Vad vill du göra?")
    guest.write("Era ord på svenska", "Vad kan vi hjälpa dig med?")
    guest.press("Se vad som ändras")
    guest.is_told("Skriv det på båda språken, eller på inget")


def _changes(guest: Guest) -> None:
    _contact(guest)
    guest.press("Det här har ändrats")
    guest.arrives("Det här har ändrats")


def _change(guest: Guest) -> None:
    _contact(guest)
    version = made(lambda session: changes.page(session, most=1)[0].version)
    guest.go(f"/admin/changes/{version}")
    guest.press("Ta tillbaka ändringen")
    guest.reads("Tar tillbaka ändring")


def _whole(guest: Guest) -> None:
    """A file that is no file, kept as it was typed and named by its line."""
    guest.is_(people.ada).go("/admin/configuration")
    guest.press("Se vad som ändras")
    guest.is_told("Här behövs ett svar")


def _file(guest: Guest) -> None:
    guest.is_(people.ada).fetches("/admin/configuration/profile.toml")


def _appearance(guest: Guest) -> None:
    """A draft: begun, tried, and in force."""
    guest.is_(people.ada).go("/admin/appearance")
    guest.write("Färg", "lila")
    guest.press("Spara utkastet")
    guest.is_told("Skriv färgen som #0B5A5E")
    guest.write("Färg", "#A8568A")
    guest.press("Spara utkastet")
    guest.reads("#B26897 används i stället, så att det går att läsa.")
    guest.press("Visa hela webbplatsen så för mig")
    guest.go("/admin/appearance")
    guest.press("Sluta visa det för mig")


def _draft_css(guest: Guest) -> None:
    _appearance(guest)
    guest.fetches("/admin/appearance/site.css")


STOPS = {
    "/admin/appearance": [_appearance],
    "/admin/appearance/site.css": [_draft_css],
    "/admin/appearance/logos/{mode}": [
        lambda guest: guest.is_(people.ada).fetches("/admin/appearance/logos/light")
    ],
    "/admin/configuration": [_whole],
    "/admin/configuration/profile.toml": [_file],
    "/admin/settings/{room}": [_contact],
    "/admin/settings/{room}/rows/{key}": [_subject],
    "/admin/words": [_words],
    "/admin/words/{key}": [_word],
    "/admin/changes": [_changes],
    "/admin/changes/{version}": [_change],
}
