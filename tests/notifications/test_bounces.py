"""A letter comes back: what becomes of it, of its address, and of what was still to go there."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select, update

from models import answer, bounce, suppression, token
from models import settings as town_settings
from models.bounce import bounces as rows_of_bounces
from models.calendar import DAY, SECOND, advance
from models.database import transaction
from models.delivery import DeliveryState, deliveries, post_button
from models.states import Kind
from models.submission import take
from models.suppression import Why
from models.token import Purpose
from notifications import bounces
from notifications.bounces import Taken
from notifications.letter import Accepted
from notifications.pipes import _sender
from tests import people
from tests.notifications.post import follow, send, sent_rows, use, wishes_of
from tests.notifications.returned import complaint, report

S = DeliveryState
ROSA, SAM = "rosa@example.org", "sam@example.org"


class Relay:
    """Takes every letter, and remembers where each would come back to."""

    def __init__(self, town):
        self.sent = []
        self.verp = {}
        self._town = town
        self._sender = None

    def send(self, letter):
        if self._sender is None:
            with transaction(write=False) as session:
                self._sender = _sender(self._town.settings, people.municipality(session))
        self.sent.append((letter.address, letter.kind))
        self.verp[letter.address] = self._sender.bounce_address(letter)
        return Accepted(letter.key)

    def close(self):
        pass


@pytest.fixture
def relay(town):
    use(town)
    return Relay(town)


@pytest.fixture
def case(relay):
    """Rosa's public case, which Sam follows."""
    with transaction() as session:
        submission = people.published(session, Kind.COMPLAINT, title="Mörkt på gångvägen")
        follow(session, people.sam(session), submission)
    send(relay)
    return submission.reference


def news(case, relay):
    """The case is answered; returns to whom a letter went now."""
    before = len(relay.sent)
    with transaction() as session:
        submission = take(session, case)
        answer.answer(session, submission, by=people.olga(session).actor, source="Ja.", html="<p/>")
    send(relay)
    return sorted(address for address, _ in relay.sent[before:])


def back(raw, *recipients):
    with transaction() as session:
        return bounces.take(session, raw, recipients)


def letter_to(address):
    return sent_rows(address=address, kind="answered")[-1]


def held(address):
    with transaction(write=False) as session:
        contact_id = letter_to(address).contact_id
        found = session.get(suppression.Suppression, contact_id)
        return None if found is None else found.why


def test_a_dead_mailbox_is_left_alone_for_half_a_year(case, relay):
    assert news(case, relay) == [ROSA, SAM]
    assert back(report(relay.verp[SAM])) is Taken.NOTED
    row = letter_to(SAM)
    assert (row.state, row.code) == (S.PERMANENT_FAILURE, "bounced_5.1.1")
    assert letter_to(ROSA).state is S.SENT
    assert news(case, relay) == [ROSA]
    assert (letter_to(SAM).state, letter_to(SAM).code) == (S.SUPPRESSED, "bounced")
    # Her wish is as it was: nothing is to be set right when the address works again.
    with transaction(write=False) as session:
        assert len(wishes_of(session, row.contact_id)) == 1
    advance(180 * DAY / SECOND + 1)
    assert news(case, relay) == [ROSA, SAM]


def test_the_same_report_twice_is_one(case, relay):
    news(case, relay)
    assert back(report(relay.verp[SAM])) is Taken.NOTED
    assert back(report(relay.verp[SAM]), relay.verp[SAM]) is Taken.AGAIN
    with transaction(write=False) as session:
        assert len(session.execute(select(rows_of_bounces)).all()) == 1


def test_who_forges_a_bounce_changes_nothing(case, relay):
    news(case, relay)
    number = letter_to(SAM).id
    right = relay.verp[SAM]
    others = relay.verp[ROSA].partition(".")[2]
    bounces.counted.clear()
    for wrong in (
        f"bounce+{number}.aaaaaaaaaaaaaaaa@localhost",
        f"bounce+{number}.{others}",
        right.replace(f"+{number}.", "+999999."),
        right[: right.index("@") - 1] + "@localhost",
        "torget@localhost",
    ):
        assert back(report(wrong)) is Taken.STRANGER
    assert bounces.counted == {Taken.STRANGER: 5}
    assert letter_to(SAM).state is S.SENT
    assert held(SAM) is None
    assert news(case, relay) == [ROSA, SAM]


def test_a_proof_of_the_former_key_is_believed(town, case, relay):
    news(case, relay)
    former = town.settings.secret_key
    changed = {"secret_key": former[::-1], "secret_key_previous": former}
    town_settings.use(town.settings.model_copy(update=changed))
    assert back(report(relay.verp[SAM])) is Taken.NOTED


def test_a_proof_is_of_the_letter_it_was_made_for(case, relay):
    """A town that was put back from a copy gives the same number to another letter."""
    news(case, relay)
    with transaction() as session:
        session.execute(
            update(deliveries).where(deliveries.c.id == letter_to(SAM).id).values(message_key="x")
        )
    assert back(report(relay.verp[SAM])) is Taken.STRANGER


