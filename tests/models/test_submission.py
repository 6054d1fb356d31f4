"""Handing in: once per form, handled at once, shown later."""

import datetime as dt
import re

import pytest
from sqlalchemy import func, select
from sqlalchemy import text as _text

from models import confirmed, form_key, keys, progress, publishing, review, submitting, token
from models.actor import STRANGER, SYSTEM
from models.calendar import at, end_of
from models.database import is_postgres as _on_postgres
from models.database import table_of, transaction
from models.errors import Gone, Invalid, NotAllowed, NotFound, Stale
from models.event import Event, Outbox, Stream
from models.history import replay, timeline
from models.numbering import SubmissionCounter
from models.organisation import Unit
from models.permissions_of_cases import visible
from models.person import Channel, Contact, Person
from models.review import Reviewable
from models.states import Kind, Outcome, Publication, Status
from models.submission import Submission, is_author, take, tracking_key
from models.submission import submissions as rows
from models.text import Text
from models.token import Purpose, Token
from models.viewer import NOBODY, Viewer
from tests import people
from tests.parallel import at_once, unit


def submit(session, draft, *, form=None, own_contacts=()):
    return submitting.submit(
        session,
        draft,
        by=STRANGER,
        site=people.municipality(session),
        form=form or form_key.fresh(),
        own_contacts=list(own_contacts),
    )


@pytest.fixture
def rosa(town):
    with transaction() as session:
        people.municipality(session)
        return people.rosa(session)


def test_a_submission_gets_a_reference_a_key_a_date_and_one_event(rosa):
    monday = dt.date(2026, 11, 23)
    with at(end_of(monday)), transaction() as session:
        receipt = submit(session, people.a_draft(by=rosa))
        submission = take(session, receipt.reference)
        assert re.fullmatch(r"2026-\d{5}", receipt.reference)
        assert receipt.key == tracking_key(submission)
        assert keys.fits(receipt.key, "case", receipt.reference, submission.nonce)
        assert submission.received_at == end_of(monday)
        assert submission.answer_by == dt.date(2026, 12, 7)
        (event,) = timeline(session, submission.stream)
    assert event.kind == "received"
    assert event.facts["to"] == "received"


def test_the_year_of_a_reference_is_the_year_on_the_municipalitys_clocks(rosa):
    new_years_eve = end_of(dt.date(2026, 12, 31))
    with transaction() as session:
        with at(new_years_eve):
            old = submit(session, people.a_draft()).reference
        with at(new_years_eve + 1):
            new = submit(session, people.a_draft()).reference
    assert old.startswith("2026-")
    assert new.startswith("2027-")


def test_references_go_on_after_a_hundred_thousand(rosa):
    with transaction() as session:
        if session.get(SubmissionCounter, 1) is None:
            submit(session, people.a_draft())
        for statement in (
            "UPDATE submission_counter SET value = 99999",
            "SELECT setval('submission_number', 99999)",
        ):
            if statement.startswith("UPDATE") != _on_postgres():
                session.execute(_text(statement))
        first = submit(session, people.a_draft()).reference
        second = submit(session, people.a_draft()).reference
    assert (first[5:], second[5:]) == ("100000", "100001")


@pytest.mark.parametrize(
    ("kind", "shown", "signed_in", "publication"),
    [
        (Kind.PROPOSAL, True, False, "unconfirmed"),
        (Kind.PROPOSAL, True, True, "queued"),
        (Kind.COMPLAINT, True, False, "queued"),
        (Kind.COMPLAINT, False, False, "private"),
        (Kind.COMPLAINT, False, True, "private"),
        (Kind.FAULT_REPORT, True, False, "queued"),
        (Kind.QUESTION, False, False, "private"),
        (Kind.PRAISE, True, False, "queued"),
    ],
)
def test_only_a_proposal_waits_for_a_confirmed_contact(rosa, kind, shown, signed_in, publication):
    with transaction() as session:
        draft = people.a_draft(kind, by=rosa, shown=shown)
        own = [rosa.contact_id] if signed_in else []
        submission = take(session, submit(session, draft, own_contacts=own).reference)
        waiting = session.scalars(select(Reviewable)).all()
    assert submission.publication == publication
    assert len(waiting) == (publication == "queued")
    assert (submission.confirmed_at is not None) == signed_in


def test_a_contact_that_was_confirmed_by_somebody_else_is_not_ones_own(rosa):
    with transaction() as session:
        sam = people.sam(session)
        receipt = submit(
            session, people.a_draft(Kind.PROPOSAL, by=rosa), own_contacts=[sam.contact_id]
        )
        assert take(session, receipt.reference).publication is Publication.UNCONFIRMED


