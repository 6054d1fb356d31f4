"""Days on which much goes wrong at once: nothing is lost, nobody is told twice, staff see it.

The experiments F08, F09, F10 and F12 of the fault plan, with a clock that is turned by hand.
"""

import re
from collections import Counter

import pytest
from sqlalchemy import true, update

from models import answer, bounce, health, suppression, undelivered
from models.calendar import DAY, MINUTE, SECOND, advance, freeze
from models.database import transaction
from models.delivery import DeliveryState, deliveries
from models.states import Kind
from notifications import bounces, leases
from notifications.bounces import Taken
from tests import people
from tests.notifications.post import address, followers, send, sender, sent_rows, tries, use
from tests.notifications.returned import report
from tests.sinks import MailSink

pytestmark = pytest.mark.once

S = DeliveryState
NOWHERE = "smtp://127.0.0.1:9"
# A morning, when text messages may go as well.
MORNING = 1_794_000_000_000_000


@pytest.fixture
def sink():
    with MailSink() as running:
        yield running


@pytest.fixture
def town_of(town, sink):
    """An answered case of Rosa's that so many follow; every letter about the answer is due."""

    def made(count, *, smtp_url=""):
        freeze(MORNING)
        use(town, smtp_url=smtp_url or sink.url)
        with transaction() as session:
            submission = people.published(session, Kind.COMPLAINT, title="Mörkt på gångvägen")
            followers(session, submission, count)
        address()
        with transaction() as session:
            for row in sent_rows():
                leases.drop(session, row.id, S.CANCELLED, "test")
            by = people.olga(session).actor
            answer.answer(session, session.merge(submission), by=by, source="Ja.", html="<p/>")
        address()
        advance(11 * 60)

    return made


def minutes(count):
    advance(count * MINUTE / SECOND)


def letters():
    return sent_rows(kind="answered")


def states():
    return Counter(row.state for row in letters())


def who(sink):
    return Counter(mail.recipients[0] for mail in sink.mails)


def test_a_few_poisoned_letters_among_many_harm_no_other_and_end(town_of, sink, caplog):
    """F08: a template that is gone, and an address that is none."""
    town_of(150)
    rows = letters()
    poisoned = {rows[40].id: "no_such_kind", rows[41].id: "", rows[90].id: "no_such_kind"}
    with transaction() as session:
        for number, kind in poisoned.items():
            changed = {"kind": kind} if kind else {"address": "rosa\nBcc: sam@example.org"}
            session.execute(update(deliveries).where(deliveries.c.id == number).values(**changed))
    rounds = 0
    for _ in range(6):
        address()
        with sender() as made:
            while made.round():
                rounds += 1
        minutes(31)
    assert len(sink.mails) == len(rows) - 3
    assert max(who(sink).values()) == 1
    ended = {row.id: (row.state, row.attempts) for row in sent_rows() if row.id in poisoned}
    assert sorted(ended.values()) == [
        (S.PERMANENT_FAILURE, 1),
        (S.TECHNICAL_FAILURE, 3),
        (S.TECHNICAL_FAILURE, 3),
    ]
    assert rounds < 20, "nothing is tried without a pause"
    assert "Bcc" not in caplog.text
    with transaction(write=False) as session:
        assert dict(undelivered.codes(session, true())) == {"internal": 2, "unsafe_address": 1}


def test_a_relay_that_is_gone_for_half_an_hour_keeps_three_hundred_waiting_and_gets_them_all(
    town, town_of, sink
):
    """F09: few tries meanwhile, the queue's age is shown, and all are told within ten minutes."""
    town_of(299, smtp_url=NOWHERE)
    for _ in range(6):
        send()
        minutes(5)
    assert states().keys() <= {S.QUEUED, S.TEMPORARY_FAILURE}
    assert sum(row.attempts for row in letters()) <= 12
    with transaction(write=False) as session:
        state = health.sending(session)
        assert state.waiting == 300
        assert state.oldest_at == MORNING
        assert health.is_late(state)
    use(town, smtp_url=sink.url)
    send()
    assert len(sink.mails) >= 280, "they never lost their turn"
    minutes(6)
    send()
    assert states() == {S.SENT: 300}
    assert set(who(sink).values()) == {1}
    with transaction(write=False) as session:
        assert not health.is_late(health.sending(session))


