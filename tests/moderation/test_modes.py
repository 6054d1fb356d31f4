"""Modes of review: what is shown at once, what is read all the same, and what waits whatever the
mode (MQ-1).
"""

import pytest
from sqlalchemy import select

from models import calendar, confirming, publishing, revising, sanctions, tally, token, vote
from models import review as queue
from models.actor import STRANGER, SYSTEM
from models.attachment.row import Attachment
from models.calendar import DAY, now
from models.comment import Comment
from models.commenting import Words, write
from models.database import transaction
from models.event import Event
from models.history import replay, verify
from models.review import IS_OPEN, LetIn, Reviewable, ReviewState
from models.reviewing import Mode, OfKind, OfSubject, Reviewing, careful
from models.sanction import Measure
from models.states import HANDED_IN, Kind, Publication, Status
from models.submission import take
from models.verdict import Judgement
from moderation import modes
from moderation.sample import is_drawn
from tests import people
from tests.moderation.room import NUMBER, item_of, judge, last_item, report

P = Publication
AFTER = Reviewing(submissions=Mode.AFTER, comments=Mode.AFTER)
REACTIVE = Reviewing(submissions=Mode.REACTIVE, comments=Mode.REACTIVE)
TRUSTING = Reviewing(trust_after=1, trust_sample=0)


@pytest.fixture
def session(town):
    with transaction() as opened:
        people.municipality(opened)
        yield opened


def settle(session, rules):
    """What whoever commits does, in a town with these rules."""
    modes.settle(session, people.municipality(session).model_copy(update={"reviewing": rules}))


def handed_in(session, rules, kind=Kind.COMPLAINT, **more):
    submission = people.a_submission(session, kind, **more)
    settle(session, rules)
    session.refresh(submission)
    return submission


def commented(session, rules, proposal, **more):
    comment = people.a_comment(session, proposal, **more)
    settle(session, rules)
    return comment


def open_items(session):
    return list(session.scalars(select(Reviewable).where(IS_OPEN)))


def known_rosa(session):
    """Rosa, of whom Marek has approved a text."""
    judge(session, item_of(session, people.a_submission(session)), Judgement.PUBLISH)
    return people.rosa(session)


def test_the_careful_mode_is_the_one_nobody_chose():
    rules = Reviewing()
    assert rules.always_before
    assert {rules.of_case(kind, "any") for kind in HANDED_IN} == {Mode.BEFORE}
    assert rules.of_comment(None) is rules.photos is Mode.BEFORE
    assert not Reviewing(trust_after=1).always_before


def test_kind_and_subject_have_modes_of_their_own_and_the_more_careful_holds():
    rules = Reviewing(
        submissions=Mode.REACTIVE,
        kinds=(OfKind(Kind.PRAISE, Mode.AFTER),),
        subjects=(OfSubject("schools", Mode.BEFORE, Mode.AFTER),),
    )
    assert rules.of_case(Kind.QUESTION, "streets") is Mode.REACTIVE
    assert rules.of_case(Kind.PRAISE, "streets") is Mode.AFTER
    assert rules.of_case(Kind.PRAISE, "schools") is Mode.BEFORE
    assert (rules.of_comment("schools"), rules.of_comment("streets")) == (Mode.AFTER, Mode.BEFORE)
    assert careful(Mode.REACTIVE, Mode.AFTER) is Mode.AFTER


@pytest.mark.parametrize(
    "wrong",
    [
        {"kinds": [["praise", "after"], ["praise", "before"]]},
        {"subjects": [["a", "after", "after"], ["a", "before", "before"]]},
        {"kinds": [["gossip", "after"]]},
        {"submissions": "never"},
        {"trust_after": -1},
        {"trust_sample": 101},
        {"review_hours": 0},
        {"review_hours": 401},
        {"backlog": 0},
    ],
)
def test_rules_that_cannot_be_kept_are_refused(wrong):
    with pytest.raises(ValueError):
        Reviewing.model_validate(wrong)


def test_before_nothing_is_shown_that_nobody_judged(session):
    assert handed_in(session, Reviewing()).publication is P.QUEUED


