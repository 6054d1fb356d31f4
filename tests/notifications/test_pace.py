"""How fast letters leave, when they wait for a relay, and how many a day may go (NT-7)."""

import logging
import time
from types import SimpleNamespace

import pytest

from models import answer, hold
from models.calendar import DAY, SECOND, advance
from models.database import transaction
from models.delivery import DeliveryState, post_button
from models.person import Channel
from models.states import Kind
from models.token import Purpose, issue
from notifications import alarms, caps, pace
from notifications.alarms import Alarm
from notifications.caps import Cap
from notifications.letter import Accepted, TryLater, Undeliverable
from notifications.pace import BURST_SECONDS, Pace
from tests import people
from tests.notifications.letters import mail, sms
from tests.notifications.post import address, followers, sender, sent_rows, use

S = DeliveryState


class Clock:
    """A clock that goes on only when somebody waits."""

    def __init__(self, monkeypatch):
        self.at = 100.0
        self.slept = []
        watch = SimpleNamespace(monotonic=lambda: self.at, sleep=self.sleep)
        monkeypatch.setattr(pace, "time", watch)

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.at += seconds


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


def going():
    return True


def test_letters_leave_evenly_and_no_faster_than_the_setting(clock):
    paced = Pace(per_second=20)
    began = clock.at
    for _ in range(45):
        assert paced.wait(mail(), going)
    took = clock.at - began
    assert 45 / 20 - BURST_SECONDS - 0.1 <= took <= 45 / 20


def test_one_domain_is_spared_while_another_goes_on(clock):
    paced = Pace(per_domain=2)
    began = clock.at
    for number in range(6):
        paced.wait(mail(address=f"a{number}@example.org"), going)
    assert clock.at - began >= 2
    slept = len(clock.slept)
    paced.wait(mail(address="a@Example.com"), going)
    assert len(clock.slept) == slept


def test_a_pace_of_nothing_holds_up_nobody_and_a_text_message_has_its_own(clock):
    for one, letter in ((Pace(), mail()), (Pace(per_second=0.001), sms())):
        for _ in range(50):
            assert one.wait(letter, going)
    assert clock.slept == []


def test_whoever_waits_for_her_turn_notices_that_she_is_to_stop(clock):
    paced = Pace(per_second=0.01)
    paced.wait(mail(), going)
    asked = iter([True, True, False])
    assert not paced.wait(mail(), lambda: next(asked))
    assert sum(clock.slept) < 1


def test_no_more_domains_are_remembered_than_fit(clock):
    paced = Pace(per_domain=1_000)
    for number in range(pace.DOMAINS_KEPT + 50):
        paced.wait(mail(address=f"rosa@d{number}.example"), going)
    assert len(paced._domains) == pace.DOMAINS_KEPT


@pytest.mark.parametrize(
    "code", ["connection", "session_421", "mail_421", "rcpt_421", "body_421_4.7.0"]
)
def test_a_relay_that_is_not_well_is_left_alone_for_longer_and_longer(clock, code):
    paced = Pace()
    pauses = []
    for _ in range(9):
        paced.learn(Channel.EMAIL, TryLater(code))
        assert paced.shut() == {Channel.EMAIL}
        pauses.append(paced._closed_until[Channel.EMAIL] - clock.at)
        clock.at += pauses[-1]
        assert paced.shut() == frozenset()
    assert all(0.5 * 2**n <= min(pause * 1.001, 61) for n, pause in enumerate(pauses[:6]))
    assert pauses[-1] <= pace.LONGEST_PAUSE_SECONDS
    paced.learn(Channel.EMAIL, Accepted("x"))
    paced.learn(Channel.EMAIL, TryLater(code))
    assert paced._closed_until[Channel.EMAIL] - clock.at <= pace.FIRST_PAUSE_SECONDS


@pytest.mark.parametrize(
    "answer", [TryLater("rcpt_451_4.7.1"), Undeliverable("rcpt_550_5.1.1"), TryLater("ambiguous")]
)
def test_what_is_said_of_one_letter_closes_nothing(clock, answer):
    paced = Pace()
    paced.learn(Channel.EMAIL, answer)
    assert paced.shut() == frozenset()


# In a worker's hands


class Relay:
    """Takes so many letters, then answers what it is told to."""

    def __init__(self, *, after=10**9, answer=None):
        self.taken = []
        self.tried = 0
        self._after, self._answer = after, answer

    def send(self, letter):
        self.tried += 1
        if len(self.taken) >= self._after:
            raise self._answer
        self.taken.append((letter.address, letter.kind))
        return Accepted(letter.key)

    def close(self):
        pass


