"""Stops with photos and documents: sent, refused, taken away, on a case, on the desks."""

from models import answer
from models.attachment import files
from models.attachment import row as attachment
from models.attachment.workshop import Stored, take_in
from models.states import Kind
from models.submission import take
from tests import people, pictures
from tests.browser.guest import Guest, made

ALT = "Lampan vid skolan är släckt"


def _stored(content: bytes) -> Stored:
    with files.incoming() as sent:
        sent.write(content)
        sent.flush()
        return take_in(sent)


def _chosen(guest: Guest, name: str, content: bytes) -> None:
    file = {"name": name, "mimeType": "image/jpeg", "buffer": content}
    guest.main.get_by_label("Bild eller dokument").set_input_files(file)


def sending(guest: Guest) -> None:
    """A file that is no photo, then one; seen in its step and on the check page; a document."""
    guest.go("/submissions/new?kind=fault_report")
    guest.write("Vad handlar det om?", "En lampa är trasig")
    guest.write("Berätta mer", "Den vid skolan.")
    guest.choose("Gatlampor och mörka platser")
    guest.press("Fortsätt")
    guest.write("Var är det?", "Skolan")
    _chosen(guest, "lampa.jpg", b"ingen bild")
    guest.press("Fortsätt")
    guest.is_told("Vi kan inte läsa filen. Välj JPEG, PNG, WebP eller PDF.")
    guest.holds("Var är det?", "Skolan")
    _chosen(guest, "lampa.jpg", pictures.photo(1600, 1200))
    guest.write("Beskriv bilden", ALT)
    guest.press("Fortsätt")
    guest.press("Tillbaka")
    guest.sees(ALT)
    guest.press("Fortsätt")
    guest.choose("Inget svar")
    guest.press("Fortsätt")
    guest.sees(ALT)
    guest.press("Ändra Bild eller dokument")
    guest.press("Ta bort Bild eller dokument")
    _chosen(guest, "lampa.pdf", pictures.plain_pdf())
    guest.press("Fortsätt")
    guest.press("Tillbaka")
    guest.reads("Dokument, PDF, 1 kB")


def _with_photo(kind: Kind = Kind.COMPLAINT, *, public: bool = True) -> str:
    photo, paper = _stored(pictures.photo(1600, 1200)), _stored(pictures.plain_pdf())

    def build(s):
        case = people.published(s, kind) if public else people.a_submission(s, kind)
        attachment.add(s, photo, alt=ALT, submission_id=case.id)
        if public:
            answer.answer(
                s,
                case,
                by=people.olga(s).actor,
                source="Se ritningen.",
                html="<p>Se ritningen.</p>",
                document=paper,
                alt="Ritning över belysningen",
            )
        return case.reference

    return made(build)


def shown(guest: Guest) -> None:
    """On the page of a case, on the official's desk, and where a moderator judges it."""
    reference = _with_photo()
    guest.go(f"/submissions/{reference}")
    guest.sees(ALT)
    guest.reads("Ritning över belysningen", "(PDF, 1 kB)")
    guest.is_(people.olga).go(f"/casework/{reference}")
    guest.sees(ALT)
    waiting = _with_photo(public=False)
    item = made(lambda s: people.waiting_item(s, submission_id=take(s, waiting).id).id)
    guest.is_(people.marek).go(f"/desk/{item}")
    guest.sees(ALT)
    guest.press("Visa texten utan den")
    guest.reads("Den här visar vi inte på webbplatsen.")
    guest.press("Visa den med texten")
    guest.main.locator("summary", has_text="Mer").first.click()
    guest.main.locator("summary", has_text="Dölj en del av bilden").click()
    guest.main.locator("form:has(.squares) button").first.click()
    guest.reads("Kryssa för minst en ruta")
    guest.page.get_by_label("rad 1, kolumn 2", exact=True).press("Space")
    guest.main.locator("form:has(.squares) button[name=preview]").click()
    guest.reads("Vilka rutor ska döljas?")


def fetched(guest: Guest) -> None:
    """What is a picture and no page."""
    reference = _with_photo()
    guest.go(f"/submissions/{reference}")
    link = guest.main.locator("figure a").first.get_attribute("href")
    guest.fetches(link)
    guest.fetches(f"{link}/small")


def waiting(guest: Guest) -> None:
    photo = _stored(pictures.photo())
    name = made(lambda s: attachment.stage(s, photo))
    guest.fetches(f"/attachments/{name}")


STOPS = {
    "/submissions/{reference}/attachments/{name}": [fetched],
    "/submissions/{reference}/attachments/{name}/small": [fetched],
    "/attachments/{name}": [waiting],
}