def test_a_relay_that_greylists_for_a_quarter_of_an_hour_gets_each_letter_once(town_of, sink):
    """F10: 451 says nothing of the relay, so all are tried, and each waits longer and longer."""
    town_of(9)
    sink.usually = "rcpt:451 4.7.1 greylisted"
    for _ in range(5):
        send()
        minutes(3)
    assert sink.mails == []
    assert 10 < sum(row.attempts for row in letters()) <= 50
    sink.usually = "data:250 2.0.0 kept"
    minutes(31)
    send()
    assert states() == {S.SENT: 10}
    assert set(who(sink).values()) == {1}


def test_a_relay_that_takes_five_letters_a_connection_gets_them_all(town, town_of):
    """F10: 421 before a letter begins costs a new connection, and no try."""
    with MailSink(per_connection=5) as strict:
        town_of(11, smtp_url=strict.url)
        send()
        assert states() == {S.SENT: 12}
        assert {row.attempts for row in letters()} == {1}
        assert max(Counter(mail.peer for mail in strict.mails).values()) == 5


def test_one_refused_address_among_fifty_fails_alone_and_staff_see_it(town_of, sink):
    """F12, and the same report by mail and by webhook afterwards."""
    town_of(49)
    sink.answers_to["follower7@example.org"] = "rcpt:550 5.1.1 no such user"
    sink.answers_to["follower8@example.org"] = "rcpt:550 we do not like you"
    sink.answers_to["follower9@example.org"] = "rcpt:552 5.2.2 over quota"
    send()
    assert states() == {S.SENT: 47, S.PERMANENT_FAILURE: 2, S.TEMPORARY_FAILURE: 1}
    gone, disliked, full = (
        sent_rows(address=f"follower{n}@example.org", kind="answered")[0] for n in (7, 8, 9)
    )
    with transaction(write=False) as session:
        shown = {row.id: row.why_not for row in undelivered.page(session, true())}
        assert shown == {gone.id: "bounced", disliked.id: ""}
        assert session.get(suppression.Suppression, disliked.contact_id) is None
    minutes(48 * 60)
    send()
    assert tries(gone.id) == [("failed", "rcpt_550_5.1.1")], "no other 5xx is tried again"
    assert tries(disliked.id) == [("failed", "rcpt_550")]
    assert len(tries(full.id)) == 2

    back = next(mail for mail in sink.mails if mail.recipients == ("follower1@example.org",))
    with transaction() as session:
        assert bounces.take(session, report(back.sender)) is Taken.NOTED
        assert bounces.take(session, report(back.sender), (back.sender,)) is Taken.AGAIN
    assert states()[S.PERMANENT_FAILURE] == 3


def test_a_mailbox_that_stays_full_is_left_alone_after_three_days(town_of, sink):
    town_of(1)
    sink.answers_to["follower0@example.org"] = "rcpt:452 4.2.2 over quota"
    for _ in range(4):
        send()
        advance(DAY / SECOND)
    (row,) = sent_rows(address="follower0@example.org", kind="answered")
    assert (row.state, row.code, row.attempts) == (S.TECHNICAL_FAILURE, "mailbox_full", 3)
    with transaction(write=False) as session:
        # One letter's end is one strike; the third within two weeks is a pause.
        assert session.get(suppression.Suppression, row.contact_id) is None
        assert not bounce.comes_again(session, row.contact_id)


def test_a_letter_that_a_person_sends_again_gets_all_its_tries_anew(town, town_of, sink):
    town_of(0, smtp_url=NOWHERE)
    for hours in (0, 13, 12):
        advance(hours * 3600)
        send()
    assert states() == {S.TECHNICAL_FAILURE: 1}
    with transaction() as session:
        assert undelivered.send_all_again(session, true(), "connection") == 1
    send()
    assert S.TECHNICAL_FAILURE not in states(), "it has a day again"
    use(town, smtp_url=sink.url)
    minutes(6)
    send()
    assert states() == {S.SENT: 1}
    outcomes = [outcome for outcome, _ in tries(letters()[0].id)]
    assert outcomes.count("again") == 1
    assert outcomes[-1] == "sent"
    with transaction() as session:
        assert undelivered.send_all_again(session, true(), "connection") == 0


def test_what_is_sent_keeps_the_version_of_its_templates_and_a_digest_of_its_words(town_of, sink):
    town_of(2)
    send()
    rows = letters()
    assert len({row.template for row in rows}) == 1
    assert re.fullmatch(r"[0-9a-f]{16}", rows[0].template)
    assert len({row.rendered for row in rows}) == 3, "each has links of her own"
    assert all(re.fullmatch(r"[0-9a-f]{64}", row.rendered) for row in rows)
