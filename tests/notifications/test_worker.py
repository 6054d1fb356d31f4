"""A delivery on its way: what becomes of it, whatever the provider says."""

import json
import logging
import re
import threading
import time
from pathlib import Path

import pytest

from models import answer, delivery, demo_message, token
from models.calendar import DAY, HOUR, MINUTE, SECOND, advance, now
from models.database import transaction
from models.delivery import DeliveryState
from models.errors import Busy
from models.states import Kind
from models.submission import take
from models.subscription import Extent
from models.token import Purpose
from notifications import leases, messages, sending, sweeping, tasks, worker
from notifications.letter import Accepted
from notifications.worker import Worker
from tests import people
from tests.notifications.post import (
    address,
    follow,
    followers,
    send,
    sender,
    sent_rows,
    tries,
    use,
)
from tests.sinks import MailSink, SmsGateway

S = DeliveryState


@pytest.fixture(scope="module")
def mails():
    with MailSink() as running:
        yield running


@pytest.fixture(scope="module")
def texts():
    with SmsGateway() as running:
        yield running


@pytest.fixture
def sink(mails):
    mails._kept.all.clear()
    mails.answers.clear()
    mails.answers_to.clear()
    return mails


@pytest.fixture
def gateway(texts):
    texts._kept.all.clear()
    texts.answers.clear()
    texts.answers_to.clear()
    return texts


@pytest.fixture
def open_town(town, sink, gateway):
    use(town, smtp_url=sink.url, sms_url=gateway.url, sms_from="+46766861004")
    return town


def an_answer(*, to=0, phone=""):
    """A public case with so many followers, answered; only the answer is left to send."""
    with transaction() as session:
        submission = people.published(session, Kind.COMPLAINT, title="Mörkt på gångvägen")
        followers(session, submission, to)
        if phone:
            follow(session, people.resident(session, "Nils", phone=phone), submission)
    address()
    _forget()
    with transaction() as session:
        submission = take(session, submission.reference)
        answer.answer(
            session, submission, by=people.olga(session).actor, source="Vi byter.", html="<p/>"
        )
    address()
    return submission.reference


def _forget():
    """What came before is not what the test is about."""
    for row in sent_rows():
        with transaction() as session:
            leases.drop(session, row.id, S.CANCELLED, "test")


def one(**wanted):
    (row,) = sent_rows(kind="answered", **wanted)
    return row


def to_whom(sink):
    return sorted(mail.recipients[0] for mail in sink.mails)


def test_every_follower_gets_the_letter_with_her_own_way_out(open_town, sink):
    reference = an_answer(to=3)
    send()
    assert to_whom(sink) == [*(f"follower{n}@example.org" for n in range(3)), "rosa@example.org"]
    stops = {re.search(rb"List-Unsubscribe: <(.*?)>", mail.raw)[1] for mail in sink.mails[1:]}
    assert len(stops) == 3
    for mail in sink.mails:
        assert reference.encode() in mail.raw
        assert messages._STOP.encode() not in mail.raw
        assert messages._MANAGE.encode() not in mail.raw
    row = one(address="follower1@example.org")
    assert row.state is S.SENT
    assert (row.code, row.attempts, row.lease_owner) == ("", 1, None)
    assert row.sent_at is not None
    assert row.provider_ref.endswith("@localhost>")
    assert [outcome for outcome, _ in tries(row.id)] == ["sent"]


def test_what_a_follower_of_a_public_case_reads_is_read_from_the_case_once(open_town, monkeypatch):
    reads = []
    monkeypatch.setattr(messages, "read", _counted(messages.read, reads))
    an_answer(to=5)
    send()
    # The author's own, and one for all followers.
    assert len(reads) == 2


def _counted(function, calls):
    def counted(*args):
        calls.append(args)
        return function(*args)

    return counted


