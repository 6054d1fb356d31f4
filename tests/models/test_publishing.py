"""Showing and not showing: the axis that never waits for the case, nor the case for it."""

import pytest
from sqlalchemy import select

from models import publishing
from models.actor import SYSTEM
from models.calendar import DAY, now
from models.comment import Comment
from models.database import transaction
from models.errors import NotAllowed, NotFound
from models.history import replay, timeline, verify
from models.review import OPEN, Reviewable
from models.states import HANDED_IN, Kind, Outcome, Publication, Status
from models.text import Text
from tests import people
from tests.models import rules as decided


def show(session, submission, to, *, redacted=None, **changed):
    rules = people.municipality(session).proposals.model_copy(update=changed)
    return publishing.show(session, submission, to, by=SYSTEM, rules=rules, redacted=redacted)


def last(session, submission):
    return timeline(session, submission.stream, public_only=False)[0]


def test_a_published_proposal_begins_to_collect_support(town):
    with transaction() as session:
        submission = people.a_submission(session, Kind.PROPOSAL)
        show(session, submission, Publication.PUBLISHED, threshold=40, days=10, keep_open=True)
        event = last(session, submission)
    assert (submission.status, submission.threshold) == (Status.VOTING, 40)
    assert submission.keep_open
    assert now() < submission.voting_until <= now() + 10 * DAY
    assert submission.published_at is not None
    assert event.facts == {
        "hid": "queued",
        "shown": "published",
        "from": "received",
        "to": "voting",
    }


def test_where_no_support_is_needed_a_proposal_goes_to_the_board(town):
    with transaction() as session:
        submission = people.a_submission(session, Kind.PROPOSAL)
        show(session, submission, Publication.PUBLISHED, threshold=0)
    assert submission.status is Status.REFERRED
    assert submission.voting_until is None


def test_a_refused_proposal_is_closed_and_an_upheld_appeal_opens_it(town):
    with transaction() as session:
        submission = people.a_submission(session, Kind.PROPOSAL)
        show(session, submission, Publication.REFUSED)
        assert (submission.status, submission.outcome) == (Status.CLOSED, Outcome.NOT_PUBLISHED)
        show(session, submission, Publication.PUBLISHED)
        assert (submission.status, submission.outcome) == (Status.VOTING, None)
        assert last(session, submission).facts["from"] == "closed"
        told = replay(session, submission.stream)
    assert (told.status, told.outcome, told.publication) == ("voting", None, "published")


def test_a_wrongly_refused_proposal_that_needs_no_support_is_received_anew(town):
    with transaction() as session:
        submission = people.a_submission(session, Kind.PROPOSAL)
        show(session, submission, Publication.REFUSED, threshold=0)
        show(session, submission, Publication.PUBLISHED, threshold=0)
    assert (submission.status, submission.outcome) == (Status.RECEIVED, None)


@pytest.mark.parametrize("kind", [kind for kind in HANDED_IN if kind is not Kind.PROPOSAL])
@pytest.mark.parametrize("to", [Publication.PUBLISHED, Publication.REFUSED, Publication.RETURNED])
def test_a_case_is_worked_whatever_becomes_of_its_text(town, kind, to):
    with transaction() as session:
        submission = people.a_submission(session, kind)
        show(session, submission, to)
    assert (submission.status, submission.outcome) == (Status.RECEIVED, None)


def test_hiding_and_showing_again_takes_no_support_and_no_day_away(town):
    with transaction() as session:
        submission = people.published(session)
        until, first_shown = submission.voting_until, submission.published_at
        show(session, submission, Publication.HIDDEN)
        show(session, submission, Publication.PUBLISHED, days=99, threshold=1)
    assert submission.status is Status.VOTING
    assert (submission.voting_until, submission.published_at) == (until, first_shown)


def test_a_redacted_text_takes_the_place_of_the_original_which_is_kept(town):
    with transaction() as session:
        submission = people.a_submission(session, source="Ring Sam på 070-174 06 05.")
        original = submission.text_id
        show(session, submission, Publication.REDACTED, redacted="Ring Sam på ███.")
        shown = session.get_one(Text, submission.text_id)
        assert shown.source == "Ring Sam på ███."
        assert shown.title == "Mörkt på gångvägen"
        assert submission.original_id == original
        assert verify(session, submission.stream) == []
        show(session, submission, Publication.PUBLISHED)
        assert submission.text_id == original
        assert verify(session, submission.stream) == []


