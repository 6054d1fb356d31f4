"""Writing for somebody else, and the case that becomes hers."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import select

from models import submitting
from models.actor import Source
from models.database import transaction
from models.delivery import deliveries
from models.helped import Helping
from models.states import Publication
from models.submission import Submission, submissions, tracking_key
from models.token import Purpose
from tests import people
from tests.web.visiting import count, link

pytestmark = pytest.mark.once

HER, HELPER = "gunvor@example.org", "granne@example.org"
TEXT = "Hon når inte knappen vid dörren från rullstolen."


def form(browser, **fields):
    page = browser.get("/submissions/new").text
    key = re.search(r'name="form_key" value="(\w{32})"', page)
    return {
        "step": "check",
        "form_key": key[1],
        "kind": "complaint",
        "title": "Dörren till biblioteket",
        "text": TEXT,
        "subject": "not-sure",
        "place": "Torget 1",
        "answer_by": "email",
        "email": HELPER,
        "name": "Nils Granne",
        "shown": "no",
        "helping": "yes",
        "helped_name": "Gunvor Ek",
        "helped_address": HER,
    } | fields


def handed_in(site, **fields):
    """The helper's browser with the key in it, and the case."""
    browser = site.browser()
    answer = browser.post("/submissions", form(browser, **fields))
    assert answer.status_code == 303, answer.text
    return browser, answer.headers["location"].split("/")[2]


def case_of(reference) -> Submission:
    with transaction(write=False) as session:
        return session.scalars(select(Submission).where(Submission.reference == reference)).one()


def kinds(address):
    with transaction(write=False) as session:
        return list(
            session.scalars(select(deliveries.c.kind).where(deliveries.c.address == address))
        )


def test_the_case_is_hers_and_the_helper_gets_the_receipt_with_the_code(site):
    browser, reference = handed_in(site)
    case = case_of(reference)
    assert case.name == "Gunvor Ek"
    with transaction(write=False) as session:
        helping = session.get(Helping, case.id)
        assert helping.name == "Nils Granne"
    page = browser.get(f"/submissions/{reference}/receipt").text
    assert "Give this code to whoever you help" in page
    assert " ".join(re.findall(".{5}", tracking_key(case))).upper() in page
    assert "taking_over" in kinds(HER)
    # The helper reads it as long as it is nobody else's.
    assert TEXT in browser.get(f"/submissions/{reference}").text


def test_step_three_asks_it_folded_and_the_check_page_says_whose_it_is(site):
    browser = site.browser()
    typed = form(browser, step="2")
    page = browser.post("/submissions/new", typed).text
    assert re.search(r"<details[^>]* open>\s*<summary>I am helping someone", page)
    check = browser.post("/submissions/new", typed | {"step": "3"}).text
    assert "Gunvor Ek" in check
    plain = browser.post("/submissions/new", typed | {"helping": ""}).text
    assert re.search(r'<details class="apart">\s*<summary>I am helping someone', plain)


@pytest.mark.parametrize(
    ("wrong", "at"),
    [
        ({"helped_address": "gunvor@"}, "helped_address"),
        ({"helped_address": "08-465 004 27"}, "helped_address"),
        ({"helped_address": HELPER}, "helped_address"),
        ({"shown": "named"}, "shown"),
    ],
)
def test_a_refused_form_keeps_every_word(site, wrong, at):
    browser = site.browser()
    typed = form(browser, **wrong)
    answer = browser.post("/submissions", typed)
    assert answer.status_code == 422
    assert f'href="#{at}"' in answer.text
    for field in ("title", "text", "helped_name", "helped_address", "name", "email"):
        assert typed[field] in answer.text
    assert count(submissions) == 0


def test_the_button_makes_it_hers_and_the_helper_finds_it_no_more(site):
    helper, reference = handed_in(site)
    with transaction() as session:
        nils = people.resident(session, "Granne")
    signed_in = site.browser().sign_in(nils)
    assert TEXT in signed_in.get(f"/submissions/{reference}").text
    old = tracking_key(case_of(reference))
    button = link(Purpose.SUBMISSION)
    hers = site.browser()
    page = hers.get(f"/confirm/{button}").text
    assert "Take over the case" in page
    # Whoever opens a letter by mistake learns nothing of it.
    assert "Dörren till biblioteket" not in page
    pressed = hers.post(f"/confirm/{button}")
    assert pressed.headers["location"] == f"/submissions/{reference}/taking-over"
    done = hers.get(pressed.headers["location"]).text
    assert "The case is yours now" in done
    assert TEXT in hers.get(f"/submissions/{reference}").text
    # By cookie, by the printed code, signed in, and by every other page of it.
    for path in ("", "/receipt", "/edits/new", "/withdrawal", "/taking-over", "/history"):
        assert helper.get(f"/submissions/{reference}{path}").status_code == 404, path
        assert signed_in.get(f"/submissions/{reference}{path}").status_code == 404, path
    again = site.browser().post("/find-my-case", {"reference": reference, "code": old})
    assert again.status_code == 422
    assert reference not in signed_in.get("/me").text
    assert kinds(HER)[-1] == "taken_over"
    assert kinds(HELPER)[-1] == "released"


