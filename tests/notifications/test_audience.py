"""Who hears of what, and who does not."""

import random
from pathlib import Path

import pytest
from sqlalchemy import select

import templates
from models import (
    answer,
    confirmed,
    merging,
    person,
    planning,
    progress,
    publishing,
    silence,
    subscription,
    token,
)
from models.actor import SYSTEM
from models.calendar import advance, today
from models.database import transaction
from models.event import EventKind, record
from models.states import Kind, Publication, Status
from models.submission import take
from models.subscription import Extent
from models.token import Token
from notifications import audience
from notifications.telling import TOLD, UNCONFIRMED
from tests import people
from tests.notifications.post import address, decided, follow, reasons, sent_rows, wishes_of

FOLDER = Path(templates.__file__).parent


def answered(session, reference, *, by=None):
    by = by or people.olga(session)
    submission = take(session, reference)
    return answer.answer(session, submission, by=by.actor, source="Ja.", html="<p>Ja.</p>")


def told():
    """Who was told, by the letter's kind, of everything since the town began."""
    address()
    found = {}
    for row in sent_rows():
        found.setdefault(row.kind, []).append(row.address)
    return {kind: sorted(addresses) for kind, addresses in found.items()}


def test_there_are_words_for_everything_that_is_told():
    kinds = {row.kind for row in TOLD.values()} | {row.writer for row in TOLD.values()}
    for kind in (kinds | UNCONFIRMED) - {""}:
        assert (FOLDER / "mail" / kind / "body.txt").exists(), kind
        assert (FOLDER / "sms" / f"{kind}.txt").exists(), kind


def test_the_author_is_told_without_asking_for_it(town):
    with transaction() as session:
        submission = people.a_submission(session, shown=False)
        answered(session, submission.reference)
    assert told() == {"receipt": ["rosa@example.org"], "answered": ["rosa@example.org"]}


def test_a_follower_of_answers_hears_of_answers_and_endings_and_of_nothing_else(town):
    with transaction() as session:
        submission = people.published(session, Kind.FAULT_REPORT)
        follow(session, people.sam(session), submission)
        by = people.olga(session).actor
        progress.assign(session, submission, by=by, to=session.get(person.Person, by.person_id))
        planning.plan(session, submission, by=by, on=today())
        people.published_comment(session, submission, by=people.resident(session, "Kim"))
    assert "sam@example.org" not in str(told())
    with transaction() as session:
        answered(session, submission.reference)
    assert told()["answered"] == ["rosa@example.org", "sam@example.org"]


def test_a_follower_of_everything_hears_of_steps_and_comments(town):
    with transaction() as session:
        submission = people.published(session, Kind.FAULT_REPORT)
        follow(session, people.sam(session), submission, extent=Extent.EVERYTHING)
        by = people.olga(session).actor
        progress.assign(session, submission, by=by, to=session.get(person.Person, by.person_id))
        planning.plan(session, submission, by=by, on=today())
        people.published_comment(session, submission, by=people.resident(session, "Kim"))
    found = told()
    assert found["status_moved"] == ["rosa@example.org", "sam@example.org"]
    assert found["commented"] == ["sam@example.org"]


def test_what_we_ask_of_the_author_is_told_to_nobody_else(town):
    with transaction() as session:
        submission = people.published(session, Kind.COMPLAINT)
        follow(session, people.sam(session), submission, extent=Extent.EVERYTHING)
        by = people.olga(session).actor
        progress.move(session, submission, Status.WAITING_RESIDENT, by=by)
    assert told()["status_moved"] == ["rosa@example.org"]


def test_nobody_follows_what_is_not_public(town):
    with transaction() as session:
        submission = people.a_submission(session, shown=False)
        follow(session, people.sam(session), submission, extent=Extent.EVERYTHING)
        assert audience.count(session, submission, EventKind.ANSWERED) == 1
        answered(session, submission.reference)
    assert told()["answered"] == ["rosa@example.org"]


def test_whoever_follows_all_decisions_hears_of_decisions_alone(town):
    with transaction() as session:
        submission = people.published(session)
        follow(session, people.sam(session))
        answered(session, submission.reference)
        decided(session, submission, by=people.olga(session))
    found = told()
    assert found["answered"] == ["rosa@example.org"]
    assert found["decided"] == ["rosa@example.org", "sam@example.org"]


def test_two_wishes_make_one_message_that_names_both(town):
    with transaction() as session:
        submission = people.published(session)
        wishes = {follow(session, people.sam(session)).id}
        wishes.add(follow(session, people.sam(session), submission).id)
        assert audience.count(session, submission, EventKind.DECIDED) == 2
        decided(session, submission, by=people.olga(session))
    assert told()["decided"] == ["rosa@example.org", "sam@example.org"]
    with transaction(write=False) as session:
        assert set(session.scalars(select(reasons.c.subscription_id))) == wishes