def test_after_it_is_shown_at_once_and_its_item_waits(session):
    proposal = handed_in(session, AFTER, Kind.PROPOSAL)
    comment = commented(session, AFTER, proposal)
    assert (proposal.publication, proposal.status) == (P.PUBLISHED, Status.VOTING)
    assert comment.publication is P.PUBLISHED
    for thing in (proposal, comment):
        item = item_of(session, thing)
        assert (item.state, item.let_in) == (ReviewState.PENDING, LetIn.AFTER)
        assert item.text_id == thing.text_id
    # And judged afterwards like anything that is shown.
    judge(session, item_of(session, proposal), Judgement.UNPUBLISH, reason="abusive")
    judge(session, item_of(session, comment), Judgement.KEEP)
    assert (proposal.publication, comment.publication) == (P.UNPUBLISHED, P.PUBLISHED)
    assert replay(session, proposal.stream).publication == "unpublished"
    assert verify(session, proposal.stream) == []


def test_on_report_alone_nothing_waits_before_somebody_reports_it(session):
    proposal = handed_in(session, REACTIVE, Kind.PROPOSAL)
    assert (proposal.publication, open_items(session)) == (P.PUBLISHED, [])
    report(session, proposal)
    settle(session, REACTIVE)
    assert [item.reports for item in open_items(session)] == [1]


def test_it_was_shown_by_nobody(session):
    proposal = handed_in(session, AFTER, Kind.PROPOSAL)
    events = session.scalars(select(Event).where(Event.stream == proposal.stream)).all()
    assert [(event.kind, event.role) for event in events][-1] == ("published", SYSTEM.role)


@pytest.mark.parametrize("rules", [AFTER, REACTIVE])
@pytest.mark.parametrize("field", ["title", "source"])
def test_a_personal_number_waits_in_every_mode_and_without_it_the_text_is_shown(
    session, rules, field
):
    submission = handed_in(session, rules, **{field: f"Om {NUMBER} vid ån."})
    assert submission.publication is P.QUEUED
    assert len(open_items(session)) == 1
    rosa = people.rosa(session).actor
    revising.revise(session, submission, by=rosa, title="Vid ån", source="Det är mörkt vid ån.")
    settle(session, rules)
    assert submission.publication is P.PUBLISHED


def test_what_is_not_to_be_shown_is_not_shown(session):
    assert handed_in(session, AFTER, shown=False).publication is P.PRIVATE
    unsure = people.handed_in(session, people.a_draft(Kind.PROPOSAL, by=people.sam(session)))
    settle(session, AFTER)
    assert take(session, unsure.reference).publication is P.UNCONFIRMED


def test_a_proposal_is_shown_when_its_address_is_confirmed(session):
    people.municipality(session)
    receipt = people.handed_in(session, people.a_draft(Kind.PROPOSAL, by=people.sam(session)))
    case = take(session, receipt.reference)
    button = session.scalars(select(token.Token)).one()
    confirming.press(session, token.secret(button))
    settle(session, AFTER)
    assert case.publication is P.PUBLISHED


def test_a_picture_waits_even_where_texts_do_not(session):
    submission = people.a_submission(session)
    session.add(_picture(submission))
    session.flush()
    settle(session, AFTER)
    assert submission.publication is P.QUEUED
    other = people.a_submission(session)
    session.add(_picture(other, "b"))
    session.flush()
    settle(session, AFTER.model_copy(update={"photos": Mode.AFTER}))
    assert other.publication is P.PUBLISHED


def _picture(submission, name="a"):
    return Attachment(
        name=name * 32,
        media="image/jpeg",
        size=1,
        width=1,
        height=1,
        alt="",
        sha256="0" * 64,
        salt=b"0" * 16,
        submission_id=submission.id,
        created_at=now(),
    )


@pytest.mark.parametrize("rules", [AFTER, REACTIVE, TRUSTING])
def test_whoever_is_restricted_is_read_first_in_every_mode(session, rules):
    rosa, marek = known_rosa(session), people.marek(session)
    proposal = people.published(session)
    sanctions.give(
        session,
        Measure.RESTRICTED,
        person_id=rosa.id,
        contact_id=None,
        reason="abusive",
        by_id=marek.id,
        until=now() + 7 * DAY,
    )
    assert handed_in(session, rules).publication is P.QUEUED
    assert commented(session, rules, proposal, by=rosa).publication is P.QUEUED
    with calendar.at(now() + 8 * DAY):
        assert handed_in(session, rules).publication is P.PUBLISHED


