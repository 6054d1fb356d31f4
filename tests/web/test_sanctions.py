"""Warnings and pauses over HTTP: the desk's form, the second person, and what she is told."""

import json
import re
from pathlib import Path

import pytest
from sqlalchemy import select

from models import form_key, sanctions
from models.calendar import DAY, now
from models.comment import Comment
from models.database import transaction
from models.sanction import Sanction
from models.sanctions import Measure
from models.states import Kind, Publication
from models.submission import submissions
from models.verdict import Judgement
from tests import people
from tests.moderation.room import item_of, judge
from tests.moderation.schema import faults
from tests.web.test_handing_in import TYPED

pytestmark = pytest.mark.once

SCHEMA = Path(__file__).parents[2] / "docs" / "statement.schema.json"
WORDS = "Du har hotat din granne tre gånger."


@pytest.fixture
def rosa(town):
    with transaction() as session:
        return people.rosa(session)


@pytest.fixture
def item(rosa):
    """A text of Rosa's that was refused, and the page of its item."""
    with transaction() as session:
        text = people.a_submission(session, by=rosa, title="Grannen")
        found = item_of(session, text)
        judge(session, found, Judgement.REFUSE, reason="abusive", by=people.anna(session))
        return f"/desk/{found.id}"


def marek():
    with transaction() as session:
        return people.marek(session)


def anna():
    with transaction() as session:
        return people.anna(session)


def given() -> list[Sanction]:
    with transaction(write=False) as session:
        return list(session.scalars(select(Sanction).order_by(Sanction.id)))


def suspended(rosa) -> Sanction:
    with transaction() as session:
        return sanctions.give(
            session,
            Measure.SUSPENDED,
            person_id=rosa.id,
            contact_id=None,
            reason="abusive",
            by_id=people.marek(session).id,
            until=now() + 7 * DAY,
            message=WORDS,
        )


def _form(**more) -> dict[str, str]:
    return {"kind": "warning", "reason": "threat", "judgement": "sanction", "report": ""} | more


def test_a_warning_from_the_desk_is_on_her_own_page_and_says_how_to_appeal(site, item, rosa):
    desk = site.browser().sign_in(marek())
    assert "Warn the writer, or pause" in desk.get(item).text
    answer = desk.post(f"{item}/sanctions", _form(message=WORDS))
    assert (answer.status_code, answer.headers["location"]) == (303, f"{item}#measures")
    (made,) = given()
    page = f"/sanctions/{made.code}"
    assert page in site.browser().sign_in(rosa).get("/me").text
    told = site.browser().get(page)
    assert WORDS in told.text
    assert f"{page}/appeal" in told.text
    assert told.headers["referrer-policy"] == "same-origin"
    assert site.browser().get("/sanctions/" + "0" * 20).status_code == 404


def test_its_reasons_as_data_are_as_the_schema_of_statements_says(site, item, rosa):
    schema = json.loads(SCHEMA.read_text("utf-8"))
    made = suspended(rosa)
    with transaction() as session:
        sanctions.give(
            session,
            Measure.WARNING,
            person_id=rosa.id,
            contact_id=None,
            reason="threat",
            by_id=made.by_id,
            reviewable_id=int(item.rpartition("/")[2]),
        )
    for one, said in zip(given(), ("suspended", "warning"), strict=True):
        page = site.browser().get(f"/sanctions/{one.code}").text
        assert f'href="/sanctions/{one.code}.json"' in page
        answer = site.browser().get(f"/sanctions/{one.code}.json")
        assert answer.headers["content-type"].startswith("application/json")
        told = answer.json()
        assert faults(told, schema) == []
        assert (told["decision"], told["content"]) == (said, "writing")
        assert told["facts"] == one.message
        assert (told["duration_until"] is None) == (one.until_at is None)
        assert told["redress"]["complaint_url"].endswith(f"/sanctions/{one.code}/appeal")
    assert told["ground_ref"] == "SFS 1998:112 5 §"
    assert site.browser().get("/sanctions/" + "0" * 20 + ".json").status_code == 404


def test_a_form_with_something_wrong_comes_back_with_every_word(site, item):
    desk = site.browser().sign_in(marek())
    answer = desk.post(
        f"{item}/sanctions", _form(kind="suspended", reason="abusive", until="", message=WORDS)
    )
    assert answer.status_code == 422
    assert WORDS in answer.text
    assert 'href="#sanction-until"' in answer.text
    assert given() == []


