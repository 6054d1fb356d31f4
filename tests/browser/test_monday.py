"""Sixty cases on a Monday morning: an official answers well, and is done before lunch."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from models import answer_template, calendar
from models.database import table_of, transaction
from models.delivery import DeliveryEvent
from models.event import Event, EventKind
from models.states import Kind
from models.submission import Submission, stream_of, submissions
from notifications import addressing
from tests import people
from tests.browser import way
from tests.browser.hands import Pointer
from tests.notifications.post import follow

pytestmark = [pytest.mark.browser, pytest.mark.once]

STOCKHOLM = ZoneInfo("Europe/Stockholm")
MONDAY = dt.datetime(2026, 11, 23, 8, 5, tzinfo=STOCKHOLM)
LEFT_WORK = 16
"""The hour at which cases came, on the days they came."""

# Complaints are answered within ten working days: how many came so many days ago.
CAME = {21: 6, 14: 4, 11: 5, 10: 15, 5: 10, 3: 10, 1: 10}
DARK = ("Mörkt vid skolan", "Mörkt vid bron", "Mörkt vid badet", "Mörkt vid kyrkan")
CALLER = "+46701740633"
TEMPLATE = "Lampan byts"

_carried = table_of(DeliveryEvent)
_events = table_of(Event)


@pytest.fixture
def monday():
    calendar.freeze(calendar.moment(MONDAY))
    yield calendar.today()
    calendar.unfreeze()


@pytest.fixture
def sixty(site, monday) -> dict[str, str]:
    """References by title: sixty complaints, four of them about the dark, one of a caller's."""
    made = {}
    number = 0
    with transaction() as session:
        caller = people.resident(session, "Torvald", phone=CALLER)
        for days, count in CAME.items():
            day = MONDAY.replace(hour=LEFT_WORK) - dt.timedelta(days=days)
            with calendar.at(calendar.moment(day)):
                for _ in range(count):
                    number += 1
                    about = DARK[number - 21] if 21 <= number < 25 else f"Ärende {number}"
                    by = caller if number == 30 else None
                    case = people.published(
                        session, Kind.COMPLAINT, by=by, title=about, source=f"Det gäller {about}."
                    )
                    made[about] = case.reference
    return made


def _case(session, reference: str) -> Submission:
    return session.scalars(select(Submission).where(submissions.c.reference == reference)).one()


def _carrying(references: list[str]) -> list[tuple[str, int]]:
    """Of each letter that tells of answers to these: to whom it goes, and of how many it tells."""
    # A thread of its own, as a worker has: here Playwright's event loop is running.
    with ThreadPoolExecutor(1) as worker:
        worker.submit(addressing.address, "monday").result()
    streams = [stream_of(reference) for reference in references]
    with transaction(write=False) as session:
        rows = session.execute(
            select(_carried.c.address, func.count())
            .join(_events, _events.c.id == _carried.c.event_id)
            .where(_events.c.stream.in_(streams), _events.c.kind == EventKind.ANSWERED)
            .group_by(_carried.c.delivery_id, _carried.c.address)
            .order_by(_carried.c.address)
        )
        return [tuple(row) for row in rows]


