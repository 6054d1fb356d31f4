"""Organisations over HTTP: who enters them, who writes for them, and what readers see."""

import re

import pytest
from sqlalchemy import select

from models import joining, membership
from models.comment import Comment
from models.database import transaction
from models.delivery import deliveries
from models.membership import Membership
from models.organisations import Organisation, organisations
from models.states import Kind
from models.submission import Submission, submissions
from models.vote import votes
from tests import people
from tests.models.test_organisations import association, member
from tests.web.visiting import count

pytestmark = pytest.mark.once

NAME = "Cykelföreningen"
WORDS = "Vi hjälper gärna till att rita cykelvägen."


@pytest.fixture
def rosa(site):
    """A member, signed in."""
    with transaction() as session:
        someone = people.rosa(session)
        member(session, association(session), someone)
    return site.browser().sign_in(someone)


def entered(**fields):
    return {"name": NAME, "number": "", "contact": "", "email": "ny@example.org"} | fields


def links():
    with transaction(write=False) as session:
        return [joining.link(one) for one in session.scalars(select(Membership))]


def one(table):
    with transaction(write=False) as session:
        return session.scalars(select(table)).one()


def commenting(browser, reference, **fields):
    page = browser.get(f"/submissions/{reference}/comments/new").text
    key = re.search(r'name="form_key" value="(\w{32})"', page)
    return {"form_key": key[1], "text": WORDS, "organisation": "1"} | fields


def test_an_administrator_enters_one_and_its_manager_is_asked(ada, site):
    made = ada.post("/admin/organisations", entered(number="556036-0793"))
    assert made.headers["location"] == "/admin/organisations/1"
    assert one(Organisation).number == "5560360793"
    with transaction(write=False) as session:
        sent = session.execute(select(deliveries.c.kind, deliveries.c.address)).all()
    assert sent == [("membership", "ny@example.org")]
    (link,) = links()
    new = site.browser()
    page = new.get(f"/memberships/{link}")
    assert NAME in page.text
    assert one(Membership).accepted_at is None
    joined = new.post(f"/memberships/{link}")
    assert f"You write for {NAME} now" in joined.text
    assert one(Membership).accepted_at is not None
    assert "ny@example.org" in ada.get("/admin/organisations/1").text
    assert new.get(f"/memberships/{link[:-1]}0").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "at"),
    [
        ({"name": "Exempelby kommun"}, "name"),
        ({"name": "Servicecenter"}, "name"),
        ({"name": ""}, "name"),
        ({"number": "811218-9876"}, "number"),
        ({"contact": "styrelsen@"}, "contact"),
        ({"email": ""}, "email"),
    ],
)
def test_none_is_called_like_the_municipality_and_a_refused_form_keeps_every_word(ada, wrong, at):
    typed = entered(contact="styrelsen@example.org", number="556036-0793") | wrong
    answer = ada.post("/admin/organisations", typed)
    assert answer.status_code == 422
    assert f'href="#{at}"' in answer.text
    for words in filter(None, typed.values()):
        assert words in answer.text
    assert count(organisations) == 0


def test_residents_and_officials_enter_none(site):
    with transaction() as session:
        everybody = [people.rosa(session), people.olga(session), people.marek(session)]
        association(session)
    for someone in everybody:
        browser = site.browser().sign_in(someone)
        for path in ("/admin/organisations", "/admin/organisations/1"):
            assert browser.get(path).status_code == 404
        for path in ("", "/1/members", "/1/end", "/1/members/1/end"):
            assert browser.post(f"/admin/organisations{path}", entered()).status_code == 404


def test_a_comment_stands_under_its_name_and_through_whom_if_she_wants(rosa, site):
    with transaction() as session:
        case = people.published(session).reference
    for name in ("", "Rosa <Lind>"):
        rosa.post(f"/submissions/{case}/comments", commenting(rosa, case, name=name))
    with transaction() as session:
        made = session.scalars(select(Comment).order_by(Comment.id)).all()
        assert [found.byline for found in made] == [NAME, f"{NAME}, through Rosa <Lind>"]
        assert {found.organisation_id for found in made} == {1}
        for found in made:
            people._approve(session, comment_id=found.id)
            people.publishing.show_comment(
                session,
                people.take(session, case),
                found,
                people.Publication.PUBLISHED,
                by=people.SYSTEM,
            )
    page = site.browser().get(f"/submissions/{case}").text
    assert f"{NAME}, through Rosa &lt;Lind&gt;" in page
    assert page.count("(organisation)") == 2
    feed = site.browser().get(f"/submissions/{case}.json").json()
    assert f"{NAME}, through Rosa <Lind>" in str(feed)