@pytest.fixture
def news(town):
    """An answered case of Rosa's that twelve follow, and nothing else to send."""
    use(town)
    with transaction() as session:
        submission = people.published(session, Kind.COMPLAINT)
        followers(session, submission, 12)
        by = people.olga(session).actor
        answer.answer(session, submission, by=by, source="Ja.", html="<p>Ja.</p>")
    address()
    # Ten minutes later, when whatever is gathered has been gathered.
    advance(11 * 60)
    return submission.reference


def waiting():
    return [row for row in sent_rows() if row.state in {S.QUEUED, S.TEMPORARY_FAILURE}]


def test_when_the_relay_is_gone_one_letter_finds_out_and_the_others_keep_their_turn(news):
    relay = Relay(after=1, answer=TryLater("connection"))
    count = len(waiting())
    assert count > 1
    paced = Pace()
    with sender(pipes=relay) as made:
        made._pace = paced
        while made.round():
            pass
    assert (len(relay.taken), relay.tried) == (1, 2)
    untried = [row for row in waiting() if row.attempts == 0]
    assert len(untried) == count - 2
    assert all(row.lease_owner is None and row.state is S.QUEUED for row in untried)


def test_held_from_one_moment_to_the_next_nothing_more_leaves(news):
    with transaction() as session:
        hold.begin(session)
    relay = Relay()
    with sender(pipes=relay) as made:
        assert not made.round()
    assert relay.tried == 0
    with transaction() as session:
        hold.end(session)
    with sender(pipes=relay) as made:
        while made.round():
            pass
    assert waiting() == []


def test_the_days_letters_spent_the_others_wait_for_the_next_and_somebody_is_told(
    news, monkeypatch, caplog
):
    monkeypatch.setattr(caps, "LOOK_SECONDS", 0.0)
    count = len(waiting())
    relay = Relay()
    cap = Cap(1)
    with sender(pipes=relay) as made:
        made._cap = cap
        while made.round():
            pass
        assert len(relay.taken) == count, "it is a brake, not a balance: a batch goes as one"
        with transaction() as session:
            people.a_submission(session, by=people.resident(session, "Kim"))
        address()
        assert not made.round()
        assert [row.state for row in waiting()] == [S.QUEUED]
        with transaction() as session:
            rosa = people.rosa(session)
            post_button(session, issue(session, Purpose.SIGN_IN, rosa.contact_id))
        assert made.round(), "what was asked for goes"
        assert relay.taken[-1] == (rosa.address, "sign_in")
        assert caplog.text.count("alarm mail_today=") == 1
        advance(DAY / SECOND)
        while made.round():
            pass
    assert waiting() == []


def test_four_fifths_of_the_days_letters_are_told_once_a_day(news, monkeypatch, caplog):
    monkeypatch.setattr(caps, "LOOK_SECONDS", 0.0)
    monkeypatch.setattr(caps, "sent_today", lambda session, channel: 80)
    cap = Cap(100)
    with caplog.at_level(logging.ERROR):
        assert cap.spent() == cap.spent() == frozenset()
    assert caplog.text.count("alarm mail_today=80 of=100") == 1


def test_a_paced_worker_still_sends_everything(news):
    relay = Relay()
    count = len(waiting())
    began = time.monotonic()
    with sender(pipes=relay) as made:
        made._pace = Pace(per_second=200)
        while made.round():
            pass
    assert len(relay.taken) == count
    assert time.monotonic() > began
    assert waiting() == []


def test_letters_that_do_not_leave_are_told_to_whoever_watches_once_in_a_while(
    news, monkeypatch, caplog
):
    watch = Clock(monkeypatch)
    monkeypatch.setattr(alarms, "time", SimpleNamespace(monotonic=lambda: watch.at))
    alarm = Alarm()

    def minute():
        watch.at += alarms.LOOK_SECONDS
        with caplog.at_level(logging.ERROR):
            alarm.look()
        return caplog.text.count("alarm oldest_waiting_seconds=")

    # The letters of the case have been due for eleven minutes.
    assert [minute() for _ in range(15)][-1] == 1
    assert minute() == 2
    with sender(pipes=Relay()) as made:
        while made.round():
            pass
    assert minute() == 2
    alarm.look()
    with transaction() as session:
        people.a_submission(session)
    advance(11 * 60)
    assert minute() == 3, "a new trouble is told at once"
