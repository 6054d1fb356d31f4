"""A board's evening: seven decisions entered on one page, shown at their time, told once each.

And the way of one proposal there and back, with a letter at each step: what its author does, she does
by the keys alone.
"""

import datetime as dt
from datetime import timedelta

import pytest
from sqlalchemy import update

from models import calendar, vote
from models.calendar import HOUR, MINUTE, SECOND, today
from models.database import transaction
from models.decision import decisions
from models.profile import Participation
from models.submission import take
from models.text import Text
from models.token import Purpose
from tests import people
from tests.browser import way
from tests.browser.guest import Guest, made
from tests.browser.keyboard import Keyboard
from tests.browser.stops_of_links import SAM, handed_in_unconfirmed
from tests.notifications import post
from tests.web.visiting import count
from web.commands.scheduler import tick

pytestmark = [pytest.mark.browser, pytest.mark.once]

SEVEN = range(1, 8)
RULINGS = ("approved", "partly", "rejected", "answered", "approved", "rejected", "approved")
FORGOTTEN = 4

TUESDAY = calendar.moment(dt.datetime(2026, 6, 9, 15, 0, tzinfo=calendar.zone()))
SUMMARY, REASONS = "Nämnden säger ja till nya lampor.", "Vägen är mörk, och budgeten räcker."
TITLE = "Mörkt på gångvägen"
THANKS = "Tack. Vi skickar svaret till den här adressen."


def _before_the_board(session) -> list[str]:
    """Seven proposals; Sam follows them all."""
    references = []
    sam = people.sam(session)
    for number in SEVEN:
        case = people.referred(session)
        session.execute(
            update(Text).where(Text.id == case.text_id).values(title=f"Bänk nummer {number}")
        )
        post.follow(session, sam, case)
        references.append(case.reference)
    return references


def _fill(olga: Guest, number: int) -> None:
    row = f"#row{number}-"
    olga.page.select_option(f"{row}ruling", RULINGS[number - 1])
    olga.page.fill(f"{row}paragraph", str(110 + number))
    olga.page.fill(f"{row}summary", f"Så blir det med bänk {number}.")
    if number != FORGOTTEN:
        olga.page.fill(f"{row}reasons", f"Skälen till bänk {number}.")