def test_sixty_cases_on_a_monday(site, sixty, monday, open_page, fits):
    with transaction() as session:
        olga = people.olga(session)
        per = people.resident(session, "Per", role=people.Role.OFFICIAL)
        sam = people.sam(session)
        for title in DARK[:2]:
            follow(session, sam, _case(session, sixty[title]))
        answer_template.save(
            session,
            name=TEMPLATE,
            body="Tack. Vi byter lampan. Ärendet är {reference}.",
            unit_id=None,
            language="sv",
        )

    def looks(page):
        assert fits(page), f"{page.url} is wider than the screen"

    hands = Pointer(open_page(width=1024), site, looks)
    way.sign_in(hands, olga)

    # What cannot wait stands first, and each group says how much it is.
    hands.go("/casework?whose=all")
    hands.reads("Försenade (6)", "I dag (4)", "Den här veckan (20)", "Senare (30)")

    # Somebody rings: she knows neither number nor words, but her telephone does.
    hands.write("Hitta ett ärende", "070-174 06 33")
    hands.press("Sök")
    hands.reads("telefonnumret")
    hands.press("Ärende 30")
    hands.unfold("Notera samtal")
    hands.write("Vilken dag?", monday.isoformat())
    hands.write("Hur dags?", "8.04")
    hands.write("Vad sades?", "Hon undrar när någon kommer. Jag ringer i eftermiddag.")
    hands.press("Spara samtalet")
    hands.reads("Jag ringer i eftermiddag.")

    # Three that are late for one reason.
    hands.go("/casework?whose=all")
    for number in (1, 2, 3):
        hands.choose(f"Välj Ärende {number}")
    hands.press("Samma skäl och ny dag")
    hands.arrives("Samma skäl och ny dag")
    hands.press("Sätt ny dag för 3 ärenden")
    hands.is_told("Skriv varför det tar längre tid", "Skriv dagen")
    hands.write("Varför?", "Stormen i helgen tog alla som röjer.")
    hands.write("Ny dag", (monday + dt.timedelta(days=7)).isoformat())
    hands.press("Sätt ny dag för 3 ärenden")
    hands.reads("3 ärenden har fått en ny dag.")

    # Two that are another unit's.
    for number in (4, 5):
        hands.choose(f"Välj Ärende {number}")
    hands.press("Lämna över")
    hands.pick("Till vilken enhet?", "Parkenheten")
    hands.write("Varför?", "Trädet är parkens.")
    hands.press("Lämna över 2 ärenden")
    hands.reads("2 ärenden är överlämnade.")

    # Four that are the same: one text, a letter each, and one message to whoever follows two.
    hands.go(f"/casework/answers/new?{'&'.join(f'case={sixty[title]}' for title in DARK)}")
    hands.arrives("Svara lika")
    hands.write("Svaret", "Vi byter lampan i {title} i dag.")
    hands.press("Visa varje brev först")
    hands.reads("Vi byter lampan i Mörkt vid skolan i dag.")
    hands.press("Svara på 4 ärenden")
    hands.reads("4 ärenden är besvarade.")
    letters = _carrying([sixty[title] for title in DARK])
    assert letters == [("rosa@example.org", 4), ("sam@example.org", 2)]

    # One alone, with a template, read by a colleague before it is sent.
    hands.go(f"/casework/{sixty['Ärende 6']}")
    hands.unfold("Infoga mall")
    hands.pick("Mall", TEMPLATE)
    hands.press("Infoga under min text")
    hands.holds("Svaret", f"Tack. Vi byter lampan. Ärendet är {sixty['Ärende 6']}.")
    hands.unfold("Be en kollega läsa")
    hands.pick("Vem ska läsa?", per.name)
    hands.press("Be om läsning")
    colleague = Pointer(open_page(width=1024), site, looks)
    way.sign_in(colleague, per)
    colleague.go("/casework")
    colleague.press("Ärende 6", inside=colleague.main.locator("#to-read"))
    colleague.write("Vad tycker du?", "Bra. Skriv gärna när.")
    colleague.press("Jag har läst")
    hands.go(f"/casework/{sixty['Ärende 6']}")
    hands.reads("Bra. Skriv gärna när.")

    # Meanwhile he answers it himself: her words are not lost, and she decides.
    colleague.write("Svaret", "Lampan byts på onsdag.")
    colleague.press("Skicka och berätta för 1 person")
    hands.write("Svaret", "Lampan byts på torsdag.")
    hands.press("Skicka och berätta för 1 person")
    hands.reads("Per svarade", "Lampan byts på onsdag.", "Det här hände under tiden")
    hands.holds("Svaret", "Lampan byts på torsdag.")
    hands.choose("Skicka ändå")
    hands.press("Skicka och berätta för 1 person")
    hands.reads("Lampan byts på torsdag.")

    hands.go("/casework?whose=all")
    hands.reads("Försenade (2)", "I dag (4)", "Den här veckan (16)", "Senare (33)")
