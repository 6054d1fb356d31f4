"""Stops of those who help: taking a case in, taking one over, organisations."""

from dataclasses import replace

from sqlalchemy import select

from models import form_key, helping, joining, organisations, registering
from models.actor import Source
from models.helped import Helped
from models.membership import Membership, Part
from models.person import Channel
from models.token import Purpose
from tests import people
from tests.browser import way
from tests.browser.guest import Guest, made

NAME = "Exempelby cykelförening"
ADDRESS = "gunvor@example.org"


def _taken_in(guest: Guest) -> None:
    """Refused, looked for, taken in, and read aloud."""
    made(lambda s: people.published(s, title="Halt vid porten på Storgatan").reference)
    guest.is_(people.olga).go("/register")
    guest.press("Ta emot")
    guest.reads("Något behöver rättas", "Skriv det avsändaren säger")
    guest.write("Vad handlar det om?", "Halt vid porten på Storgatan")
    guest.write("Vad säger avsändaren?", "Hon har ramlat två gånger.")
    guest.press("Finns det redan?")
    guest.reads("Är det samma sak?", "Lägg till avsändaren i det ärendet")
    guest.holds("Vad säger avsändaren?", "Hon har ramlat två gånger.")
    guest.pick("Vad är det för ärende?", "Klagomål eller synpunkt")
    guest.pick("Välj område", "Vet inte, välj åt mig")
    guest.choose("Brev")
    guest.write("Postadress", "Storgatan 4\n123 00 Exempelby")
    guest.choose("Nej")
    guest.press("Ta emot")
    guest.arrives("Ärendet är mottaget")
    guest.reads("Läs upp den, eller skriv ut sidan.")
    guest.press("Ta emot nästa")
    guest.arrives("Ta emot ett ärende")


def _answered_at_once(guest: Guest) -> None:
    """Counted, and answered in words of her own."""
    guest.is_(people.olga).go("/register")
    guest.write("Vad handlar det om?", "Gatlampan är trasig")
    guest.pick("Vad låg bakom?", "Hittade det inte på webbplatsen")
    guest.press("Räkna den")
    guest.reads("Räknad. Det du hade skrivit finns kvar.")
    guest.unfold("Svara med andra ord")
    guest.write("Vad du svarade", "Vi lagar den på torsdag, och tackar för att du ringde.")
    guest.press("Svara och avsluta")
    guest.arrives("Ärendet är mottaget och besvarat")


def _scanned(guest: Guest) -> None:
    def build(s):
        draft = replace(people.a_draft(shown=False), came_by=Source.LETTER)
        return registering.register(
            s,
            draft,
            by=people.olga(s).actor,
            site=people.municipality(s),
            form=form_key.fresh(),
        ).reference

    reference = made(build)
    guest.is_(people.olga).go(f"/register/{reference}")
    guest.press("Spara en skanning av brevet")
    guest.press("Spara skanningen")
    guest.is_told("Välj den skannade filen")


def _supported(guest: Guest) -> None:
    reference = made(lambda s: people.published(s).reference)
    guest.is_(people.olga).go("/register/supports/new")
    guest.press("Be om stödet")
    guest.write("Förslagets nummer", reference)
    guest.choose("Mejl")
    guest.write("Mejladress", ADDRESS)
    guest.press("Be om stödet")
    guest.arrives("Vi har bett avsändaren bekräfta")


def _helped() -> str:
    def build(s):
        sam = people.sam(s)
        draft = replace(
            people.a_draft(by=sam, shown=False),
            name="Gunvor Ek",
            helped=Helped("Sam", Channel.EMAIL, ADDRESS),
        )
        return helping.hand_in(
            s,
            draft,
            by=sam.actor,
            site=people.municipality(s),
            form=form_key.fresh(),
            own_contacts=[sam.contact_id],
        ).reference

    return made(build)


def _taken_over(guest: Guest) -> None:
    """By the code, with a wrong address first; then by the letter's button."""
    reference = _helped()
    guest.holds_key(reference).go(f"/submissions/{reference}/receipt")
    guest.reads("Ge koden till den du hjälper")
    guest.go(f"/submissions/{reference}")
    guest.press("Ta över ärendet")
    guest.press("Ta över ärendet")
    guest.reads("Något behöver rättas")
    guest.choose("Mejl")
    guest.write("Mejladress", ADDRESS)
    guest.press("Ta över ärendet")
    guest.reads("Tryck på Ta över ärendet i det.")
    guest.is_nobody().go(way.letter(Purpose.SUBMISSION))
    guest.press("Ta över ärendet")
    guest.arrives("Nu är ärendet ditt")
    guest.is_(people.olga).go(f"/casework/{reference}")
    guest.reads("Inlämnat åt avsändaren av", "Avsändaren har tagit över ärendet.")


def _association(s) -> int:
    made = organisations.enter(s, NAME, number="5560360793", by=people.ada(s).actor)
    return made.id or 0


def _joined(s, someone, part=Part.MEMBER) -> None:
    ada = people.ada(s).actor
    number = _association(s)
    joining.invite(s, number, someone.address, part, by=ada, language="sv")
    joining.accept(s, joining.link(s.scalars(select(Membership)).one()), language="sv")


def _entered(guest: Guest) -> None:
    guest.is_(people.ada).go("/admin/organisations")
    guest.press("Lägg in och bjud in")
    guest.reads("Skriv organisationens namn")
    guest.write("Namn", NAME)
    guest.write("Mejladress till den som ska vara ansvarig", ADDRESS)
    guest.press("Lägg in och bjud in")
    guest.arrives(NAME)
    guest.unfold("Organisationen har upphört")
    guest.press("Avsluta den")
    guest.go("/admin/organisations")
    guest.reads("avslutad")


def _invited(guest: Guest) -> None:
    def build(s):
        ada = people.ada(s).actor
        joining.invite(s, _association(s), ADDRESS, Part.MANAGER, by=ada, language="sv")
        return joining.link(s.scalars(select(Membership)).one())

    guest.go(f"/memberships/{made(build)}")
    guest.arrives(f"Vill du skriva för {NAME}?")
    guest.press("Ja, det vill jag")
    guest.arrives(f"Nu skriver du för {NAME}")


def _own(guest: Guest) -> None:
    guest.is_(people.sam).go("/me/organisations")
    made(lambda s: _joined(s, people.rosa(s), Part.MANAGER))
    guest.is_(people.rosa).go("/me/organisations")
    guest.unfold("Bjud in en medlem")
    guest.press("Bjud in")
    guest.reads("Något behöver rättas")
    reference = made(lambda s: people.published(s).reference)
    guest.go(f"/submissions/{reference}/comments/new")
    guest.reads("Vem skriver?")


STOPS = {
    "/register": [_taken_in, _answered_at_once],
    "/register/{reference}": [_taken_in],
    "/register/{reference}/scan": [_scanned],
    "/register/supports/new": [_supported],
    "/submissions/{reference}/taking-over": [_taken_over],
    "/admin/organisations": [_entered],
    "/admin/organisations/{id}": [_entered],
    "/memberships/{token}": [_invited],
    "/me/organisations": [_own],
}
