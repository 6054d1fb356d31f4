"""A case that goes from unit to unit, and one that is answered twice, in a browser."""

import pytest

from models import calendar
from models.calendar import HOUR, SECOND
from models.database import transaction
from models.organisation import units
from models.states import Kind
from models.submission import take
from notifications import contexts
from notifications.looking import look
from tests import people
from tests.browser import ways_of_residents as ways
from tests.browser.guest import Guest, made
from tests.notifications import post

pytestmark = [pytest.mark.browser, pytest.mark.once]

AGAIN = "Lampan slocknade igen i natt."


def _leads(name: str, slug: str):
    def build(session):
        unit_id = next(one.id for one in units(session) if one.slug == slug)
        return people.official_of(session, name, unit_id, lead=True)

    return build


def test_whoever_leads_on_both_sides_is_told_the_second_time_a_case_is_passed_on(site, open_page):
    reference = made(lambda s: people.published(s, Kind.COMPLAINT).reference)
    streets, parks = (_leads(name, slug) for name, slug in (("Siv", "streets"), ("Per", "parks")))
    made(lambda s: (streets(s), parks(s)))
    guest = Guest(open_page(javascript=False), site)
    for who, unit, why in (
        (streets, "Parkenheten", "Lyktan står i parken, enligt kartan."),
        (parks, "Gatuenheten", "Det är fel."),
    ):
        guest.is_(who).go(f"/casework/{reference}")
        guest.unfold("Lämna över")
        guest.pick("Till vilken enhet?", unit)
        guest.write("Varför?", why)
        guest.press("Lämna över")
    guest.is_told(
        "Den enheten har haft ärendet förut. Skriv med minst 20 tecken varför det går tillbaka"
    )
    guest.write("Varför?", "Parken slutar före lyktan, enligt den nya kartan.")
    guest.press("Lämna över")
    guest.is_nobody().go(f"/submissions/{reference}")
    guest.reads("Ärendet har bytt enhet 2 gånger.", "Parken slutar före lyktan")
    post.address()
    with transaction(write=False) as session:
        rows = post.sent_rows(kind="staff_alert")
        told = [
            (due.row.address, contexts.read(session, due).get("what"))
            for due in look(session, [row.id for row in rows])
        ]
    assert ("siv@example.org", "circle") in told
    guest.is_(streets).go(f"/casework/{reference}")
    guest.reads("Gatuenheten har haft ärendet förut.")


def test_answered_opened_again_answered_and_content(site, open_page):
    reference = made(lambda s: people.a_submission(s, Kind.FAULT_REPORT, shown=False).reference)
    rosa, olga = (Guest(open_page(javascript=False), site) for _ in range(2))
    olga.is_(people.olga).go(f"/casework/{reference}")
    ways.answer(olga, "Vi har bytt lampan.")
    rosa.is_(people.rosa).go(f"/submissions/{reference}")
    rosa.press("Nej, öppna igen")
    rosa.write("Vad är inte löst?", AGAIN)
    rosa.press("Öppna ärendet igen")
    calendar.advance(HOUR // SECOND // 2)
    olga.go(f"/casework/{reference}")
    olga.reads(AGAIN)
    ways.answer(olga, "Vi har bytt säkringen.")
    rosa.go(f"/submissions/{reference}")
    rosa.press("Ja")
    rosa.arrives("Tack för ditt svar")
    rosa.choose("5, mycket nöjd")
    rosa.press("Skicka")
    rosa.reads("Tack. Du har svarat: ja.", "Du kan öppna ärendet igen till och med")
    with transaction(write=False) as session:
        assert take(session, reference).status == "answered"