def test_the_authors_own_wish_does_not_double_her_letters(town):
    with transaction() as session:
        submission = people.published(session)
        follow(session, people.rosa(session), submission, extent=Extent.EVERYTHING)
        assert audience.count(session, submission, EventKind.ANSWERED) == 1
        answered(session, submission.reference)
        people.published_comment(session, submission)
    found = told()
    assert found["answered"] == ["rosa@example.org"]
    # Nobody tells authors of comments by themselves; this one asked for it.
    assert found["commented"] == ["rosa@example.org"]


def test_nobody_hears_of_her_own_act_at_any_of_her_addresses(town):
    with transaction() as session:
        submission = people.published(session)
        olga = people.olga(session)
        phone = person.reach(session, person.Channel.SMS, "+46701740605")
        session.get(person.Contact, phone.id).person_id = olga.id
        person.confirm(session, phone.id)
        for contact_id in (olga.contact_id, phone.id):
            follow(session, people.Someone(olga.id, contact_id, "Olga", ""), submission)
        assert audience.count(session, submission, EventKind.ANSWERED, by=olga.actor) == 1
        assert audience.count(session, submission, EventKind.ANSWERED) == 3
        answered(session, submission.reference, by=olga)
    assert told()["answered"] == ["rosa@example.org"]


def test_the_receipt_goes_to_the_one_who_handed_it_in(town):
    with transaction() as session:
        people.a_submission(session)
    assert told() == {"receipt": ["rosa@example.org"]}


def test_an_unconfirmed_address_is_told_that_there_is_an_answer_and_nothing_of_it(town):
    with transaction() as session:
        draft = people.a_draft(by=people.rosa(session), shown=False)
        receipt = people.handed_in(session, draft)
        submission = take(session, receipt.reference)
        progress.move(session, submission, Status.IN_PROGRESS, by=people.olga(session).actor)
        answered(session, receipt.reference)
    assert told() == {
        "confirm_contact": ["rosa@example.org"],
        "there_is_an_answer": ["rosa@example.org"],
    }
    with transaction(write=False) as session:
        token_id = session.scalars(select(Token)).one().id
    assert {row.token_id for row in sent_rows()} == {token_id}


def test_whoever_confirms_late_is_sent_the_answer_that_waited(town):
    with transaction() as session:
        draft = people.a_draft(by=people.rosa(session), shown=False)
        receipt = people.handed_in(session, draft)
        answered(session, receipt.reference)
    told()
    with transaction() as session:
        button = session.scalars(select(Token)).one()
        confirmed.by_button(session, token.use(session, token.secret(button)))
    assert told()["answered"] == ["rosa@example.org"]


def test_confirming_while_the_case_goes_on_sends_nothing(town):
    with transaction() as session:
        people.handed_in(session, people.a_draft(by=people.rosa(session), shown=False))
        button = session.scalars(select(Token)).one()
        confirmed.by_button(session, token.use(session, token.secret(button)))
    assert told() == {"receipt": ["rosa@example.org"]}


def test_an_author_who_wants_no_answer_is_told_nothing(town):
    with transaction() as session:
        receipt = people.handed_in(session, people.a_draft())
        assert audience.count(session, take(session, receipt.reference), EventKind.ANSWERED) == 0
        answered(session, receipt.reference)
    assert told() == {}


def test_the_writer_of_a_comment_hears_what_became_of_it_and_not_that_it_is_new(town):
    with transaction() as session:
        submission = people.published(session)
        sam = people.sam(session)
        follow(session, sam, submission, extent=Extent.EVERYTHING)
        comment = people.published_comment(session, submission, by=sam)
        by = people.marek(session).actor
        to = Publication.HIDDEN
        publishing.show_comment(session, submission, comment, to, by=by, reason="abusive")
    found = told()
    assert "commented" not in found
    assert found["refused"] == ["sam@example.org"]


def test_a_comment_that_comes_back_is_no_news(town):
    with transaction() as session:
        submission = people.published(session)
        follow(session, people.rosa(session), submission, extent=Extent.EVERYTHING)
        comment = people.published_comment(session, submission)
        for to in (Publication.HIDDEN, Publication.PUBLISHED):
            publishing.show_comment(
                session, submission, comment, to, by=people.marek(session).actor, reason="abusive"
            )
    assert told()["commented"] == ["rosa@example.org"]