def test_a_case_is_handed_in_under_its_name(rosa):
    page = rosa.get("/submissions/new").text
    key = re.search(r'name="form_key" value="(\w{32})"', page)
    typed = {
        "step": "2",
        "form_key": key[1],
        "kind": "complaint",
        "title": "Cykelvägen vid stationen",
        "text": "Den är full av grus.",
        "subject": "not-sure",
        "place": "Stationen",
        "answer_by": "email",
        "email": "rosa@example.org",
        "name": "Rosa Lind",
        "shown": "unnamed",
        "organisation": "1",
    }
    step = rosa.post("/submissions/new", typed).text
    assert re.search(r'<option value="1" selected>\s*Cykelföreningen', step)
    assert NAME in rosa.post("/submissions/new", typed | {"step": "3"}).text
    assert rosa.post("/submissions", typed).status_code == 303
    case = one(Submission)
    assert (case.byline, case.organisation_id) == (NAME, 1)


@pytest.mark.parametrize("who", ["nobody", "somebody else", "who has left", "an ended one"])
def test_nobody_writes_for_what_she_is_no_member_of(rosa, site, who):
    with transaction() as session:
        case = people.published(session).reference
        sam, ada = people.sam(session), people.ada(session).actor
        if who == "who has left":
            membership.dismiss(session, 1, 1, by=people.rosa(session).actor)
        elif who == "an ended one":
            membership.end(session, 1, by=ada)
    writer = {"nobody": site.browser(), "somebody else": site.browser().sign_in(sam)}
    browser = writer.get(who, rosa)
    typed = commenting(browser, case, channel="email", email="sam@example.org")
    answer = browser.post(f"/submissions/{case}/comments", typed)
    assert answer.status_code == 422
    assert WORDS in answer.text
    with transaction(write=False) as session:
        assert session.scalars(select(Comment)).all() == []


def test_an_organisation_has_no_vote(rosa):
    with transaction() as session:
        case = people.published(session, Kind.PROPOSAL, by=people.sam(session)).reference
    for _ in range(2):
        rosa.post(f"/submissions/{case}/votes", {"organisation": "1"})
    with transaction(write=False) as session:
        (vote,) = session.execute(select(votes)).all()
        assert vote.person_id == people.rosa(session).id


def test_the_manager_invites_and_dismisses_on_her_own_page_and_a_member_cannot(rosa, site):
    with transaction() as session:
        manager = people.resident(session, "Maja")
        found = session.get(Organisation, 1)
        member(session, found, manager, membership.Part.MANAGER)
    maja = site.browser().sign_in(manager)
    assert 'href="/me/organisations"' in maja.get("/me/details").text
    page = maja.get("/me/organisations").text
    assert "rosa@example.org" in page
    # A member sees nobody's address.
    assert "maja@example.org" not in rosa.get("/me/organisations").text
    new = {"email": "ny@example.org", "part": "member"}
    assert rosa.post("/me/organisations/1/members", new).status_code == 404
    assert maja.post("/me/organisations/1/members", new).status_code == 303
    bad = maja.post("/me/organisations/1/members", new | {"email": "ny@"})
    assert bad.status_code == 422
    assert "ny@" in bad.text
    assert rosa.post("/me/organisations/1/members/2/end").status_code == 404
    assert maja.post("/me/organisations/1/members/1/end").status_code == 303
    assert NAME not in rosa.get("/me/organisations").text


def test_a_text_of_an_organisation_that_has_ended_keeps_its_name(rosa, ada, site):
    with transaction() as session:
        made = people.published(session, byline=NAME)
        made.organisation_id, made.coordinator_id = 1, people.ada(session).id
        reference = made.reference
    assert ada.post("/admin/organisations/1/end").status_code == 303
    assert f"{NAME} wrote" in site.browser().get(f"/submissions/{reference}").text
    assert count(submissions) == 1
    assert "You write for no organisation." in rosa.get("/me/organisations").text


def test_strangers_are_led_to_the_sign_in_and_learn_of_no_organisation(site):
    browser = site.browser()
    assert browser.get("/me/organisations").headers["location"].startswith("/sign-in")
    for path in ("/me/organisations/1/members", "/me/organisations/1/members/1/end"):
        answer = browser.post(path, {"email": "a@example.org", "part": "member"})
        assert answer.status_code == 404
