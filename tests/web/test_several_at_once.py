"""Several cases ticked in the list: shown first, then each done by itself, and nothing typed lost."""

import re
from datetime import timedelta
from html import unescape

import pytest

from models import caseload, planning, progress
from models.calendar import today
from models.database import table_of, transaction
from models.event import Event
from models.event_kind import EventKind
from models.handover import hand_over
from models.history import timeline
from models.organisation import units
from models.states import Kind, Outcome
from models.submission import take
from tests import people
from tests.web.visiting import count

NEXT_WEEK = (today() + timedelta(days=7)).isoformat()
EVENTS = table_of(Event)
REASON = "Kabeln är slut hos leverantören"


@pytest.fixture
def olga(site):
    with transaction() as session:
        someone = people.olga(session)
    return site.browser(language="sv").sign_in(someone)


@pytest.fixture
def cases(site):
    with transaction() as session:
        return [
            people.published(session, Kind.FAULT_REPORT, title=f"Lampa {number}").reference
            for number in range(3)
        ]


def _ticked(browser, act: str, references: list[str]):
    page = browser.get(f"/casework/{act}/new?" + "&".join(f"case={one}" for one in references))
    assert page.status_code == 200
    return page


def _carried(page) -> dict[str, str]:
    return {"cases": re.search(r'name="cases" value="([^"]+)"', page.text)[1]}


def _delayed(reference: str) -> bool:
    with transaction(write=False) as session:
        events = timeline(session, f"submission-{reference}")
    return any(event.kind is EventKind.DELAYED for event in events)


def _ada_is_faster(reference: str) -> None:
    with transaction() as session:
        ada = people.ada(session).actor
        case = take(session, reference)
        day = today() + timedelta(days=30)
        planning.delay(session, case, by=ada, reason="Vi väntar på delar", day=day)


def test_the_list_leads_to_each_act_with_what_was_ticked(olga, cases):
    page = olga.get("/casework").text
    for act in ("delays", "handovers", "answers"):
        assert f'formaction="/casework/{act}/new"' in page
    for reference in cases:
        assert f'name="case" value="{reference}"' in page


def test_one_reason_and_one_day_are_told_in_every_case(site, olga, cases):
    page = _ticked(olga, "delays", cases)
    assert "Det gäller 3 ärenden" in page.text
    sent = olga.post("/casework/delays", _carried(page) | {"reason": REASON, "day": NEXT_WEEK})
    assert sent.status_code == 303
    assert all(map(_delayed, cases))
    assert "3 ärenden har fått en ny dag." in olga.get(sent.headers["location"]).text
    public = site.browser(language="sv").get(f"/submissions/{cases[0]}").text
    assert REASON in public


def test_what_somebody_changed_meanwhile_is_left_with_why_and_the_rest_is_done(olga, cases):
    form = _carried(_ticked(olga, "delays", cases)) | {"reason": REASON, "day": NEXT_WEEK}
    _ada_is_faster(cases[1])
    page = olga.post("/casework/delays", form)
    told = unescape(page.text)
    assert page.status_code == 409
    assert "Klart för 2 ärenden:" in told
    left = told.partition("Inte klart än")[2]
    assert "Lampa 1" in left
    assert "Lampa 0" not in left
    assert re.search(r"Ada satte en ny dag \d+\.\d\d\.", left)
    assert REASON in left
    assert NEXT_WEEK in left
    # Once she has looked she presses again, and only what was left is done.
    again = olga.post("/casework/delays", form | _carried(page))
    assert again.status_code == 303
    assert again.headers["location"].endswith("delays-1")


def test_a_page_sent_twice_does_nothing_twice(olga, cases):
    form = _carried(_ticked(olga, "delays", cases)) | {"reason": REASON, "day": NEXT_WEEK}
    assert olga.post("/casework/delays", form).status_code == 303
    before = count(EVENTS)
    assert olga.post("/casework/delays", form).status_code == 409
    assert count(EVENTS) == before


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"reason": "", "day": NEXT_WEEK}, "Skriv varför det tar längre tid"),
        ({"reason": REASON, "day": ""}, "Skriv dagen"),
        ({"reason": REASON, "day": "2020-01-01"}, "Den dagen har varit"),
    ],
)
def test_a_field_that_is_wrong_for_all_of_them_does_nothing_to_any(olga, cases, typed, told):
    page = olga.post("/casework/delays", _carried(_ticked(olga, "delays", cases)) | typed)
    assert page.status_code == 422
    assert told in unescape(page.text)
    assert typed["reason"] in unescape(page.text)
    assert "Det gäller 3 ärenden" in page.text
    assert not any(map(_delayed, cases))


def test_cases_are_handed_over_together_and_the_one_that_is_there_stays(olga, cases):
    with transaction() as session:
        case = take(session, cases[0])
        other = case.unit_id % 6 + 1
        hand_over(session, case, by=people.ada(session).actor, unit_id=other, reason="En park.")
    form = _carried(_ticked(olga, "handovers", cases)) | {"unit": str(other), "reason": "Park."}
    page = olga.post("/casework/handovers", form)
    assert page.status_code == 409
    assert "Enheten har redan ärendet" in unescape(page.text)
    with transaction() as session:
        assert [take(session, one).unit_id for one in cases] == [other] * 3
        assert len(caseload.colleagues(session)) >= 1


def test_what_has_ended_is_not_among_them(olga, cases):
    with transaction() as session:
        progress.close(
            session,
            take(session, cases[2]),
            by=people.ada(session).actor,
            outcome=Outcome.DISMISSED,
            reason="Det har vi svarat på förut, i våras.",
        )
    page = _ticked(olga, "delays", cases)
    assert "Lämnas som de är, för de är avslutade" in page.text
    assert cases[2] not in _carried(page)["cases"]


@pytest.mark.parametrize("act", ["delays", "handovers", "answers", "macros"])
def test_what_another_unit_has_is_said_and_left_alone(site, cases, act):
    with transaction() as session:
        schools = next(one.id for one in units(session) if one.slug == "schools")
        ada = people.ada(session).actor
        hand_over(session, take(session, cases[0]), by=ada, unit_id=schools, reason="Deras.")
        per = people.official_of(session, "Per", schools)
    browser = site.browser(language="sv").sign_in(per)
    page = _ticked(browser, act, cases).text
    assert "2 ärenden lämnas som de är, för en annan enhet har dem." in page
    alone = _ticked(browser, act, cases[1:2]).text
    assert "1 ärende lämnas som det är, för en annan enhet har det." in alone
    assert "Inget ärende är ikryssat." not in alone


def test_without_a_tick_it_says_what_to_do(olga):
    page = olga.get("/casework/handovers/new")
    assert page.status_code == 200
    assert "Inget ärende är ikryssat." in page.text


@pytest.mark.parametrize("cases", ["", "x", "2026-00001", "2026-00001.x", "../x.1"])
def test_a_form_with_other_cases_than_a_page_can_list_is_refused(olga, cases):
    before = count(EVENTS)
    form = {"cases": cases, "reason": REASON, "day": NEXT_WEEK}
    assert olga.post("/casework/delays", form).status_code in {404, 422}
    assert count(EVENTS) == before
