"""A proposal to its board and back, without script: its author and supporter use the keys alone."""

import datetime as dt

import pytest

from models import calendar, vote
from models.calendar import MINUTE, SECOND, today
from models.profile import Participation
from models.token import Purpose
from tests import people
from tests.browser import way
from tests.browser.guest import Guest, made
from tests.browser.keyboard import Keyboard
from tests.browser.stops_of_links import SAM, handed_in_unconfirmed
from tests.notifications import post
from web.commands.scheduler import tick

pytestmark = [pytest.mark.browser, pytest.mark.once]

TUESDAY = calendar.moment(dt.datetime(2026, 6, 9, 15, 0, tzinfo=calendar.zone()))
SUMMARY, REASONS = "Nämnden säger ja till bänkarna.", "De får plats, och budgeten räcker."
TITLE = "Mörkt på gångvägen"
THANKS = "Tack. Vi skickar svaret till den här adressen."


class _Clock:
    """The town's own clock, and the letters that it has sent to whoever wrote."""

    def __init__(self) -> None:
        self._shelf = post.Shelf()
        self._read = 0

    def goes_on(self) -> dict[str, str]:
        """A quarter of an hour later: the new letters, by kind."""
        for _ in range(2):
            tick("one")
            post.send(self._shelf)
            calendar.advance(8 * MINUTE // SECOND)
        new = self._shelf.letters[self._read :]
        self._read += len(new)
        return {one.kind: one.text for one in new if one.address == SAM}


def _supported(reference: str, *names: str) -> None:
    def build(session):
        for name in names:
            who = people.resident(session, name)
            vote.support(session, reference, who.id, rules=Participation())

    made(build)


def _on_the_agenda(olga: Guest) -> str:
    """A meeting today that takes it up; its address."""
    olga.go("/meetings/new")
    olga.pick("Vilken nämnd?", "Tekniska nämnden")
    olga.write("Mötesdag", today().isoformat())
    olga.press("Spara")
    meeting = olga.page.url.removeprefix(olga.site)
    olga.page.get_by_label(TITLE).check()
    olga.press("Ta upp dem")
    olga.reads("1 ärende")
    return meeting


def _decided(olga: Guest) -> None:
    olga.press("Fyll i besluten")
    olga.page.select_option("#row1-ruling", "approved")
    for name, said in (("paragraph", "114"), ("summary", SUMMARY), ("reasons", REASONS)):
        olga.page.fill(f"#row1-{name}", said)
    olga.press("Visa besluten")


def test_proposal_to_board_to_decision_to_carried_out(site, open_page, fits):
    def looks(page):
        assert fits(page), f"{page.url} is wider than the screen"

    calendar.freeze(TUESDAY)
    clock, reference = _Clock(), handed_in_unconfirmed()
    page = f"/submissions/{reference}"
    sam = Keyboard(open_page(javascript=False), site, looks)
    olga = Guest(open_page(javascript=False), site, looks)

    # Confirmed by its author, read by a moderator, supported until it is enough: then no more.
    way.confirm(sam, Purpose.SUBMISSION, "Bekräfta din adress", THANKS)
    olga.is_(people.marek).go("/desk")
    olga.press(TITLE)
    olga.press("Publicera")
    assert "published" in clock.goes_on()
    sam.go(page)
    sam.reads("Samlar stöd", "0 av 2")
    _supported(reference, "Nils", "Siv")
    assert "threshold_reached" in clock.goes_on()
    sam.go(page)
    sam.reads("Nådde gränsen")
    assert "Stöd förslaget" not in sam.main.inner_text()

    # To the board, on the agenda of its meeting, and decided there.
    olga.is_(people.olga).go(f"/casework/{reference}")
    olga.pick("Vilken nämnd?", "Tekniska nämnden")
    olga.press("Till nämnden")
    assert "status_moved" in clock.goes_on()
    meeting = _on_the_agenda(olga)
    sam.go(page)
    sam.reads("Hos nämnden", "Nämnden möts")
    _decided(olga)
    assert SUMMARY in clock.goes_on()["decided"]
    sam.go(page)
    sam.reads("Nämnden sa ja (bifall)", SUMMARY, REASONS, "Preliminärt")
    olga.go(meeting)
    olga.write("Dag då protokollet justerades", today().isoformat())
    olga.write("Dag då protokollet anslogs", today().isoformat())
    olga.press("Spara", inside=olga.main.locator("details", has_text="Protokollet"))
    clock.goes_on()
    sam.go(page)
    sam.reads("Det ska ha kommit fram senast")

    # Planned for a day, and carried out.
    olga.go(f"/casework/{reference}")
    way.carry_out(olga)
    assert way.CARRIED_OUT in clock.goes_on()["status_moved"]
    sam.go(page)
    sam.reads("Genomfört", way.CARRIED_OUT)
