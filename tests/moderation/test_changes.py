"""A change of a text that everyone reads: judged while the text stands, in every order (T34, F31)."""

import itertools

import pytest
from sqlalchemy import select

from models import history, publishing, vote
from models.database import transaction
from models.errors import NotAllowed, Refusal, Stale
from models.event import EventKind
from models.review import IS_OPEN, Reviewable, ReviewState, reviewables
from models.revising import accept, can_change, refuse, revise
from models.states import PUBLIC, Kind, Publication, Status
from models.submission import Submission, take
from models.tally import recount
from models.text import Text, original
from models.verdict import Judgement
from moderation import queue, record
from moderation.changes import compare
from tests import people
from tests.moderation.room import ANYWHERE, NUMBER, item_of, judge, last_event, last_item, report
from tests.parallel import at_once, unit

J = Judgement
NEW = "Bygg en cykelväg längs ån, ända till badplatsen."


def changed(session, submission, *, title="En cykelväg", source=NEW):
    rosa = people.rosa(session)
    return revise(session, submission, by=rosa.actor, title=title, source=source)


def words(session, submission):
    found = session.get_one(Text, submission.text_id)
    return found.title, found.source


def test_the_old_text_stands_until_somebody_has_read_the_new_one(town):
    with transaction() as session:
        proposal = people.published(session)
        before = words(session, proposal)
        changed(session, proposal)
        assert words(session, proposal) == before
        assert proposal.publication is Publication.PUBLISHED
        event = last_event(session, proposal)
        assert (event.kind, event.public) == (EventKind.EDITED, False)
        found = queue.item(session, item_of(session, proposal).id)
        assert (found.text.text, found.former.source) == (NEW, before[1])
        assert queue.waiting(session, ANYWHERE)[0].change


def test_a_change_that_is_published_takes_the_place_of_the_text(town):
    with transaction() as session:
        proposal = people.published(session)
        before = proposal.text_id
        changed(session, proposal)
        verdict = judge(session, item_of(session, proposal), J.PUBLISH)
        assert words(session, proposal) == ("En cykelväg", NEW)
        assert proposal.edited_at is not None
        assert proposal.pending_text_id is None
        (event, *_) = history.timeline(session, proposal.stream)
        assert (event.id, event.kind) == (verdict.event_id, EventKind.EDITED)
        assert event.facts["from_text"] == before
        assert event.facts["text"] == proposal.text_id
        assert {"from_digest", "digest"} <= event.facts.keys()
        assert history.verify(session, proposal.stream) == []
        assert history.replay(session, proposal.stream).publication == "published"


def test_a_change_that_is_not_published_leaves_the_text_and_is_told_to_the_author_alone(town):
    with transaction() as session:
        proposal = people.published(session)
        before = words(session, proposal)
        changed(session, proposal)
        verdict = judge(session, item_of(session, proposal), J.REFUSE, reason="advertising")
        assert words(session, proposal) == before
        assert proposal.publication is Publication.PUBLISHED
        assert proposal.pending_text_id is proposal.edited_at is None
        assert (verdict.shown, last_event(session, proposal).public) == (None, False)
        assert queue.waiting(session, ANYWHERE) == []
        (entry,) = record.entries(session)
        assert (entry.change, entry.reversed) == (True, False)


def test_a_later_change_reverses_nothing_in_the_register(town):
    with transaction() as session:
        proposal = people.published(session)
        for judgement, more in ((J.REFUSE, {"reason": "advertising"}), (J.PUBLISH, {})):
            changed(session, proposal)
            judge(session, item_of(session, proposal), judgement, **more)
        assert [entry.reversed for entry in record.entries(session)] == [False]


def test_a_second_change_takes_the_place_of_the_first_and_of_its_verdict(town):
    with transaction() as session:
        proposal = people.published(session)
        changed(session, proposal)
        item = item_of(session, proposal)
        seen = item.version
        changed(session, proposal, source="En tredje väg längs ån.")
        with pytest.raises(Stale):
            judge(session, item, J.PUBLISH, version=seen)
        judge(session, item, J.PUBLISH)
        assert words(session, proposal)[1] == "En tredje väg längs ån."