def test_a_trusted_author_is_shown_at_once_and_nothing_waits(session):
    known_rosa(session)
    submission = handed_in(session, TRUSTING)
    item = last_item(session, submission)
    assert (submission.publication, open_items(session)) == (P.PUBLISHED, [])
    assert (item.state, item.let_in, item.decided_by) == (
        ReviewState.APPROVED,
        LetIn.TRUSTED,
        None,
    )
    other = handed_in(session, TRUSTING, by=people.sam(session))
    assert other.publication is P.QUEUED


def test_of_what_trust_shows_some_are_read_all_the_same(session):
    known_rosa(session)
    handed_in(session, TRUSTING.model_copy(update={"trust_sample": 100}))
    assert [item.let_in for item in open_items(session)] == [LetIn.TRUSTED]
    drawn = sum(is_drawn("trusted", number, 5) for number in range(4000))
    assert 120 < drawn < 280


def test_an_address_on_a_form_borrows_nobodys_good_name(session):
    rosa = known_rosa(session)
    receipt = people.handed_in(session, people.a_draft(by=rosa))
    settle(session, TRUSTING)
    assert take(session, receipt.reference).publication is P.QUEUED


def test_a_change_follows_the_same_rule(session):
    rosa = people.rosa(session)
    submission = handed_in(session, AFTER)
    item = item_of(session, submission)
    judge(session, item, Judgement.KEEP)
    first = submission.text_id
    revising.revise(
        session, submission, by=rosa.actor, title="Mörkt", source="Två lampor är trasiga."
    )
    settle(session, AFTER)
    assert submission.pending_text_id is None
    assert submission.text_id != first
    again = item_of(session, submission)
    assert (again.let_in, again.text_id) == (LetIn.AFTER, submission.text_id)
    judge(session, again, Judgement.KEEP)


@pytest.mark.parametrize("rules", [AFTER, REACTIVE, TRUSTING])
def test_a_change_of_what_others_support_waits(session, rules):
    rosa, sam = known_rosa(session), people.sam(session)
    proposal = people.published(session)
    vote.support(session, proposal.reference, sam.id)
    tally.recount(session, proposal.reference)
    revising.revise(session, proposal, by=rosa.actor, title="Annat", source="Något helt annat.")
    settle(session, rules)
    assert proposal.pending_text_id is not None
    assert open_items(session)[0].text_id == proposal.pending_text_id


def test_what_somebody_was_asked_to_change_is_read_before_it_is_shown(session):
    submission = people.a_submission(session)
    judge(session, item_of(session, submission), Judgement.RETURN, message="Skriv vilken gata.")
    rosa = people.rosa(session).actor
    revising.revise(
        session, submission, by=rosa, title="Mörkt", source="På Storgatan är det mörkt."
    )
    settle(session, AFTER)
    assert submission.publication is P.QUEUED


def test_a_comment_below_what_nobody_reads_waits(session):
    proposal = people.published(session)
    comment = people.a_comment(session, proposal)
    rules = people.municipality(session).proposals
    publishing.show(session, proposal, P.HIDDEN, by=SYSTEM, rules=rules, reason="abusive")
    settle(session, AFTER)
    assert comment.publication is P.QUEUED


def test_nobody_asks_twice_nor_for_what_waited_before(session):
    waiting = people.a_submission(session)
    session.info.pop(queue.ENTERED)
    settle(session, AFTER)
    assert waiting.publication is P.QUEUED


def test_a_comment_is_shown_when_the_button_of_its_letter_is_pressed(session):
    proposal = people.published(session)
    words = Words("Bra tanke.", "<p>Bra tanke.</p>", "", None, "k" * 32)
    address = "sam@example.org"
    write(session, proposal.reference, words, by=STRANGER, address=address, language="sv")
    settle(session, AFTER)
    comment = session.scalars(select(Comment)).one()
    assert comment.publication is P.UNCONFIRMED
    confirming.press(session, token.secret(session.scalars(select(token.Token)).one()))
    settle(session, AFTER)
    assert comment.publication is P.PUBLISHED
