"""Dialogues as everyone reads them: the list, a page in each state, and the module switched off."""

import pytest
from sqlalchemy import event, select

from models.calendar import DAY, now
from models.database import engine, transaction
from models.dialogue import finding, keeping, opening, planning
from models.dialogue.keeping import Ending
from models.dialogue.kinds import PhaseKind
from models.dialogue.planning import Planned
from models.states import Status
from models.subscription import Subscription
from models.token import Purpose
from tests import people
from tests.dialogues import QUESTION, a_dialogue, later, open_for, some_words
from tests.web.asking import Request, ask
from tests.web.visiting import link
from tests.web.waiting import soon


def made(**wanted) -> str:
    with transaction() as session:
        return a_dialogue(session, **wanted).dialogue.slug


def page(site, slug: str, **options) -> str:
    answer = site.browser(**options).get(f"/dialogues/{slug}")
    assert answer.status_code == 200
    return answer.text


def test_a_draft_is_shown_to_whoever_leads_it_with_a_band_and_to_nobody_else(site):
    slug = made(state=Status.DRAFT)
    with transaction() as session:
        olga = people.olga(session)
    for ending in ("", ".ics", ".atom", ".json"):
        assert site.browser().get(f"/dialogues/{slug}{ending}").status_code == 404
    assert slug not in site.browser().get("/dialogues").text
    assert slug not in site.browser().get("/sitemap.xml").text
    drafted = site.browser().sign_in(olga).get(f"/dialogues/{slug}")
    assert "Draft: only we see this." in drafted.text
    assert "no-store" in drafted.headers["cache-control"]
    # Also whoever leads it is given no feed and no calendar of it.
    assert site.browser().sign_in(olga).get(f"/dialogues/{slug}.ics").status_code == 404


def test_the_list_begins_with_what_one_can_do_and_its_last_day(site):
    with transaction() as session:
        words = some_words(question="Ska vi börja?")
        a_dialogue(session, words=words, state=Status.COMING, phases=[later(PhaseKind.DISCUSS)])
        a_dialogue(session, words=some_words(question="Vad blev det?"), state=Status.ANALYSIS)
        a_dialogue(session, phases=[open_for(PhaseKind.INFORM), open_for(PhaseKind.DISCUSS, 5)])
    shown = site.browser(language="sv").get("/dialogues").text
    places = [
        shown.index(part)
        for part in (QUESTION, "Du kan säga vad du tycker.", "Sista dag:", "Ska vi börja?")
    ]
    assert places == sorted(places)


def test_what_is_open_is_one_act_with_its_last_day_and_the_others_are_links(site):
    slug = made(phases=[open_for(PhaseKind.INFORM), open_for(PhaseKind.VOTE)])
    shown = page(site, slug, language="sv")
    for part in (
        QUESTION,
        "Pågår",
        "Sista dag:",
        "Går inte att påverka",
        "Vi lyssnar",
        "Att bussarna stannar",
    ):
        assert part in shown
    assert "Olga Lind" in shown
    assert 'href="tel:+4684650041' in shown
    assert "Utges av Gatuenheten" in shown
    assert shown.count('class="button"') == 1


STATES = {
    Status.COMING: "Kommande",
    Status.ANALYSIS: "Vi läser och sammanställer allt som har sagts.",
    Status.FEEDBACK: "Vi berättar vad vi har hört.",
}


@pytest.mark.parametrize("state", STATES)
def test_each_state_says_how_it_stands_and_never_that_one_can_take_part(site, state):
    shown = page(site, made(state=state, phases=[later(PhaseKind.DISCUSS)]), language="sv")
    assert STATES[state] in shown
    assert "Säg vad du tycker" not in shown


def test_a_dialogue_that_was_broken_off_begins_with_who_and_why(site):
    with transaction() as session:
        held = a_dialogue(session)
        slug = held.dialogue.slug
        why = Ending("Pengarna räcker inte.", "Tekniska nämnden")
        keeping.move(session, held, Status.BROKEN_OFF, by=people.olga(session).actor, ending=why)
    shown = page(site, slug, language="sv")
    assert shown.index("Tekniska nämnden avbröt dialogen.") < shown.index("Går att påverka")
    assert "Pengarna räcker inte." in shown
    # Its discussion was to go on: that is no way that goes anywhere any more.
    assert "Så går det till" not in shown
    assert "last_day-" not in site.browser().get(f"/dialogues/{slug}.ics").text


