"""A verdict taken back at once: as if it had not been. And one that an appeal reverses."""

import pytest

from models import calendar, history, revising
from models.actor import STRANGER
from models.before_verdict import OF_ITEMS, BeforeVerdict, of_thing
from models.calendar import DAY, SECOND
from models.database import transaction
from models.errors import NotAllowed, NotFound, Stale
from models.event import EventKind
from models.restoring import put_back
from models.states import PUBLIC, Kind, Outcome, Publication, Status
from models.submission import Submission
from models.tally import end_voting
from models.verdict import RESTRICTING, Judgement, Verdict, undo_lasts
from models.vote import support, supports
from moderation.doors import doors
from moderation.undoing import undo
from tests import people
from tests.moderation.room import item_of, judge, last_event, noon, report

J = Judgement
SAID = {"reason": "abusive", "message": "Nej.", "redacted": "Utan det."}


def seen(thing, item) -> dict:
    return {name: getattr(thing, name) for name in of_thing(thing)} | {
        f"item_{name}": getattr(item, name) for name in OF_ITEMS
    }


def _things(session):
    """Everything that can be judged, with every judgement it may get, each anew."""
    waits = [people.a_submission(session, kind) for kind in (Kind.PROPOSAL, Kind.COMPLAINT)]
    shown = people.published(session)
    hidden = people.published(session, title="En annan väg")
    below = people.a_comment(session, shown)
    changed = people.published(session, title="En tredje")
    report(session, shown)
    report(session, hidden, reason="threat")
    rosa = people.rosa(session)
    revising.revise(session, changed, by=rosa.actor, title="En fjärde", source="Ett annat ord.")
    return [*waits, shown, hidden, below, changed]


@pytest.mark.parametrize("judgement", Judgement)
def test_after_undoing_everything_is_as_it_was_and_the_history_says_so(town, judgement):
    with transaction() as session, calendar.at(noon()):
        marek, tried = people.marek(session), 0
        for thing in _things(session):
            item = item_of(session, thing)
            change = getattr(thing, "pending_text_id", None) is not None
            if judgement not in doors(item.state, thing.publication, change=change):
                continue
            was = seen(thing, item)
            verdict = judge(session, item, judgement, **SAID)
            calendar.freeze(noon() + undo_lasts() - SECOND)
            undo(session, verdict.id, by=marek.actor)
            calendar.freeze(noon())
            assert seen(thing, item) == was
            stream = (
                thing.stream
                if isinstance(thing, Submission)
                else session.get_one(Submission, thing.submission_id).stream
            )
            assert history.verify(session, stream) == []
            folded = history.replay(session, stream)
            if isinstance(thing, Submission):
                assert (folded.publication or "queued", folded.status) == (
                    thing.publication,
                    thing.status,
                )
            else:
                assert folded.comments[thing.id] == thing.publication
            tried += 1
            # And it can be judged again, by the same page.
            judge(session, item, judgement, **SAID)
        assert tried


def test_pressed_twice_it_is_one_undoing(town):
    with transaction() as session:
        submission = people.a_submission(session)
        verdict = judge(session, item_of(session, submission), J.PUBLISH)
        for _ in range(2):
            undo(session, verdict.id, by=people.marek(session).actor)
        assert submission.publication is Publication.QUEUED
        assert submission.published_at is None
        events = [one.kind for one in history.timeline(session, submission.stream)]
        assert events == ["verdict_given", "published", "received"]


def test_only_her_own_verdict_and_only_for_two_minutes(town):
    with transaction() as session, calendar.at(noon()):
        verdict = judge(session, item_of(session, people.a_submission(session)), J.PUBLISH)
        for other in (people.anna(session).actor, people.ada(session).actor, STRANGER):
            with pytest.raises(NotFound):
                undo(session, verdict.id, by=other)
        calendar.freeze(noon() + undo_lasts())
        with pytest.raises(NotAllowed, match="undo_over"):
            undo(session, verdict.id, by=people.marek(session).actor)


