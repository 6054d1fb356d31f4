"""What comes back from outside: doubled, late, out of order, forged."""

import itertools

import pytest
from sqlalchemy import select

from models import answer, duties, history, keys, progress, received, subscription, supplement
from models import settings as town_settings
from models.calendar import DAY, now
from models.database import transaction
from models.delivery import DeliveryState
from models.errors import NotFound, Refusal
from models.event import TELLS, Event
from models.person import Person
from models.states import Kind, Status
from models.submission import Submission, take
from models.subscription import MANAGE
from notifications import inbound, leases, links, settling
from notifications.inbound import Forged
from notifications.letter import TryLater
from notifications.settling import Tried
from tests import people
from tests.notifications.post import Shelf, address, follow, send, sent_rows, use, wishes_of

S = DeliveryState
NUMBER = "+46701740607"
GOT = {"id": "s0123", "status": "delivered", "delivered": "2026-11-21T10:00:00.000000"}
SENT = {"id": "s0123", "status": "sent"}
FAILED = {"id": "s0123", "status": "failed"}


@pytest.fixture
def shelf(town):
    use(town)
    return Shelf("s0123")


@pytest.fixture
def nils(shelf):
    """Nils follows a public case by text message; the answer waits to be sent to him."""
    with transaction() as session:
        submission = people.published(session, Kind.COMPLAINT)
        made = people.resident(session, "Nils", phone=NUMBER)
        follow(session, made, submission)
    send(shelf)
    shelf.letters.clear()
    another_answer(submission.reference)
    return made, submission.reference


def another_answer(reference):
    with transaction() as session:
        submission = take(session, reference)
        by = people.olga(session).actor
        answer.answer(session, submission, by=by, source="Ja.", html="<p/>")
    address()


def to_nils():
    return [row for row in sent_rows(channel="sms") if row.kind == "answered"][-1]


def token():
    return links.receipt(to_nils().id).rpartition("/")[2]


def receipt(form):
    with transaction() as session:
        inbound.receipt(session, token(), form)


def test_a_receipt_says_that_it_arrived(nils, shelf):
    send(shelf)
    assert to_nils().state is S.SENT
    (letter,) = [letter for letter in shelf.letters if letter.channel == "sms"]
    assert letter.receipt_urls["46elks"] == links.receipt(to_nils().id)
    receipt(SENT)
    assert to_nils().state is S.SENT
    receipt(GOT)
    assert to_nils().state is S.DELIVERED


@pytest.mark.parametrize("order", sorted(set(itertools.permutations("sgsg"))))
def test_receipts_in_any_order_and_twice_end_the_same(nils, shelf, order):
    send(shelf)
    for which in order:
        receipt({"s": SENT, "g": GOT}[which])
    assert to_nils().state is S.DELIVERED


def test_a_failure_is_final_and_a_late_success_after_giving_up_is_not_lost(nils, shelf):
    send(shelf)
    receipt(FAILED)
    assert (to_nils().state, to_nils().code) == (S.PERMANENT_FAILURE, "failed")
    receipt(SENT)
    receipt(GOT)
    assert to_nils().state is S.PERMANENT_FAILURE


def test_a_receipt_faster_than_our_own_commit_is_kept(nils, shelf):
    class Fast(Shelf):
        def send(self, letter):
            if letter.channel == "sms":
                receipt(GOT)
            return super().send(letter)

    send(Fast("s0123"))
    row = to_nils()
    assert row.state is S.DELIVERED
    assert (row.provider_ref, row.lease_owner) == ("s0123", None)
    assert row.sent_at is not None


def test_a_message_that_a_receipt_settled_is_not_sent_again(nils, shelf):
    """The operator took it, our worker died before it could write that down."""
    with transaction() as session:
        leases.claim(session, "dead")
    with transaction() as session:
        leases.begin(session, "dead", [to_nils().id])
    receipt(SENT)
    with transaction() as session:
        assert not leases.begin(session, "dead", [to_nils().id])


def test_nothing_moves_a_message_back_that_a_receipt_says_has_arrived(nils, shelf):
    """The gateway took it and hung up; its receipt is faster than the worker's failure."""
    with transaction() as session:
        leases.claim(session, "slow")
    with transaction() as session:
        leases.begin(session, "slow", [to_nils().id])
    receipt(GOT)
    assert to_nils().sent_at is not None
    with transaction() as session:
        tried = Tried(to_nils().id, to_nils().created_at, TryLater("ambiguous"))
        settling.settle(session, "slow", [tried])
    assert to_nils().state is S.DELIVERED


