"""Looked at once more in the moment before it goes: what must not go any more does not (NT-5)."""

import time

import pytest

from models import answer, delivery, person, publishing, silence, subscription, token
from models.calendar import advance
from models.database import transaction
from models.delivery import DeliveryState
from models.person import Channel
from models.states import Kind, Publication
from models.submission import submissions, take
from models.subscription import Extent, Topic
from models.token import Purpose
from notifications import leases, sending
from tests import people
from tests.notifications.post import (
    Shelf,
    address,
    decided,
    follow,
    send,
    sender,
    sent_rows,
    use,
    wishes_of,
)

S = DeliveryState


@pytest.fixture
def shelf(town):
    use(town)
    return Shelf()


@pytest.fixture
def story(shelf):
    """Rosa's public complaint, followed by Sam, was answered: two letters wait."""
    with transaction() as session:
        submission = people.published(session, Kind.COMPLAINT, title="Mörkt på gångvägen")
        follow(session, people.sam(session), submission)
    send(shelf)
    shelf.letters.clear()
    with transaction() as session:
        given = take(session, submission.reference)
        answer.answer(session, given, by=people.olga(session).actor, source="Ja.", html="<p/>")
    address()
    return submission.reference


def to(shelf):
    return [letter.address for letter in shelf.letters]


def row_of(address_, kind="answered"):
    (row,) = sent_rows(address=address_, kind=kind)
    return row.state, row.code


def show(session, reference, *steps):
    submission = take(session, reference)
    rules = people.municipality(session).proposals
    by = people.marek(session).actor
    for step in steps:
        publishing.show(session, submission, step, by=by, rules=rules, reason="personal_data")


def test_what_was_hidden_meanwhile_goes_to_its_author_alone(story, shelf):
    with transaction() as session:
        show(session, story, Publication.HIDDEN)
    send(shelf)
    assert row_of("sam@example.org") == (S.EXPIRED, "not_public")
    # To her the answer is news all the same, and nothing of the text stands in it.
    assert row_of("rosa@example.org") == (S.SENT, "")
    (letter,) = [letter for letter in shelf.letters if letter.kind == "answered"]
    assert "gångvägen" not in letter.text + letter.html + letter.subject
    assert "?k=" in letter.text


def test_what_came_back_before_anybody_looked_goes(story, shelf):
    with transaction() as session:
        show(session, story, Publication.HIDDEN, Publication.PUBLISHED)
    send(shelf)
    assert row_of("sam@example.org") == (S.SENT, "")


def test_whoever_stopped_meanwhile_gets_nothing_more(story, shelf):
    with transaction() as session:
        (wish,) = wishes_of(session, people.sam(session).contact_id)
        subscription.stop(session, wish)
    send(shelf)
    assert to(shelf) == ["rosa@example.org"]
    assert row_of("sam@example.org") == (S.CANCELLED, "unsubscribed")


def test_whoever_stopped_one_of_two_wishes_gets_it_for_the_other(shelf):
    with transaction() as session:
        submission = people.published(session)
        sam = people.sam(session)
        first = follow(session, sam, submission, extent=Extent.EVERYTHING)
        second = follow(session, sam)
        decided(session, submission, by=people.olga(session))
    address()
    with transaction() as session:
        subscription.stop(session, subscription.by_link(session, subscription.link(first)))
    send(shelf)
    (letter,) = [letter for letter in shelf.letters if letter.address == "sam@example.org"]
    assert letter.unsubscribe_url.endswith(f"/u/{subscription.link(second)}")
    assert letter.list_id == "decisions"


def test_a_number_that_said_stop_meanwhile_gets_nothing_more(shelf):
    with transaction() as session:
        nils = people.resident(session, "Nils", phone="+46701740607")
        submission = people.published(session, by=nils)
        answer.answer(session, submission, by=people.olga(session).actor, source="Ja.", html="<p/>")
    address()
    with transaction() as session:
        silence.begin(session, nils.contact_id)
    send(shelf)
    assert shelf.letters == []
    assert {row.state for row in sent_rows()} == {S.SUPPRESSED}


def test_a_comment_that_was_hidden_meanwhile_is_told_to_nobody(shelf):
    with transaction() as session:
        submission = people.published(session)
        follow(session, people.sam(session), submission, extent=Extent.EVERYTHING)
        comment = people.published_comment(session, submission, by=people.resident(session, "Kim"))
    address()
    with transaction() as session:
        submission = take(session, submission.reference)
        comment = session.merge(comment)
        by = people.marek(session).actor
        publishing.show_comment(
            session, submission, comment, Publication.HIDDEN, by=by, reason="abusive"
        )
    send(shelf)
    assert row_of("sam@example.org", "commented") == (S.EXPIRED, "not_public")
    assert row_of("kim@example.org", "refused") == (S.SENT, "")


def test_nobody_is_told_that_her_text_is_shown_when_it_is_not_any_more(shelf):
    with transaction() as session:
        submission = people.published(session)
        show(session, submission.reference, Publication.HIDDEN)
    send(shelf)
    assert row_of("rosa@example.org", "published") == (S.EXPIRED, "not_public")


def test_a_delivery_that_was_cancelled_does_not_go(story, shelf):
    with transaction() as session:
        for row in sent_rows(kind="answered"):
            leases.drop(session, row.id, S.CANCELLED, "corrected")
    send(shelf)
    assert shelf.letters == []


