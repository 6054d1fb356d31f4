"""Anyone may say that a text breaks the rules; nobody may wear another down with it."""

import json

import pytest
from sqlalchemy import func, select

from models import calendar, form_key, history
from models.actor import STRANGER
from models.calendar import HOUR, MINUTE, SECOND
from models.database import transaction
from models.errors import Invalid, NotAllowed, NotFound
from models.event import Event, EventKind
from models.person import Channel
from models.report import Report
from models.review import Reviewable, ReviewState
from models.states import Kind, Publication
from models.verdict import Judgement, Verdict
from moderation import queue, reported, reporting
from moderation.reasons import REPORT_REASONS
from tests import people
from tests.moderation.room import ANYWHERE, item_of, judge, last_event, noon, report
from tests.parallel import at_once, unit

URGENT = ["threat", "child_abuse", "terror"]


def _reported(session, thing):
    """Every item there ever was of a submission, oldest first."""
    found = select(Reviewable).where(Reviewable.submission_id == thing.id).order_by(Reviewable.id)
    return list(session.scalars(found))


def _kept(session, thing, **said):
    """Reported once, looked at, and left as it is."""
    report(session, thing, **said)
    item = item_of(session, thing)
    judge(session, item, Judgement.KEEP)
    calendar.advance(60)
    return item


def test_a_stranger_reports_a_text_and_it_waits_for_review(town):
    with transaction() as session:
        proposal = people.published(session)
        report_id = report(session, proposal, explanation=" Han hänger\r\nut henne. ")
        kept = session.get_one(Report, report_id)
        item = item_of(session, proposal)
        assert (kept.reason, kept.explanation) == ("abusive", "Han hänger\nut henne.")
        assert (kept.reviewable_id, kept.contact_id, item.reports) == (item.id, None, 1)
        assert (proposal.publication, item.urgent) == ("published", False)


def test_a_report_stands_in_the_history_where_only_staff_sees_it(town):
    with transaction() as session:
        proposal = people.published(session)
        report_id = report(session, proposal, explanation="Det här är hemligt.")
        event = last_event(session, proposal)
        assert (event.kind, event.public, event.actor_id) == (EventKind.REPORTED, False, None)
        assert json.loads(event.facts) == {"report": report_id, "reason": "abusive"}
        assert all(told.kind != "reported" for told in history.timeline(session, proposal.stream))


def test_an_address_left_for_the_answer_is_kept_unconfirmed(town):
    with transaction() as session:
        proposal, sam = people.published(session), people.sam(session)
        known = report(session, proposal, channel=Channel.EMAIL, address=sam.address)
        unknown = report(session, proposal, channel=Channel.EMAIL, address="ny@example.org")
        assert session.get_one(Report, known).contact_id == sam.contact_id
        assert session.get_one(Report, unknown).contact_id not in {None, sam.contact_id}


def test_the_first_report_is_read_though_a_moderator_had_published_the_text(town):
    with transaction() as session:
        submission = people.a_submission(session)
        judge(session, item_of(session, submission), Judgement.PUBLISH)
        report(session, submission)
        assert len(_reported(session, submission)) == 2
        assert item_of(session, submission).reports == 1


def test_a_second_report_joins_the_item_that_waits(town):
    with transaction() as session:
        proposal = people.published(session)
        report(session, proposal)
        seen = item_of(session, proposal).version
        report(session, proposal, reason="advertising")
        item = item_of(session, proposal)
        assert (item.reports, item.version) == (2, seen)
        judge(session, item, Judgement.KEEP, version=seen)


def test_the_same_form_twice_is_one_report(town):
    with transaction() as session:
        proposal, form = people.published(session), form_key.fresh()
        first = report(session, proposal, form=form)
        assert report(session, proposal, form=form) == first
        assert item_of(session, proposal).reports == 1
        with pytest.raises(NotAllowed, match="form_already_used"):
            report(session, proposal, form=form, explanation="Något annat.")


