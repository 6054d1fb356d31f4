"""Taking in what somebody says: /register, its receipt, and what may be done instead."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from models.answer_template import save
from models.calendar import local, today
from models.database import transaction
from models.event import Event
from models.note import notes
from models.organisation import units
from models.states import Publication
from models.submission import Submission, submissions, tracking_key
from models.subscription import Subscription
from models.text import Text
from models.token import Purpose
from models.vote import votes
from tests import people, pictures
from tests.web.visiting import count, letters, link

pytestmark = pytest.mark.once

SAID = "Hon har ramlat två gånger på isen vid porten."


@pytest.fixture
def clerk(site):
    with transaction() as session:
        olga = people.olga(session)
    return site.browser().sign_in(olga)


def form(browser, **fields):
    page = browser.get("/register").text
    key = re.search(r'name="form_key" value="(\w{32})"', page)
    return {
        "form_key": key[1],
        "title": "Halt vid porten",
        "text": SAID,
        "kind": "complaint",
        "subject": "not-sure",
        "came_by": "phone",
        "day": today().isoformat(),
        "clock": "",
        "answer_by": "none",
        "shown": "no",
        "language": "sv",
    } | fields


def only() -> Submission:
    with transaction(write=False) as session:
        return session.scalars(select(Submission)).one()


def test_what_somebody_says_on_the_phone_is_a_case_with_a_code_to_read_aloud(clerk, site):
    answer = clerk.post("/register", form(clerk, name="Gunvor Ek"))
    assert answer.status_code == 303
    case = only()
    assert (case.source, case.name, case.publication) == ("phone", "Gunvor Ek", "private")
    page = clerk.get(answer.headers["location"]).text
    key = " ".join(re.findall(".{5}", tracking_key(case))).upper()
    assert case.reference in page
    assert key in page
    assert 'href="/register"' in page
    assert letters() == 0
    # And the code opens it, for whoever it was read to.
    hers = site.browser()
    opened = hers.post("/find-my-case", {"reference": case.reference, "code": key})
    assert SAID in hers.get(opened.headers["location"]).text


def test_its_history_says_how_it_came(clerk):
    answer = clerk.post("/register", form(clerk, came_by="visit", shown="unnamed"))
    reference = answer.headers["location"].rpartition("/")[2]
    page = clerk.get(f"/casework/{reference}").text
    assert "We took it in at the desk" in page


def test_a_letter_of_monday_is_told_of_and_the_promise_is_ours(clerk):
    day = today() - timedelta(days=2)
    clerk.post("/register", form(clerk, came_by="letter", day=day.isoformat()))
    case = only()
    with transaction(write=False) as session:
        event = session.scalars(select(Event).where(Event.stream == case.stream)).one()
    assert local(case.received_at).date() == today()
    assert local(event.occurred_at).date() == day


def test_her_address_is_asked_by_letter_and_the_official_does_not_confirm_it(clerk):
    clerk.post("/register", form(clerk, answer_by="email", email="gunvor@example.org"))
    case = only()
    assert case.confirmed_at is None
    assert link(Purpose.SUBMISSION)
    page = clerk.get(f"/register/{case.reference}").text
    assert "gunvor@example.org" in page


@pytest.mark.parametrize("gone", ["text", "kind", "answer_by"])
def test_a_refused_form_keeps_every_word(clerk, gone):
    typed = form(clerk, name="Gunvor Ek", place="Storgatan 4", letter="Storgatan 4\n123 45 By")
    answer = clerk.post("/register", typed | {gone: ""})
    assert answer.status_code == 422
    assert count(submissions) == 0
    for field, words in typed.items():
        if field != gone and field in {"title", "text", "name", "place", "day"}:
            assert words in answer.text
    assert f'href="#{gone}"' in answer.text


def test_what_nobody_has_time_to_choose_is_chosen(clerk):
    said = "Hon halkade vid porten i går, och i förrgår, och hennes granne gjorde det också förra veckan."
    left_out = {"title": "", "subject": "", "shown": "", "text": said}
    assert clerk.post("/register", form(clerk) | left_out).status_code == 303
    case = only()
    with transaction(write=False) as session:
        title = session.get_one(Text, case.text_id).title
    assert (
        title == "Hon halkade vid porten i går, och i förrgår, och hennes granne gjorde det också…"
    )
    assert (case.category_id, case.show, case.centre, case.at_once) == (None, False, True, False)


def test_a_routine_question_is_answered_with_one_button_and_counted(clerk):
    typed = form(clerk, kind="", answer_by="", text="", title="The street light is broken")
    page = clerk.post("/register/look", typed).text
    assert 'value="broken-street-light" formaction="/register/answers"' in page
    answer = clerk.post("/register/answers", typed | {"question": "broken-street-light"})
    assert answer.status_code == 303
    again = clerk.post("/register/answers", typed | {"question": "broken-street-light"})
    assert again.headers["location"] == answer.headers["location"]
    case = only()
    assert (case.kind, case.status, case.at_once, case.show) == ("question", "closed", True, False)
    assert "The case is taken in and answered" in clerk.get(answer.headers["location"]).text
    assert letters() == 0
    told = clerk.get("/casework/questions").text
    assert "asked of us 1 time" in told
    assert "100% of those who rang" in told


def test_a_template_is_filled_in_for_the_case_that_it_answers(clerk):
    with transaction() as session:
        body = "Hej! Ditt ärende är {reference}. Vi öppnar klockan 8."
        number = save(session, name="Öppet", body=body, unit_id=None, language="sv")
    typed = form(clerk, text="", title="När öppnar ni?")
    answer = clerk.post("/register/answers", typed | {"template": str(number)})
    with transaction(write=False) as session:
        case = only()
        told = session.scalars(select(Text.source)).all()
    assert f"Hej! Ditt ärende är {case.reference}. Vi öppnar klockan 8." in told
    assert answer.headers["location"].endswith(case.reference)


def test_without_words_there_is_no_answer_and_none_of_those_typed_is_lost(clerk):
    typed = form(clerk)
    for wrong in (
        {},
        {"question": "gone"},
        {"answer": "Ja."},
        {"answer": SAID, "kind": "proposal"},
    ):
        answer = clerk.post("/register/answers", typed | wrong)
        assert answer.status_code == 422, wrong
        assert SAID in answer.text
    assert count(submissions) == 0


def test_what_is_only_asked_is_counted_and_what_was_being_written_stays(clerk, site):
    typed = form(clerk, tag="not_found", subject="street-lights")
    page = clerk.post("/register/views", typed)
    assert (page.status_code, SAID in page.text) == (200, True)
    assert count(submissions) == 0
    told = clerk.get("/casework/questions?span=90").text
    assert "Did not find it on our site" in told
    assert clerk.post("/register/views", typed | {"tag": "solved"}).status_code == 422
    with transaction() as session:
        parks = next(one.id for one in units(session) if one.slug == "parks")
        pia = people.official_of(session, "Pia", parks)
    # Who takes in for one unit alone counts nothing for the service centre.
    assert site.browser().sign_in(pia).post("/register/views", typed).status_code == 404


def test_the_scan_of_a_letter_is_kept_and_one_that_is_too_large_is_not(clerk, site):
    reference = clerk.post("/register", form(clerk, came_by="letter")).headers["location"][10:]
    where = f"/register/{reference}/scan"
    assert where in clerk.get(f"/register/{reference}").text
    large = {"document": ("brev.pdf", b"%PDF-" + bytes(11 * 1024 * 1024), "application/pdf")}
    refused = clerk.post(where, {}, files=large)
    assert (refused.status_code, "The document is too large" in refused.text) == (422, True)
    assert clerk.post(where, {}).status_code == 422
    scan = {"document": ("brev.jpg", pictures.photo(), "image/jpeg")}
    assert clerk.post(where, {}, files=scan).status_code == 303
    assert "The scan is kept with the case." in clerk.get(where).text
    page = clerk.get(f"/submissions/{reference}").text
    assert "The scanned letter" in page
    assert site.browser().get(where).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "at"),
    [
        ({"day": "2999-01-01"}, "day"),
        ({"clock": "25.71"}, "clock"),
        ({"came_by": "web"}, "came_by"),
    ],
)
def test_it_came_at_some_time_and_in_some_way(clerk, wrong, at):
    answer = clerk.post("/register", form(clerk, **wrong))
    assert answer.status_code == 422
    assert f'href="#{at}"' in answer.text


def test_what_is_missing_is_listed_from_the_top_of_the_page_down(clerk):
    page = clerk.post("/register", {"form_key": "0" * 32}).text
    links = re.findall(r'<a href="#(\w+)"', page.split('class="summary"')[1].split("<h1>")[0])
    assert links == ["text", "kind", "came_by", "day", "answer_by"]


def test_sent_twice_it_is_one_case(clerk):
    typed = form(clerk)
    first, second = clerk.post("/register", typed), clerk.post("/register", typed)
    assert first.headers["location"] == second.headers["location"]
    assert count(submissions) == 1
    other = clerk.post("/register", typed | {"text": "Något helt annat."})
    assert other.status_code == 409
    again = re.search(r'name="form_key" value="(\w{32})"', other.text)[1]
    assert again != typed["form_key"]
    assert "Något helt annat." in other.text


def test_the_receipt_is_for_whoever_took_it_in(clerk, site):
    where = clerk.post("/register", form(clerk)).headers["location"]
    with transaction() as session:
        ada, rosa = people.ada(session), people.rosa(session)
    for other in (site.browser(), site.browser().sign_in(rosa), site.browser().sign_in(ada)):
        assert other.get(where).status_code == 404


def test_residents_find_no_such_page(site):
    with transaction() as session:
        rosa = people.rosa(session)
    for browser in (site.browser(), site.browser().sign_in(rosa)):
        for path in ("/register", "/register/supports/new"):
            assert browser.get(path).status_code == 404
        assert browser.post("/register", {}).status_code == 404


def test_what_may_be_the_same_stands_beside_and_she_may_follow_that_instead(clerk):
    with transaction() as session:
        there = people.published(session, title="Halt vid porten på Storgatan").reference
    before = count(submissions)
    typed = form(clerk, answer_by="email", email="gunvor@example.org", name="Gunvor")
    page = clerk.post("/register/look", typed)
    assert there in page.text
    assert SAID in page.text
    answer = clerk.post("/register/follows", typed | {"case": there})
    assert "gunvor@example.org" in answer.text
    assert count(submissions) == before
    with transaction(write=False) as session:
        (wish,) = session.scalars(select(Subscription)).all()
        (noted,) = session.execute(select(notes)).all()
    assert wish.state == "pending"
    assert (noted.kind, noted.caller) == ("call", "Gunvor")


def test_without_an_address_she_follows_nothing_and_no_word_is_lost(clerk):
    with transaction() as session:
        there = people.published(session).reference
    typed = form(clerk, answer_by="call", phone="070-174 06 05", case=there)
    answer = clerk.post("/register/follows", typed)
    assert answer.status_code == 422
    assert SAID in answer.text
    assert "Updates go by e-mail or text message only." in answer.text
    missing = clerk.post("/register/follows", typed | {"case": "2026-99999"})
    assert missing.status_code == 422


def test_a_support_on_the_phone_is_asked_by_letter_and_counts_by_its_button(clerk, site):
    with transaction() as session:
        there = people.published(session).reference
    typed = {"case": there, "channel": "email", "email": "gunvor@example.org"}
    assert clerk.post("/register/supports", typed).status_code == 200
    assert count(votes) == 0
    assert site.browser().post(f"/confirm/{link(Purpose.SUPPORT)}").status_code == 200
    assert count(votes) == 1
    # The same person, on paper as well: still one.
    clerk.post("/register/supports", typed)
    site.browser().post(f"/confirm/{link(Purpose.SUPPORT)}")
    assert count(votes) == 1


def test_without_an_address_there_is_no_vote_and_the_page_says_why(clerk):
    with transaction() as session:
        there = people.published(session).reference
    page = clerk.get("/register/supports/new").text
    assert "so without one we cannot count the support" in page
    answer = clerk.post("/register/supports", {"case": there, "channel": "email", "email": ""})
    assert answer.status_code == 422
    assert there in answer.text
    assert clerk.post("/register/supports", {"case": "1"}).status_code == 422
    assert count(votes) == 0


def test_a_protected_sender_is_protected_from_the_first_moment(clerk, site):
    where = clerk.post(
        "/register", form(clerk, shown="unnamed", protected="yes", name="Hemlig Person")
    ).headers["location"]
    case = only()
    assert (case.protected, case.publication) == (True, Publication.PRIVATE)
    reference = where.rpartition("/")[2]
    # The clerk is not trusted with such cases: she has the receipt, and nothing more.
    assert clerk.get(where).status_code == 200
    assert clerk.get(f"/casework/{reference}").status_code == 404
    assert site.browser().get(f"/submissions/{reference}").status_code == 404
