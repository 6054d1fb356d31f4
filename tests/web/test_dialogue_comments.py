"""A comment of a dialogue on the pages of review: named by the dialogue, and leading to it."""

import pytest

from models import calendar, statement, token
from models.calendar import DAY, MINUTE, now
from models.comment import Comment
from models.database import transaction
from models.dialogue.kinds import PhaseKind, Section
from models.verdict import Judgement
from tests import people
from tests.dialogues import QUESTION, a_dialogue, open_for
from tests.moderation import room
from tests.talking import talk
from tests.web.waiting import soon


@pytest.fixture
def said(site):
    """A dialogue with Rosa's comment, which waits to be read."""
    with transaction() as session:
        held = a_dialogue(session)
        made = people.a_comment(session, held.case, by=people.rosa(session))
        item = room.item_of(session, made)
        return site, held.case.reference, held.dialogue.slug, made.id, item.id


def judged(comment_id: int, judgement: Judgement, **more: str) -> None:
    with transaction() as session:
        made = session.get(Comment, comment_id)
        room.judge(session, room.item_of(session, made), judgement, **more)


def test_the_desk_names_the_dialogue_and_leads_to_the_comment_there(said):
    site, reference, slug, _, item = said
    with transaction() as session:
        marek = people.marek(session)
    browser = site.browser().sign_in(marek)
    assert QUESTION in browser.get("/desk").text
    page = browser.get(f"/desk/{item}").text
    assert QUESTION in page
    assert "Comment in a dialogue" in page
    assert f'href="/submissions/{reference}/comments/1"' in page
    leads = browser.get(f"/submissions/{reference}/comments/1").headers["location"]
    assert leads == f"/dialogues/{slug}/comments/1"


def test_what_is_shown_can_be_reported_and_stands_among_her_own_with_its_place(said):
    site, reference, _, comment_id, _ = said
    judged(comment_id, Judgement.PUBLISH)
    form = site.browser().get(f"/submissions/{reference}/reports/new?comment=1")
    assert QUESTION in form.text
    assert f"/submissions/{reference}/comments/1" in form.text
    assert site.browser().get(f"/submissions/{reference}/reports/new").status_code == 404
    with transaction() as session:
        rosa = people.rosa(session)
    own = site.browser().sign_in(rosa).get("/me/comments").text
    assert f'href="/submissions/{reference}/comments/1"' in own
    assert QUESTION in own
    assert "Comment in a dialogue" in own


def test_what_is_refused_is_explained_as_of_the_dialogue_and_leads_to_nothing(said):
    site, reference, slug, comment_id, _ = said
    judged(comment_id, Judgement.REFUSE, reason="abusive")
    with transaction() as session:
        code = next(iter(statement.codes_of(session, [comment_id]).values()))
    page = site.browser().get(f"/statements/{code}").text
    assert f"your comment on the dialogue “{QUESTION}” ({reference})" in page
    assert "Bra tanke." not in site.browser().get(f"/dialogues/{slug}").text
    with calendar.at(now() + 4 * MINUTE):
        soon(lambda: "Comment in a dialogue" in site.browser().get("/moderation-log").text)
        assert QUESTION not in site.browser().get("/moderation-log").text


def test_an_idea_is_called_an_idea_from_the_desk_to_the_register_and_in_the_letter(site):
    with transaction() as session:
        held = a_dialogue(session, phases=[open_for(PhaseKind.COLLECT_IDEAS)])
        idea = "Damm\n\nMitt i."
        made = talk(session, held, section=Section.IDEA, source=idea, shown=False)
        item, marek = room.item_of(session, made).id, people.marek(session)
    browser = site.browser().sign_in(marek)
    for page in ("/desk", f"/desk/{item}"):
        assert "Idea in a dialogue" in browser.get(page).text
    form = {"judgement": "refuse", "form": "refuse", "reason": "abusive", "version": "1"}
    preview = browser.post(f"/desk/{item}/verdicts", form | {"preview": "yes"})
    assert "din idé i dialogen" in preview.text
    judged(made.id, Judgement.REFUSE, reason="abusive")
    with transaction() as session:
        code = next(iter(statement.codes_of(session, [made.id]).values()))
    page = site.browser().get(f"/statements/{code}").text
    assert f"your idea in the dialogue “{QUESTION}”" in page
    with calendar.at(now() + 4 * MINUTE):
        soon(lambda: "Idea in a dialogue" in site.browser().get("/moderation-log").text)


def test_a_button_that_waited_too_long_leads_to_the_dialogue_and_not_to_a_form_of_cases(said):
    site, reference, _, comment_id, _ = said
    with transaction() as session:
        about = {"submission_id": session.get(Comment, comment_id).submission_id}
        sam = people.sam(session)
        made = token.issue(
            session, token.Purpose.COMMENT, sam.contact_id, comment_id=comment_id, **about
        )
        address = f"/confirm/{token.secret(made)}"
    with calendar.at(now() + 40 * DAY):
        page = site.browser().get(address)
    assert page.status_code == 410
    assert f'href="/submissions/{reference}"' in page.text