def test_a_pause_waits_until_somebody_else_agrees_on_a_page_for_that(site, item, rosa):
    until = (people.today() + people.dt.timedelta(days=7)).isoformat()
    mine, hers = site.browser().sign_in(marek()), site.browser().sign_in(anna())
    form = _form(kind="suspended", until=until, message=WORDS)
    assert mine.post(f"{item}/sanctions", form).status_code == 303
    assert given() == []
    assert 'action="/suspensions/' not in mine.get("/suspensions").text
    action = re.search(r'action="(/suspensions/\d+/answers)"', hers.get("/suspensions").text)[1]
    assert mine.post(action, {"answer": "agree"}).status_code == 409
    assert hers.post(action, {"answer": "agree"}).status_code == 303
    assert [(one.kind, one.person_id) for one in given()] == [(Measure.SUSPENDED, rosa.id)]
    stranger = site.browser().sign_in(rosa)
    assert stranger.get("/suspensions").status_code == 404
    assert stranger.post(f"{item}/sanctions", form).status_code == 404


def test_whoever_may_not_write_is_told_until_when_why_and_what_she_can_do(site, rosa):
    with transaction() as session:
        case = people.published(session, by=people.sam(session)).reference
    made = suspended(rosa)
    browser = site.browser().sign_in(rosa)
    comment = {"text": "Bra tänkt, men bänkarna då?", "form_key": form_key.fresh()}
    for path, form in (
        (f"/submissions/{case}/comments", comment),
        (f"/submissions/{case}/votes", {}),
    ):
        answer = browser.post(path, form)
        assert answer.status_code == 409
        assert "You cannot write or support anything here until" in answer.text
        assert f"/sanctions/{made.code}" in answer.text
        assert "hand in a case that is not shown" in answer.text
    assert comment["text"] in browser.post(f"/submissions/{case}/comments", comment).text
    assert browser.get(f"/submissions/{case}").status_code == 200
    with transaction(write=False) as session:
        assert session.scalars(select(Comment)).all() == []


def test_an_administrator_sees_what_was_done_about_somebody_and_may_lift_it(site, rosa):
    made = suspended(rosa)
    with transaction() as session:
        ada, other = people.ada(session), people.sam(session)
    browser = site.browser().sign_in(ada)
    page = f"/admin/people/{rosa.id}"
    assert "May not write or support" in browser.get(page).text
    wrong = f"/admin/people/{other.id}/sanctions/{made.id}/end"
    assert browser.post(wrong, {"why": "wrong"}).status_code == 404
    assert browser.post(f"{page}/sanctions/{made.id}/end", {"why": "wrong"}).status_code == 303
    with transaction(write=False) as session:
        assert sanctions.in_force(session, rosa.id) is None
    assert "It does not hold any more." in site.browser().get(f"/sanctions/{made.code}").text


def test_the_policy_is_suggested_beside_the_text_and_nothing_is_done(site, rosa):
    with transaction() as session:
        for number in range(3):
            text = people.a_submission(session, Kind.COMPLAINT, by=rosa, title=f"Text {number}")
            found = item_of(session, text)
            judge(session, found, Judgement.REFUSE, reason="abusive", by=people.anna(session))
    page = site.browser(language="sv").sign_in(marek()).get(f"/desk/{found.id}").text
    assert "3 texter nekade på 30 dagar." in page
    assert "En varning föreslås." in page
    assert given() == []
    with transaction(write=False) as session:
        shown = set(session.scalars(select(submissions.c.publication)))
        assert shown == {Publication.REFUSED}


def test_handing_in_says_at_the_field_what_is_not_shown_and_takes_in_what_need_not_be(site, rosa):
    suspended(rosa)
    browser = site.browser().sign_in(rosa)
    form = TYPED | {"form_key": form_key.fresh(), "email": rosa.address}
    answer = browser.post("/submissions", form)
    assert answer.status_code == 422
    assert "nothing of yours is shown on the website. Choose that we do not show it" in answer.text
    assert TYPED["title"] in answer.text
    assert browser.post("/submissions", form | {"shown": "no"}).status_code == 303
    with transaction(write=False) as session:
        assert session.scalars(select(submissions.c.publication)).all() == [Publication.PRIVATE]
