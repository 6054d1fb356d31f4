"""A dialogue has a number as every case: no address of cases shows it as one, or changes it."""

import pytest
from sqlalchemy import func, select

from models.calendar import today
from models.comment import comments
from models.database import table_of, transaction
from models.event import Event
from models.review import reviewables
from models.states import Status
from models.submission import submissions
from tests import people
from tests.dialogues import QUESTION, a_dialogue, some_words
from tests.web.visiting import open_site
from web.routes import ROUTES

# What stands at an address is no matter of the database.
pytestmark = pytest.mark.once

SECRET = "Ska vi sälja badhuset?"
GETS = sorted(one.path for one in ROUTES if "{reference}" in one.path and one.method == "GET")
POSTS = sorted(one.path for one in ROUTES if "{reference}" in one.path and one.method == "POST")
OF_EVERYTHING = {
    "/submissions/{reference}/history",
    "/submissions/{reference}/history/check",
    "/s/{reference}.svg",
    # Of what residents wrote in it.
    "/casework/{reference}/original",
}
"""What anything of the register has: its history, the picture of its number, hidden numbers."""
LEADS_ON = {
    "/h/{reference}",
    "/submissions/{reference}",
    "/submissions/{reference}/comments/{number}",
    "/casework/{reference}",
    "/s/{reference}",
}
FORM = {
    "version": "9",
    "seq": "99",
    "text": "Det här är ett svar som är långt nog.",
    "title": "Något helt annat",
    "question": "Vad menar du?",
    "reason": "Det tar längre tid.",
    "day": today().isoformat(),
    "to": "in_progress",
    "outcome": "answered",
    "unit": "2",
    "assignee": "1",
    "form_key": "a" * 32,
    "kind": "question",
    "good_faith": "yes",
    "helped": "yes",
    "target": "2026-00001",
    "number": "0701740633",
    "email": "rosa@example.org",
    "address": "rosa@example.org",
    "answer": "yes",
    "shown": "nameless",
    "note": "En anteckning.",
    "receiver": "Trafikverket",
}


@pytest.fixture
def asked(town):
    """A running town with the numbers of a dialogue that is open, and of a draft."""
    with open_site() as site:
        with transaction() as session:
            olga = people.olga(session)
            held = a_dialogue(session)
            hidden = a_dialogue(session, state=Status.DRAFT, words=some_words(question=SECRET))
            everyone = {
                "Olga": olga,
                "Ada": people.ada(session),
                "Marek": people.marek(session),
                "Rosa": people.rosa(session),
                "Sam": None,
            }
            numbers = (held.case.reference, hidden.case.reference)
        browsers = {}
        for name, someone in everyone.items():
            browsers[name] = site.browser()
            if someone:
                browsers[name].sign_in(someone)
        yield browsers, *numbers


def _as_it_is():
    """All that an address of cases could change of them."""
    with transaction(write=False) as session:
        rows = session.execute(select(submissions).order_by(submissions.c.id)).all()
        tables = (table_of(Event), comments, reviewables)
        return rows, [
            session.execute(select(func.count()).select_from(one)).scalar() for one in tables
        ]


def test_no_page_of_cases_shows_a_dialogue_or_tells_of_a_draft(asked):
    browsers, number, draft = asked
    before = _as_it_is()
    wrong = []
    for path in GETS:
        filled = path.replace("{answer}", "1").replace("{name}", "1-aaaa.jpg")
        filled = filled.replace("{number}", "1")
        for who, browser in browsers.items():
            got = browser.get(filled.replace("{reference}", number))
            here = {200, 404} if path in OF_EVERYTHING else {404}
            if path in LEADS_ON:
                here = {303, 404}
            if got.status_code not in here or (path not in OF_EVERYTHING and QUESTION in got.text):
                wrong.append((path, who, got.status_code))
            hidden = browser.get(filled.replace("{reference}", draft))
            if hidden.status_code >= 500 or (who not in {"Olga", "Ada"} and SECRET in hidden.text):
                wrong.append((path, who, hidden.status_code, "draft"))
    assert wrong == []
    assert _as_it_is() == before


def test_no_form_of_cases_changes_a_dialogue(asked):
    browsers, *numbers = asked
    before = _as_it_is()
    wrong = []
    for path in POSTS:
        for who, browser in browsers.items():
            for number in numbers:
                got = browser.post(path.replace("{reference}", number), FORM)
                if got.status_code < 300 or got.status_code >= 500:
                    wrong.append((path, who, got.status_code))
        if _as_it_is() != before:
            wrong.append((path, "changed something"))
            before = _as_it_is()
    assert wrong == []


def test_a_draft_is_as_a_number_that_was_never_given(asked):
    browsers, _number, draft = asked
    for who in ("Marek", "Rosa", "Sam"):
        for path in POSTS:
            there, nowhere = (
                browsers[who].post(path.replace("{reference}", one), FORM).status_code
                for one in (draft, "2026-99999")
            )
            assert there == nowhere, (who, path)


def test_its_number_leads_to_its_page_and_a_draft_is_not_there(asked):
    browsers, number, draft = asked
    slug = "hur-kan-torget-bli-en-plats-dar-fler-vill-vara"
    for address in (f"/submissions/{number}", f"/submissions/{number}?k=2345"):
        assert browsers["Sam"].get(address).status_code == 303
    assert browsers["Sam"].get(f"/submissions/{number}").headers["location"] == f"/dialogues/{slug}"
    at_desk = browsers["Olga"].get(f"/casework/{number}").headers["location"]
    assert at_desk == f"/casework/dialogues/{slug}"
    for who in ("Sam", "Rosa", "Marek"):
        for address in (
            f"/submissions/{draft}",
            f"/casework/{draft}",
            f"/submissions/{draft}/history",
        ):
            assert browsers[who].get(address).status_code == 404
    assert browsers["Olga"].get(f"/submissions/{draft}").status_code == 303


def test_no_list_of_cases_has_one(asked):
    browsers, number, draft = asked
    for who, addresses in {
        "Sam": ("/submissions", "/submissions?q=torget", "/feeds/submissions.atom"),
        "Olga": ("/casework?whose=all", f"/casework?q={number}", f"/casework?q={draft}"),
        "Marek": ("/desk",),
        "Rosa": ("/me",),
    }.items():
        for address in addresses:
            got = browsers[who].get(address)
            assert got.status_code in {200, 303}, address
            assert QUESTION not in got.text, address
            assert SECRET not in got.text, address
