"""What residents do alone with a telephone, each way told once, in Swedish.

Whoever's hands walk it, she goes from page to page by the words that stand there.
"""

from pathlib import Path

from models.token import Purpose
from tests.browser import way
from tests.browser.hands import Hands
from tests.people import Someone

PATH = "Mörkt på gångvägen vid Ågatan"
PATH_WORDS = (
    "Tre lampor i rad är släckta mellan bron och skolan. Man ser inte var man sätter foten."
)
LAMP = "Ågatan, stolpe 0417"
LANDLINE = "08-123 45 67"
ON_THE_PHONE = "Tack för samtalet i dag. Lamporna byts på tisdag den här veckan."

COMPLAINT = "Hemtjänsten kom inte i lördags"
COMPLAINT_WORDS = "Mamma väntade hela förmiddagen utan frukost. Ingen ringde."
COMPLAINT_NAME = "Gun-Britt Sandström"
COMPLAINT_ANSWER = "Vi beklagar det som hände. Vi ringer nu alltid när vi blir försenade."

IDEA = "En grillplats vid badet"
IDEA_WORDS = "Sätt en grillplats med bord vid badet, så att fler kan äta ute på sommaren."
REAL_NAME = "Gunnar Fjällström"
ALIAS = "Grannen vid badet"

STARTS = {
    "fault": "Anmäla något trasigt eller farligt",
    "complaint": "Klaga eller lämna en synpunkt",
    "proposal": "Lämna ett förslag",
}


def tell(someone: Hands, what: str, title: str, words: str, subject: str) -> None:
    """From the first page through the first step."""
    someone.go("/")
    someone.press(STARTS[what])
    someone.arrives("Berätta")
    someone.write("Vad handlar det om?", title)
    someone.write("Berätta mer", words)
    someone.choose(subject)
    someone.press("Fortsätt")


def send(someone: Hands) -> str:
    """From the check page to the receipt; the case's number."""
    someone.press("Skicka")
    someone.arrives("Tack, vi har tagit emot ditt ärende")
    someone.reads("Vad händer nu?")
    return someone.main.locator(".figure").inner_text()


def report_a_dark_path(birgit: Hands, photo: Path) -> tuple[str, str]:
    """A fault with a photo and a lamp-post's number, to be answered by telephone.

    Returns the case's number and its code, as they stand on the receipt.
    """
    tell(birgit, "fault", PATH, PATH_WORDS, "Gatlampor och mörka platser")
    birgit.arrives("Var")
    birgit.write("Var är det?", LAMP)
    birgit.attach("Bild eller dokument", photo)
    birgit.write("Beskriv bilden", "Gångvägen i mörker")
    birgit.press("Fortsätt")

    birgit.arrives("Svar till dig")
    birgit.has_chosen("Ja, utan mitt namn")
    birgit.choose("Sms")
    birgit.write("Mobilnummer", LANDLINE)
    birgit.press("Fortsätt")
    birgit.is_told('Sms går bara till mobil. Välj "Ring mig" i stället.')
    birgit.choose("Ring mig")
    birgit.write("Telefonnummer", LANDLINE)
    birgit.press("Fortsätt")

    birgit.arrives("Kontrollera och skicka")
    birgit.reads(PATH, LAMP, LANDLINE, "allmän handling", "Gatuenheten svarar senast")
    reference = send(birgit)
    birgit.reads("Gatuenheten har det.", "Vi ringer dig på")
    return reference, birgit.main.locator(".key").inner_text()


def answer_by_phone(olga: Hands, reference: str) -> None:
    """The official sees the number to ring and the photo, and writes down what was said."""
    olga.go(f"/casework/{reference}")
    olga.arrives(PATH)
    olga.reads(LANDLINE, LAMP)
    olga.sees("Gångvägen i mörker")
    answer(olga, ON_THE_PHONE)


def answer(olga: Hands, words: str) -> None:
    panel = olga.main.locator(".panel", has_text="Ditt svar")
    olga.write("Svaret", words)
    sent = panel.get_by_role("button").filter(has_text="Skicka och berätta").inner_text()
    olga.press(sent, inside=panel)
    olga.reads(words)


