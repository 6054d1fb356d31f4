"""Templates with steps from the pages: shown whole before they are done, and done whole or not."""

import re
from html import unescape

import pytest

from models import answer, answer_template, note
from models.database import transaction
from models.macro import Say, Steps
from models.states import Kind, Outcome, Status
from models.submission import take
from models.text import Text
from tests import people
from tests.notifications.post import address, sent_rows

FIXED = Steps(take=True, move=Status.FIXED, outcome=Outcome.FIXED, follow=True)
BODY = "{title} är lagad. Tack för att du sa till."


@pytest.fixture
def olga(site):
    with transaction() as session:
        someone = people.olga(session)
    return site.browser().sign_in(someone)


@pytest.fixture
def cases(site):
    with transaction() as session:
        return [
            people.published(session, Kind.FAULT_REPORT, title=f"Lampa {{unit}} {number}").reference
            for number in (1, 2, 3)
        ]


def _template(steps: Steps = FIXED, body: str = BODY, **scope) -> int:
    with transaction() as session:
        return answer_template.save(
            session,
            name="Lagat",
            body=body,
            language="sv",
            steps=steps,
            **{"unit_id": None} | scope,
        )


def _shown(browser, cases, template: int):
    ticked = "&".join(f"case={one}" for one in cases)
    return browser.get(f"/casework/macros/new?{ticked}&template={template}")


def _carried(page) -> dict[str, str]:
    names = "cases|template|version|filled"
    found = re.findall(rf'type="hidden" name="({names})" value="([^"]*)"', page.text)
    words = re.search(r'<textarea id="text"[^>]*>\n(.*?)</textarea>', page.text, re.DOTALL)
    return dict(found) | {"text": unescape(words[1])}


def _state(reference: str) -> tuple[Status, str]:
    with transaction() as session:
        case = take(session, reference)
        given = answer.newest(session, case.id)
        return case.status, session.get_one(Text, given.text_id).source if given else ""


@pytest.mark.once
def test_from_the_page_of_a_case_it_is_shown_whole_then_done_at_one_press(olga, cases):
    template = _template()
    assert f'<option value="{template}">Lagat</option>' in olga.get(f"/casework/{cases[0]}").text
    page = _shown(olga, cases[:1], template)
    told = unescape(page.text)
    for line in (
        "You get the case.",
        "The case becomes “Fixed”.",
        "The text below is the answer.",
        "The case ends: Fixed.",
        "You get updates on everything that happens in the case.",
        "1 person is told.",
    ):
        assert line in told
    assert _state(cases[0]) == (Status.RECEIVED, ""), "it was only shown"
    form = _carried(page)
    assert form["text"] == "Lampa {unit} 1 är lagad. Tack för att du sa till."
    address()
    before = {row.id for row in sent_rows()}
    sent = olga.post("/casework/macros", form | {"text": form["text"] + " Hej!"})
    assert sent.headers["location"] == f"/casework/{cases[0]}"
    said = "Lampa {unit} 1 är lagad. Tack för att du sa till. Hej!"
    assert _state(cases[0]) == (Status.CLOSED, said), "what a resident wrote in braces stays"
    address()
    told = [row.address for row in sent_rows() if row.id not in before]
    assert told == ["rosa@example.org"], "of the answer and the end at once"
    assert olga.post("/casework/macros", form).status_code == 409, "pressed twice, done once"


@pytest.mark.once
def test_what_happened_meanwhile_stops_it_and_the_text_is_kept(olga, cases):
    template = _template()
    form = _carried(_shown(olga, cases[:1], template)) | {"text": "Lampan lyser igen sedan i går."}
    with transaction() as session:
        ada = people.ada(session).actor
        note.note(session, take(session, cases[0]), by=ada, source="Rosa ringde.")
    page = olga.post("/casework/macros", form)
    assert page.status_code == 409
    assert "Ada was first" in unescape(page.text)
    assert _carried(page)["text"] == form["text"]
    assert _state(cases[0]) == (Status.RECEIVED, "")
    with transaction() as session:
        change = {"name": "Lagat", "body": BODY, "unit_id": None, "language": "sv"}
        answer_template.save(
            session, template_id=template, version=1, **change, steps=Steps(take=True)
        )
    page = olga.post("/casework/macros", _carried(page))
    assert page.status_code == 409
    told = unescape(page.text)
    assert "Somebody has changed the template meanwhile." in told
    assert "The case ends" not in told
    assert olga.post("/casework/macros", _carried(page)).status_code == 303
    assert _state(cases[0]) == (Status.ANSWERED, form["text"])


def test_to_several_it_is_done_case_by_case_and_what_does_not_fit_says_why(olga, cases):
    with transaction() as session:
        ended = take(session, cases[2])
        ended.status = Status.CLOSED
        session.add(ended)
        other = people.published(session, Kind.QUESTION, title="När?").reference
    page = _shown(olga, [*cases, other], _template())
    told = unescape(page.text)
    assert "It is about 2 cases" in told
    assert "Lampa {unit} 1 är lagad." in told, "each letter stands there"
    assert f"({cases[2]}): It has ended." in told
    assert f"({other}): A step of the template is not possible" in told
    form = _carried(page)
    assert form["text"] == BODY
    address()
    before = {row.id for row in sent_rows()}
    with transaction() as session:
        ada = people.ada(session).actor
        note.note(session, take(session, cases[1]), by=ada, source="Rosa ringde.")
    page = olga.post("/casework/macros", form)
    assert page.status_code == 409
    assert "Done for 1 case:" in unescape(page.text)
    assert [_state(one)[0] for one in cases] == [Status.CLOSED, Status.RECEIVED, Status.CLOSED]
    assert olga.post("/casework/macros", _carried(page)).status_code == 303
    assert _state(cases[1]) == (Status.CLOSED, "Lampa {unit} 2 är lagad. Tack för att du sa till.")
    address()
    told = [row.address for row in sent_rows() if row.id not in before]
    assert told == ["rosa@example.org"] * 2, "one message for each press"


@pytest.mark.once
def test_a_template_is_for_its_unit_and_its_subject_alone(olga, cases):
    with transaction() as session:
        case = take(session, cases[0])
        mine = {"unit_id": case.unit_id, "category_id": case.category_id}
    here = _template(**mine)
    elsewhere = _template(category_id=mine["category_id"] % 6 + 1)
    page = olga.get(f"/casework/{cases[0]}").text
    assert f'<option value="{here}">Lagat</option>' in page
    assert f'<option value="{elsewhere}">Lagat</option>' not in page
    assert "for another unit or another subject" in _shown(olga, cases[:1], elsewhere).text
    form = _carried(_shown(olga, cases[:1], here)) | {"template": str(elsewhere)}
    assert olga.post("/casework/macros", form).status_code == 409
    assert _state(cases[0]) == (Status.RECEIVED, "")


@pytest.mark.once
def test_a_question_is_never_put_into_an_answer_and_strangers_do_nothing(site, olga, cases):
    template = _template(Steps(say=Say.QUESTION), "Vilken stolpe är det?")
    page = olga.get(f"/casework/{cases[0]}").text
    assert page.count(f'<option value="{template}">Lagat<') == 1, (
        "offered with its steps, not to insert"
    )
    form = _carried(_shown(olga, cases[:1], template))
    assert olga.post("/casework/macros", form).status_code == 303
    assert _state(cases[0]) == (Status.WAITING_RESIDENT, "")
    browser = site.browser()
    assert _shown(browser, cases, template).status_code == 404
    assert browser.post("/casework/macros", form).status_code == 404
