"""A promised day goes by: nothing else is done before whoever wrote is told why, and until when."""

import datetime as dt

import pytest

from models import calendar
from models.calendar import DAY, MINUTE
from models.states import Kind
from tests import people
from tests.browser import ways_of_residents as ways
from tests.browser.guest import Guest, made
from tests.notifications import post
from web.commands.promising import Promising

pytestmark = [pytest.mark.browser, pytest.mark.once]

MONDAY = calendar.moment(dt.datetime(2026, 6, 1, 10, 0, tzinfo=calendar.zone()))
TITLE = "Varför är det mörkt längs ån?"
WHY = "En del till lamporna är slut hos den som gör dem."
NEW_DAY = dt.date(2026, 7, 17)


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
    olga.reads("Vi hade lovat", "innan du tar något annat steg")
    olga.press("Vi arbetar med det")
    olga.reads("Berätta först om förseningen")
    olga.go(f"/casework/{reference}")
    olga.write("Varför?", WHY)
    olga.write("Ny dag", NEW_DAY.isoformat())
    olga.press("Berätta om förseningen")
    assert "innan du tar något annat steg" not in olga.main.inner_text()

    # She who wrote has a letter with both within minutes, and everyone reads both.
    calendar.advance(11 * MINUTE // calendar.SECOND)
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
