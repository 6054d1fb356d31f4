"""The same answer to several cases: its own letter for each, one message for whoever follows more."""

import json
import re
from html import unescape

import pytest
from sqlalchemy import select

from models import answer, answer_template, merging, note
from models.database import table_of, transaction
from models.event import Event, EventKind
from models.states import Kind, Status
from models.submission import take
from models.text import Text
from notifications import audience
from tests import people
from tests.notifications.post import address, follow, sent_rows

pytestmark = pytest.mark.once


@pytest.fixture
def olga(site):
    with transaction() as session:
        someone = people.olga(session)
    return site.browser().sign_in(someone)


@pytest.fixture
def cases(site):
    """Three about the same lamp; Sam follows two of them, Rosa wrote them all."""
    with transaction() as session:
        made = [
            people.published(session, Kind.FAULT_REPORT, title=f"Mörkt vid lampa {number}")
            for number in (1, 2, 3)
        ]
        for case in made[:2]:
            follow(session, people.sam(session), case)
        return [case.reference for case in made]


def _new(browser, cases) -> tuple[str, dict[str, str]]:
    page = browser.get("/casework/answers/new?" + "&".join(f"case={one}" for one in cases))
    assert page.status_code == 200
    known = re.findall(r'type="hidden" name="(cases|used)" value="([^"]*)"', page.text)
    return unescape(page.text), dict(known)


def _said(reference: str) -> str:
    with transaction() as session:
        given = answer.newest(session, take(session, reference).id)
        return session.get_one(Text, given.text_id).source if given else ""


def _facts() -> list[dict]:
    event = table_of(Event)
    with transaction(write=False) as session:
        found = session.scalars(select(event.c.facts).where(event.c.kind == EventKind.ANSWERED))
        return [json.loads(facts) for facts in found]


def test_each_case_gets_its_own_letter_and_nobody_counts_twice(olga, cases):
    page, known = _new(olga, cases)
    assert "It goes to 3 cases" in page
    assert "2 people are told." in page, "Rosa and Sam"
    form = known | {"text": "Hej! {title} är lagad ({reference})."}
    shown = unescape(olga.post("/casework/answers/new", form).text)
    for number, reference in enumerate(cases, 1):
        assert f"Mörkt vid lampa {number} är lagad ({reference})." in shown
    assert _facts() == [], "it was only shown"
    sent = olga.post("/casework/answers", form)
    assert sent.headers["location"] == "/casework?done=answers-3"
    for number, reference in enumerate(cases, 1):
        assert _said(reference) == f"Hej! Mörkt vid lampa {number} är lagad ({reference})."
    assert len({facts["batch"] for facts in _facts()}) == 1
    again = olga.post("/casework/answers", form)
    assert again.status_code == 409
    assert len(_facts()) == 3, "pressed twice, answered once"


def test_whoever_follows_several_of_them_gets_one_message(olga, cases):
    _, known = _new(olga, cases)
    address()
    before = {row.id for row in sent_rows()}
    olga.post("/casework/answers", known | {"text": "Lamporna lyser igen."})
    address()
    told = [row.address for row in sent_rows() if row.id not in before]
    assert sorted(told) == ["rosa@example.org", "sam@example.org"]


def test_what_changed_meanwhile_is_left_and_named_and_the_text_is_kept(olga, cases):
    _, known = _new(olga, cases)
    with transaction() as session:
        case, ada = take(session, cases[1]), people.ada(session).actor
        note.note(session, case, by=ada, source="Rosa ringde.")
    page = olga.post("/casework/answers", known | {"text": "Lamporna lyser igen."})
    assert page.status_code == 409
    told = unescape(page.text)
    assert "2 cases were answered." in told
    assert "Ada was first" in told
    assert "Lamporna lyser igen.</textarea>" in told
    assert [bool(_said(one)) for one in cases] == [True, False, True]
    left = dict(re.findall(r'type="hidden" name="(cases|used)" value="([^"]*)"', page.text))
    assert olga.post("/casework/answers", left | {"text": "Nu."}).status_code == 303
    assert _said(cases[1]) == "Nu."


@pytest.mark.parametrize(
    ("text", "told"),
    [("", "Write the answer"), ("Hej {nam}", "Nothing can be filled in for {nam}.")],
)
def test_an_answer_without_words_or_with_an_unknown_variable_goes_to_nobody(
    olga, cases, text, told
):
    _, known = _new(olga, cases)
    for path in ("/casework/answers", "/casework/answers/new"):
        refused = olga.post(path, known | {"text": text})
        assert refused.status_code == 422
        assert unescape(refused.text).count(told) == 2
    assert _facts() == []


def test_a_template_is_put_in_with_its_variables_and_its_version_is_kept(olga, cases):
    with transaction() as session:
        template = answer_template.save(
            session, name="Lagat", body="{title} är lagad.", unit_id=None, language="sv"
        )
    _, known = _new(olga, cases)
    form = known | {"text": "Hej!", "template": str(template), "insert": "yes"}
    page = unescape(olga.post("/casework/answers/new", form).text)
    assert "Hej!\n\n{title} är lagad.</textarea>" in page
    filled = dict(re.findall(r'type="hidden" name="(cases|used)" value="([^"]*)"', page))
    olga.post("/casework/answers", filled | {"text": "{title} är lagad."})
    assert {(one["template"], one["template_version"]) for one in _facts()} == {(template, 1)}


def test_what_ended_is_left_alone_but_a_duplicate_is_answered_with_its_family(olga, cases):
    with transaction() as session:
        olga_ = people.olga(session).actor
        merging.merge(session, take(session, cases[1]), cases[0], by=olga_)
        ended = take(session, cases[2])
        ended.status = Status.CLOSED
        session.add(ended)
    page, _ = _new(olga, cases[:1])
    assert f'value="{cases[1]}"' in page, "offered as one of the family"
    page, known = _new(olga, cases)
    assert "Left as they are, because they have ended" in page
    assert olga.post("/casework/answers", known | {"text": "Lagat."}).status_code == 303
    assert [bool(_said(one)) for one in cases] == [True, True, False]


def test_strangers_answer_nothing(site, cases):
    browser = site.browser()
    assert browser.get(f"/casework/answers/new?case={cases[0]}").status_code == 404
    form = {"cases": f"{cases[0]}.2", "text": "Nej."}
    assert browser.post("/casework/answers", form).status_code == 404


def test_the_count_of_several_is_of_people_and_of_one_the_same_as_ever(site, cases):
    with transaction() as session:
        olga = people.olga(session).actor
        rows = [take(session, one) for one in cases]
        for row in rows:
            alone = audience.count(session, row, EventKind.ANSWERED, by=olga)
            assert audience.count_together(session, [row], EventKind.ANSWERED, by=olga) == alone
        assert audience.count_together(session, rows, EventKind.ANSWERED, by=olga) == 2
        assert audience.count_together(session, [], EventKind.ANSWERED, by=olga) == 0
