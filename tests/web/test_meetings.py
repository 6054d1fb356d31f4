"""The pages of meetings: one form for all decisions, which loses nothing; and what follows it."""

import re
from datetime import timedelta
from html import unescape
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import func, select

from models import calendar, publishing
from models.actor import SYSTEM
from models.attachment.row import Attachment
from models.calendar import HOUR, SECOND, today
from models.database import transaction
from models.decision import decisions, latest
from models.delivery import deliveries
from models.meeting import agenda, drafts, row
from models.states import Publication, Status
from models.submission import take
from notifications import addressing
from tests import people, pictures
from tests.notifications.post import follow
from tests.web.waiting import soon
from web.commands.scheduler import tick

ATOM = "{http://www.w3.org/2005/Atom}"
ROW = {
    "ruling": "approved",
    "paragraph": "§ 12",
    "summary": "Nämnden säger ja.",
    "reasons": "Så.",
    "appealable": "yes",
}


@pytest.fixture
def olga(site):
    with transaction() as session:
        someone = people.olga(session)
    return site.browser().sign_in(someone)


@pytest.fixture
def called(site):
    """A meeting with two proposals: its number and their references."""
    with transaction() as session:
        cases = [people.referred(session) for _ in range(2)]
        meeting = row.call(session, board="technical", day=today())
        agenda.add(session, meeting, {case.id for case in cases})
        return meeting.id, [case.reference for case in cases]


def _carried(browser, number: int) -> dict[str, str]:
    """The hidden fields of the page: its version, and which case each row is."""
    page = browser.get(f"/meetings/{number}/decisions").text
    return dict(re.findall(r'type="hidden" name="(version|row\d+-case)" value="(\d+)"', page))


def _rows(*numbers: int, **changed: str) -> dict[str, str]:
    return {
        f"row{number}-{name}": value
        for number in numbers
        for name, value in (ROW | changed).items()
    }


def _enter(browser, number: int, typed: dict[str, str], **more: str):
    path = f"/meetings/{number}/decisions"
    return browser.post(path, _carried(browser, number) | typed | more)


def _decided() -> int:
    with transaction(write=False) as session:
        return session.execute(select(func.count()).select_from(decisions)).scalar_one()


def _decision(reference: str):
    with transaction() as session:
        return latest(session, take(session, reference).id)


def test_only_officials_find_the_meetings(site, called):
    number, _ = called
    with transaction() as session:
        known = [people.rosa(session), people.marek(session)]
    browsers = [site.browser(), *(site.browser().sign_in(one) for one in known)]
    for browser in browsers:
        for path in ("/meetings", "/meetings/new", f"/meetings/{number}"):
            assert browser.get(path).status_code == 404
        assert browser.get(f"/meetings/{number}/decisions").status_code == 404
        assert browser.post(f"/meetings/{number}/decisions", _rows(1)).status_code == 404


def test_a_meeting_is_written_down_and_takes_up_cases(olga):
    with transaction() as session:
        case = people.referred(session)
    day = (today() + timedelta(days=9)).isoformat()
    wrong = olga.post("/meetings", {"board": "", "day": "torsdag", "place": "Sal A"})
    assert wrong.status_code == 422
    assert 'value="Sal A"' in wrong.text
    made = olga.post("/meetings", {"board": "technical", "day": day, "place": "Sal A"})
    page = olga.get(made.headers["location"])
    assert "Technical" in page.text or "technical" in page.text
    known = dict(re.findall(r'name="(version)" value="(\d+)"', page.text))
    here = made.headers["location"]
    assert olga.post(f"{here}/cases", known).status_code == 422
    assert olga.post(f"{here}/cases", known | {f"case{case.id}": "yes"}).status_code == 303
    page = olga.get(here).text
    assert case.reference in page
    assert "Lacks: what was decided, paragraph, the decision in short, reasons" in page
    assert olga.post(f"{here}/cases", known | {f"case{case.id}": "yes"}).status_code == 409
    assert "Sal A" in olga.get("/meetings").text


