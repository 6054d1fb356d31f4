"""Passing on and away, as officials and residents see it."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select

from models import absence, consulted, organisations, progress, publishing
from models.calendar import today
from models.database import transaction
from models.organisation import units
from models.person import Person
from models.states import Kind, Outcome, Publication, Status
from models.submission import submissions, take
from notifications import contexts
from notifications.looking import look
from tests import people
from tests.notifications import post

pytestmark = pytest.mark.once

QUESTION = "Vet ni om rötterna går in i ledningen?"
REPLY = "Rötterna är våra, men det är hemligt än så länge."


@pytest.fixture
def case(site) -> str:
    with transaction() as session:
        return people.published(session, Kind.FAULT_REPORT).reference


def said(html: str) -> str:
    """What a reader reads, on one line."""
    return " ".join(unescape(html).split())


def _somebody(site, build):
    with transaction() as session:
        someone = build(session)
    return site.browser().sign_in(someone)


@pytest.fixture
def olga(site):
    return _somebody(site, people.olga)


def _unit(reference: str) -> int:
    """A unit that has not got the case."""
    with transaction() as session:
        own = take(session, reference).unit_id
        return next(
            unit.id for unit in units(session) if not unit.service_centre and unit.id != own
        )


def _of(name: str, unit_id: int):
    return lambda session: people.official_of(session, name, unit_id)


def _send(browser, reference: str, noun: str, **fields):
    page = browser.get(f"/casework/{reference}").text
    known = dict(re.findall(r'name="(seq|version)" value="(\d+)"', page))
    return browser.post(f"/submissions/{reference}/{noun}", known | fields)


def _ask(browser, reference: str, unit_id: int):
    day = (today() + timedelta(days=1)).isoformat()
    return _send(
        browser, reference, "consultations", unit=str(unit_id), question=QUESTION, due_on=day
    )


def _page(site, reference: str, path: str = "/submissions/") -> str:
    return said(site.browser().get(f"{path}{reference}").text)


def test_everyone_reads_how_often_a_case_has_changed_unit_once_it_is_more_than_once(
    site, olga, case
):
    with transaction() as session:
        home = take(session, case).unit_id
    there = _unit(case)
    assert _send(olga, case, "handovers", unit=str(there), reason="Parkens.").status_code == 303
    assert "has changed unit" not in _page(site, case)
    per = _somebody(site, _of("Per", there))
    assert _send(per, case, "handovers", unit=str(home), reason="Gatans.").status_code == 422
    why = "Trädet står på gatumark, ser vi på kartan."
    assert _send(per, case, "handovers", unit=str(home), reason=why).status_code == 303
    assert "The case has changed unit 2 times." in _page(site, case)
    assert "we passed 1 case on to another unit. We got 1 from others." in _page(
        site, "parks", "/units/"
    )
    assert "has had the case before" in said(olga.get(f"/casework/{case}").text)
    assert "Parkens." in _page(site, case)


def test_another_unit_is_asked_and_everyone_reads_which_and_by_when(site, olga, case):
    parks = _unit(case)
    assert _ask(olga, case, parks).status_code == 303
    page = _page(site, case)
    assert "We have asked" in page
    assert "We asked another unit" in page
    per = _somebody(site, _of("Per", parks))
    desk = per.get(f"/casework/{case}").text
    assert QUESTION in desk
    with transaction() as session:
        number = consulted.of_case(session, take(session, case).id)[0].id
    answered = _send(per, case, "replies", consultation=str(number), reply=REPLY, quotable="yes")
    assert answered.status_code == 303
    page = _page(site, case)
    assert "We have asked" not in page
    assert "The unit we asked has answered us" in page
    desk = said(olga.get(f"/casework/{case}").text)
    assert REPLY in desk
    assert "May be quoted in our answer." in desk


def test_question_and_answer_are_read_by_officials_alone(site, olga, case):
    parks = _unit(case)
    _ask(olga, case, parks)
    with transaction() as session:
        number = consulted.of_case(session, take(session, case).id)[0].id
    _send(olga, case, "replies", consultation=str(number), reply=REPLY)
    rosa, marek = (_somebody(site, build) for build in (people.rosa, people.marek))
    for browser in (site.browser(), rosa, marek):
        for path in (f"/submissions/{case}", f"/submissions/{case}/history"):
            page = browser.get(path).text
            assert QUESTION not in page
            assert REPLY not in page


def test_whoever_was_only_asked_can_only_answer_the_unit(site, olga, case):
    parks = _unit(case)
    per = _somebody(site, _of("Per", parks))
    assert per.get(f"/casework/{case}").status_code == 404
    _ask(olga, case, parks)
    page = per.get(f"/casework/{case}").text
    forms = {
        action.rpartition("/")[2]
        for action in re.findall(rf'action="/submissions/{case}/([^"]+)"', page)
    }
    assert not forms & {"answers", "closing", "handovers", "steps", "assignee", "decision"}
    assert "replies" in forms
    with transaction(write=False) as session:
        version = str(session.scalar(select(submissions.c.version)))
    form = {"version": version, "outcome": "fixed", "reason": "Lampan är lagad och lyser igen."}
    refused = per.post(f"/submissions/{case}/closing", form)
    assert refused.status_code == 409
    assert "Your unit was only asked about this case." in said(refused.text)
    with transaction() as session:
        assert take(session, case).status is not Status.CLOSED


def test_what_cannot_be_asked_is_said_beside_its_field_and_no_word_is_lost(olga, case):
    parks = _unit(case)
    late = (today() + timedelta(days=200)).isoformat()
    refused = _send(olga, case, "consultations", unit=str(parks), question=QUESTION, due_on=late)
    assert refused.status_code == 422
    assert "later than the day of the case itself" in said(refused.text)
    assert QUESTION in refused.text
    _ask(olga, case, parks)
    again = _ask(olga, case, parks)
    assert "has been asked already" in said(again.text)
    empty = _send(olga, case, "replies", consultation="1", reply="")
    assert "Write the answer to the unit" in said(empty.text)


def test_the_page_says_who_has_the_case_of_somebody_who_is_away(olga, case):
    with transaction() as session:
        someone = people.olga(session)
        erik = people.resident(session, "Erik", role=people.Role.OFFICIAL)
        it = take(session, case)
        progress.assign(session, it, by=someone.actor, to=session.get_one(Person, someone.id))
        absence.enter(
            session,
            someone.id,
            by=someone.actor,
            first=today(),
            last=today() + timedelta(days=9),
            deputy_id=erik.id,
        )
    page = said(olga.get(f"/casework/{case}").text)
    assert re.search(r"Olga is away until \w+ \d+ \w+( \d{4})?\. Erik has the case\.", page)


def test_a_known_receiver_is_chosen_and_told_on_the_page_and_in_the_letter(site, olga, town):
    with transaction() as session:
        rosa = people.rosa(session)
        reference = people.published(session, Kind.FAULT_REPORT, by=rosa).reference
    page = olga.get(f"/casework/{reference}").text
    assert re.search(r'<option value="state-roads"[^>]*>Trafikverket', page)
    reason = "Vägen är statens, och det är Trafikverket som lagar den."
    for known, status in (("nobody", 422), ("state-roads", 303)):
        sent = _send(
            olga, reference, "closing", outcome="not_ours", known=known, forwarded="no",
            reason=reason,
        )  # fmt: skip
        assert sent.status_code == status
    page = _page(site, reference)
    assert "Trafikverket is responsible. We have not sent it on: turn to them yourself." in page
    assert "0771-921 921" in page
    with transaction() as session:
        case = take(session, reference)
        assert case.outcome is Outcome.NOT_OURS
    post.address()
    (row,) = post.sent_rows(kind="closed", contact_id=rosa.contact_id)
    with transaction(write=False) as session:
        (due,) = look(session, [row.id])
        told = contexts.read(session, due)
    assert (told["receiver"], told["forwarded"]) == ("Trafikverket, 0771-921 921", False)


def test_a_town_that_knows_nobody_else_asks_for_the_name(olga, case):
    refused = _send(
        olga, case, "closing", outcome="not_ours",
        reason="Vägen är statens, och det är inte vi som lagar den.",
    )  # fmt: skip
    page = said(refused.text)
    assert refused.status_code == 422
    for words in ("Say who is responsible", "Say how one can reach them"):
        assert words in page


def test_a_unit_that_is_asked_finds_the_case_on_its_desk_and_by_when(site, olga, case):
    parks = _unit(case)
    per = _somebody(site, _of("Per", parks))
    assert case not in per.get("/casework").text
    _ask(olga, case, parks)
    page = said(per.get("/casework").text)
    assert "your unit is asked, answer by" in page
    assert case in page


def test_the_cases_of_somebody_suspended_stand_on_the_desk_as_nobodys(site, olga, case):
    with transaction() as session:
        erik = people.resident(session, "Erik", role=people.Role.OFFICIAL)
        it = take(session, case)
        progress.assign(session, it, by=erik.actor, to=session.get_one(Person, erik.id))
    assert "Erik" in said(olga.get("/casework").text)
    with transaction() as session:
        session.get_one(Person, erik.id).suspended = True
    page = said(olga.get("/casework").text)
    assert "Erik" not in page
    assert "Nobody has it" in page


def test_a_deputy_finds_the_cases_among_her_own_as_long_as_it_lasts(site, olga, case):
    with transaction() as session:
        erik = people.resident(session, "Erik", role=people.Role.OFFICIAL)
        mine = people.olga(session)
        it = take(session, case)
        progress.assign(session, it, by=erik.actor, to=session.get_one(Person, erik.id))
        absence.enter(
            session, erik.id, by=erik.actor, first=today(), last=today(), deputy_id=mine.id
        )
    assert case in olga.get("/casework?whose=mine").text
    with transaction() as session:
        (row,) = absence.coming(session, erik.actor)
        absence.end(session, row.id, by=erik.actor)
    assert case not in olga.get("/casework?whose=mine").text


def test_a_unit_that_was_asked_and_then_got_the_case_is_asked_no_more(site, olga, case):
    parks = _unit(case)
    _ask(olga, case, parks)
    assert "We have asked" in _page(site, case)
    _send(olga, case, "handovers", unit=str(parks), reason="Det är ert träd.")
    assert "We have asked" not in _page(site, case)
    with transaction(write=False) as session:
        assert consulted.days_for(session, [parks]) == {}


def test_an_organisation_reads_whom_it_turns_to_and_nobody_else_does(site, olga):
    with transaction() as session:
        rosa, ada = people.rosa(session), people.ada(session)
        siv = people.resident(session, "Siv", role=people.Role.OFFICIAL)
        company = organisations.enter(session, "Bageri Ek AB", by=ada.actor).id
        draft = replace(people.a_draft(Kind.QUESTION, by=rosa), organisation_id=company)
        reference = people.handed_in(session, draft, by=rosa).reference
    browser = site.browser().sign_in(rosa)
    here = f"/submissions/{reference}"
    assert "Olga coordinates what you have handed in" in said(browser.get(here).text)
    assert _send(olga, reference, "coordinator", coordinator="999").status_code == 422
    assert _send(olga, reference, "coordinator", coordinator=str(siv.id)).status_code == 303
    assert "Siv coordinates what you have handed in" in said(browser.get(here).text)
    with transaction() as session:
        publishing.show(
            session,
            take(session, reference),
            Publication.PUBLISHED,
            by=people.marek(session).actor,
            rules=people.municipality(session).proposals,
        )
    assert "coordinates what" not in said(site.browser().get(here).text)
    history = site.browser().get(f"{here}/history").text
    assert "coordinates" not in history
