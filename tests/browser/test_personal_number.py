"""A personal number is masked before anyone else sees it, and one view alone has it (spec L16)."""

import pytest
from sqlalchemy import select

from models.access_log import What, access_log
from models.database import transaction
from tests import people
from tests.browser import way
from tests.browser import ways_of_residents as ways
from tests.browser.hands import Pointer

pytestmark = [pytest.mark.browser, pytest.mark.once]

NUMBER = "19811218-9876"
DIGITS = ("9876", "189876")
MASKED = "811218-****"
TITLE = "Fel uppgifter om mig på kartan"
WORDS = f"Kartan visar fel hus. Mitt personnummer är {NUMBER}, och min tomt är den vid ån."


def test_a_number_is_masked_before_anyone_else_sees_it(site, open_page, fits):
    def looks(page):
        assert fits(page), f"{page.url} is wider than the screen"

    rosa = Pointer(open_page(javascript=False, width=320), site, looks)
    ways.tell(rosa, "complaint", TITLE, WORDS, "Gatlampor och mörka platser")
    rosa.arrives("Var")
    rosa.write("Var är det?", "Ådalen 4")
    rosa.press("Fortsätt")
    rosa.arrives("Svar till dig")
    rosa.choose("Inget svar")
    rosa.choose("Ja, utan mitt namn")
    rosa.press("Fortsätt")
    rosa.arrives("Kontrollera och skicka")
    rosa.reads("Innan du skickar", "Ett personnummer kan inte stå på webbplatsen.")
    reference = ways.send(rosa)

    with transaction() as session:
        marek, olga = people.marek(session), people.olga(session)
    reviewer = Pointer(open_page(javascript=False), site, looks)
    way.sign_in(reviewer, marek)
    reviewer.go("/desk")
    reviewer.press(TITLE)
    reviewer.reads(MASKED)
    _has_none(reviewer)

    official = Pointer(open_page(javascript=False), site, looks)
    way.sign_in(official, olga)
    official.go(f"/casework/{reference}")
    official.arrives(TITLE)
    official.reads(MASKED)
    _has_none(official)
    official.go(f"/casework/{reference}/original")
    official.reads(NUMBER)
    with transaction(write=False) as session:
        seen = session.scalars(
            select(access_log.c.person_id).where(access_log.c.what == What.ORIGINAL)
        ).all()
    assert seen == [olga.id]


def _has_none(someone: Pointer) -> None:
    page = someone.page.content()
    assert not [digits for digits in DIGITS if digits in page], someone.page.url
