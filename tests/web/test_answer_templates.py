"""Templates of answers: made, worded anew and taken away by officials, never with a wrong variable."""

import re
from html import unescape

import pytest

from models import answer_template
from models.calendar import now
from models.database import transaction
from models.organisation import Category
from tests import people
from tests.web.visiting import count

pytestmark = pytest.mark.once

TEMPLATE = {"name": "Tack", "body": "Hej {name}!", "unit": "", "language": "sv"}


@pytest.fixture
def olga(site):
    with transaction() as session:
        someone = people.olga(session)
    return site.browser().sign_in(someone)


def _made(olga, **change) -> int:
    assert olga.post("/casework/templates", TEMPLATE | change).status_code == 303
    with transaction(write=False) as session:
        return answer_template.every(session)[-1].id


def test_a_template_is_made_listed_and_worded_anew(olga):
    made = _made(olga, unit="2")
    assert "Tack" in olga.get("/casework/templates").text
    page = olga.get(f"/casework/templates/{made}")
    assert "Hej {name}!</textarea>" in page.text
    version = dict(re.findall(r'name="(version)" value="(\d+)"', page.text))
    change = TEMPLATE | version | {"body": "Hej! Vi tittar."}
    assert olga.post(f"/casework/templates/{made}", change).status_code == 303
    assert "wording 2" in olga.get("/casework/templates").text
    late = olga.post(f"/casework/templates/{made}", change | {"body": "Hejsan"})
    assert late.status_code == 409
    assert "Hejsan</textarea>" in late.text


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"body": "Hej {nam}"}, "Nothing can be filled in for {nam}."),
        ({"body": ""}, "Write the words of the template"),
        ({"name": ""}, "Enter a name for the template"),
        ({"unit": "999"}, "Choose a unit"),
        ({"language": "xx"}, "Choose a language"),
        ({"say": "ending"}, "Say how the case ends"),
    ],
)
def test_a_template_lacks_nothing_and_has_no_unknown_variable(olga, change, told):
    refused = olga.post("/casework/templates", TEMPLATE | change)
    assert refused.status_code == 422
    page = unescape(refused.text)
    assert page.count(told) == 2
    assert (TEMPLATE | change)["body"] in page
    assert count(answer_template.templates) == 0


def test_its_steps_and_its_subject_stay_though_the_subject_is_no_more(olga):
    steps = {"say": "answer", "take": "yes", "move": "fixed", "outcome": "fixed", "follow": "yes"}
    made = _made(olga, subject="1", body="Hej {name}! Nu är det lagat.", **steps)
    assert "Takes steps as well:" in olga.get("/casework/templates").text
    with transaction() as session:
        session.get_one(Category, 1).retired_at = now()
    page = olga.get(f"/casework/templates/{made}").text
    for chosen in (
        r'<option value="1" selected>',
        r'<option value="fixed" selected>',
        r'name="take" value="yes" checked',
        r'name="say" value="answer" checked',
    ):
        assert chosen in page
    change = TEMPLATE | {"subject": "1", "version": "1"}
    assert olga.post(f"/casework/templates/{made}", change).status_code == 303
    assert olga.post("/casework/templates", TEMPLATE | {"subject": "1"}).status_code == 422
    assert "Takes steps as well:" not in olga.get("/casework/templates").text


def test_a_template_that_is_used_no_more_is_offered_nowhere(olga):
    made = _made(olga)
    assert olga.post(f"/casework/templates/{made}/retirement").status_code == 303
    assert "Tack" not in olga.get("/casework/templates").text
    assert olga.get(f"/casework/templates/{made}").status_code == 404


def test_templates_are_for_officials(site):
    for path in ("/casework/templates", "/casework/templates/new"):
        assert site.browser().get(path).status_code == 404
    assert site.browser().post("/casework/templates", TEMPLATE).status_code == 404
