"""What letters say of changes, questions of ours, and cases that were taken back."""

import pytest

from models import publishing, revising, supplement
from models.database import transaction
from models.states import Kind, Publication
from models.submission import take
from models.subscription import Extent
from models.verdict import Judgement
from notifications.looking import look
from notifications.messages import Writer
from notifications.staleness import stale
from tests import people
from tests.moderation.room import item_of, judge
from tests.notifications.post import address, follow, sent_rows

QUESTION = "Vilken hållplats var det?"


def _letters(kind):
    """Every letter of a kind that may go now, by its address."""
    address()
    writer = Writer()
    with transaction() as session:
        ids = [row.id for row in sent_rows(kind=kind)]
        drafts = [writer.prepare(session, due) for due in look(session, ids) if stale(due) is None]
    return {letter.address: letter for letter in map(writer.write, drafts)}


def _changed(session, submission, judgement, **more):
    rosa = people.rosa(session)
    revising.revise(session, submission, by=rosa.actor, title="Ny rubrik", source="Nya ord.")
    judge(session, item_of(session, submission), judgement, **more)


def test_the_author_and_whoever_follows_everything_read_of_a_change(town):
    with transaction() as session:
        submission = people.published(session)
        follow(session, people.sam(session), submission, extent=Extent.EVERYTHING)
        _changed(session, submission, Judgement.PUBLISH)
    found = _letters("edited")
    assert set(found) == {"rosa@example.org", "sam@example.org"}
    assert "din ändring" in found["rosa@example.org"].text
    assert "Avsändaren har ändrat texten" in found["sam@example.org"].text
    assert found["rosa@example.org"].subject.startswith("Ändrat: Ny rubrik")


def test_nobody_is_told_to_read_what_was_hidden_meanwhile(town):
    with transaction() as session:
        submission = people.published(session)
        _changed(session, submission, Judgement.PUBLISH)
        publishing.show(
            session,
            submission,
            Publication.HIDDEN,
            by=people.marek(session).actor,
            rules=people.municipality(session).proposals,
            reason="abusive",
        )
    assert _letters("edited") == {}


def test_the_author_reads_why_and_that_the_former_text_stands(town):
    with transaction() as session:
        submission = people.published(session)
        _changed(
            session, submission, Judgement.REFUSE, reason="advertising", message="Inga annonser."
        )
    letter = _letters("refused")["rosa@example.org"]
    for words in ("din ändring", "Den tidigare texten står kvar", "Inga annonser."):
        assert words in letter.text
    assert "Nya ord." not in letter.text


def test_of_what_was_taken_back_followers_read_the_number_alone(town):
    with transaction() as session:
        submission = people.published(session, title="Rosas förslag")
        follow(session, people.sam(session), submission)
        rules = people.municipality(session).proposals
        publishing.withdraw(session, submission, by=people.rosa(session).actor, rules=rules)
        reference = submission.reference
    letter = _letters("withdrawn")["sam@example.org"]
    assert reference in letter.text
    for part in (letter.subject, letter.text, letter.html):
        assert "Rosas förslag" not in part
        assert "Storgatan" not in part
        assert "cykelväg" not in part
    assert letter.unsubscribe_url


@pytest.mark.parametrize("shown", [True, False])
def test_our_question_travels_by_mail_only_when_everyone_may_read_of_the_case(town, shown):
    with transaction() as session:
        submission = (
            people.published(session, Kind.COMPLAINT)
            if shown
            else people.a_submission(session, shown=False)
        )
        olga = people.olga(session).actor
        submission = take(session, submission.reference)
        supplement.ask(session, submission, by=olga, question=QUESTION)
    letter = _letters("status_moved")["rosa@example.org"]
    assert "Vi behöver veta mer" in letter.text
    assert (QUESTION in letter.text) is shown
    assert "Svara oss" in letter.text