def test_an_address_that_refuses_us_is_not_blamed_for_it(case, relay):
    news(case, relay)
    assert back(report(relay.verp[SAM], "5.7.1")) is Taken.NOTED
    assert (letter_to(SAM).state, letter_to(SAM).code) == (S.PERMANENT_FAILURE, "bounced_5.7.1")
    assert held(SAM) is None


def test_three_that_came_back_for_now_in_two_weeks_are_a_pause_of_two_weeks(case, relay):
    for day in range(3):
        assert news(case, relay) == [ROSA, SAM]
        assert held(SAM) is None
        back(report(relay.verp[SAM], "4.4.7"))
        assert (letter_to(SAM).state, letter_to(SAM).code) == (S.TECHNICAL_FAILURE, "bounced_4.4.7")
        advance((4 if day == 0 else 1) * DAY / SECOND)
    assert held(SAM) is Why.REPEATED
    assert news(case, relay) == [ROSA]
    advance(14 * DAY / SECOND)
    assert news(case, relay) == [ROSA, SAM]


def test_a_full_mailbox_gets_the_letter_again_tomorrow_and_the_day_after(case, relay):
    news(case, relay)
    number = letter_to(SAM).id
    for attempt, days in ((1, 1), (2, 2)):
        assert back(report(relay.verp[SAM], "5.2.2")) is Taken.NOTED
        assert back(report(relay.verp[SAM], "5.2.2")) is Taken.AGAIN
        row = letter_to(SAM)
        assert (row.id, row.state, row.attempts) == (number, S.TEMPORARY_FAILURE, attempt)
        advance(days * DAY / SECOND)
        send(relay)
        assert letter_to(SAM).state is S.SENT
    back(report(relay.verp[SAM], "5.2.2"))
    assert (letter_to(SAM).state, letter_to(SAM).code) == (S.TECHNICAL_FAILURE, "mailbox_full")
    assert held(SAM) is Why.REPEATED


def test_a_complaint_stops_what_is_bulk_and_keeps_what_is_her_own(case, relay):
    with transaction() as session:
        other = people.published(session, by=people.sam(session), title="Fler bänkar")
    news(case, relay)
    assert back(complaint(relay.verp[SAM])) is Taken.NOTED
    row = letter_to(SAM)
    assert row.state is S.SENT, "it did arrive"
    with transaction(write=False) as session:
        assert wishes_of(session, row.contact_id) == []
    assert news(case, relay) == [ROSA]
    assert news(other.reference, relay) == [SAM]


def test_whoever_confirms_anew_is_reached_anew(case, relay):
    news(case, relay)
    back(report(relay.verp[SAM]))
    contact_id = letter_to(SAM).contact_id
    with transaction() as session:
        pressed = token.issue(session, Purpose.SIGN_IN, contact_id)
        post_button(session, pressed)
    send(relay)
    # What she has just asked for goes all the same.
    assert relay.sent[-1] == (SAM, "sign_in")
    with transaction() as session:
        token.use(session, token.secret(pressed))
    assert held(SAM) is None
    assert news(case, relay) == [ROSA, SAM]


def test_a_bounce_faster_than_the_workers_own_note_stays(case, relay):
    class Fast(Relay):
        def send(self, letter):
            accepted = super().send(letter)
            if letter.address == SAM:
                back(report(self.verp[SAM]))
            return accepted

    news(case, Fast(relay._town))
    assert letter_to(SAM).state is S.PERMANENT_FAILURE
    assert letter_to(SAM).sent_at is not None


def test_a_stranger_weaker_reason_does_not_shorten_a_stronger_one(case, relay):
    news(case, relay)
    contact_id = letter_to(SAM).contact_id
    with transaction() as session:
        suppression.begin(session, contact_id, Why.BOUNCED)
        suppression.begin(session, contact_id, Why.COMPLAINED)
        assert suppression.standing(session, [contact_id]).why is Why.BOUNCED
        assert suppression.count(session) == 1
    advance(181 * DAY / SECOND)
    with transaction() as session:
        assert suppression.count(session) == 0
        suppression.begin(session, contact_id, Why.COMPLAINED)
        assert suppression.standing(session, [contact_id]) is None, "she is reached"
        assert suppression.lift(session, contact_id)
        assert not suppression.lift(session, contact_id)


def test_what_came_back_long_ago_is_not_counted(case, relay):
    news(case, relay)
    row = letter_to(SAM)
    with transaction() as session:
        for attempts in range(3):
            tried = SimpleNamespace(id=row.id, contact_id=row.contact_id, attempts=attempts)
            bounce.note(session, tried, bounce.BounceKind.LATER, "4.4.1")
            advance(8 * DAY / SECOND)
        assert not bounce.comes_again(session, row.contact_id)
