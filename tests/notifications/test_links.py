"""Where a letter leads, and who is given a key to what."""

import re
from urllib.parse import urlsplit

import pytest

from models import answer, confirmed, delivery, person, publishing, subscription, token
from models.calendar import advance
from models.database import transaction
from models.person import Channel
from models.states import Kind, Publication
from models.submission import take, tracking_key
from models.subscription import MANAGE
from models.token import Purpose
from tests import people
from tests.notifications.post import BASE_URL, Shelf, decided, follow, send, use


class Found(Shelf):
    def one(self, kind, address="rosa@example.org"):
        (letter,) = [
            letter for letter in self.letters if letter.kind == kind and letter.address == address
        ]
        return letter


@pytest.fixture
def shelf(town):
    use(town)
    with transaction() as session:
        people.municipality(session)
    return Found()


def links(letter):
    """Every address in a letter, in the text; the HTML has the same."""
    found = re.findall(r"https?://\S+", letter.text)
    for address in found:
        assert address.replace("&", "&amp;") in letter.html
    return [address.removeprefix(BASE_URL) for address in found]


def test_every_address_begins_with_the_base_url_whatever_the_case_says(shelf):
    with transaction() as session:
        submission = people.published(session, title="Se https://ond.example/ nu")
        follow(session, people.sam(session), submission)
        decided(session, submission, by=people.olga(session))
    send(shelf)
    letter = shelf.one("decided", "sam@example.org")
    ours = [link for link in re.findall(r'href="([^"]*)"', letter.html) if "ond" not in link]
    assert len(ours) == 3
    assert {urlsplit(link).netloc for link in ours} == {urlsplit(BASE_URL).netloc}


def test_a_public_case_is_reached_without_a_key(shelf):
    with transaction() as session:
        submission = people.published(session, Kind.COMPLAINT)
        answer.answer(session, submission, by=people.olga(session).actor, source="Ja.", html="<p/>")
    send(shelf)
    assert links(shelf.one("answered")) == [f"/submissions/{submission.reference}"]


def test_a_confirmed_author_is_given_the_key_to_her_own_case(shelf):
    with transaction() as session:
        submission = people.a_submission(session, shown=False)
        reference, key = submission.reference, tracking_key(submission)
    send(shelf)
    assert links(shelf.one("receipt")) == [f"/submissions/{reference}?k={key}"]


def test_an_address_nobody_has_confirmed_is_given_a_button_and_never_the_key(shelf):
    with transaction() as session:
        receipt = people.handed_in(
            session, people.a_draft(by=people.rosa(session), shown=False, title="Hemligheten")
        )
        submission = take(session, receipt.reference)
        answer.answer(session, submission, by=people.olga(session).actor, source="J", html="<p/>")
    send(shelf)
    for kind in ("confirm_contact", "there_is_an_answer"):
        letter = shelf.one(kind)
        (link,) = links(letter)
        assert link.startswith("/confirm/")
        everything = letter.subject + letter.text + letter.html
        assert receipt.key not in everything
        assert "Hemligheten" not in everything
    with transaction() as session:
        button = token.find(session, link.removeprefix("/confirm/"))
        assert button.submission_id == submission.id


def test_when_the_button_is_over_the_letter_leads_to_the_page_and_not_to_its_key(shelf):
    with transaction() as session:
        receipt = people.handed_in(session, people.a_draft(by=people.rosa(session), shown=False))
    advance(31 * 24 * 3600)
    with transaction() as session:
        submission = take(session, receipt.reference)
        answer.answer(session, submission, by=people.olga(session).actor, source="J", html="<p/>")
    send(shelf)
    assert links(shelf.one("there_is_an_answer")) == [f"/submissions/{receipt.reference}"]


def test_whoever_confirmed_is_given_the_key_with_what_she_waited_for(shelf):
    with transaction() as session:
        receipt = people.handed_in(session, people.a_draft(by=people.rosa(session), shown=False))
        submission = take(session, receipt.reference)
        answer.answer(session, submission, by=people.olga(session).actor, source="J", html="<p/>")
    send(shelf)
    (link,) = links(shelf.one("there_is_an_answer"))
    with transaction() as session:
        confirmed.by_button(session, token.use(session, link.removeprefix("/confirm/")))
    send(shelf)
    expected = f"/submissions/{receipt.reference}?k={receipt.key}"
    assert links(shelf.one("answered")) == [expected]


def test_the_writer_of_a_comment_is_given_no_key_to_the_case(shelf):
    with transaction() as session:
        submission = people.published(session)
        sam = people.sam(session)
        comment = people.published_comment(session, submission, by=sam)
        rules = people.municipality(session).proposals
        by = people.marek(session).actor
        publishing.show_comment(
            session,
            submission,
            comment,
            Publication.REDACTED,
            by=by,
            reason="abusive",
            redacted="…",
        )
        publishing.show(
            session, submission, Publication.HIDDEN, by=by, rules=rules, reason="abusive"
        )
    send(shelf)
    letter = shelf.one("refused", "sam@example.org")
    assert "?k=" not in letter.text
    assert "?k=" in shelf.one("refused").text


def test_a_follower_can_stop_this_and_manage_all(shelf):
    with transaction() as session:
        submission = people.published(session)
        wish = follow(session, people.sam(session), submission)
        both = follow(session, people.sam(session))
        decided(session, submission, by=people.olga(session))
        stop, manage = subscription.link(wish), subscription.link(wish, MANAGE)
        assert subscription.link(both) != stop
    send(shelf)
    letter = shelf.one("decided", "sam@example.org")
    assert links(letter)[1:] == [f"/u/{stop}", f"/subscriptions/{manage}"]
    assert letter.unsubscribe_url == f"{BASE_URL}/u/{stop}"
    assert letter.bulk
    own = shelf.one("decided")
    assert (own.unsubscribe_url, own.bulk) == (None, False)


def test_a_sign_in_link_leads_to_its_button(shelf):
    with transaction() as session:
        rosa = people.rosa(session)
        made = token.issue(session, Purpose.SIGN_IN, rosa.contact_id, language="en")
        delivery.post_button(session, made)
        secret = token.secret(made)
    send(shelf)
    letter = shelf.one("sign_in")
    assert links(letter) == [f"/sign-in/{secret}"]
    assert (letter.language, letter.confidential) == ("en", True)
    assert "30 minutes" in letter.text


def test_a_wish_for_all_decisions_is_confirmed_by_text_message_too(shelf):
    with transaction() as session:
        place = person.reach(session, Channel.SMS, "+46701740609")
        wish = subscription.ask(
            session,
            place.id,
            subscription.Topic.DECISIONS,
            extent=subscription.Extent.ANSWERS,
            language="sv",
        )
        made = token.issue(session, Purpose.SUBSCRIPTION, place.id, subscription_id=wish.id)
        delivery.post_button(session, made)
        secret = token.secret(made)
    send(shelf)
    letter = shelf.one("confirm_contact", "+46701740609")
    assert letter.text.endswith(f"Bekräfta: {BASE_URL}/confirm/{secret}")
    assert "alla beslut" in letter.text


def test_every_letter_of_a_case_belongs_to_one_thread(shelf):
    with transaction() as session:
        submission = people.published(session)
        follow(session, people.sam(session))
        decided(session, submission, by=people.olga(session))
    send(shelf)
    root = f"submission.{submission.reference}"
    assert {letter.thread_root for letter in shelf.letters} == {root}
    assert shelf.one("decided").list_id == f"submission-{submission.reference}"
    assert shelf.one("decided", "sam@example.org").list_id == "decisions"