def test_a_forged_receipt_is_refused(nils, shelf):
    number = to_nils().id
    for forged in ("", "1", f"{number}.", f"{number}.{'a' * 32}", f"x.{token()}", "9" * 30 + ".a"):
        with pytest.raises(Forged) as refused, transaction() as session:
            inbound.receipt(session, forged, GOT)
        assert refused.value.status == 403
    other = links.receipt(number + 1).rpartition(".")[2]
    with pytest.raises(Forged), transaction() as session:
        inbound.receipt(session, f"{number}.{other}", GOT)


def test_a_receipt_of_a_message_we_know_nothing_of_changes_nothing(nils):
    unknown = links.receipt(987654).rpartition("/")[2]
    with transaction() as session:
        inbound.receipt(session, unknown, GOT)


@pytest.mark.parametrize("form", [{}, {"id": "x"}, {"id": "x", "status": "eaten"}])
def test_what_is_no_receipt_is_refused_politely(nils, form):
    with pytest.raises(Refusal) as refused:
        receipt(form)
    assert refused.value.status == 400


def said(text, *, number=NUMBER):
    with transaction() as session:
        received = inbound.read(inbound.inbox(), {"from": number, "message": text})
        word = inbound.text_received(session, received)
        return word, session.info.get(TELLS, False)


def test_stop_ends_every_message_and_is_confirmed_once(nils, shelf):
    _, reference = nils
    assert said("Stopp!") == ("stop", True)
    assert said(" stop ")[0] == "stop"
    another_answer(reference)
    send(shelf)
    texts = [letter for letter in shelf.letters if letter.channel == "sms"]
    assert [letter.kind for letter in texts] == ["stop_confirmed"]
    assert "STARTA" in texts[0].text


def test_start_resumes_what_stop_ended(nils, shelf):
    _, reference = nils
    said("STOP")
    assert said("starta")[0] == "start"
    another_answer(reference)
    send(shelf)
    kinds = [letter.kind for letter in shelf.letters if letter.channel == "sms"]
    assert sorted(kinds) == ["answered", "answered", "stop_confirmed"]


def test_help_is_answered_once_a_day_also_to_whoever_said_stop(nils, shelf):
    said("STOP")
    for word in ("Hjälp", "help?", "HELP"):
        assert said(word)[0] == "help"
    send(shelf)
    kinds = [letter.kind for letter in shelf.letters if letter.channel == "sms"]
    assert kinds == ["stop_confirmed", "text_help"]
    assert "Ring" in shelf.letters[-1].text


def test_two_machines_do_not_talk_to_each_other(nils, shelf):
    for _ in range(5):
        for word in ("STOP", "START", "HELP", "Jag är på semester"):
            said(word)
    send(shelf)
    texts = [letter.kind for letter in shelf.letters if letter.channel == "sms"]
    assert sorted(texts) == ["answered", "stop_confirmed", "text_help"]


def own_case(*, confirmed=True, status=None):
    """A case of Nils himself, who wants his answer by text message."""
    with transaction() as session:
        who = people.resident(session, "Nils", phone=NUMBER)
        case = people.a_submission(session, by=who)
        if not confirmed:
            case.confirmed_at = None
        return who, case.reference


def conversation(reference):
    with transaction(write=False) as session:
        case = session.scalars(select(Submission).where(Submission.reference == reference)).one()
        return [(row.question_html, row.answer) for row in supplement.of_case(session, case.id)]


def kept():
    with transaction(write=False) as session:
        return received.waiting(session, 10)


def test_words_of_ones_own_stand_in_the_one_case_that_is_open(shelf):
    _, reference = own_case()
    assert said("Det är stolpe 17\nvid bron")[0] is None
    assert conversation(reference) == [(None, "Det är stolpe 17\nvid bron")]
    assert kept() == []
    with transaction(write=False) as session:
        last = session.scalars(select(Event).order_by(Event.id.desc())).first()
        status = session.scalars(select(Submission.status)).one()
        assert history.verify(session, last.stream) == []
    assert (last.kind, last.public, last.source) == ("replied", False, "sms")
    assert status is Status.RECEIVED


def test_whoever_has_the_case_is_told_of_it_next_morning(shelf):
    _, reference = own_case()
    with transaction() as session:
        olga = people.olga(session)
        to = session.get_one(Person, olga.id)
        progress.assign(session, take(session, reference), by=people.ada(session).actor, to=to)
    before = now()
    said("Det är stolpe 17")
    with transaction(write=False) as session:
        told = duties.of(session, olga.id, since=before - DAY, until=now() + 1)
    assert [one.reference for group in told if group.code == "added" for one in group.rows] == [
        reference
    ]