def test_a_letter_about_ones_own_case_goes_only_to_whoever_owns_it_now(story, shelf):
    with transaction() as session:
        kim = people.resident(session, "Kim")
        session.execute(submissions.update().values(contact_id=kim.contact_id))
    send(shelf)
    assert row_of("rosa@example.org") == (S.CANCELLED, "not_own")


def _button(purpose, *, phone=""):
    with transaction() as session:
        place = person.reach(session, Channel.SMS if phone else Channel.EMAIL, phone or "a@b.se")
        submission = people.published(session)
        wish = subscription.ask(
            session,
            place.id,
            Topic.SUBMISSION,
            submission_id=submission.id,
            extent=Extent.ANSWERS,
            language="sv",
        )
        made = token.issue(
            session, purpose, place.id, submission_id=submission.id, subscription_id=wish.id
        )
        delivery.post_button(session, made)
        return token.secret(made), place.id


def test_a_button_that_was_pressed_already_is_not_sent_again(shelf):
    secret, _ = _button(Purpose.SUBSCRIPTION)
    with transaction() as session:
        token.use(session, secret)
    send(shelf)
    assert row_of("a@b.se", "confirm_contact") == (S.CANCELLED, "pressed")


def test_a_sign_in_link_that_came_too_late_is_not_sent(shelf):
    _button(Purpose.SIGN_IN)
    advance(31 * 60)
    send(shelf)
    assert row_of("a@b.se", "sign_in") == (S.EXPIRED, "too_late")


def test_a_code_goes_even_to_a_number_that_said_stop(shelf):
    _, contact_id = _button(Purpose.SUBSCRIPTION, phone="+46701740608")
    with transaction() as session:
        silence.begin(session, contact_id)
    send(shelf)
    assert row_of("+46701740608", "confirm_contact") == (S.SENT, "")


def test_the_words_are_those_of_this_moment_and_not_of_when_it_was_addressed(story, shelf):
    with transaction() as session:
        submission = take(session, story)
        publishing.show(
            session,
            submission,
            Publication.REDACTED,
            by=people.marek(session).actor,
            rules=people.municipality(session).proposals,
            reason="personal_data",
            redacted="Lampan är trasig.",
            redacted_title="En trasig lampa",
        )
    send(shelf)
    (letter,) = [letter for letter in shelf.letters if letter.address == "sam@example.org"]
    assert "En trasig lampa" in letter.subject
    assert "gångvägen" not in letter.text + letter.html


class Between(Shelf):
    """Does something in the middle of sending, once the first follower has been told."""

    def __init__(self, act):
        super().__init__()
        self._act = act

    def send(self, letter):
        if letter.bulk and not any(sent.bulk for sent in self.letters):
            self._act()
        return super().send(letter)


@pytest.fixture
def two_followers(shelf, monkeypatch):
    # Between two commits, that is; what is looked at together is looked at half a second before.
    monkeypatch.setattr(sending, "GROUP", 1)
    with transaction() as session:
        submission = people.published(session, Kind.COMPLAINT, title="Mörkt på gångvägen")
        for name in ("Sam", "Tove"):
            follow(session, people.resident(session, name), submission)
        answer.answer(session, submission, by=people.olga(session).actor, source="J", html="<p/>")
    address()
    return submission.reference


def test_what_is_hidden_between_two_followers_is_not_told_to_the_second(two_followers):
    def hide():
        with transaction() as session:
            show(session, two_followers, Publication.HIDDEN)

    between = Between(hide)
    send(between)
    assert [letter.address for letter in between.letters if letter.bulk] == ["sam@example.org"]


def test_words_that_change_between_two_followers_change_for_the_second(two_followers):
    def mask():
        with transaction() as session:
            publishing.show(
                session,
                take(session, two_followers),
                Publication.REDACTED,
                by=people.marek(session).actor,
                rules=people.municipality(session).proposals,
                reason="personal_data",
                redacted="Lampan är trasig.",
                redacted_title="En trasig lampa",
            )

    between = Between(mask)
    send(between)
    first, second = [letter for letter in between.letters if letter.bulk]
    assert "gångvägen" in first.subject
    assert "gångvägen" not in second.subject + second.text + second.html


@pytest.mark.parametrize("what", ["hidden", "stopped"])
def test_a_worker_that_was_held_up_looks_again_before_it_sends(story, shelf, monkeypatch, what):
    """SIGSTOP after the last look, SIGCONT a minute later: the wall clock may say anything, so the
    time that passed is read from a clock that runs on."""
    late = 0.0

    class Clock:
        @staticmethod
        def monotonic():
            return time.monotonic() + late

    with sender(pipes=shelf) as made:
        write = made._writer.write

        def held_up(draft):
            nonlocal late
            if draft.due.row.address == "sam@example.org" and late == 0:
                late = 60.0
                with transaction() as session:
                    if what == "hidden":
                        show(session, story, Publication.HIDDEN)
                    else:
                        (wish,) = wishes_of(session, draft.due.row.contact_id)
                        subscription.stop(session, wish)
            return write(draft)

        monkeypatch.setattr(sending, "time", Clock)
        made._writer.write = held_up
        while made.round():
            pass
    assert late == 60
    assert "sam@example.org" not in to(shelf)
    assert row_of("sam@example.org")[0] in {S.EXPIRED, S.CANCELLED}
    assert row_of("rosa@example.org")[0] is S.SENT