def test_the_next_meeting_stands_on_the_page_of_the_case_and_among_the_decisions(site, called):
    _, (reference, hidden) = called
    with transaction() as session:
        rules = people.municipality(session).proposals
        case = take(session, hidden)
        publishing.show(session, case, Publication.HIDDEN, by=SYSTEM, rules=rules)
    soon(lambda: "The board meets" in site.browser().get(f"/submissions/{reference}").text)
    listed = site.browser().get("/decisions").text
    assert "Coming meetings" in listed
    assert "1 proposal of residents" in listed, "what is hidden is not counted"


def test_whatever_is_filled_in_is_kept_on_the_server(site, olga, called):
    number, references = called
    half = {"row1-ruling": "rejected", "row2-reasons": "Pengarna räcker inte."}
    assert _enter(olga, number, half, act="save").status_code == 303
    page = unescape(olga.get(f"/meetings/{number}/decisions").text)
    assert "Pengarna räcker inte." in page
    assert '<option value="rejected" selected>' in page
    assert _decided() == 0
    for reference in references:
        assert "Pengarna" not in site.browser().get(f"/submissions/{reference}").text


def test_an_error_in_one_row_is_told_there_and_nothing_of_any_row_is_lost(olga, called):
    number, _ = called
    typed = _rows(1) | _rows(2, reasons="", paragraph="")
    page = _enter(olga, number, typed, act="show")
    assert page.status_code == 422
    assert re.findall(r'href="#(row\d-\w+)"', page.text) == ["row2-paragraph", "row2-reasons"]
    assert "Case 2: Write the reasons for the decision" in unescape(page.text)
    assert page.text.count(ROW["summary"]) == 2
    # Kept on the server, too: her browser may close now.
    again = olga.get(f"/meetings/{number}/decisions").text
    assert again.count(ROW["summary"]) == 2
    assert _decided() == 0
    whole = dict(re.findall(r'name="(version)" value="(\d+)"', page.text))
    assert int(whole["version"]) == int(_carried(olga, number)["version"])


def test_words_that_are_too_long_come_back_whole(olga, called):
    number, _ = called
    page = _enter(olga, number, _rows(1, summary="x" * 2001), act="save")
    assert page.status_code == 422
    assert 'href="#row1-summary"' in page.text
    assert "x" * 2001 in page.text


def test_shown_at_once_they_are_shown_by_the_clock_and_each_is_told_once(site, olga, called):
    number, references = called
    with transaction() as session:
        sam = people.sam(session)
        for reference in references:
            follow(session, sam, take(session, reference))
    answer = _enter(olga, number, _rows(1, 2), act="show", when="now")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/meetings/{number}")
    assert "being shown just now" in olga.get(f"/meetings/{number}").text
    assert _decided() == 0
    tick("one")
    tick("one")
    assert _decided() == 2
    page = site.browser().get(f"/submissions/{references[0]}").text
    assert "Preliminary: minutes not yet approved" in page
    assert page.index("Nämnden säger ja.") < page.index("Why") < page.index("laglighetsprövning")
    while addressing.address("one"):
        pass
    with transaction(write=False) as session:
        told = session.execute(
            select(deliveries.c.submission_id, func.count())
            .where(deliveries.c.contact_id == sam.contact_id)
            .group_by(deliveries.c.submission_id)
        ).all()
    assert [count for _, count in told] == [1, 1]


def test_at_a_chosen_time_nothing_is_said_before(site, olga, called):
    number, (reference, _) = called
    calendar.freeze(calendar.start_of(today()) + 9 * HOUR)
    later = {"when": "later", "day": today().isoformat(), "clock": "17.30"}
    for wrong in ({"clock": ""}, {"clock": "25:00"}, {"day": ""}, {"day": "2020-01-01"}):
        assert _enter(olga, number, _rows(1), act="show", **later | wrong).status_code == 422
    assert _enter(olga, number, _rows(1), act="show", **later).status_code == 303
    assert "The decisions are shown" in olga.get(f"/meetings/{number}").text
    refused = _enter(olga, number, _rows(1, summary="Nämnden säger nej."), act="save")
    assert refused.status_code == 409
    assert "Nämnden säger nej." in refused.text
    tick("one")
    for path in (f"/submissions/{reference}", "/decisions", f"/submissions/{reference}/history"):
        assert "Nämnden säger ja." not in site.browser().get(path).text
    calendar.freeze(calendar.start_of(today()) + 17 * HOUR + 30 * 60 * SECOND)
    tick("one")
    soon(lambda: "Nämnden säger ja." in site.browser().get(f"/submissions/{reference}").text)


