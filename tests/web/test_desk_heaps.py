"""The desk as a moderator works at it: heaps, the next text, claims, one press for many, undoing."""

import re

import pytest
from sqlalchemy import select

from models import access_log
from models.access_log import What
from models.database import transaction
from models.review import Reviewable
from models.states import Publication
from models.submission import Submission
from tests import people
from tests.moderation.room import item_of, report
from tests.moderation.test_sorting import _known, _sorted

pytestmark = pytest.mark.once


@pytest.fixture
def marek(site):
    with transaction() as session:
        someone = people.marek(session)
    return site.browser().sign_in(someone)


@pytest.fixture
def anna(site):
    with transaction() as session:
        someone = people.anna(session)
    return site.browser().sign_in(someone)


def _several(count: int) -> list[int]:
    with transaction() as session:
        return [
            item_of(session, people.a_submission(session, title=f"Ärende {number}")).id
            for number in range(count)
        ]


def _fine(count: int) -> list[int]:
    with transaction() as session:
        author = _known(session)
        return [
            _sorted(session, people.a_submission(session, by=author, title=f"Bra {number}")).id
            for number in range(count)
        ]


def _published(item_id: int) -> bool:
    with transaction() as session:
        item = session.get_one(Reviewable, item_id)
        case = session.get_one(Submission, item.submission_id)
        return case.publication is Publication.PUBLISHED


def _judge(browser, item: int, judgement: str, **fields):
    page = browser.get(f"/desk/{item}")
    version = re.search(r'name="version" value="(\d+)"', page.text).group(1)
    return browser.post(
        f"/desk/{item}/verdicts", {"version": version, "judgement": judgement} | fields
    )


def test_the_desk_says_what_came_and_counts_three_heaps(marek):
    _several(2)
    (fine,) = _fine(1)
    page = marek.get("/desk").text
    assert "3 new." in page
    assert re.search(r"<b>0</b> Urgent", page)
    assert re.search(r"<b>2</b> To be read", page)
    assert re.search(r"<b>1</b> Looks fine", page)
    kept = marek.get("/desk?heap=fine").text
    assert f'href="/desk/{fine}?heap=fine"' in kept
    assert "Ärende 0" not in kept
    fragment = marek.get("/desk/counts?heap=fine")
    assert "<html" not in fragment.text
    assert "<b>1</b> Looks fine" in fragment.text
    # What nobody can mean is nothing.
    assert marek.get("/desk?heap=best&unit=x&reason=why&whose=hers").status_code == 200


def test_a_list_kept_to_something_stays_so_from_page_to_page(marek):
    first, _ = _several(2)
    with transaction() as session:
        proposal = people.published(session)
        report(session, proposal)
        report(session, people.published(session, title="Ett annat"))
        reported = item_of(session, proposal).id
    page = marek.get("/desk?reason=abusive").text
    assert "En cykelväg" in page
    assert "Ärende 0" not in page
    item = marek.get(f"/desk/{reported}?reason=abusive").text
    assert 'name="view" value="reason=abusive"' in item
    given = marek.post("/desk/next", {"after": str(reported), "view": "reason=abusive"})
    assert "reason=abusive" in given.headers["location"]
    assert f"/desk/{first}" not in given.headers["location"]


def test_after_a_verdict_comes_the_next_text_with_the_way_back(marek):
    first, second = _several(2)
    given = _judge(marek, first, "refuse", reason="abusive")
    there = given.headers["location"]
    assert there.startswith(f"/desk/{second}?")
    page = marek.get(there).text
    assert "Undo (2 min)" in page
    with transaction() as session:
        assert session.get_one(Reviewable, second).claimed_by == people.marek(session).id
    verdict = re.search(r'name="verdict" value="(\d+)"', page).group(1)
    assert f'href="/desk/{first}"' in page
    undone = marek.post("/desk/undoings", {"verdict": verdict})
    assert undone.headers["location"] == f"/desk/{first}"
    with transaction() as session:
        case = session.get_one(Submission, session.get_one(Reviewable, first).submission_id)
        assert case.publication is Publication.QUEUED


def test_nobody_is_offered_to_undo_what_another_judged(marek, anna):
    first, second = _several(2)
    there = _judge(marek, first, "publish").headers["location"]
    done = re.search(r"done=(\d+)", there).group(1)
    assert "Undo (" not in anna.get(f"/desk/{second}?done={done}").text
    assert anna.post("/desk/undoings", {"verdict": done}).status_code == 404


def test_two_who_go_on_at_once_read_different_texts(marek, anna):
    first, second = _several(2)
    one = marek.post("/desk/next", {}).headers["location"]
    other = anna.post("/desk/next", {}).headers["location"]
    assert [one, other] == [f"/desk/{first}", f"/desk/{second}"]
    # Looking leads on and takes nothing.
    assert marek.get("/desk/next").headers["location"] == f"/desk/{first}"
    # Who leaves a text leaves it to others.
    assert anna.post("/desk/next", {"after": str(second)}).headers["location"] == "/desk"
    with transaction() as session:
        assert session.get_one(Reviewable, second).claimed_by is None


