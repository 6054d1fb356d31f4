"""Letters about a verdict: not before it stands, never of what was taken back, and never twice."""

import pytest

from models.calendar import advance, freeze
from models.database import transaction
from models.delivery import DeliveryState
from models.event import EventKind
from models.restoring import put_back
from models.review import Reviewable
from models.states import Kind
from models.subscription import Extent
from models.verdict import Judgement, Verdict
from moderation.undoing import undo
from tests import people
from tests.moderation.room import item_of, judge, report
from tests.notifications.post import follow, send, sent_rows, use
from tests.notifications.test_staleness import Shelf
from tests.notifications.test_superseded import MORNING, told

J = Judgement


@pytest.fixture
def shelf(town):
    freeze(MORNING)
    use(town, gather_seconds=0)
    return Shelf()


def _judged(judgement, **said) -> tuple[int, int]:
    """Marek's verdict on Rosa's complaint, and the item."""
    with transaction() as session:
        item = item_of(session, people.a_submission(session, Kind.COMPLAINT))
        return judge(session, item, judgement, **said).id, item.id


def _undo(verdict_id):
    with transaction() as session:
        undo(session, verdict_id, by=people.marek(session).actor)


@pytest.mark.parametrize(
    ("judgement", "kind"),
    [(J.PUBLISH, "published"), (J.REFUSE, "refused"), (J.RETURN, "returned")],
)
def test_the_author_is_written_to_when_it_can_no_longer_be_taken_back(shelf, judgement, kind):
    _judged(judgement, reason="abusive", message="Skriv utan namn.")
    send(shelf)
    advance(119)
    send(shelf)
    assert told(shelf) == [("rosa", "receipt")]
    advance(1)
    send(shelf)
    assert told(shelf) == sorted([("rosa", "receipt"), ("rosa", kind)])


@pytest.mark.parametrize("judgement", [J.PUBLISH, J.REFUSE])
def test_what_was_taken_back_is_told_to_nobody_and_what_came_of_it_once(shelf, judgement):
    verdict, item = _judged(judgement, reason="abusive")
    advance(60)
    send(shelf)
    _undo(verdict)
    with transaction() as session:
        judge(session, session.get_one(Reviewable, item), J.REFUSE, reason="advertising")
    advance(600)
    send(shelf)
    assert told(shelf) == [("rosa", "receipt"), ("rosa", "refused")]
    ended = {row.code for row in sent_rows() if row.state is not DeliveryState.SENT}
    assert ended == {"superseded"}
    letter = shelf.letters[-1].text
    assert "annons" in letter or "reklam" in letter


def test_of_a_comment_too(shelf):
    with transaction() as session:
        proposal = people.published(session)
        follow(session, people.rosa(session), proposal, extent=Extent.EVERYTHING)
        verdict = judge(session, item_of(session, people.a_comment(session, proposal)), J.PUBLISH)
    send(shelf)
    advance(100)
    _undo(verdict.id)
    shelf.letters.clear()
    advance(600)
    send(shelf)
    assert told(shelf) == []


def test_a_rule_hides_at_once_and_says_so_at_once(shelf):
    with transaction() as session:
        report(session, people.published(session), reason="threat")
    send(shelf)
    assert ("rosa", "refused") in told(shelf)


def test_a_reversal_is_no_second_letter_of_the_verdict(shelf):
    verdict, _ = _judged(J.REFUSE, reason="abusive")
    advance(600)
    send(shelf)
    shelf.letters.clear()
    with transaction() as session:
        put_back(
            session,
            session.get_one(Verdict, verdict),
            by=people.ada(session).actor,
            kind=EventKind.APPEAL_DECIDED,
            appealed=people.municipality(session).proposals,
        )
    advance(600)
    send(shelf)
    # Whoever decides appeals writes of it herself.
    assert "refused" not in dict(told(shelf)).values()
