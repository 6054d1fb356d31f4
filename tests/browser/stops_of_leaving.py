"""Stops of a person's lists, of where she is reached, of all we know of her, and of leaving."""

from models import vote
from models.states import Kind
from models.token import Purpose
from tests import people
from tests.browser import way
from tests.browser.guest import Guest, made

NEW = "rosas.nya@example.org"


def _written(guest: Guest) -> None:
    """Her comments and what she supports, found from her cases."""

    def build(session):
        case = people.published(session, by=people.sam(session))
        people.published_comment(session, case, by=people.rosa(session))
        vote.support(session, case.reference, people.rosa(session).id)

    made(build)
    guest.is_(people.rosa).go("/me")
    guest.press("Det du stöder")
    guest.reads("Bara du ser den här listan.", "En cykelväg")
    guest.go("/me/comments")
    guest.reads("Dina kommentarer", "Bra tanke.", "Visas på webbplatsen")
    guest.is_(people.sam).go("/me/comments")
    guest.reads("Det finns inget än.")


def _supported(guest: Guest) -> None:
    guest.is_(people.rosa).go("/me/supports")
    guest.reads("Det du stöder", "Bara du ser den här listan.")


def _addresses(guest: Guest) -> None:
    """She changes her address, reads the new letter, and undoes it from the old one."""
    made(lambda s: people.a_submission(s, Kind.COMPLAINT, by=people.rosa(s)))
    guest.is_(people.rosa).go("/me/details")
    guest.press("Ändra var vi når dig")
    guest.press("Ändra r***@example.org")
    guest.write("Mejladress eller mobilnummer", "rosa@")
    guest.press("Skicka meddelandet")
    guest.is_told("Skriv en mejladress som namn@exempel.se eller ett mobilnummer som 070-123 45 67")
    guest.write("Mejladress eller mobilnummer", NEW)
    guest.press("Skicka meddelandet")
    guest.reads("Vi har skrivit till r***@example.org")


def _confirmed(guest: Guest) -> None:
    _addresses(guest)
    guest.go(way.letter(Purpose.NEW_ADDRESS))
    guest.reads("Är det här din adress?")
    guest.press("Ja, det är min adress")
    guest.reads("Från och med nu når vi dig här")


def _undone(guest: Guest) -> None:
    _confirmed(guest)
    guest.is_nobody().go(way.letter(Purpose.UNDO_ADDRESS))
    guest.reads("Var det inte du som bytte adress?")
    guest.press("Ångra")
    guest.reads("Allt är som det var")


def _added(guest: Guest) -> None:
    guest.is_(people.rosa).go("/me/addresses/new")
    guest.reads("Lägg till en adress")


def _replaced(guest: Guest) -> None:
    own = made(lambda s: people.rosa(s).contact_id)
    guest.is_(people.rosa).go(f"/me/addresses/{own}/replacement")
    guest.reads("I stället för r***@example.org")


def _removed(guest: Guest) -> None:
    own = made(lambda s: people.rosa(s).contact_id)
    guest.is_(people.rosa).go(f"/me/addresses/{own}/removal")
    guest.reads("Det är ditt enda sätt att logga in")


def _data(guest: Guest) -> None:
    """All we know of her, made ready."""
    guest.is_(people.rosa).go("/me/data")
    guest.press("Hämta allt")
    guest.reads("Knappen fungerar en gång.")
    guest.go("/me/data")
    guest.reads("Det är klart.")
    guest.press("Hämta det")


def _erasure(guest: Guest) -> None:
    """Rosa is told what goes; somebody else is forgotten, so that Rosa is there for others."""
    case = made(lambda s: people.a_submission(s, by=people.resident(s, "Kim")).reference)
    guest.is_(lambda s: people.resident(s, "Kim")).go("/me/data")
    guest.press("Låt oss glömma dig")
    guest.reads("Det här försvinner", case)
    guest.press("Glöm mig")
    guest.is_told("Välj vad som händer med det du har skrivit")
    guest.choose("Står kvar på webbplatsen, utan namn")
    guest.press("Glöm mig")
    guest.reads("Vi har glömt dig")


STOPS = {
    "/me/comments": [_written],
    "/me/supports": [_supported],
    "/me/addresses": [_addresses],
    "/me/addresses/new": [_added],
    "/me/addresses/{id}/replacement": [_replaced],
    "/me/addresses/{id}/removal": [_removed],
    "/new-address/{token}": [_confirmed],
    "/old-address/{token}": [_undone],
    "/me/data": [_data],
    "/downloads/{token}": [_data],
    "/me/erasure": [_erasure],
}