def test_a_detail_of_a_change_can_be_hidden(town):
    with transaction() as session:
        proposal = people.published(session)
        changed(session, proposal, source=f"Ring mig: {NUMBER}, om cykelvägen.")
        item = item_of(session, proposal)
        with pytest.raises(NotAllowed, match="personal_number"):
            judge(session, item, J.PUBLISH)
        judge(session, item, J.REDACT, reason="personal_data")
        assert proposal.publication is Publication.REDACTED
        assert NUMBER not in words(session, proposal)[1]
        assert NUMBER in original(session, proposal.original_id).source
        changed(session, proposal)
        judge(session, item_of(session, proposal), J.PUBLISH)
        assert (proposal.publication, proposal.original_id) == (Publication.PUBLISHED, None)


def test_reports_on_the_text_do_not_lose_the_change_that_waits(town):
    with transaction() as session:
        proposal = people.published(session)
        changed(session, proposal)
        waiting = proposal.pending_text_id
        report(session, proposal)
        assert item_of(session, proposal).text_id == waiting
        found = queue.item(session, item_of(session, proposal).id)
        assert found.former is not None
        assert len(found.reports) == 1


def test_hidden_while_a_change_waits_neither_is_lost(town):
    with transaction() as session:
        proposal = people.published(session)
        changed(session, proposal)
        item = item_of(session, proposal)
        judge(session, item, J.HIDE, reason="abusive")
        assert proposal.publication is Publication.HIDDEN
        with pytest.raises(NotAllowed, match="text_stands"):
            changed(session, proposal)
        judge(session, item, J.REFUSE, reason="abusive")
        assert (proposal.publication, item.state) == ("hidden", ReviewState.ESCALATED)
        assert item.text_id == proposal.text_id
        judge(session, item, J.PUBLISH)
        assert proposal.publication is Publication.PUBLISHED


def test_a_change_can_bring_a_hidden_text_back(town):
    with transaction() as session:
        proposal = people.published(session)
        changed(session, proposal)
        item = item_of(session, proposal)
        judge(session, item, J.HIDE, reason="abusive")
        judge(session, item, J.PUBLISH)
        assert (proposal.publication, words(session, proposal)[1]) == ("published", NEW)
        assert history.replay(session, proposal.stream).publication == "published"


def test_what_is_unpublished_while_a_change_waits_can_be_shown_again_as_it_was(town):
    with transaction() as session:
        proposal = people.published(session)
        before = words(session, proposal)
        changed(session, proposal)
        item = item_of(session, proposal)
        judge(session, item, J.UNPUBLISH, reason="abusive")
        assert proposal.pending_text_id is None
        judge(session, item, J.PUBLISH)
        assert (proposal.publication, words(session, proposal)) == ("published", before)


def test_taking_it_back_takes_the_change_back_too(town):
    with transaction() as session:
        proposal = people.published(session)
        changed(session, proposal)
        item = item_of(session, proposal)
        rules = people.municipality(session).proposals
        publishing.withdraw(session, proposal, by=people.rosa(session).actor, rules=rules)
        assert (proposal.pending_text_id, queue.waiting(session, ANYWHERE)) == (None, [])
        with pytest.raises(Stale):
            judge(session, item, J.PUBLISH)


@pytest.mark.parametrize(
    ("kind", "status", "may"),
    [
        (Kind.PROPOSAL, Status.VOTING, True),
        (Kind.PROPOSAL, Status.VOTING_ENDED, False),
        (Kind.PROPOSAL, Status.REFERRED, False),
        (Kind.PROPOSAL, Status.DECIDED, False),
        (Kind.COMPLAINT, Status.RECEIVED, True),
        (Kind.COMPLAINT, Status.ANSWERED, True),
        (Kind.COMPLAINT, Status.CLOSED, False),
    ],
)
def test_what_was_supported_or_is_over_stands(town, kind, status, may):
    with transaction() as session:
        submission = people.published(session, kind)
        submission.status = status
        session.flush()
        assert can_change(submission) is may
        if not may:
            with pytest.raises(NotAllowed, match="text_stands"):
                changed(session, submission)