def test_what_the_author_takes_back_while_it_waits_leaves_the_queue(town):
    with transaction() as session:
        rules = people.municipality(session).proposals
        submission = people.a_submission(session, Kind.COMPLAINT)
        publishing.withdraw(session, submission, by=people.rosa(session).actor, rules=rules)
        items = session.scalars(select(Reviewable)).all()
    assert [item.state in OPEN for item in items] == [False]
    assert (submission.publication, submission.status) == ("withdrawn", "closed")


def test_what_was_decided_stays_decided_though_the_author_takes_it_back(town):
    with transaction() as session:
        rules = people.municipality(session).proposals
        submission = people.referred(session)
        people.decided(session, submission)
        publishing.withdraw(session, submission, by=people.rosa(session).actor, rules=rules)
        told = replay(session, submission.stream)
    assert (submission.publication, submission.status) == ("withdrawn", "decided")
    assert (told.publication, told.status, told.outcome) == ("withdrawn", "decided", None)


def test_what_was_taken_back_does_not_come_back(town):
    with transaction() as session:
        rules = people.municipality(session).proposals
        submission = people.published(session)
        publishing.withdraw(session, submission, by=people.rosa(session).actor, rules=rules)
        for to in publishing.EVENTS:
            with pytest.raises(NotAllowed):
                show(session, submission, to)


@pytest.mark.parametrize("first", [p for p in Publication if p != "unconfirmed"])
def test_a_comment_follows_the_same_table(town, first):
    with transaction() as session:
        submission = people.published(session)
        for to in publishing.EVENTS:
            comment = people.a_comment(session, submission)
            comment.publication = first
            session.flush()
            legal = to in decided.SHOWING[first]
            if legal:
                publishing.show_comment(session, submission, comment, to, by=SYSTEM)
                assert replay(session, submission.stream).comments[comment.id] == to
            else:
                with pytest.raises(NotAllowed):
                    publishing.show_comment(session, submission, comment, to, by=SYSTEM)
                assert comment.publication == first


def test_a_comments_words_enter_the_chain_when_it_is_shown(town):
    with transaction() as session:
        submission = people.published(session)
        comment = people.published_comment(session, submission)
        facts = last(session, submission).facts
        assert facts["comment"] == comment.id
        assert facts["text"] == comment.text_id
        assert verify(session, submission.stream) == []
        session.get_one(Text, comment.text_id).source = "Något annat."
        session.flush()
        assert [fault.code for fault in verify(session, submission.stream)] == ["text"]


def test_a_hidden_comment_is_one_event_of_its_submission(town):
    with transaction() as session:
        submission = people.published(session)
        comment = people.published_comment(session, submission)
        publishing.show_comment(session, submission, comment, Publication.HIDDEN, by=SYSTEM)
        event = last(session, submission)
        told = replay(session, submission.stream)
    assert (event.kind, event.facts["hid"], event.facts["shown"]) == (
        "comment_hidden",
        "published",
        "hidden",
    )
    assert told.publication == "published"
    assert told.comments == {comment.id: "hidden"}


def test_a_comment_is_numbered_and_finds_its_place_in_the_thread(town):
    with transaction() as session:
        submission = people.published(session)
        first = people.published_comment(session, submission)
        second = people.published_comment(session, submission)
        reply = people.published_comment(session, submission, reply_to=1)
        below = people.published_comment(session, submission, reply_to=3)
        by_path = session.scalars(select(Comment).order_by(Comment.__table__.c.path)).all()
    assert [comment.number for comment in by_path] == [1, 3, 4, 2]
    assert [comment.depth for comment in by_path] == [0, 1, 2, 0]
    assert (reply.parent_id, below.parent_id) == (first.id, reply.id)
    assert second.path == "00002"


def test_only_what_is_public_is_replied_to(town):
    with transaction() as session:
        submission = people.published(session)
        waiting = people.a_comment(session, submission)
        with pytest.raises(NotFound):
            people.a_comment(session, submission, reply_to=waiting.number)
        with pytest.raises(NotFound):
            people.a_comment(session, submission, reply_to=99)


@pytest.mark.parametrize("to", [Publication.HIDDEN, Publication.WITHDRAWN])
def test_nobody_comments_on_what_is_not_public(town, to):
    with transaction() as session:
        submission = people.published(session)
        show(session, submission, to)
        with pytest.raises(NotFound):
            people.a_comment(session, submission)


def test_a_comment_of_an_official_is_marked_and_nobody_elses_is(town):
    with transaction() as session:
        submission = people.published(session)
        official = people.a_comment(session, submission, by=people.olga(session))
        resident = people.a_comment(session, submission, by=people.sam(session))
        moderator = people.a_comment(session, submission, by=people.marek(session))
    assert (official.official, resident.official, moderator.official) == (True, False, False)