def test_a_text_is_taken_over_with_a_press_that_is_written_down(marek, anna):
    (item,) = _several(1)
    marek.post(f"/desk/{item}/claims", {})
    refused = anna.post(f"/desk/{item}/claims", {})
    assert refused.status_code == 409
    assert "Marek was first" in refused.text
    assert "Take it over" in refused.text
    assert anna.post(f"/desk/{item}/claims", {"force": "yes"}).status_code == 303
    told = marek.post(f"/desk/{item}/presence", {}).text
    assert "Anna has read this text since" in told
    assert anna.post(f"/desk/{item}/presence", {}).text.strip() == ""
    with transaction() as session:
        log = access_log.access_log.c
        assert session.execute(select(log.id).where(log.what == What.CLAIM_TAKEN)).all()


def test_whoever_comes_too_late_keeps_her_words_and_learns_who_was_first(marek, anna):
    (item,) = _several(1)
    page = marek.get(f"/desk/{item}")
    version = re.search(r'name="version" value="(\d+)"', page.text).group(1)
    _judge(anna, item, "publish")
    said = {"version": version, "judgement": "return", "message": "Ta bort grannens namn."}
    late = marek.post(f"/desk/{item}/verdicts", said)
    assert late.status_code == 409
    assert "Anna was first" in late.text
    assert "Ta bort grannens namn." in late.text
    assert "Earlier judgements of this text" in late.text
    assert "has judged this text" in marek.post(f"/desk/{item}/presence", {}).text


def test_what_looks_fine_is_published_in_one_press_and_taken_back_in_one(marek):
    items = _fine(3)
    page = marek.get("/desk/fine").text
    assert all(f'name="item-{item}"' in page for item in items)
    assert "Publish 3" in page
    ticks = dict(re.findall(r'name="(item-\d+)" value="(\d+)"', page))
    key = re.search(r'name="form_key" value="(\w+)"', page).group(1)
    spared = f"item-{items[2]}"
    del ticks[spared]
    given = marek.post("/desk/bulk-verdicts", ticks | {"form_key": key})
    assert given.status_code == 303
    assert [_published(item) for item in items] == [True, True, False]
    again = marek.post("/desk/bulk-verdicts", ticks | {"form_key": key})
    assert again.headers["location"] == given.headers["location"]
    after = marek.get(given.headers["location"]).text
    assert "2 texts are published." in after
    several = re.search(r'name="several" value="(\d+)"', after).group(1)
    assert marek.post("/desk/undoings/several", {"several": several}).status_code == 303
    assert not any(map(_published, items))


def test_of_what_looks_fine_it_is_written_down_who_read_it(marek):
    _fine(2)
    marek.get("/desk/fine")
    marek.get("/desk/fine")
    with transaction() as session:
        log = access_log.access_log.c
        looked = session.execute(select(log.submission_id).where(log.what == What.ITEM)).all()
    assert len(looked) == 2


def test_what_changed_meanwhile_is_named_and_left_out(marek):
    items = _fine(2)
    page = marek.get("/desk/fine").text
    ticks = dict(re.findall(r'name="(item-\d+)" value="(\d+)"', page))
    key = re.search(r'name="form_key" value="(\w+)"', page).group(1)
    with transaction() as session:
        item = session.get_one(Reviewable, items[0])
        item.version += 1
        session.add(item)
    given = marek.post("/desk/bulk-verdicts", ticks | {"form_key": key})
    assert given.status_code == 409
    assert "1 was left out:" in given.text
    assert f'href="/desk/{items[0]}"' in given.text
    assert [_published(item) for item in items] == [False, True]


def test_the_item_tells_of_its_author_and_not_who_she_is(marek):
    with transaction() as session:
        author = _known(session)
        item = item_of(session, people.a_submission(session, by=author)).id
    page = marek.get(f"/desk/{item}").text
    assert re.search(r"Texts approved</dt><dd>3<", page)
    assert "Rosa" not in page
    assert "rosa@example.org" not in page


def test_the_keys_are_said_as_text(marek):
    (item,) = _several(1)
    page = marek.get(f"/desk/{item}").text
    assert re.search(r"<kbd>a</kbd>.*publish", page)
    assert "<kbd>?</kbd>" in page


def test_nobody_else_enters(site):
    (item,) = _several(1)
    with transaction() as session:
        rosa, olga = people.rosa(session), people.olga(session)
    for someone in (None, rosa, olga):
        browser = site.browser()
        if someone is not None:
            browser.sign_in(someone)
        for address in ("/desk/fine", "/desk/next", "/desk/counts", f"/desk/{item}"):
            assert browser.get(address).status_code == 404
        for address in ("/desk/next", "/desk/bulk-verdicts", f"/desk/{item}/presence"):
            assert browser.post(address, {}).status_code == 404