def test_a_time_is_taken_back(olga, called):
    number, _ = called
    day = (today() + timedelta(days=1)).isoformat()
    _enter(olga, number, _rows(1), act="show", when="later", day=day, clock="12:00")
    back = olga.post(f"/meetings/{number}/showing/withdrawal")
    assert back.headers["location"] == f"/meetings/{number}/decisions"
    assert _enter(olga, number, _rows(1), act="save").status_code == 303


def test_two_at_the_same_page_lose_nothing(site, olga, called):
    number, _ = called
    with transaction() as session:
        someone = people.ada(session)
    ada = site.browser().sign_in(someone)
    seen = _carried(olga, number)
    assert _enter(ada, number, _rows(1, summary="Det Ada skrev."), act="save").status_code == 303
    page = olga.post(
        f"/meetings/{number}/decisions",
        seen | _rows(1, summary="Det Olga skrev.") | {"act": "save"},
    )
    assert page.status_code == 409
    assert "Det Olga skrev.</textarea>" in page.text
    assert "A colleague has saved this meanwhile:" in page.text
    assert "Det Ada skrev." in page.text


def test_a_row_that_is_nobodys_case_changes_nothing(olga, called):
    number, _ = called
    known = _carried(olga, number) | {"row1-case": "999999"}
    assert olga.post(f"/meetings/{number}/decisions", known | _rows(1)).status_code == 409
    assert olga.get("/meetings/999999/decisions").status_code == 404


def test_a_document_is_kept_with_its_row_and_goes_with_the_decision(site, olga, called):
    number, (reference, _) = called
    typed = _carried(olga, number) | _rows(1, document_alt="Protokollet") | {"act": "save"}
    unreadable = {"row1-document": ("a.pdf", b"nothing")}
    refused = olga.post(f"/meetings/{number}/decisions", typed, files=unreadable)
    assert refused.status_code == 422
    assert 'id="row1-document-error"' in refused.text
    sent = {"row1-document": ("a.pdf", pictures.plain_pdf())}
    answer = olga.post(f"/meetings/{number}/decisions", typed, files=sent)
    assert answer.status_code == 303
    page = olga.get(f"/meetings/{number}/decisions").text
    assert "Protokollet" in page
    (name,) = set(re.findall(r"/attachments/(\w+)", page))
    assert site.browser().get(f"/submissions/{reference}/attachments/{name}").status_code == 404
    _enter(olga, number, _rows(1, document_alt="Protokollet"), act="show", when="now")
    tick("one")
    made = _decision(reference)
    with transaction() as session:
        found = session.scalars(select(Attachment)).one()
        assert (found.name, found.decision_id) == (name, made.id)
    assert site.browser().get(f"/submissions/{reference}/attachments/{name}").status_code == 200


def test_one_act_posts_the_minutes_of_all(site, olga, called):
    number, references = called
    _enter(olga, number, _rows(1, 2), act="show", when="now")
    tick("one")
    known = dict(
        re.findall(r'name="(version)" value="(\d+)"', olga.get(f"/meetings/{number}").text)
    )
    day = today().isoformat()
    path = f"/meetings/{number}/minutes"
    assert olga.post(path, known | {"minutes_posted": day}).status_code == 422
    done = olga.post(path, known | {"minutes_approved": day, "minutes_posted": day})
    assert done.status_code == 303
    last = calendar.appeal_last_day(today())
    assert [_decision(one).appeal_by for one in references] == [last, last]
    page = site.browser().get(f"/submissions/{references[0]}").text
    assert "Preliminary" not in page
    assert "It must have arrived by" in page
    assert "The minutes were posted" in page