@pytest.mark.parametrize("publication", ["hidden", "refused", "unpublished", "withdrawn"])
def test_what_is_not_shown_any_more_is_not_changed(town, publication):
    with transaction() as session:
        submission = people.published(session)
        submission.publication = Publication(publication)
        session.flush()
        with pytest.raises(NotAllowed, match="text_stands"):
            changed(session, submission)


def test_where_no_change_waits_none_is_judged(town):
    with transaction() as session:
        submission = people.published(session)
        by = people.marek(session).actor
        with pytest.raises(NotAllowed):
            accept(session, submission, by=by)
        with pytest.raises(NotAllowed):
            refuse(session, submission, by=by, reason="advertising")


def test_the_reader_of_a_change_sees_how_many_support_the_text(town):
    with transaction() as session:
        proposal = people.published(session)
        vote.support(session, proposal.reference, people.sam(session).id)
        recount(session, proposal.reference)
        changed(session, proposal)
        assert queue.item(session, item_of(session, proposal).id).former.supporters == 1


def test_passages_say_what_goes_and_what_comes():
    before, after = compare("Bygg en bro.\nNu.", "Bygg en stor bro.\nNu, tack.")
    assert [one.text for one in before if one.changed] == ["Nu."]
    assert [one.text for one in after if one.changed] == ["stor ", "Nu, tack."]
    assert "".join(one.text for one in after) == "Bygg en stor bro.\nNu, tack."
    assert "".join(one.text for one in before) == "Bygg en bro.\nNu."


# In every order, and at once

ACTS = ("edit", "approve", "refuse", "hide", "withdraw")


def _act(name, session, reference, seen):
    """One of the acts, as its form was made from what everybody saw before any of them."""
    submission = take(session, reference, version=seen["version"] if name == "edit" else None)
    if name == "edit":
        changed(session, submission, source="Något helt annat.")
    elif name == "withdraw":
        rules = people.municipality(session).proposals
        publishing.withdraw(session, submission, by=people.rosa(session).actor, rules=rules)
    else:
        item = session.get_one(Reviewable, seen["item"])
        judgement = {"approve": J.PUBLISH, "refuse": J.REFUSE, "hide": J.HIDE}[name]
        reason = {} if name == "approve" else {"reason": "abusive"}
        judge(session, item, judgement, version=seen["item_version"], **reason)


@pytest.mark.parametrize("pair", list(itertools.combinations(ACTS, 2)), ids="-".join)
def test_of_two_acts_at_once_the_second_knows_of_the_first(town, pair):
    with transaction() as session:
        submission = people.published(session, Kind.COMPLAINT)
        people.marek(session)
        changed(session, submission)
        item = item_of(session, submission)
        reference = submission.reference
        read = submission.pending_text_id
        seen = {"version": submission.version, "item": item.id, "item_version": item.version}
    results = at_once(
        [lambda name=name: unit(lambda s: _act(name, s, reference, seen)) for name in pair]
    )
    done = [name for name, made in zip(pair, results, strict=True) if made is None]
    assert all(made is None or isinstance(made, Refusal) for made in results), results
    # Whoever takes it back looks at no version: hers is the last word, whatever was done before.
    assert len(done) == 1 or "withdraw" in done, results
    with transaction(write=False) as session:
        submission = session.scalars(
            select(Submission).where(Submission.reference == reference)
        ).one()
        if submission.edited_at is not None:
            assert submission.text_id == read, "only what was read is shown"
        _check_whole(session, submission)


def _check_whole(session, submission):
    """A change waits exactly while an item waits for it, and the chain tells all that happened."""
    items = list(
        session.scalars(
            select(Reviewable).where(reviewables.c.submission_id == submission.id, IS_OPEN)
        )
    )
    assert len(items) <= 1
    if submission.pending_text_id is not None:
        assert items[0].text_id == submission.pending_text_id
        assert submission.publication in PUBLIC | {Publication.HIDDEN}
    assert history.verify(session, submission.stream) == []
    folded = history.replay(session, submission.stream)
    assert (folded.publication, folded.status) == (submission.publication, submission.status)
    assert last_item(session, submission) is not None