def test_a_text_message_goes_through_the_gateway_and_says_where_receipts_go(open_town, gateway):
    reference = an_answer(phone="+46701740607")
    send()
    (sms,) = gateway.messages
    assert sms.to == "+46701740607"
    assert reference in sms.message
    assert "Sluta: svara STOPP" in sms.message
    assert "/sms/receipts/" in sms.form["whendelivered"]
    assert one(channel="sms").provider_ref == sms.id


def test_a_sender_of_letters_is_told_how_to_stop_by_a_link(town, sink, gateway):
    use(town, smtp_url=sink.url, sms_url=gateway.url)
    an_answer(phone="+46701740607")
    send()
    (sms,) = gateway.messages
    assert sms.form["from"] == "Exempelby", "the profile's own name"
    assert re.search(r"Sluta: https://torg.exempelby.example/u/\d+\.[0-9a-z]{30}$", sms.message)


def test_a_refused_address_is_given_up_and_the_others_are_served(open_town, sink):
    an_answer(to=3)
    sink.answers_to["follower1@example.org"] = "rcpt:550 5.1.1 no such user"
    send()
    assert len(sink.mails) == 3
    row = one(address="follower1@example.org")
    assert (row.state, row.code) == (S.PERMANENT_FAILURE, "rcpt_550_5.1.1")
    assert tries(row.id) == [("failed", "rcpt_550_5.1.1")]
    advance(30 * DAY / SECOND)
    send()
    assert len(sink.mails) == 3


def test_a_relay_that_asks_for_patience_gets_it(open_town, sink):
    an_answer()
    sink.answers.append("rcpt:451 4.7.1 greylisted")
    send()
    row = one()
    assert (row.state, row.code) == (S.TEMPORARY_FAILURE, "rcpt_451_4.7.1")
    assert now() < row.not_before <= now() + MINUTE
    send()
    assert sink.mails == []
    advance(61)
    send()
    assert one().state is S.SENT
    assert [outcome for outcome, _ in tries(row.id)] == ["failed", "sent"]


def test_a_relay_that_is_gone_for_a_day_makes_a_dead_letter(town):
    use(town, smtp_url="smtp://127.0.0.1:9")
    an_answer()
    send()
    for hours in (1, 12, 10.4):
        advance(hours * 3600)
        send()
        assert (one().state, one().code) == (S.TEMPORARY_FAILURE, "connection")
    advance(3600)
    send()
    assert (one().state, one().code) == (S.TECHNICAL_FAILURE, "connection")
    advance(DAY / SECOND)
    send()
    assert one().attempts == 5


def test_a_relay_that_hangs_up_after_the_letter_gets_it_once_more_and_no_third_time(
    open_town, sink
):
    an_answer()
    sink.answers.extend(["data:keep drop", "data:keep drop"])
    send()
    assert one().state is S.TEMPORARY_FAILURE
    advance(61)
    send()
    row = one()
    assert (row.state, row.code) == (S.SENT, "ambiguous")
    advance(DAY / SECOND)
    send()
    ids = [re.search(rb"Message-ID: (.*)\r", mail.raw)[1] for mail in sink.mails]
    assert len(ids) == 2
    assert len(set(ids)) == 1


def test_a_full_mailbox_is_tried_again_tomorrow(open_town, sink):
    an_answer()
    sink.answers.append("rcpt:552 5.2.2 over quota")
    send()
    row = one()
    assert (row.state, row.code) == (S.TEMPORARY_FAILURE, "mailbox_full")
    assert row.not_before >= now() + DAY - MINUTE


def test_a_letter_that_cannot_be_written_harms_no_other(open_town, sink, monkeypatch, caplog):
    an_answer(to=4)
    put = messages.links.manage

    def poisoned(due):
        if due.row.address == "follower2@example.org":
            raise KeyError("Rosas hemlighet")
        return put(due)

    monkeypatch.setattr(messages.links, "manage", poisoned)
    for _ in range(3):
        send()
        advance(16 * 60)
    assert len(sink.mails) == 4
    row = one(address="follower2@example.org")
    assert (row.state, row.code) == (S.TECHNICAL_FAILURE, "internal")
    assert "KeyError at " in caplog.text
    assert "hemlighet" not in caplog.text


