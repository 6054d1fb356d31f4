"""`reconcile` finds nothing where all is well, and names every way of spoiling it."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, insert, select, update

from models import (
    answer,
    calendar,
    erasing,
    following,
    handover,
    pause,
    publishing,
    reconciliation,
    silence,
    subscription,
)
from models.actor import SYSTEM
from models.calendar import DAY, HOUR, MINUTE, SECOND
from models.database import table_of, transaction
from models.delivery import DeliveryAttempt, DeliveryEvent, DeliveryReason, deliveries
from models.event import Outbox
from models.organisation import Unit
from models.person import Contact
from models.states import Kind, Publication
from models.submission import take
from models.subscription import Extent, Subscription, Topic, stop, subscriptions, widen
from notifications import addressing
from tests import people
from tests.faults.storm import without_keys
from tests.notifications.post import follow, wishes_of
from web.commands import counting
from web.commands.reconcile import reconcile
from web.commands.scheduler import tick

carried = table_of(DeliveryEvent)
reasons = table_of(DeliveryReason)
attempts = table_of(DeliveryAttempt)
contacts = table_of(Contact)


def later(moment: int = MINUTE) -> None:
    calendar.freeze(calendar.now() + moment)


def answered(reference: str, source: str = "Ja.") -> int:
    """Olga answers, and everyone has her message."""
    with transaction() as session:
        by = people.olga(session).actor
        event_id = answer.answer(
            session, take(session, reference), by=by, source=source, html=f"<p>{source}</p>"
        )
    later(SECOND)
    addressing.address("test")
    later()
    return event_id


@pytest.fixture
def reference(town) -> str:
    """A public complaint of Rosa's that three follow."""
    return followed()


def followed() -> str:
    calendar.freeze(calendar.now())
    with transaction() as session:
        case = people.published(session, Kind.COMPLAINT)
        for name in ("Nils", "Maja", "Leif"):
            follow(session, people.resident(session, name), case, extent=Extent.EVERYTHING)
    later()
    addressing.address("test")
    later()
    return case.reference


def run(*options: str) -> tuple[int, list[str], str]:
    """The exit code, the lines of differences, and everything."""
    done = CliRunner().invoke(reconcile, options)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    lines = [line for line in done.output.splitlines() if " event " in line]
    assert "@" not in done.output
    assert done.output.rstrip().endswith(f"{len(lines)} differences")
    assert done.exit_code == (1 if lines else 0)
    return done.exit_code, lines, done.output


def wish_of(name: str) -> Subscription:
    with transaction() as session:
        return wishes_of(session, people.resident(session, name).contact_id)[0]


def delivery_of(event_id: int, address: str) -> int:
    with transaction(write=False) as session:
        return session.execute(
            select(carried.c.delivery_id).where(
                carried.c.event_id == event_id, carried.c.address == address
            )
        ).scalar_one()


def forget(delivery_id: int, event_id: int) -> None:
    with transaction() as session:
        for table in (carried, reasons):
            session.execute(
                delete(table).where(
                    table.c.delivery_id == delivery_id, table.c.event_id == event_id
                )
            )


def test_a_town_in_which_everyone_was_told_has_no_differences(reference):
    answered(reference)
    _, lines, output = run()
    assert lines == []
    assert "0 can no longer be judged" in output
    # Rosa: received and answered; the three: answered. Published is told to her, too.
    assert " 6 times somebody was told" in output


def test_whoever_was_left_out_is_named_by_her_wish(reference):
    event_id = answered(reference)
    forget(delivery_of(event_id, "maja@example.org"), event_id)
    _, lines, _ = run()
    (line,) = lines
    assert line.startswith(f"{reference} event {event_id} ")
    assert line.endswith(f"answered): left out, subscription {wish_of('Maja').id}")


def test_an_author_who_was_left_out_is_named_without_a_wish(reference):
    event_id = answered(reference)
    forget(delivery_of(event_id, "rosa@example.org"), event_id)
    _, lines, _ = run()
    assert [line.rpartition(": ")[2] for line in lines] == ["author left out"]