@pytest.mark.parametrize("meanwhile", ["judged", "changed", "reported", "withdrawn"])
def test_what_happened_meanwhile_is_not_undone_with_it(town, meanwhile):
    with transaction() as session:
        rosa, marek = people.rosa(session), people.marek(session)
        submission = people.a_submission(session)
        item = item_of(session, submission)
        verdict = judge(session, item, J.PUBLISH)
        if meanwhile == "reported":
            report(session, submission)
        elif meanwhile == "judged":
            report(session, submission)
            judge(session, item_of(session, submission), J.HIDE, reason="abusive")
        elif meanwhile == "changed":
            revising.revise(session, submission, by=rosa.actor, title="Nytt", source="Nytt.")
        else:
            submission.show_as(Publication.WITHDRAWN)
        before = submission.publication
        with pytest.raises(Stale):
            undo(session, verdict.id, by=marek.actor)
        assert submission.publication is before


def test_support_given_in_the_two_minutes_is_kept_for_when_it_is_shown_again(town):
    with transaction() as session:
        sam, proposal = people.sam(session), people.a_submission(session, Kind.PROPOSAL)
        item = item_of(session, proposal)
        verdict = judge(session, item, J.PUBLISH)
        support(session, proposal.reference, sam.id)
        undo(session, verdict.id, by=people.marek(session).actor)
        assert (proposal.status, proposal.voting_until) == (Status.RECEIVED, None)
        judge(session, item, J.PUBLISH)
        assert supports(session, proposal.id, sam.id)


def reversed_by_ada(session, verdict: Verdict) -> int:
    return put_back(
        session,
        verdict,
        by=people.ada(session).actor,
        kind=EventKind.APPEAL_DECIDED,
        facts={"appeal": 1},
        appealed=people.municipality(session).proposals,
    )


@pytest.mark.parametrize("ended", [False, True])
def test_a_reversal_gives_back_place_and_votes_and_the_days_that_were_lost(town, ended):
    with transaction() as session, calendar.at(noon()):
        sam, proposal = people.sam(session), people.published(session)
        support(session, proposal.reference, sam.id)
        calendar.freeze(noon() + DAY)
        first, until = proposal.published_at, proposal.voting_until
        report(session, proposal)
        item = item_of(session, proposal)
        judge(session, item, J.HIDE, reason="abusive")
        calendar.freeze(noon() + 2 * DAY)
        verdict = judge(session, item, J.UNPUBLISH, reason="abusive")
        calendar.freeze(noon() + (60 if ended else 5) * DAY)
        if ended:
            end_voting(session, proposal.reference)
            assert proposal.outcome is Outcome.BELOW_THRESHOLD
        away = calendar.now() - (noon() + DAY)
        reversed_by_ada(session, verdict)
        assert (proposal.publication, proposal.status) == ("published", "voting")
        assert (proposal.outcome, proposal.done_at) == (None, None)
        assert (proposal.published_at, proposal.voting_until) == (first, until + away)
        assert supports(session, proposal.id, sam.id)
        assert item.state == "approved"
        event = last_event(session, proposal)
        assert (event.kind, event.public) == ("appeal_decided", True)
        folded = history.replay(session, proposal.stream)
        assert (folded.publication, folded.status) == ("published", "voting")
        assert session.get_one(BeforeVerdict, verdict.id).reversed_at == calendar.now()


@pytest.mark.parametrize("judgement", sorted(RESTRICTING))
def test_whatever_restricted_a_text_its_reversal_shows_the_words_of_the_author(town, judgement):
    with transaction() as session:
        tried = 0
        for thing in _things(session):
            item = item_of(session, thing)
            change = getattr(thing, "pending_text_id", None)
            if judgement not in doors(item.state, thing.publication, change=bool(change)):
                continue
            written = change or thing.original_id or thing.text_id
            if change and judgement in {J.HIDE, J.UNPUBLISH}:
                written = thing.text_id
            verdict = judge(session, item, judgement, **SAID)
            reversed_by_ada(session, verdict)
            assert thing.publication in PUBLIC
            if not (change and judgement is J.REDACT):
                assert thing.text_id == written
            tried += 1
        assert tried


def test_only_the_last_verdict_is_reversed(town):
    with transaction() as session:
        proposal = people.published(session)
        report(session, proposal)
        item = item_of(session, proposal)
        first = judge(session, item, J.HIDE, reason="abusive")
        judge(session, item, J.UNPUBLISH, reason="abusive")
        with pytest.raises(Stale):
            reversed_by_ada(session, first)