def test_by_the_code_a_letter_asks_at_her_own_address_first(site):
    _, reference = handed_in(site, helped_address="")
    code = " ".join(re.findall(".{5}", tracking_key(case_of(reference))))
    hers = site.browser()
    hers.post("/find-my-case", {"reference": reference, "code": code})
    assert f"/submissions/{reference}/taking-over" in hers.get(f"/submissions/{reference}").text
    here = f"/submissions/{reference}/taking-over"
    wrong = hers.post(here, {"channel": "email", "email": "gunvor@"})
    assert wrong.status_code == 422
    assert "gunvor@" in wrong.text
    sent = hers.post(here, {"channel": "email", "email": HER})
    assert HER in sent.text
    # Nothing has changed until she presses.
    assert case_of(reference).name == "Gunvor Ek"
    assert "The case is yours now" not in hers.get(here).text
    moved = hers.post(f"/confirm/{link(Purpose.SUBMISSION)}")
    assert "The case is yours now" in hers.get(moved.headers["location"]).text


def test_signed_in_and_with_the_code_it_is_hers_at_once(site):
    _, reference = handed_in(site, helped_address="")
    with transaction() as session:
        rosa = people.rosa(session)
    code = tracking_key(case_of(reference))
    hers = site.browser().sign_in(rosa)
    hers.post("/find-my-case", {"reference": reference, "code": code})
    answer = hers.post(f"/submissions/{reference}/taking-over", {})
    assert answer.status_code == 303
    assert case_of(reference).contact_id == rosa.contact_id
    assert tracking_key(case_of(reference)) != code
    assert reference in hers.get("/me").text


@pytest.mark.parametrize("holding", ["nothing", "a guess", "another case's key"])
def test_nobody_takes_over_by_guessing(site, holding):
    _, reference = handed_in(site)
    with transaction() as session:
        rosa = people.rosa(session)
        other = people.handed_in(session, people.a_draft(shown=False))
    thief = site.browser().sign_in(rosa)
    key = {"nothing": "", "a guess": "0" * 30, "another case's key": other.key}[holding]
    if key:
        thief.cookies.set("key", key, domain="127.0.0.1", path=f"/submissions/{reference}")
    here = f"/submissions/{reference}/taking-over"
    assert thief.get(here).status_code == 404
    assert thief.post(here, {"channel": "email", "email": rosa.address}).status_code == 404
    assert case_of(reference).contact_id != rosa.contact_id


def test_nobody_takes_over_a_case_that_has_a_sender_of_its_own(site):
    """Not even with its key: whoever reads a receipt over her shoulder."""
    with transaction() as session:
        rosa, sam = people.rosa(session), people.sam(session)
        own = people.handed_in(session, people.a_draft(by=rosa, shown=False), by=rosa)
        waiting = people.handed_in(session, people.a_draft(by=sam, shown=False))
        keyed = people.handed_in(session, people.a_draft(shown=False))
    thief = site.browser().sign_in(sam)
    for receipt in (own, waiting, keyed):
        thief.cookies.set("key", receipt.key, domain="127.0.0.1")
        here = f"/submissions/{receipt.reference}/taking-over"
        before = case_of(receipt.reference).contact_id
        assert thief.get(here).status_code == 404
        assert thief.post(here, {"channel": "email", "email": HER}).status_code in {404, 409}
        assert case_of(receipt.reference).contact_id == before
        assert "taking-over" not in thief.get(f"/submissions/{receipt.reference}").text
    assert kinds(HER) == []


def test_once_it_is_hers_nobody_takes_it_again(site):
    helper, reference = handed_in(site)
    old = link(Purpose.SUBMISSION)
    site.browser().post(f"/confirm/{old}")
    assert site.browser().post(f"/confirm/{old}").status_code == 410
    taken = case_of(reference)
    late = link(Purpose.SUBMISSION, nth=2)
    assert helper.post(f"/confirm/{late}").status_code == 410
    assert case_of(reference).contact_id == taken.contact_id
    with transaction() as session:
        sam = people.sam(session)
    thief = site.browser().sign_in(sam)
    thief.cookies.set("key", tracking_key(taken), domain="127.0.0.1")
    answer = thief.post(f"/submissions/{reference}/taking-over", {})
    assert answer.status_code == 409
    assert case_of(reference).contact_id == taken.contact_id


def test_the_helper_is_refused_at_her_own_address(site):
    helper, reference = handed_in(site, helped_address="")
    here = f"/submissions/{reference}/taking-over"
    answer = helper.post(here, {"channel": "email", "email": HELPER})
    assert answer.status_code == 422
    assert "That is the address of whoever helped you." in answer.text


def test_whoever_rang_gives_her_address_with_number_and_code(site):
    with transaction() as session:
        draft = replace(people.a_draft(shown=False), came_by=Source.PHONE)
        receipt = submitting.submit(
            session,
            draft,
            by=people.olga(session).actor,
            site=people.municipality(session),
            form="k" * 32,
            own_contacts=[],
        )
    hers = site.browser()
    hers.cookies.set("key", receipt.key, domain="127.0.0.1")
    here = f"/submissions/{receipt.reference}/taking-over"
    assert here in hers.get(f"/submissions/{receipt.reference}").text
    hers.post(here, {"channel": "email", "email": HER})
    hers.post(f"/confirm/{link(Purpose.SUBMISSION)}")
    assert case_of(receipt.reference).publication is Publication.PRIVATE
    assert kinds(HER)[-1] == "taken_over"