def test_whoever_was_told_without_a_wish_is_named_by_the_delivery(reference):
    event_id = answered(reference)
    told = delivery_of(event_id, "maja@example.org")
    with transaction() as session:
        sam = people.sam(session)
        row = session.execute(select(deliveries).where(deliveries.c.id == told)).one()._asdict()
        del row["id"]
        row |= {"address": sam.address, "contact_id": sam.contact_id, "subscription_id": None}
        foreign = session.execute(insert(deliveries).values(row).returning(deliveries.c.id))
        foreign_id = foreign.scalar_one()
        session.execute(
            insert(carried).values(
                delivery_id=foreign_id, event_id=event_id, channel=sam.channel, address=sam.address
            )
        )
    _, lines, _ = run()
    assert [line.rpartition(": ")[2] for line in lines] == [
        f"told without a wish, delivery {foreign_id}"
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"created_at": "after"},
        {"state": "stopped", "stopped_at": "before"},
        {"submission_id": None, "topic": "decisions"},
        {"extent": "decision"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_wish_that_cannot_have_been_one_is_no_wish(reference, changes):
    """Made after the event, stopped before it, of something else, or for less."""
    before = calendar.now()
    event_id = answered(reference)
    wish, moments = wish_of("Maja"), {"after": calendar.now(), "before": before - SECOND}
    with transaction() as session:
        session.execute(
            update(subscriptions)
            .where(subscriptions.c.id == wish.id)
            .values({name: moments.get(value, value) for name, value in changes.items()})
        )
    _, lines, _ = run()
    told = delivery_of(event_id, "maja@example.org")
    assert [line.rpartition(": ")[2] for line in lines] == [
        f"told without a wish, subscription {wish.id}, delivery {told}"
    ]


def test_whoever_was_told_of_her_own_act_is_named(reference):
    event_id = answered(reference)
    with transaction() as session:
        olga = people.olga(session)
        session.execute(
            update(contacts)
            .where(contacts.c.address == "maja@example.org")
            .values(person_id=olga.id)
        )
    _, lines, _ = run()
    told = delivery_of(event_id, "maja@example.org")
    assert [line.partition(", delivery ")[2] for line in lines] == [str(told)]
    assert "told of her own act" in lines[0]


def test_whoever_was_told_twice_is_named(town):
    with without_keys():
        event_id = answered(followed())
        told = delivery_of(event_id, "maja@example.org")
        with transaction() as session:
            row = session.execute(select(deliveries).where(deliveries.c.id == told)).one()._asdict()
            del row["id"]
            twin = session.execute(
                insert(deliveries).values(row).returning(deliveries.c.id)
            ).scalar_one()
            for table in (carried, reasons):
                found = session.execute(
                    select(table).where(table.c.delivery_id == told, table.c.event_id == event_id)
                ).one()
                session.execute(insert(table).values(found._asdict() | {"delivery_id": twin}))
        _, lines, _ = run()
    assert [line.rpartition(": ")[2] for line in lines] == [f"told twice, delivery {twin}"]


def test_a_message_that_went_twice_without_a_death_is_named(reference):
    event_id = answered(reference)
    told = delivery_of(event_id, "maja@example.org")

    def tried(outcome: str, code: str = "") -> None:
        with transaction() as session:
            at = calendar.now()
            session.execute(
                insert(attempts).values(delivery_id=told, at=at, outcome=outcome, code=code)
            )

    tried("sent")
    tried("sent")
    _, lines, _ = run()
    assert [line.rpartition(": ")[2] for line in lines] == [f"sent twice, delivery {told}"]
    tried("failed", "interrupted")
    assert run()[1] == []


def test_what_nobody_has_addressed_for_long_is_named(reference):
    event_id = answered(reference)
    with transaction() as session:
        session.execute(
            update(table_of(Outbox))
            .where(table_of(Outbox).c.event_id == event_id)
            .values(state="pending")
        )
    assert run()[1] == []
    later(HOUR)
    assert [line.rpartition(": ")[2] for line in run()[1]] == ["not addressed"]


def test_only_the_days_that_are_asked_for_are_looked_at(reference):
    event_id = answered(reference)
    forget(delivery_of(event_id, "maja@example.org"), event_id)
    later(10 * DAY)
    answered(reference, "Ja, igen.")
    assert len(run("--days", "30")[1]) == 1
    assert run("--days", "5")[1] == []
    assert "1 events of 5 days" in run("--days", "5")[2]


# What happened since changes nothing of what was right then.


def _hers(session) -> Subscription:
    return wishes_of(session, people.resident(session, "Maja").contact_id)[0]


def _stop(session, case) -> None:
    stop(session, _hers(session))


def _stop_all_and_back(session, case) -> None:
    contact_id = people.resident(session, "Maja").contact_id
    following.stop_all(session, contact_id)
    later()
    following.resume_all(session, contact_id)


def _confirm_later(session, case) -> None:
    follow(session, people.resident(session, "Ture"), case, extent=Extent.EVERYTHING)


def _ask_for_less(session, case) -> None:
    widen(_hers(session), Extent.DECISION)


def _hide(session, case) -> None:
    publishing.show(
        session,
        case,
        Publication.HIDDEN,
        by=SYSTEM,
        rules=people.municipality(session).proposals,
        reason="abusive",
    )


def _hand_over(session, case) -> None:
    other = session.execute(select(Unit.id).where(Unit.id != case.unit_id)).scalars().first()
    handover.hand_over(
        session, case, by=people.olga(session).actor, unit_id=other, reason="Det är deras."
    )


def _pause(session, case) -> None:
    contact_id = people.resident(session, "Maja").contact_id
    pause.begin(session, contact_id, calendar.today() + timedelta(days=5))


AFTERWARDS = (_stop, _stop_all_and_back, _confirm_later, _ask_for_less, _hide, _hand_over)


@pytest.mark.parametrize("change", AFTERWARDS, ids=lambda change: change.__name__.strip("_"))
def test_what_changes_afterwards_makes_no_difference(reference, change):
    with transaction() as session:
        people.municipality(session)
    answered(reference)
    with transaction() as session:
        change(session, take(session, reference))
    later()
    addressing.address("test")
    later()
    assert run()[1] == []


@pytest.mark.parametrize("change", AFTERWARDS, ids=lambda change: change.__name__.strip("_"))
def test_what_changes_between_the_event_and_its_messages_makes_none_either(reference, change):
    with transaction() as session:
        by = people.olga(session).actor
        answer.answer(session, take(session, reference), by=by, source="Ja.", html="<p>Ja.</p>")
    later()
    with transaction() as session:
        change(session, take(session, reference))
    later()
    addressing.address("test")
    later()
    assert run()[1] == []


def test_whoever_stopped_after_all_was_told_is_still_missed_when_she_was_not(reference):
    """The moment everyone had her message is written down: who stopped later was to be told."""
    event_id = answered(reference)
    wish = wish_of("Maja")
    forget(delivery_of(event_id, "maja@example.org"), event_id)
    with transaction() as session:
        stop(session, session.merge(wish))
    assert [line.rpartition(": ")[2] for line in run()[1]] == [f"left out, subscription {wish.id}"]


def test_a_follower_of_a_unit_is_judged_by_the_unit_of_then(town):
    calendar.freeze(calendar.now())
    with transaction() as session:
        people.municipality(session)
        case = people.published(session, Kind.COMPLAINT)
        ture = people.resident(session, "Ture")
        wish = subscription.ask(
            session,
            ture.contact_id,
            Topic.UNIT,
            unit_id=case.unit_id,
            extent=Extent.ANSWERS,
            language="sv",
        )
        subscription.confirm(session, wish.id)
        reference = case.reference
    later()
    addressing.address("test")
    event_id = answered(reference)
    with transaction() as session:
        _hand_over(session, take(session, reference))
    later()
    addressing.address("test")
    answered(reference, "Ja, igen.")
    assert run()[1] == []
    forget(delivery_of(event_id, "ture@example.org"), event_id)
    assert [line.rpartition(": ")[2] for line in run()[1]] == [f"left out, subscription {wish.id}"]


def test_silence_is_no_reason_to_miss_anybody_and_neither_is_its_end(town):
    calendar.freeze(calendar.now())
    with transaction() as session:
        caller = people.resident(session, "Caller", phone="+46701740640")
        case = people.published(session, Kind.COMPLAINT, by=caller)
        reference = case.reference
    later()
    addressing.address("test")
    with transaction() as session:
        silence.begin(session, caller.contact_id)
    answered(reference)
    assert run()[1] == []
    with transaction() as session:
        silence.end(session, caller.contact_id)
    later()
    assert run()[1] == []
    event_id = answered(reference, "Ja, igen.")
    forget(delivery_of(event_id, "+46701740640"), event_id)
    assert [line.rpartition(": ")[2] for line in run()[1]] == ["author left out"]


def test_whoever_is_paused_has_been_told_that_she_was(reference):
    with transaction() as session:
        _pause(session, take(session, reference))
    event_id = answered(reference)
    assert run()[1] == []
    forget(delivery_of(event_id, "maja@example.org"), event_id)
    assert len(run()[1]) == 1


def test_a_wish_that_has_changed_since_is_not_judged_and_counted(reference):
    event_id = answered(reference)
    forget(delivery_of(event_id, "maja@example.org"), event_id)
    with transaction() as session:
        _ask_for_less(session, None)
    _, lines, output = run()
    assert lines == []
    assert "1 can no longer be judged" in output


def test_every_night_it_is_counted_over_and_written_down(reference, monkeypatch):
    """A little at each tick, so that nobody's vote waits for it."""
    monkeypatch.setattr(counting, "WAIT_SECONDS", 0.0)
    event_id = answered(reference)
    forget(delivery_of(event_id, "maja@example.org"), event_id)
    ticks = 0
    with transaction(write=False) as session:
        assert reconciliation.last(session) is None
    found = None
    while found is None:
        assert tick("one")
        with transaction(write=False) as session:
            found = reconciliation.last(session)
        ticks += 1
        assert ticks < 20
    assert (found.events, found.messages, found.differences, found.not_known) == (3, 5, 1, 0)
    later(DAY)
    forget(delivery_of(event_id, "nils@example.org"), event_id)
    for _ in range(20):
        assert tick("one")
        with transaction(write=False) as session:
            again = reconciliation.last(session)
        if again.at != found.at:
            break
    assert again.differences == 2


@pytest.mark.parametrize("name", ["Rosa", "Maja"])
def test_whoever_is_erased_is_no_longer_judged_and_said_to_be(reference, name):
    answered(reference)
    with transaction() as session:
        erasing.erase(session, people.resident(session, name).contact_id)
    later()
    _, lines, output = run()
    assert lines == []
    assert f"{3 if name == 'Rosa' else 1} can no longer be judged" in output
