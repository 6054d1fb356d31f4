"""Arguments met: marked beside the answer, folded below it, gone with the comment."""

import re
from html import unescape

import pytest

from models import publishing
from models.actor import SYSTEM
from models.comment import Comment
from models.database import transaction
from models.states import Kind, Publication
from models.submission import take
from tests import people

pytestmark = pytest.mark.once

WIDE, PLOUGH = "Bygg den bredare.", "Vem plogar på vintern?"


@pytest.fixture
def talked(site) -> tuple[str, list[int]]:
    """A public complaint of Rosa's with two arguments, and the ids of their comments."""
    with transaction() as session:
        case = people.published(session, Kind.COMPLAINT)
        made = [people.published_comment(session, case, source=words) for words in (WIDE, PLOUGH)]
        people.published_comment(session, case, by=people.resident(session, "Bo"), reply_to=2)
        return case.reference, [one.id for one in made]


@pytest.fixture
def olga(site):
    with transaction() as session:
        someone = people.olga(session)
    return site.browser().sign_in(someone)


def send(olga, reference: str, **fields: str):
    desk = olga.get(f"/casework/{reference}").text
    seq = re.search(r'name="seq" value="(\d+)"', desk)[1]
    return olga.post(f"/submissions/{reference}/answers", {"seq": seq} | fields)


def folded(browser, reference: str) -> list[str]:
    """What stands below the answer: what it meets, and what it does not."""
    page = unescape(browser.get(f"/submissions/{reference}").text)
    found = re.search(r'<details class="arguments" id="arguments">(.*?)</details>', page, re.DOTALL)
    return re.split("<h3>", found[1])[1:] if found else []


def test_what_an_answer_meets_is_marked_beside_it_and_read_below_it(site, olga, talked):
    reference, _ = talked
    desk = unescape(olga.get(f"/casework/{reference}").text)
    assert desk.index(PLOUGH) < desk.index(WIDE), "the one that somebody replied to comes first"
    assert "1 other person replied" in desk
    refused = send(olga, reference, text="", **{"met-2": "yes"})
    assert refused.status_code == 422
    assert re.search(r'name="met-2" value="yes" checked', refused.text), "no mark is lost"
    assert send(olga, reference, text="Vi plogar.", **{"met-2": "yes"}).status_code == 303
    met, unmet = folded(site.browser(), reference)
    assert PLOUGH in met
    assert WIDE in unmet
    assert 'href="/submissions/' + reference + '#comment-1"' in unmet


def test_a_mark_is_kept_with_the_draft(olga, talked):
    reference, _ = talked
    form = {"seq": "1", "text": "Vi plogar", "go": "keep", "met-2": "yes"}
    kept = olga.post(f"/submissions/{reference}/draft", form).headers["Location"]
    assert 'name="met-2" value="yes" checked' in olga.get(kept.partition("#")[0]).text
    form |= {"go": "discard"}
    gone = olga.post(f"/submissions/{reference}/draft", form).headers["Location"]
    assert "checked" not in olga.get(gone.partition("#")[0]).text.partition('name="met-2"')[2][:40]


def test_a_hidden_comment_is_no_argument_from_that_moment(site, olga, talked):
    reference, ids = talked
    send(olga, reference, text="Vi plogar.", **{"met-2": "yes", "met-9": "yes", "met-x": "yes"})
    with transaction() as session:
        case = take(session, reference)
        for number in ids[:1]:
            one = session.get_one(Comment, number)
            publishing.show_comment(session, case, one, Publication.HIDDEN, by=SYSTEM)
    assert len(folded(site.browser(), reference)) == 1
    assert WIDE not in olga.get(f"/casework/{reference}").text


def test_nothing_is_weighed_where_nobody_can_have_said_anything(site, olga):
    with transaction() as session:
        reference = people.a_submission(session, shown=False).reference
    assert "met-" not in olga.get(f"/casework/{reference}").text
    assert send(olga, reference, text="Ja, absolut.", **{"met-1": "yes"}).status_code == 303