def test_a_corrected_decision_says_why_and_what_it_said(site, olga, called):
    number, (reference, _) = called
    _enter(olga, number, _rows(1), act="show", when="now")
    tick("one")
    made = _decision(reference)
    here = f"/decisions/{made.id}/corrections"
    calendar.advance(HOUR // SECOND)
    assert site.browser().get(f"{here}/new").status_code == 404
    page = olga.get(f"{here}/new").text
    assert ROW["summary"] in page
    known = dict(re.findall(r'name="(version)" value="(\d+)"', page)) | ROW
    assert olga.post(here, known | {"why": "Fel."}).status_code == 422, "nothing is changed"
    said = {"ruling": "partly", "summary": "Nämnden säger delvis ja."}
    assert olga.post(here, known | said).status_code == 422, "nobody says why"
    assert olga.post(here, known | said | {"why": "Så står det i protokollet."}).status_code == 303
    for path in (f"/submissions/{reference}", f"/decisions/{made.id}"):
        page = unescape(site.browser().get(path).text)
        assert "The board said partly yes" in page
        assert "Så står det i protokollet." in page
        assert "What the decision said until" in page
        assert "Nämnden säger ja." in page
    feed = ET.fromstring(site.browser().get("/feeds/decisions.atom").content)
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}updated") > entry.findtext(f"{ATOM}published")
    told = site.browser().get(f"/submissions/{reference}.atom").text
    assert "Så står det i protokollet." in unescape(told)
    assert olga.post(here, known | said | {"why": "Igen."}).status_code == 409


def test_carrying_out_has_words_a_day_and_a_way_back(site, olga):
    with transaction() as session:
        case = people.referred(session)
        people.decided(session, case)
        reference = case.reference

    def carry(**fields: str):
        page = olga.get(f"/casework/{reference}").text
        known = dict(re.findall(r'name="(version)" value="(\d+)"', page))
        return olga.post(f"/submissions/{reference}/carrying-out", known | fields)

    def reads(*words: str) -> None:
        page = unescape(site.browser().get(f"/submissions/{reference}").text)
        for some in words:
            assert some in page, some

    day = today() + timedelta(days=12)
    assert carry(to="implementing", day="2020-01-01").status_code == 422
    assert carry(to="implementing", day=day.isoformat(), note="Bänkarna är beställda.").status_code
    reads(f"To be done in week {day.isocalendar()[1]}", "Bänkarna är beställda.")
    assert carry(to="decided").status_code == 422, "what is dropped needs a reason"
    assert carry(to="decided", note="Marken bär inte.").status_code == 303
    reads("Will not be carried out", "Marken bär inte.")
    carry(to="implementing")
    assert carry(to="implemented", note="Tre bänkar står där.").status_code == 303
    reads("Tre bänkar står där.", "Carried out")
    assert carry(to="implementing", note="En bänk gick sönder.").status_code == 303
    with transaction() as session:
        assert take(session, reference).status is Status.IMPLEMENTING


def test_a_list_is_put_in_order_and_shortened(olga, called):
    number, references = called
    page = olga.get(f"/meetings/{number}").text
    known = dict(re.findall(r'name="(version)" value="(\d+)"', page))
    with transaction() as session:
        last = drafts.rows(session, number)[1].id
    assert olga.post(f"/meetings/{number}/moves", known | {"case": str(last)}).status_code == 303
    page = olga.get(f"/meetings/{number}").text
    assert page.index(references[1]) < page.index(references[0])
    known = dict(re.findall(r'name="(version)" value="(\d+)"', page))
    olga.post(f"/meetings/{number}/removals", known | {"case": str(last)})
    page = olga.get(f"/meetings/{number}").text
    assert f"/casework/{references[1]}" not in page
    day = (today() + timedelta(days=3)).isoformat()
    known = dict(re.findall(r'name="(version)" value="(\d+)"', page))
    details = {"day": day, "place": "Sal B", "presenter": "", "participants": ""}
    assert olga.post(f"/meetings/{number}/details", known | details).status_code == 303
    assert "Sal B" in olga.get(f"/meetings/{number}").text
    assert olga.post(f"/meetings/{number}/removal", known).status_code == 409