def test_a_letter_whose_contents_cannot_be_read_harms_no_other(open_town, sink, monkeypatch):
    an_answer(to=4)
    read = messages.read

    def poisoned(session, due):
        if due.row.subscription_id is None:
            raise LookupError
        return read(session, due)

    monkeypatch.setattr(messages, "read", poisoned)
    for _ in range(3):
        send()
        advance(16 * 60)
    assert len(sink.mails) == 4
    row = one(address="rosa@example.org")
    assert (row.state, row.attempts) == (S.TECHNICAL_FAILURE, 3)


def test_a_sign_in_link_does_not_wait_behind_a_mass_sending(open_town, sink):
    an_answer(to=5)
    with transaction() as session:
        rosa = people.rosa(session)
        delivery.post_button(session, token.issue(session, Purpose.SIGN_IN, rosa.contact_id))
    send()
    assert b"/sign-in/" in sink.mails[0].raw


def test_nothing_leaves_a_town_that_holds_its_post(town, sink):
    use(town, delivery="hold", smtp_url=sink.url)
    an_answer(to=2)
    with transaction() as session:
        people.a_submission(session)
    _run_until(lambda: sent_rows(kind="receipt", state=S.QUEUED))
    assert sink.mails == []
    assert {row.state for row in sent_rows(kind="answered")} == {S.QUEUED}


def test_a_town_that_logs_its_post_says_that_it_was_due_and_to_nobody(town, caplog):
    use(town, delivery="log", smtp_url="")
    an_answer(to=1, phone="+46701740607")
    with caplog.at_level(logging.INFO, "notifications"):
        send()
    rows = sent_rows(kind="answered")
    assert {(row.state, row.code) for row in rows} == {(S.SENT, "log")}
    assert caplog.text.count("not sent") == 3
    assert "@" not in caplog.text
    assert "+46" not in caplog.text


@pytest.mark.parametrize("delivery", ["hold", "log", "send"])
def test_a_demo_keeps_its_messages_to_be_read_whatever_else_is_set(town, sink, gateway, delivery):
    use(town, demo=True, delivery=delivery, smtp_url=sink.url, sms_url=gateway.url)
    an_answer(to=1, phone="+46701740607")
    send()
    with transaction(write=False) as session:
        kept = demo_message.newest(session)
    assert {message.address for message in kept} == {
        "rosa@example.org",
        "follower0@example.org",
        "+46701740607",
    }
    assert any("Vi byter." in message.text for message in kept)
    assert {row.code for row in sent_rows(kind="answered")} == {"kept"}
    assert (sink.mails, gateway.messages) == ([], [])


def test_a_text_message_of_a_town_without_a_gateway_waits(town, sink):
    use(town, smtp_url=sink.url)
    an_answer(phone="+46701740607")
    send()
    assert one(channel="sms").code == "no_gateway"
    assert len(sink.mails) == 1


def test_a_busy_database_makes_no_worker_forget_what_it_sent(open_town, sink, monkeypatch):
    an_answer(to=1)
    open_for = transaction
    refusals = iter([False, False, True, True, False, True, False, False, False])

    def busy(*args, **kwargs):
        if next(refusals):
            raise Busy
        return open_for(*args, **kwargs)

    monkeypatch.setattr(sending, "PAUSE_SECONDS", 0)
    monkeypatch.setattr(sending, "transaction", busy)
    send()
    assert len(sink.mails) == 2
    assert {row.state for row in sent_rows(kind="answered")} == {S.SENT}


def test_a_worker_that_is_told_to_stop_finishes_the_letter_in_hand(open_town, sink):
    an_answer(to=5)
    going = iter([True, True, True])
    with sender(going=lambda: next(going, False)) as made:
        made.round()
    assert len(sink.mails) == 3
    rows = sent_rows(kind="answered")
    assert [row.state for row in rows].count(S.SENT) == 3
    assert [row.lease_owner for row in rows] == [None] * 6