def test_a_stranger_sees_a_phase_open_as_soon_as_the_clock_has_noted_it(site):
    with transaction() as session:
        phase = Planned(PhaseKind.DISCUSS, now() + 1, now() + 9 * DAY, title="Nu pratar vi")
        held = a_dialogue(session, state=Status.COMING, phases=[phase])
        slug, reference = held.dialogue.slug, held.case.reference
    assert "Sista dag:" not in page(site, slug, language="sv")
    with transaction() as session:
        assert opening.ring(session, reference)
    soon(lambda: "Sista dag:" in page(site, slug, language="sv"))
    assert "Ett nytt skede började" in page(site, slug, language="sv")


def test_a_phase_with_a_new_end_tells_it_in_the_history(site):
    with transaction() as session:
        olga, held = people.olga(session), a_dialogue(session)
        [phase] = finding.phases_of(session, held.case.id)
        taken = planning.take(session, held, phase.id)
        longer = Planned(taken.kind, taken.opens_at, taken.closes_at + DAY)
        planning.change(session, held, taken, longer, by=olga.actor)
        slug = held.dialogue.slug
    assert "Ny sista dag:" in page(site, slug, language="sv")


def test_a_page_is_kept_for_strangers_until_something_changes(site):
    slug = made()
    first, second = (
        ask(site.app, site.server.portal, Request("GET", f"/dialogues/{slug}")) for _ in range(2)
    )
    assert first.header("etag") == second.header("etag") != ""


def test_the_start_page_has_what_ends_first_of_dialogues_and_proposals_three_at_most(site):
    with transaction() as session:
        for number, days in enumerate((5, 40, 90)):
            words = some_words(question=f"Fråga {number}?")
            a_dialogue(session, words=words, phases=[open_for(PhaseKind.DISCUSS, days)])
        a_dialogue(
            session,
            words=some_words(question="Bara att läsa?"),
            phases=[open_for(PhaseKind.INFORM)],
        )
        people.published(session, title="En cykelväg")
    shown = site.browser(language="sv").get("/").text
    assert "Just nu kan du påverka" in shown
    # Support is collected for thirty days.
    for part, is_there in (
        ("Fråga 0?", True),
        ("En cykelväg", True),
        ("Fråga 1?", True),
        ("Fråga 2?", False),
        ("Bara att läsa?", False),
    ):
        assert (part in shown) is is_there


def test_a_dialogue_is_followed_without_an_account_in_words_that_fit_it(site):
    with transaction() as session:
        held = a_dialogue(session)
        slug, reference = held.dialogue.slug, held.case.reference
    browser = site.browser(language="sv")
    assert f'href="/subscriptions/new?submission={reference}"' in page(site, slug)
    form = browser.get(f"/subscriptions/new?submission={reference}").text
    assert f'href="/dialogues/{slug}"' in form
    for words in ("Nya skeden, sista dagarna och resultat", "Bara resultat och beslut"):
        assert words in form
    wish = {"topic": "submission", "submission": reference, "extent": "decision"}
    asked = browser.post("/subscriptions", {**wish, "channel": "email", "email": "ny@example.org"})
    assert "En sak kvar: bekräfta" in asked.text
    confirm = f"/confirm/{link(Purpose.SUBSCRIPTION)}"
    assert QUESTION in browser.get(confirm).text
    pressed = browser.post(confirm)
    managed = browser.get(pressed.headers["location"]) if pressed.is_redirect else pressed
    assert QUESTION in managed.text
    with transaction() as session:
        [kept] = session.scalars(select(Subscription)).all()
        assert (kept.extent, kept.state) == ("decision", "active")


def asked_of_the_database(visited) -> int:
    """How many statements it takes."""
    statements = []

    def note(*arguments) -> None:
        statements.append(arguments[2])

    event.listen(engine(), "before_cursor_execute", note)
    try:
        visited()
    finally:
        event.remove(engine(), "before_cursor_execute", note)
    return sum(not one.startswith(("BEGIN", "SET")) for one in statements)


def test_the_list_is_read_in_as_few_questions_with_many_dialogues_as_with_one(site):
    made()
    few = asked_of_the_database(lambda: site.browser().get("/dialogues"))
    for number in range(9):
        made(words=some_words(question=f"Fråga {number}?"))
    many = asked_of_the_database(lambda: site.browser(language="sv").get("/dialogues?after=x"))
    assert many <= few
    assert few < 8