def test_seven_decisions_are_entered_on_one_page(site, open_page, fits):
    def looks(page) -> None:
        assert fits(page), f"{page.url} is wider than the screen"

    calendar.freeze(calendar.start_of(today()) + 16 * HOUR)
    references = made(_before_the_board)
    olga, anyone = Guest(open_page(), site, looks), Guest(open_page(), site, looks)
    olga.is_(people.olga).go("/meetings")
    olga.press("Lägg till ett möte")
    olga.press("Spara")
    olga.is_told("Välj en nämnd", "Skriv dagen")
    olga.pick("Vilken nämnd?", "Tekniska nämnden")
    olga.write("Mötesdag", today().isoformat())
    olga.write("Vilka som deltog", "Bo Lind, Eva Ås")
    olga.press("Spara")
    olga.reads("Tekniska nämnden")
    meeting = olga.page.url.removeprefix(site)
    for number in SEVEN:
        olga.page.get_by_label(f"Bänk nummer {number}").check()
    olga.press("Ta upp dem")
    olga.reads("7 ärenden", "Saknar:")

    olga.press("Fyll i besluten")
    _fill(olga, 1)
    olga.press("Spara")
    olga.reads("Senast sparat")
    assert olga.page.input_value("#row1-summary") == "Så blir det med bänk 1."
    for number in SEVEN:
        _fill(olga, number)
    olga.choose("En tid som jag väljer")
    olga.write("Dag", today().isoformat())
    olga.write("Klockslag", "18.00")
    olga.press("Visa besluten")
    olga.is_told(f"Ärende {FORGOTTEN}: Skriv skälen till beslutet")
    for number in SEVEN:
        assert olga.page.input_value(f"#row{number}-summary") == f"Så blir det med bänk {number}."
    olga.has_chosen("En tid som jag väljer")
    olga.page.fill(f"#row{FORGOTTEN}-reasons", "Den finns redan.")
    olga.press("Visa besluten")
    olga.reads("Till dess ser bara vi dem", "Klart att visas")

    # Before its time: nothing, for nobody, and no letter.
    tick("one")
    post.address()
    anyone.go(f"/submissions/{references[0]}")
    anyone.reads("Hos nämnden", "Nämnden möts")
    assert "Så blir det" not in anyone.page.content()
    assert count(decisions) == 0
    assert post.sent_rows(kind="decided") == []

    calendar.advance(2 * HOUR // SECOND)
    for _ in range(2):
        tick("one")
        post.address()
    calendar.advance(11 * MINUTE // SECOND)
    tick("one")
    post.address()
    assert count(decisions) == len(references)
    letters = post.sent_rows(kind="decided")
    for contact_id in made(lambda s: (people.sam(s).contact_id, people.rosa(s).contact_id)):
        about = [one.submission_id for one in letters if one.contact_id == contact_id]
        assert len(about) == len(set(about)) == len(references)
    anyone.go(f"/submissions/{references[FORGOTTEN - 1]}")
    anyone.reads("Den finns redan.", "Preliminärt", "Bo Lind, Eva Ås", "laglighetsprövning")

    # A week later the minutes are approved and posted: one act for all seven.
    calendar.advance(7 * 24 * HOUR // SECOND)
    olga.is_(people.olga).go(meeting)
    olga.reads("Preliminärt: protokollet är inte justerat")
    olga.write("Dag då protokollet justerades", (today() - timedelta(days=1)).isoformat())
    olga.write("Dag då protokollet anslogs", today().isoformat())
    olga.press("Spara", inside=olga.main.locator("details", has_text="Protokollet"))
    last = calendar.appeal_last_day(today())
    with transaction() as session:
        days = {one.appeal_by for one in session.execute(decisions.select()).all()}
        assert take(session, references[0]).status == "decided"
    assert days == {last}
    anyone.go(f"/submissions/{references[0]}")
    anyone.reads("Det ska ha kommit fram senast", f"{last.day} ")
    assert "Preliminärt" not in anyone.page.content()


class _Post:
    """The letters that the town has sent to whoever wrote."""

    def __init__(self) -> None:
        self._shelf = post.Shelf()
        self._read = 0

    def brings(self) -> dict[str, str]:
        """The letters of what happened since the last time, by kind, a little later."""
        post.address()
        calendar.advance(11 * MINUTE // SECOND)
        post.send(self._shelf)
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
    letters, reference = _Post(), handed_in_unconfirmed()
    page = f"/submissions/{reference}"
    sam = Keyboard(open_page(javascript=False), site, looks)
    olga = Guest(open_page(javascript=False), site, looks)

    # Confirmed by its author, read by a moderator, supported until it is enough: then no more.
    way.confirm(sam, Purpose.SUBMISSION, "Bekräfta din adress", THANKS)
    olga.is_(people.marek).go("/desk")
    olga.press(TITLE)
    olga.press("Publicera")
    assert "published" in letters.brings()
    sam.go(page)
    sam.reads("Samlar stöd", "0 av 2")
    _supported(reference, "Nils", "Siv")
    way.count_support(reference)
    assert "threshold_reached" in letters.brings()
    sam.go(page)
    sam.reads("Nådde gränsen")
    assert "Stöd förslaget" not in sam.main.inner_text()

    # To the board, on the agenda of its meeting, and decided there.
    olga.is_(people.olga).go(f"/casework/{reference}")
    olga.pick("Vilken nämnd?", "Tekniska nämnden")
    olga.press("Till nämnden")
    assert "status_moved" in letters.brings()
    meeting = _on_the_agenda(olga)
    sam.go(page)
    sam.reads("Hos nämnden", "Nämnden möts")
    _decided(olga)
    tick("one")
    assert SUMMARY in letters.brings()["decided"]
    sam.go(page)
    sam.reads("Nämnden sa ja (bifall)", SUMMARY, REASONS, "Preliminärt")
    olga.go(meeting)
    olga.write("Dag då protokollet justerades", today().isoformat())
    olga.write("Dag då protokollet anslogs", today().isoformat())
    olga.press("Spara", inside=olga.main.locator("details", has_text="Protokollet"))
    sam.go(page)
    sam.reads("Det ska ha kommit fram senast")

    # Planned for a day, and carried out.
    olga.go(f"/casework/{reference}")
    way.carry_out(olga)
    assert way.CARRIED_OUT in letters.brings()["status_moved"]
    sam.go(page)
    sam.reads("Genomfört", way.CARRIED_OUT)
