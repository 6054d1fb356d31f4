"""Stops where administrators change the settings."""

from sqlmodel import Session

from models.configuration import changing
from models.states import Kind
from tests import people
from tests.browser.guest import Guest, made
from web.configuration import sentences


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


def _place(guest: Guest) -> None:
    """Four inputs that are one value, and several ticks that are."""
    guest.is_(people.ada).go("/admin/settings/place")
    guest.write("Söder", "")
    guest.press("Se vad som ändras")
    guest.is_told("Skriv grader, till exempel 59,31, i alla fyra rutorna eller i ingen")


def _subject(guest: Guest) -> None:
    guest.is_(people.ada).go("/admin/settings/subjects")
    guest.press("Vägar, gropar och snö")
    guest.pick("Enhet", "Parkenheten")
    guest.press("Se vad som ändras")
    guest.reads("Nya ärenden om Vägar, gropar och snö går till Parkenheten.")


def _words(guest: Guest) -> None:
    guest.is_(people.ada).go("/admin/words")
    guest.write("Hitta en mening", "Vad vill du göra")
    guest.press("Sök")


def _word(guest: Guest) -> None:
    guest.is_(people.ada).go(f"/admin/words/{sentences.key_of('What would you like to do?')}")
    guest.write("Era ord på svenska", "Vad kan vi hjälpa dig med?")
    guest.press("Se vad som ändras")
    guest.is_told("Skriv det på båda språken, eller på inget")


def _changed(session: Session) -> int:
    """A change that Ada has made: its number."""
    changing.hold(session)
    wanted = changing.propose(
        session, lambda data: {**data, "site": {**data["site"], "duty_phone": ""}}
    )
    return changing.make(session, wanted, by=people.ada(session).actor, room="contact") or 0


def _changes(guest: Guest) -> None:
    made(_changed)
    guest.is_(people.ada).go("/admin/changes")
    guest.reads("Kommunen och hur man når oss", "Ada")


def _change(guest: Guest) -> None:
    guest.is_(people.ada).go(f"/admin/changes/{made(_changed)}")
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


def _promised(session: Session) -> None:
    """A question, and after it other promises."""
    people.published(session, Kind.QUESTION)
    changing.hold(session)
    wanted = changing.propose(
        session, lambda data: {**data, "promises": [{"first_response": "20 working days"}]}
    )
    changing.make(session, wanted, by=people.ada(session).actor, room="promises")


def _anew(guest: Guest) -> None:
    made(_promised)
    guest.is_(people.ada).go("/admin/settings/promises")
    guest.press("Räkna om öppna ärenden")
    guest.reads("får en senare dag för vårt svar.")
    guest.press("Räkna om")
    guest.reads("Det pågår nu")


STOPS = {
    "/admin/promises": [_anew],
    "/admin/appearance": [_appearance],
    "/admin/appearance/site.css": [
        lambda guest: guest.is_(people.ada).fetches("/admin/appearance/site.css")
    ],
    "/admin/appearance/logos/{mode}": [
        lambda guest: guest.is_(people.ada).fetches("/admin/appearance/logos/light")
    ],
    "/admin/configuration": [_whole],
    "/admin/configuration/profile.toml": [_file],
    "/admin/settings/{room}": [_contact, _place],
    "/admin/settings/{room}/rows/{key}": [_subject],
    "/admin/words": [_words],
    "/admin/words/{key}": [_word],
    "/admin/changes": [_changes],
    "/admin/changes/{version}": [_change],
}
