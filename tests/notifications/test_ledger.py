"""The ledger of notices: how many will be told, how many were, and what became of the others."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from models import answer, calendar, pause, publishing, suppression
from models.actor import SYSTEM
from models.calendar import DAY, MINUTE, today
from models.database import table_of, transaction
from models.delivery import DeliveryEvent, DeliveryState, deliveries
from models.event import EventKind
from models.states import Kind, Publication
from models.submission import stream_of, take
from models.subscription import Frequency, stop
from models.suppression import Why
from notifications import audience, ledger
from notifications.ledger import Ended, Way
from tests import people
from tests.notifications.post import address, follow, send, sender, use, wishes_of
from tests.sinks import MailSink

carried = table_of(DeliveryEvent)


@pytest.fixture
def sink(town):
    with MailSink() as running:
        use(town, smtp_url=running.url)
        yield running


@pytest.fixture
def case(town) -> str:
    """Rosa's public complaint; Nils hears at once, Maja daily, Leif weekly, Ture has paused."""
    calendar.freeze(calendar.now())
    with transaction() as session:
        made = people.published(session, Kind.COMPLAINT)
        for name, often in (
            ("Nils", Frequency.AT_ONCE),
            ("Maja", Frequency.DAILY),
            ("Leif", Frequency.WEEKLY),
            ("Ture", Frequency.AT_ONCE),
        ):
            wish = follow(session, people.resident(session, name), made)
            wish.frequency = often
        ture = people.resident(session, "Ture")
        pause.begin(session, ture.contact_id, today() + timedelta(days=5))
        follow(session, people.resident(session, "Caller", phone="+46701740640"), made)
        reference = made.reference
    address()
    calendar.advance(60)
    return reference


def answered(reference: str) -> int:
    with transaction() as session:
        by = people.olga(session).actor
        case = take(session, reference)
        return answer.answer(session, case, by=by, source="Ja.", html="<p>Ja.</p>")


def counts(event_id: int) -> dict[Ended, int]:
    with transaction(write=False) as session:
        return ledger.of_event(session, event_id)


def test_who_will_be_told_is_said_by_the_way_it_goes(case):
    with transaction() as session:
        row = take(session, case)
        found = ledger.forecast(session, row, EventKind.ANSWERED)
        assert found == {Way.EMAIL: 2, Way.SMS: 1, Way.DAILY: 1, Way.WEEKLY: 1, Way.PAUSED: 1}
        told = sum(count for way, count in found.items() if way is not Way.PAUSED)
        assert told == audience.count(session, row, EventKind.ANSWERED)


def test_whoever_acts_is_not_among_those_who_will_be_told(case):
    with transaction() as session:
        olga = people.olga(session)
        follow(session, olga, take(session, case))
        found = ledger.forecast(session, take(session, case), EventKind.ANSWERED, by=olga.actor)
    assert found[Way.EMAIL] == 2


def test_as_many_are_addressed_as_were_to_be_told(case):
    event_id = answered(case)
    address()
    assert counts(event_id) == {Ended.WAITING: 3, Ended.DIGEST: 2, Ended.PAUSED: 1}


def test_what_became_of_every_notice_is_counted(case, sink):
    """398 told, 9 not reached, 5 paused: here one or two of each."""
    sink.answers_to["nils@example.org"] = "rcpt:550 5.1.1 no such user"
    event_id = answered(case)
    with transaction() as session:
        maja = people.resident(session, "Maja")
        stop(session, wishes_of(session, maja.contact_id)[0])
    send()
    found = counts(event_id)
    assert found[Ended.BOUNCED] == 1
    assert found[Ended.TOLD] == 1
    assert found[Ended.PAUSED] == 1
    calendar.freeze(calendar.now() + 8 * DAY)
    send()
    assert counts(event_id)[Ended.TOLD] == 2


def test_whoever_stopped_meanwhile_is_counted_as_that(case, sink):
    event_id = answered(case)
    address()
    with transaction() as session:
        nils = people.resident(session, "Nils")
        stop(session, wishes_of(session, nils.contact_id)[0])
    send()
    assert counts(event_id)[Ended.STOPPED] == 1


def test_what_was_hidden_meanwhile_is_counted_as_held_back(case, sink):
    event_id = answered(case)
    address()
    with transaction() as session:
        rules = people.municipality(session).proposals
        shown = take(session, case)
        publishing.show(
            session, shown, Publication.HIDDEN, by=SYSTEM, rules=rules, reason="abusive"
        )
    send()
    found = counts(event_id)
    assert found == {Ended.TOLD: 1, Ended.DIGEST: 2, Ended.PAUSED: 1, Ended.HELD_BACK: 2}


def test_an_address_that_nothing_reaches_is_counted_as_not_reached(case, sink):
    with transaction() as session:
        nils = people.resident(session, "Nils")
        suppression.begin(session, nils.contact_id, Why.BOUNCED)
    event_id = answered(case)
    send()
    assert counts(event_id)[Ended.BOUNCED] == 1


@pytest.mark.parametrize(
    ("state", "ended"),
    [
        (DeliveryState.SENT, Ended.TOLD),
        (DeliveryState.DELIVERED, Ended.TOLD),
        (DeliveryState.SENDING, Ended.WAITING),
        (DeliveryState.TEMPORARY_FAILURE, Ended.WAITING),
        (DeliveryState.PERMANENT_FAILURE, Ended.BOUNCED),
        (DeliveryState.TECHNICAL_FAILURE, Ended.FAILED),
        (DeliveryState.EXPIRED, Ended.HELD_BACK),
        (DeliveryState.CANCELLED, Ended.HELD_BACK),
    ],
)
def test_every_state_of_a_message_has_its_class(case, state, ended):
    event_id = answered(case)
    address()
    with transaction() as session:
        session.execute(
            update(deliveries)
            .where(deliveries.c.event_id == event_id, deliveries.c.address == "nils@example.org")
            .values(state=state)
        )
    before = {Ended.WAITING: 2, Ended.DIGEST: 2, Ended.PAUSED: 1}
    assert counts(event_id) == before | {ended: before.get(ended, 0) + 1}


def test_an_event_is_counted_in_whichever_message_it_goes(case, sink, town):
    """Two answers in one message are two notices, each of its own event."""
    use(town, smtp_url=sink.url, gather_seconds=600)
    first, second = answered(case), answered(case)
    address()
    assert counts(first) == counts(second)
    calendar.freeze(calendar.now() + 11 * MINUTE)
    with sender() as made:
        while made.round():
            pass
    assert counts(first)[Ended.TOLD] == counts(second)[Ended.TOLD] >= 2
    assert len([mail for mail in sink.mails if "nils@example.org" in mail.recipients]) == 1


def test_a_case_shows_its_newest_events_and_only_those_of_which_anybody_was_told(case):
    event_id = answered(case)
    address()
    with transaction(write=False) as session:
        lines = ledger.of_case(session, stream_of(case))
        told = set(session.scalars(select(carried.c.event_id)))
    assert lines[0].event_id == event_id
    assert {line.event_id for line in lines} <= told
    assert [line.at for line in lines] == sorted((line.at for line in lines), reverse=True)
