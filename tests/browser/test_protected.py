"""Somebody whose identity is protected hands in a fault: nothing of it is public, or in a letter."""

import io

import pytest
from PIL import Image
from sqlalchemy import update

from models.database import table_of, transaction
from models.person import Appointment
from tests import people
from tests.browser import way
from tests.browser import ways_of_residents as ways
from tests.browser.guest import Guest
from tests.browser.hands import Pointer
from tests.notifications.post import send, use
from tests.notifications.test_links import Shelf

pytestmark = [pytest.mark.browser, pytest.mark.once]

TITLE, WORDS, PLACE = "Trasig grind vid porten", "Grinden går inte att låsa.", "Hemliga gränden 7"
NAME = "Dora Lilja"
SECRETS = (TITLE, WORDS, PLACE, NAME)


def test_a_protected_person_submits_and_nothing_about_her_is_public(
    site, town, open_page, fits, tmp_path
):
    def looks(page):
        assert fits(page), f"{page.url} is wider than the screen"

    with transaction() as session:
        dora = people.resident(session, "Dora")
    hands = Pointer(open_page(javascript=False, width=320), site, looks)
    way.sign_in(hands, dora)
    ways.tell(hands, "fault", TITLE, WORDS, "Gatlampor och mörka platser")
    hands.arrives("Var")
    hands.write("Var är det?", PLACE)
    file = tmp_path / "grind.jpg"
    buffer = io.BytesIO()
    Image.new("RGB", (320, 240), "#445566").save(buffer, "JPEG")
    file.write_bytes(buffer.getvalue())
    hands.attach("Bild eller dokument", file)
    hands.press("Fortsätt")
    hands.arrives("Svar till dig")
    hands.choose("Mejl")
    hands.write("Mejladress", dora.address)
    hands.write("Ditt namn", NAME)
    hands.choose("Ja, med mitt namn")
    hands.unfold("Har du skyddade personuppgifter?")
    hands.choose("Jag har skyddade personuppgifter")
    hands.press("Fortsätt")
    hands.arrives("Kontrollera och skicka")
    hands.reads("Skyddade personuppgifter", "Bara några få av oss kan läsa det.")
    reference = ways.send(hands)
    hands.go("/me/details")
    hands.reads("Dina personuppgifter är skyddade här.")

    stranger = Pointer(open_page(javascript=False, width=320), site, looks)
    for path in ("/", "/submissions", "/submissions?q=grind", "/feeds/submissions.atom"):
        page = stranger.page.request.get(f"{site}{path}").text()
        assert not [one for one in (*SECRETS, reference) if one in page], path
    stranger.go(f"/submissions/{reference}")
    stranger.arrives("Sidan finns inte, eller är inte öppen för dig")

    staff = Guest(open_page(javascript=False), site, looks)
    staff.is_(people.marek).go("/desk")
    assert TITLE not in staff.main.inner_text()
    staff.is_(people.olga).go(f"/casework/{reference}")
    staff.arrives("Sidan finns inte, eller är inte öppen för dig")
    with transaction() as session:
        olga, posts = people.olga(session), table_of(Appointment)
        session.execute(update(posts).where(posts.c.person_id == olga.id).values(trusted=True))
    staff.go(f"/casework/{reference}")
    staff.arrives(TITLE)
    staff.reads("Skyddade personuppgifter", PLACE)
    photo = staff.main.locator("img[src*='/attachments/']").first.get_attribute("src")
    assert staff.page.request.get(f"{site}{photo}").status == 200
    assert stranger.page.request.get(f"{site}{photo}").status == 404

    use(town, base_url=site)
    shelf = Shelf()
    send(shelf)
    hers = [one for one in shelf.letters if one.address == dora.address]
    assert hers
    for letter in hers:
        said = f"{letter.subject}{letter.text}{letter.html}"
        assert not [one for one in (*SECRETS, reference) if one in said]