def test_what_we_asked_for_is_answered_by_text_message(shelf):
    _, reference = own_case()
    with transaction() as session:
        case = take(session, reference)
        progress.move(session, case, Status.IN_PROGRESS, by=people.olga(session).actor)
        supplement.ask(session, case, by=people.olga(session).actor, question="Vilken stolpe?")
    said("Nummer 17")
    assert conversation(reference)[0][1] == "Nummer 17"
    with transaction() as session:
        assert take(session, reference).status is Status.IN_PROGRESS


@pytest.mark.parametrize("case", ["two", "none", "unconfirmed", "stranger"])
def test_words_that_belong_to_no_one_case_wait_for_a_person(shelf, case):
    if case == "two":
        _, first = own_case()
        own_case()
        assert conversation(first) == []
    elif case == "unconfirmed":
        own_case(confirmed=False)
    elif case == "none":
        with transaction() as session:
            people.resident(session, "Nils", phone=NUMBER)
    said("Tack så mycket!")
    ((_, _, number, contact_id, html),) = kept()
    assert (number, html) == (NUMBER, "<p>Tack så mycket!</p>")
    assert (contact_id is None) == (case == "stranger")


def test_whoever_floods_us_costs_nothing_and_fills_no_list(shelf):
    for n in range(30):
        assert said(f"Köp nu {n}", number="+46701740699") == (None, False)
    for n in range(5):
        said("Hej", number=f"spam{n}")
        said("\u200b ", number="+46701740698")
    send(shelf)
    assert shelf.letters == []
    assert len(kept()) == 10


def test_other_words_and_other_numbers_change_nothing(nils, shelf):
    assert said("Tack så mycket!") == (None, False)
    assert said("STOP", number="+46701740699") == ("stop", False)
    send(shelf)
    assert [letter.kind for letter in shelf.letters if letter.channel == "sms"] == ["answered"]


def test_whoever_does_not_know_the_inbox_cannot_stop_anybody(nils):
    with pytest.raises(Forged):
        inbound.read("guess", {"from": NUMBER, "message": "STOP"})


def test_one_click_stops_this_and_nothing_else_however_often(nils, shelf):
    who, reference = nils
    with transaction() as session:
        other = follow(session, who)
        wish = wishes_of(session, who.contact_id)[0]
        link, wish_id = subscription.link(wish), wish.id
    for _ in range(2):
        with transaction() as session:
            found = inbound.unsubscribe(session, link)
            assert (found.wish.id, found.stopped) == (wish_id, True)
    with transaction() as session:
        left = wishes_of(session, who.contact_id)
        assert [wish.id for wish in left] == [other.id]
        assert not inbound.standing(session, subscription.link(other)).stopped
    another_answer(reference)
    send(shelf)
    assert {letter.address for letter in shelf.letters} == {"rosa@example.org"}


def test_a_link_to_stop_all_text_messages_stops_those_about_ones_own_case(shelf):
    with transaction() as session:
        who = people.resident(session, "Nils", phone=NUMBER)
        submission = people.a_submission(session, by=who)
    send(shelf)
    (letter,) = shelf.letters
    link = links.silence_link(who.contact_id, NUMBER)
    assert f"/u/{link}" in letter.text
    with transaction() as session:
        assert not inbound.standing(session, link).stopped
    for _ in range(2):
        with transaction() as session:
            assert inbound.unsubscribe(session, link).stopped
    with transaction() as session:
        assert inbound.standing(session, link).wish is None
        assert inbound.standing(session, link).stopped
    another_answer(submission.reference)
    send(shelf)
    assert len(shelf.letters) == 1


@pytest.mark.parametrize("link", ["", "c", "c1", "c1.x", "1.x", "cx.y", "c" + "9" * 30 + ".x"])
def test_a_forged_stop_link_is_not_found(nils, link):
    with pytest.raises(NotFound), transaction() as session:
        inbound.unsubscribe(session, link)


def test_a_link_to_manage_does_not_stop_anything(nils):
    who, _ = nils
    with transaction() as session:
        (wish,) = wishes_of(session, who.contact_id)
        with pytest.raises(NotFound):
            inbound.unsubscribe(session, subscription.link(wish, MANAGE))


def test_links_outlive_a_new_secret_key(nils, monkeypatch):
    who, _ = nils
    with transaction() as session:
        (wish,) = wishes_of(session, who.contact_id)
        link = subscription.link(wish)
    old = town_settings.settings()
    town_settings.use(
        old.model_copy(
            update={"secret_key": keys.nonce() * 2, "secret_key_previous": old.secret_key}
        )
    )
    with transaction() as session:
        assert inbound.unsubscribe(session, link).stopped