def test_a_refused_text_brings_its_author_a_statement_of_reasons(town):
    with transaction() as session:
        submission = people.a_submission(session)
        publishing.show(
            session,
            submission,
            Publication.REFUSED,
            by=people.marek(session).actor,
            rules=people.municipality(session).proposals,
            reason="personal_data",
        )
    assert told()["refused"] == ["rosa@example.org"]


def test_whoever_confirms_today_is_not_told_of_yesterday(town):
    with transaction() as session:
        submission = people.published(session)
        answered(session, submission.reference)
    advance(60)
    with transaction() as session:
        follow(session, people.sam(session), submission)
    assert told()["answered"] == ["rosa@example.org"]


def test_a_number_that_said_stop_is_told_nothing_until_it_says_start(town):
    with transaction() as session:
        submission = people.published(session)
        sam = people.resident(session, "Sam", phone="+46701740606")
        follow(session, sam, submission)
        assert silence.begin(session, sam.contact_id)
        assert not silence.begin(session, sam.contact_id)
        assert audience.count(session, submission, EventKind.ANSWERED) == 1
        assert silence.end(session, sam.contact_id)
        assert audience.count(session, submission, EventKind.ANSWERED) == 2


def test_a_wish_that_was_stopped_before_stop_stays_stopped_after_start(town):
    with transaction() as session:
        submission = people.published(session)
        sam = people.resident(session, "Sam", phone="+46701740606")
        from_before = follow(session, sam)
        follow(session, sam, submission)
        subscription.stop(session, from_before)
        advance(1)
        silence.begin(session, sam.contact_id)
        session.expire_all()
        silence.end(session, sam.contact_id)
        session.expire_all()
        assert audience.count(session, submission, EventKind.DECIDED) == 2
        assert wishes_of(session, sam.contact_id)[0].submission_id == submission.id


@pytest.mark.parametrize("seed", range(8))
def test_the_number_shown_before_an_act_is_the_number_told_after_it(town, seed):
    chance = random.Random(seed)  # noqa: S311  (no secret)
    with transaction() as session:
        submission = people.published(session, chance.choice([Kind.PROPOSAL, Kind.COMPLAINT]))
        olga = people.olga(session)
        circle = [people.rosa(session), people.sam(session), olga]
        circle += [people.resident(session, f"Neighbour{number}") for number in range(6)]
        expected = {submission.contact_id} if submission.contact_id else set()
        for who in circle:
            if chance.random() < 0.6:
                extent = chance.choice(list(Extent))
                wish = follow(session, who, submission, extent=extent)
                if chance.random() < 0.3:
                    subscription.stop(session, wish)
                elif extent is not Extent.DECISION:
                    expected.add(who.contact_id)
            if chance.random() < 0.3:
                follow(session, who)
        acting = chance.choice([olga, people.sam(session)])
        expected.discard(acting.contact_id)
        shown = audience.count(session, submission, EventKind.ANSWERED, by=acting.actor)
        answered(session, submission.reference, by=acting)
    told()
    rows = sent_rows(kind="answered")
    assert len(rows) == shown
    assert {row.contact_id for row in rows} == expected


def test_an_event_that_nobody_is_told_of_has_an_audience_of_nobody(town):
    with transaction() as session:
        submission = people.published(session)
        assert audience.count(session, submission, EventKind.ASSIGNED) == 0
        record(session, submission.stream, EventKind.PROMISE_MISSED, by=SYSTEM, facts={})
    assert set(told()) == {"receipt", "published"}


def test_followers_of_a_duplicate_hear_once_that_it_was_joined_and_then_of_the_other(town):
    with transaction() as session:
        olga = people.olga(session).actor
        target = people.published(session, Kind.FAULT_REPORT, by=people.sam(session))
        case = people.published(session, Kind.FAULT_REPORT)
        both, only = people.resident(session, "Kim"), people.resident(session, "Nils")
        for someone in (both, only):
            follow(session, someone, case)
        follow(session, both, target)
        merging.merge(session, case, target.reference, by=olga)
    found = told()
    assert found["merged"] == ["kim@example.org", "nils@example.org", "rosa@example.org"]
    with transaction() as session:
        answered(session, target.reference)
    assert told()["answered"] == [
        "kim@example.org",
        "nils@example.org",
        "rosa@example.org",
        "sam@example.org",
    ]


def test_a_delay_is_told_to_its_author_and_to_followers_of_everything(town):
    with transaction() as session:
        case = people.published(session, Kind.FAULT_REPORT)
        follow(session, people.sam(session), case)
        follow(session, people.resident(session, "Kim"), case, extent=Extent.EVERYTHING)
        olga = people.olga(session).actor
        planning.delay(session, case, by=olga, reason="Kabeln är slut.", day=today())
    assert told()["delayed"] == ["kim@example.org", "rosa@example.org"]