def test_ten_who_report_at_once_make_one_item(town):
    with transaction() as session:
        proposal = people.published(session)
        rules = people.municipality(session).proposals

    def tell(form):
        return unit(
            lambda session: reporting.report(
                session,
                proposal.reference,
                None,
                by=STRANGER,
                reason="abusive",
                explanation="Nej.",
                form=form,
                rules=rules,
            )
        )

    forms = [form_key.fresh() for _ in range(10)]
    results = at_once([lambda form=form: tell(form) for form in forms])
    assert len(set(results)) == 10
    assert all(isinstance(found, int) for found in results)
    with transaction(write=False) as session:
        assert item_of(session, proposal).reports == 10
        assert history.verify(session, proposal.stream) == []


@pytest.mark.parametrize("reason", URGENT)
def test_an_urgent_report_hides_the_text_until_somebody_has_looked(town, reason):
    with transaction() as session:
        complaint = people.published(session, Kind.COMPLAINT)
        status = complaint.status
        report(session, complaint, reason=reason)
        item = item_of(session, complaint)
        verdict = session.scalars(select(Verdict)).one()
        event = last_event(session, complaint)
        assert (complaint.publication, complaint.status) == ("hidden", status)
        assert (item.state, item.urgent, item.decided_by) == (ReviewState.PENDING, True, None)
        assert (verdict.judgement, verdict.reason, verdict.by_id) == ("hide", reason, None)
        assert (event.kind, event.role, event.id) == ("hidden", "system", verdict.event_id)
        judge(session, item, Judgement.PUBLISH)
        assert complaint.publication is Publication.PUBLISHED
        assert history.replay(session, complaint.stream).publication == "published"


@pytest.mark.parametrize("reason", sorted(set(REPORT_REASONS) - set(URGENT)))
def test_no_other_report_hides_anything(town, reason):
    with transaction() as session:
        proposal = people.published(session)
        for _ in range(5):
            report(session, proposal, reason=reason)
        assert proposal.publication is Publication.PUBLISHED


def test_an_urgent_report_makes_the_form_a_moderator_has_open_stale(town):
    with transaction() as session:
        proposal = people.published(session)
        report(session, proposal)
        seen = item_of(session, proposal).version
        report(session, proposal, reason="threat")
        assert item_of(session, proposal).version > seen


def test_an_urgent_report_of_a_comment_hides_the_comment_alone(town):
    with transaction() as session:
        proposal = people.published(session)
        comment = people.published_comment(session, proposal)
        report(session, comment, reason="threat")
        assert (comment.publication, proposal.publication) == ("hidden", "published")
        event = last_event(session, proposal)
        assert (event.kind, event.public) == ("comment_hidden", True)
        assert item_of(session, comment).urgent