def find_with_the_code(birgit: Hands, reference: str, code: str) -> None:
    """Number and code from paper: first mistyped, then as a hand types them."""
    birgit.go("/sign-in")
    birgit.press("Hitta ditt ärende med dem")
    birgit.arrives("Hitta ditt ärende")
    birgit.write("Ärendenummer", reference)
    birgit.write("Kod", "aaaaa bbbbb ccccc")
    birgit.press("Öppna ärendet")
    assert birgit.page.title().startswith("Fel: ")
    birgit.holds("Ärendenummer", reference)
    birgit.write("Ärendenummer", f" {reference} ")
    birgit.write("Kod", f" {code.lower()}")
    birgit.press("Öppna ärendet")
    birgit.arrives(PATH)
    birgit.reads("Besvarat", ON_THE_PHONE, "i tid")
    birgit.sees("Gångvägen i mörker")


def complain_in_private(someone: Hands) -> str:
    """A complaint that nobody else shall ever read; the subject has no place to ask for."""
    tell(someone, "complaint", COMPLAINT, COMPLAINT_WORDS, "Äldre, stöd och omsorg")
    someone.arrives("Svar till dig")
    someone.reads("Steg 2 av 2")
    someone.press("Fortsätt")
    someone.is_told("Välj hur du vill ha svar", "Välj om vi får visa texten")
    someone.choose("Mejl")
    someone.write("Mejladress", "gunbritt@example.org")
    someone.write("Ditt namn", COMPLAINT_NAME)
    someone.choose("Nej")
    someone.press("Fortsätt")
    someone.arrives("Kontrollera och skicka")
    someone.reads("allmän handling", COMPLAINT_WORDS)
    reference = send(someone)
    way.confirm(
        someone,
        Purpose.SUBMISSION,
        "Bekräfta din adress",
        "Tack. Vi skickar svaret till den här adressen.",
    )
    someone.press(COMPLAINT)
    someone.reads("Mottaget", "Bara du och vi ser den här sidan")
    return reference


def propose_under_another_name(someone: Hands) -> str:
    """A proposal is always shown; only the name is the sender's to choose."""
    tell(someone, "proposal", IDEA, IDEA_WORDS, "Parker, lekplatser och skräp")
    someone.write("Var är det?", "Badet")
    someone.press("Fortsätt")
    someone.choose("Mejl")
    someone.write("Mejladress", "gunnar@example.org")
    someone.write("Ditt namn", REAL_NAME)
    someone.choose("Ja, med ett annat namn")
    someone.press("Fortsätt")
    someone.is_told("Skriv namnet som ska visas")
    someone.write("Namnet som ska visas", ALIAS)
    someone.press("Fortsätt")
    someone.reads(ALIAS, REAL_NAME)
    reference = send(someone)
    way.confirm(
        someone,
        Purpose.SUBMISSION,
        "Bekräfta din adress",
        "Tack. Vi skickar svaret till den här adressen.",
    )
    return reference


def find_misspelt(sam: Hands, title: str, typed: str, meant: str) -> None:
    """The search finds nothing, offers the word that was meant, and finds it."""
    sam.go("/")
    sam.write("Hitta ett ärende", typed)
    sam.press("Sök")
    sam.reads("Inget ärende med", "Menade du")
    sam.press(meant)
    sam.press(title)
    sam.arrives(title)


def lose_the_link_and_find_it(someone: Hands, address: str, title: str) -> None:
    """The page is not open without the link; the way back stands on it, and tells nobody anything."""
    someone.go("/submissions/2026-99999")
    someone.arrives("Sidan finns inte, eller är inte öppen för dig")
    someone.press("Har du tappat länken till ditt ärende?")
    someone.arrives("Mina ärenden")
    someone.write("Mejladress eller mobilnummer", address)
    someone.press("Skicka en länk")
    someone.arrives("Vi har skickat en länk till dig")
    someone.go(way.letter(Purpose.SIGN_IN))
    someone.press("Logga in")
    someone.arrives("Mina ärenden")
    someone.press(title)
    someone.arrives(title)


def publish(marek: Hands, who: Someone, title: str) -> None:
    way.sign_in(marek, who)
    way.review(marek, title)
