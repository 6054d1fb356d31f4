"""A case that goes from unit to unit, one that is answered twice, and one that is late, in a browser."""

import datetime as dt

import pytest

from models import calendar
from models.calendar import DAY, HOUR, MINUTE, SECOND
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
from web.commands.promising import Promising

pytestmark = [pytest.mark.browser, pytest.mark.once]

AGAIN = "Lampan slocknade igen i natt."

MONDAY = calendar.moment(dt.datetime(2026, 6, 1, 10, 0, tzinfo=calendar.zone()))
TITLE = "Varför är det mörkt längs ån?"
WHY = "En del till lamporna är slut hos den som gör dem."
NEW_DAY = dt.date(2026, 7, 17)


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


def _weeks_go_by() -> None:
    calendar.freeze(MONDAY + 38 * DAY)
    kept = Promising()
    kept.look()
    while kept.goes_on():
        kept.go_on()


def test_late_with_reason_and_told(site, open_page, fits):
    def looks(page):
        assert fits(page), f"{page.url} is wider than the screen"

    calendar.freeze(MONDAY)
    reference = made(lambda s: people.published(s, Kind.QUESTION, title=TITLE).reference)
    _weeks_go_by()
    anyone = Guest(open_page(javascript=False), site, looks)
    anyone.go("/promises/overdue")
    anyone.reads(TITLE, "Vi hade lovat svar senast", "Vi har inte berättat varför än.")

    # Whoever opens it is told to tell first, and no other step is taken before.
    olga = Guest(open_page(javascript=False), site, looks).is_(people.olga)
    olga.go(f"/casework/{reference}")
    olga.reads("Vi hade lovat", "innan du gör något annat")
    olga.press("Vi arbetar med det")
    olga.reads("Berätta först om förseningen")
    olga.go(f"/casework/{reference}")
    olga.write("Varför?", WHY)
    olga.write("Ny dag", NEW_DAY.isoformat())
    olga.press("Berätta om förseningen")
    assert "innan du gör något annat" not in olga.main.inner_text()

    # She who wrote has a letter with both within minutes, and everyone reads both.
    calendar.advance(11 * MINUTE // SECOND)
    shelf = post.Shelf()
    post.send(shelf)
    (letter,) = [one for one in shelf.letters if one.kind == "delayed"]
    assert letter.address == "rosa@example.org"
    assert WHY in letter.text
    assert "Ny dag: fredag 17 juli" in letter.text
    for path in (f"/submissions/{reference}", "/promises/overdue"):
        anyone.go(f"{path}?again=1")
        anyone.reads(WHY, "Ny dag: fredag 17 juli")

    # What was promised stays missed; the work goes on, and its answer ends the wait.
    olga.press("Vi arbetar med det")
    ways.answer(olga, "Nu lyser lamporna längs ån.")
    anyone.go("/promises/overdue?again=2")
    assert TITLE not in anyone.main.inner_text()