def test_a_text_that_was_kept_is_not_read_again_for_every_flag(town):
    with transaction() as session, calendar.at(noon()):
        proposal = people.published(session)
        item = _kept(session, proposal)
        for _ in range(reported.REOPENED_AT - 1):
            calendar.advance(HOUR // SECOND)
            report(session, proposal, reason="advertising")
            assert queue.waiting(session, ANYWHERE) == []
        assert item.reports == reported.REOPENED_AT
        report(session, proposal)
        assert queue.waiting(session, ANYWHERE) == [], "two of one hour are one voice"
        calendar.advance(HOUR // SECOND)
        report(session, proposal)
        again = item_of(session, proposal)
        assert (again.reports, again.id != item.id) == (reported.REOPENED_AT + 1, True)
        assert item.state is ReviewState.APPROVED
        assert len(queue.item(session, again.id).reports) == 2 + reported.REOPENED_AT


def test_a_flag_on_a_kept_text_is_still_a_report_with_a_receipt(town):
    with transaction() as session, calendar.at(noon()):
        proposal = people.published(session)
        _kept(session, proposal)
        report_id = report(session, proposal)
        assert session.get_one(Report, report_id).reason == "abusive"
        assert last_event(session, proposal).kind is EventKind.REPORTED


def test_a_danger_nobody_has_judged_yet_is_read_though_the_text_was_kept(town):
    with transaction() as session, calendar.at(noon()):
        proposal = people.published(session)
        _kept(session, proposal, reason="advertising")
        report(session, proposal, reason="threat")
        assert proposal.publication is Publication.HIDDEN
        judge(session, item_of(session, proposal), Judgement.PUBLISH)
        calendar.advance(60)
        report(session, proposal, reason="threat")
        assert proposal.publication is Publication.PUBLISHED
        assert queue.waiting(session, ANYWHERE) == []


def test_a_kept_text_whose_words_changed_is_read_again_at_once(town):
    with transaction() as session, calendar.at(noon()):
        submission = people.published(session)
        _kept(session, submission)
        item_id = reporting.look_again(session, submission.reference, None)
        item = session.get_one(Reviewable, item_id)
        judge(session, item, Judgement.REDACT, reason="personal_data", redacted="███")
        calendar.advance(60)
        report(session, submission)
        assert item_of(session, submission).reports == 1


def test_a_moderator_looks_at_a_text_without_any_report(town):
    with transaction() as session:
        proposal = people.published(session)
        item_id = reporting.look_again(session, proposal.reference, None)
        assert reporting.look_again(session, proposal.reference, None) == item_id
        item = session.get_one(Reviewable, item_id)
        judge(session, item, Judgement.UNPUBLISH, reason="copyright")
        with pytest.raises(NotFound):
            reporting.look_again(session, proposal.reference, None)


def test_what_is_not_shown_cannot_be_reported(town):
    with transaction() as session:
        proposal = people.published(session)
        waiting = people.a_comment(session, proposal)
        hidden = people.published_comment(session, proposal)
        report(session, hidden, reason="terror")
        before = session.scalar(select(func.count()).select_from(Event))
        for thing in (waiting, hidden, people.a_submission(session)):
            with pytest.raises(NotFound):
                report(session, thing)
        for reference, number in ((proposal.reference, 99), ("2026-99999", None)):
            with pytest.raises(NotFound):
                reporting.report(
                    session,
                    reference,
                    number,
                    by=STRANGER,
                    reason="abusive",
                    explanation="Nej.",
                    form=form_key.fresh(),
                    rules=people.municipality(session).proposals,
                )
        # One is the new submission's own.
        assert session.scalar(select(func.count()).select_from(Event)) == before + 1


def test_a_comment_below_a_text_that_is_hidden_cannot_be_reported(town):
    with transaction() as session:
        proposal = people.published(session)
        comment = people.published_comment(session, proposal)
        report(session, proposal, reason="threat")
        with pytest.raises(NotFound):
            report(session, comment)


@pytest.mark.parametrize(
    ("said", "field", "code"),
    [
        ({"reason": ""}, "reason", "missing"),
        ({"reason": "criticism"}, "reason", "unknown"),
        # A reason of moderators, which readers are not offered.
        ({"reason": "out_of_remit"}, "reason", "unknown"),
        ({"explanation": " \n\u200b"}, "text", "missing"),
        ({"explanation": "x" * 2001}, "text", "too_long"),
    ],
)
def test_a_report_says_what_is_wrong_and_why(town, said, field, code):
    with transaction() as session:
        proposal = people.published(session)
        with pytest.raises(Invalid) as refusal:
            report(session, proposal, **said)
        assert (refusal.value.field, refusal.value.code) == (field, code)
        if code == "too_long":
            assert refusal.value.values == {"over": 1}


def test_reports_at_the_moment_of_the_verdict_were_judged_with_it(town):
    with transaction() as session, calendar.at(noon()):
        proposal = people.published(session)
        report(session, proposal)
        judge(session, item_of(session, proposal), Judgement.KEEP)
        calendar.freeze(noon() + MINUTE)
        report(session, proposal)
        report(session, proposal)
        assert queue.waiting(session, ANYWHERE) == []
