"""Two proposals about one thing, over HTTP: shown in figures first, asked about, answered, parted."""

from html import unescape

import pytest
from sqlalchemy import select

from models import moving_support, tally, vote
from models.database import transaction
from models.merged import Merging, MoveQuestion, questions
from models.submission import Submission, submissions, take
from tests import people
from tests.models.supporting import supporters
from tests.notifications.post import address, follow, sent_rows

REASON = "Det är samma cykelväg. Förslaget från i våras har redan stöd."


@pytest.fixture
def two(site) -> tuple[str, str]:
    """The one that goes on, which Sam supports, and one that doubles it, which Sam, Kim and Maja
    do, and which Kim follows.
    """
    with transaction() as session:
        first = people.published(session, by=people.resident(session, "Nils"))
        second = people.published(session, title="Cykelväg till stationen")
        for name in ("Sam", "Kim", "Maja"):
            vote.support(session, second.reference, people.resident(session, name).id)
        vote.support(session, first.reference, people.sam(session).id)
        follow(session, people.resident(session, "Kim"), second)
        for one in (first, second):
            tally.recount(session, one.reference)
        return first.reference, second.reference


def read(browser, path) -> str:
    return " ".join(unescape(browser.get(path).text).split())


def join(site, two, who=people.olga):
    target, duplicate = two
    with transaction() as session:
        someone, version = who(session), take(session, duplicate).version
    browser = site.browser().sign_in(someone)
    page = f"/submissions/{duplicate}/merging"
    form = {"duplicate_of": target, "reason": REASON, "version": str(version)}
    assert browser.post(page, form).headers["location"] == page
    return browser


def the_case(session, reference) -> Submission:
    wanted = select(Submission).where(submissions.c.reference == reference)
    return session.scalars(wanted).one()


def link(name: str) -> str:
    with transaction() as session:
        someone = people.resident(session, name)
        question = session.scalars(
            select(MoveQuestion).where(questions.c.person_id == someone.id)
        ).one()
        merging = session.get_one(Merging, question.merging_id)
        return f"/move-support/{moving_support.link(question, merging)}"


@pytest.mark.parametrize("who", [people.olga, people.marek, people.ada])
def test_what_would_happen_is_shown_in_figures_before_anything_does(site, two, who):
    target, duplicate = two
    with transaction() as session:
        someone = who(session)
    browser = site.browser().sign_in(someone)
    said = read(browser, f"/submissions/{duplicate}/merging?duplicate_of={target}")
    assert "2 are asked whether to move their support. 3 support this one, 1 that one" in said
    for wrong in (duplicate, "2026-99999"):
        said = read(browser, f"/submissions/{duplicate}/merging?duplicate_of={wrong}")
        assert "There is a problem" in said
        assert "Join them" not in said


def test_a_stranger_and_an_auditor_join_nothing(site, two):
    target, duplicate = two
    with transaction() as session:
        sam = people.sam(session)
    for browser in (site.browser(), site.browser().sign_in(sam)):
        assert browser.get(f"/submissions/{duplicate}/merging").status_code == 404
        form = {"duplicate_of": target, "version": "1"}
        assert browser.post(f"/submissions/{duplicate}/merging", form).status_code == 404


def test_each_answers_by_her_own_link_or_on_the_page_and_everyone_reads_the_figures(site, two):
    target, duplicate = two
    join(site, two)
    stranger = site.browser()
    assert "Move your support?" in stranger.get(link("Kim")).text
    done = stranger.post(link("Kim"), {"answer": "moved"})
    assert "Your support is moved" in done.text
    assert "Your support is moved" in stranger.get(link("Kim")).text
    with transaction() as session:
        maja = people.resident(session, "Maja")
    signed_in = site.browser().sign_in(maja)
    assert "If you do nothing, your support stays here." in read(
        signed_in, f"/submissions/{duplicate}"
    )
    signed_in.post(f"/submissions/{duplicate}/support-move", {"answer": "kept"})
    for page in (target, duplicate):
        with transaction() as session:
            tally.recount(session, page)
        said = read(site.browser(), f"/submissions/{page}")
        assert "1 moved it, 1 let it stay, 0 have not answered." in said
    with transaction(write=False) as session:
        assert supporters(session, the_case(session, target)) == {"Sam", "Kim"}
    # Both texts can be read, and the number leads on.
    assert "Bygg en cykelväg" in read(site.browser(), f"/submissions/{duplicate}")
    assert f'href="/submissions/{target}"' in site.browser().get(f"/submissions/{duplicate}").text


def test_a_forged_link_and_a_supporter_of_nothing_are_told_nothing(site, two):
    join(site, two)
    good = link("Kim")
    browser = site.browser()
    assert browser.get(good[:-1]).status_code == 404
    assert browser.post(good[:-1], {"answer": "moved"}).status_code == 404
    assert browser.post(good, {"answer": "both"}).status_code == 422
    with transaction() as session:
        nora = people.resident(session, "Nora")
    path = f"/submissions/{two[1]}/support-move"
    assert browser.post(path, {"answer": "moved"}).status_code == 404
    assert site.browser().sign_in(nora).post(path, {"answer": "moved"}).status_code == 404


def test_one_message_each_and_none_when_it_is_undone_at_once(site, two):
    olga = join(site, two)
    address()
    with transaction() as session:
        kim = people.resident(session, "Kim")
        rosa = people.rosa(session)
    told = {who.contact_id: [] for who in (kim, rosa)}
    for row in sent_rows():
        if row.contact_id in told:
            told[row.contact_id].append(row.kind)
    # Kim follows it as well as supporting it; Rosa wrote it.
    assert (told[kim.contact_id], told[rosa.contact_id][-1]) == (["move_support"], "merged")
    with transaction() as session:
        version = take(session, two[1]).version
    olga.post(f"/submissions/{two[1]}/parting", {"version": str(version)})
    assert "collects" not in olga.get(link("Kim")).text
    assert olga.get(link("Kim")).status_code == 409
    assert "Show what happens" in olga.get(f"/submissions/{two[1]}/merging").text


def test_lists_and_feeds_lead_on_to_the_one_that_goes_on(site, two):
    target, duplicate = two
    join(site, two)
    listed = read(site.browser(), "/submissions?q=stationen")
    assert f'It goes on in <a href="/submissions/{target}">En cykelväg längs ån</a>' in listed
    assert f"/submissions/{target}" in site.browser().get(f"/submissions/{duplicate}.atom").text