def test_a_complaint_whose_sender_never_confirms_is_still_handled(rosa):
    with transaction() as session:
        olga = people.olga(session)
        stranger = people.a_draft(Kind.COMPLAINT)
        draft = submitting.Draft(
            **vars(stranger) | {"channel": Channel.EMAIL, "address": "sam@example.org"}
        )
        submission = take(session, submit(session, draft).reference)
        progress.assign(session, submission, by=olga.actor, to=session.get_one(Person, olga.id))
        progress.close(
            session,
            submission,
            by=olga.actor,
            outcome=Outcome.DISMISSED,
            reason="Lampan lyser igen sedan i går kväll.",
        )
    assert submission.status is Status.CLOSED
    assert submission.publication is Publication.QUEUED
    assert submission.confirmed_at is None


def test_an_unreviewed_fault_report_is_assigned_answered_and_closed_unseen(rosa):
    with transaction() as session:
        olga = people.olga(session)
        submission = people.a_submission(session, Kind.FAULT_REPORT, by=rosa)
        progress.assign(session, submission, by=olga.actor, to=session.get_one(Person, olga.id))
        progress.move(session, submission, Status.FIXED, by=olga.actor)
        progress.close(
            session,
            submission,
            by=olga.actor,
            outcome=Outcome.FIXED,
            reason="Vi bytte lampan i går eftermiddag.",
        )
        told = replay(session, submission.stream)
        assert not visible(session, submission, NOBODY, [])
    assert (told.status, told.outcome, told.publication) == ("closed", "fixed", "queued")


def test_the_same_form_posted_fifty_times_at_once_is_one_submission(rosa):
    form, draft = form_key.fresh(), people.a_draft(Kind.PROPOSAL, by=rosa)
    receipts = at_once([lambda: unit(lambda session: submit(session, draft, form=form))] * 50)
    assert {type(receipt) for receipt in receipts} == {submitting.Receipt}
    assert len({(receipt.reference, receipt.key) for receipt in receipts}) == 1
    with transaction(write=False) as session:
        for model in (Submission, Text, Event, Outbox, Token):
            count = session.execute(select(func.count()).select_from(table_of(model))).scalar_one()
            # the configuration's own event, too
            assert count == (2 if model in {Event, Outbox} else 1), model


def test_fifty_different_forms_at_once_are_fifty_submissions(rosa):
    drafts = [people.a_draft(by=rosa, title=f"Lampa {number}") for number in range(50)]
    receipts = at_once([lambda d=d: unit(lambda session: submit(session, d)) for d in drafts])
    assert len({receipt.reference for receipt in receipts}) == 50
    with transaction(write=False) as session:
        assert len(session.scalars(select(Contact.id)).all()) == 1


def test_fifty_strangers_with_one_new_address_make_one_contact(rosa):
    draft = people.a_draft()
    draft = submitting.Draft(**vars(draft) | {"channel": Channel.SMS, "address": "+46701740605"})
    receipts = at_once([lambda: unit(lambda session: submit(session, draft))] * 50)
    assert len({receipt.reference for receipt in receipts}) == 50
    with transaction(write=False) as session:
        assert len(session.scalars(select(Contact.id)).all()) == 2


def test_other_words_with_the_same_form_are_refused_and_lose_nothing(rosa):
    form = form_key.fresh()
    with transaction() as session:
        submit(session, people.a_draft(by=rosa), form=form)
    with pytest.raises(NotAllowed) as refused, transaction() as session:
        submit(session, people.a_draft(by=rosa, source="Nu är två lampor trasiga."), form=form)
    assert (refused.value.status, refused.value.code) == (409, "form_already_used")
    with transaction(write=False) as session:
        assert len(session.scalars(select(rows.c.id)).all()) == 1


def test_a_subject_that_nobody_knows_is_refused_and_leaves_nothing(rosa):
    with pytest.raises(Invalid) as refused, transaction() as session:
        submit(session, people.a_draft(by=rosa, subject="dragons"))
    assert (refused.value.field, refused.value.code) == ("subject", "unknown")
    with transaction(write=False) as session:
        assert session.scalars(select(rows.c.id)).all() == []
        assert len(session.scalars(select(table_of(Stream).c.key)).all()) == 1


def test_whoever_is_not_sure_reaches_the_service_centre(rosa):
    with transaction() as session:
        reference = submit(session, people.a_draft(subject="not-sure")).reference
        submission = take(session, reference)
        assert session.get_one(Unit, submission.unit_id).service_centre
        assert submission.category_id is None