def _run_until(done, *, seconds=15):
    """A whole worker, its threads and its ears, until something is so."""
    stop = threading.Event()
    running = Worker(stop)
    thread = threading.Thread(target=running.run)
    thread.start()
    try:
        ends = time.monotonic() + seconds
        while not done():
            assert thread.is_alive()
            assert time.monotonic() < ends, "it did not happen"
            time.sleep(0.02)
    finally:
        stop.set()
        thread.join()


def test_a_worker_finds_what_it_was_never_told_of(open_town, sink):
    with transaction() as session:
        submission = people.published(session)
        follow(session, people.sam(session), submission, extent=Extent.EVERYTHING)
        people.published_comment(session, submission, by=people.resident(session, "Kim"))
    _run_until(lambda: len(sink.mails) >= 3)
    assert to_whom(sink) == ["rosa@example.org", "rosa@example.org", "sam@example.org"]


def test_a_nudge_wakes_the_worker_before_its_time(open_town, sink, monkeypatch):
    monkeypatch.setattr(worker, "LOOK_SECONDS", 3600.0)
    looked, asked = threading.Event(), []
    look = Worker._look

    def looking(running):
        look(running)
        looked.set()

    monkeypatch.setattr(Worker, "_look", looking)
    with transaction() as session:
        people.municipality(session)

    def done():
        if looked.is_set() and not asked:
            # It would look again in an hour.
            asked.append(1)
            with transaction() as session:
                people.a_submission(session)
            tasks.nudge()
        return len(sink.mails) == 1

    _run_until(done)


def test_the_queue_is_made_anew_by_whoever_finds_it_broken_or_gone(town):
    use(town)
    file = town.data / "queue.sqlite3"
    tasks.nudge()
    tasks.nudge()
    assert tasks.heard()
    assert not tasks.heard()
    file.unlink()
    assert not tasks.heard()
    tasks.nudge()
    assert tasks.heard()
    tasks._queue.close()
    file.write_bytes(b"not a database" * 1000)
    tasks.nudge()
    tasks.nudge()
    assert tasks.heard()


def test_a_queue_that_cannot_be_made_costs_nothing_but_the_nudge(town):
    use(town, queue_url=f"sqlite:///{town.data / 'torget'}/no/such/folder/queue.sqlite3")
    (town.data / "torget").write_text("a file where a folder should be")
    tasks.nudge()
    assert not tasks.heard()


def test_what_lies_in_the_queue_is_json_and_names_only_the_wake_up(town):
    use(town)
    tasks.nudge()
    (waiting,) = tasks._queue._huey.storage.enqueued_items()
    assert json.loads(bytes(waiting))[1].endswith(".wake")


def test_a_stranger_in_the_queue_is_not_run(town, tmp_path):
    use(town)
    tasks.nudge()
    tasks._queue._huey.storage.enqueue(
        json.dumps(["id", "os.system", None, 0, 0, None, ["touch x"], {}]).encode()
    )
    tasks.heard()
    assert not Path("x").exists()
    tasks.nudge()
    assert tasks.heard()


def test_receipts_that_never_came_are_noted_after_three_days(open_town):
    an_answer(phone="+46701740607")
    send()
    advance(72 * HOUR / SECOND - 1)
    with transaction() as session:
        assert sweeping.give_up_on_receipts(session) == 0
    advance(2)
    with transaction() as session:
        assert sweeping.give_up_on_receipts(session) == 1
    row = one(channel="sms")
    assert (row.state, row.code) == (S.TEMPORARY_FAILURE, "no_receipt")
    send()
    assert one(channel="sms").attempts == 1, "it was taken over: it is not sent again"


def test_the_pipes_answer_is_kept_as_the_operator_gave_it(open_town, sink):
    an_answer()

    class Quiet:
        def send(self, letter):
            return Accepted("ref-1", "x" * 100)

        def close(self):
            pass

    send(Quiet())
    row = one()
    assert (row.provider_ref, row.code) == ("ref-1", "")
    assert tries(row.id) == [("sent", "x" * 60)]