def test_whoever_wants_no_answer_leaves_no_address(town):
    with transaction() as session:
        people.municipality(session)
        submission = take(session, submit(session, people.a_draft()).reference)
        assert submission.contact_id is None
        assert session.scalars(select(Contact)).all() == session.scalars(select(Token)).all() == []


def test_confirming_sends_a_proposal_to_review_once(rosa):
    with transaction() as session:
        reference = submit(session, people.a_draft(Kind.PROPOSAL, by=rosa)).reference
        button = session.scalars(select(Token)).one()
        assert button.purpose is Purpose.SUBMISSION
        confirmed.by_button(session, token.use(session, token.secret(button)))
    with transaction() as session:
        submission = take(session, reference)
        assert submission.publication is Publication.QUEUED
        assert submission.confirmed_at is not None
        assert len(session.scalars(select(Reviewable)).all()) == 1
        events = timeline(session, submission.stream, public_only=False)
        assert [event.kind for event in events] == ["confirmed", "received"]
        assert [event.kind for event in timeline(session, submission.stream)] == ["received"]
        with pytest.raises(Gone):
            token.use(session, token.secret(button))


def test_confirming_a_complaint_starts_no_second_review(rosa):
    with transaction() as session:
        reference = submit(session, people.a_draft(Kind.COMPLAINT, by=rosa)).reference
        button = session.scalars(select(Token)).one()
        confirmed.by_button(session, token.use(session, token.secret(button)))
        assert len(session.scalars(select(Reviewable)).all()) == 1
        told = replay(session, f"submission-{reference}")
    assert (told.status, told.publication) == ("received", "queued")


def test_a_form_made_from_an_older_version_is_stale(rosa):
    with transaction() as session:
        submission = people.a_submission(session, by=rosa)
        before = submission.version
        progress.move(session, submission, Status.IN_PROGRESS, by=SYSTEM)
        assert take(session, submission.reference, version=before + 1) is submission
        with pytest.raises(Stale) as refused:
            take(session, submission.reference, version=before)
    assert refused.value.status == 409


def test_taking_a_row_shows_what_another_changed_since_it_was_read(rosa):
    with transaction() as session:
        reference = people.a_submission(session, by=rosa).reference
    with transaction() as session:
        seen = session.scalars(select(Submission)).one()
        session.execute(
            rows.update()
            .values(status=Status.ANSWERED)
            .execution_options(synchronize_session=False)
        )
        assert seen.status is Status.RECEIVED
        assert take(session, reference).status is Status.ANSWERED


def test_a_reference_that_does_not_exist_is_not_found(town):
    with pytest.raises(NotFound), transaction() as session:
        take(session, "2026-99999")


def test_a_case_that_is_not_public_is_for_its_author_and_staff_alone(rosa):
    with transaction() as session:
        sam, marek, olga = people.sam(session), people.marek(session), people.olga(session)
        hidden = people.a_submission(session, by=rosa, shown=False)
        public = people.published(session, Kind.COMPLAINT, by=rosa)
        key = tracking_key(hidden)
        holder = NOBODY.with_key(hidden.reference, key)
        forger = NOBODY.with_key(hidden.reference, "a" * len(key))
        borrower = NOBODY.with_key(public.reference, key)
    for viewer, contacts, may in (
        (NOBODY, [], False),
        (forger, [], False),
        (borrower, [], False),
        (sam.viewer, [sam.contact_id], False),
        (rosa.viewer, [rosa.contact_id], True),
        (holder, [], True),
        (marek.viewer, [], True),
        (olga.viewer, [], True),
    ):
        with transaction(write=False) as session:
            assert visible(session, hidden, viewer, contacts) is may
            assert visible(session, public, viewer, contacts)
        assert is_author(viewer, hidden, contacts) == (may and not viewer.is_staff)


def test_a_case_without_a_contact_has_no_author_but_its_key(town):
    with transaction() as session:
        people.municipality(session)
        submission = take(session, submit(session, people.a_draft(shown=False)).reference)
    assert not is_author(Viewer(person_id=1), submission, [])


def test_what_is_withdrawn_waits_for_nobody_and_ends_there(rosa):
    with transaction() as session:
        rules = people.municipality(session).proposals
        submission = people.a_submission(session, Kind.PROPOSAL, by=rosa)
        publishing.withdraw(session, submission, by=rosa.actor, rules=rules)
        (item,) = session.scalars(select(Reviewable)).all()
        assert item.state not in review.OPEN
    assert (submission.publication, submission.status) == ("withdrawn", "closed")
    assert submission.outcome is Outcome.WITHDRAWN
