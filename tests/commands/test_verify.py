"""`verify` proves the town, and turns red for every way of spoiling it."""

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, insert, select, text, update

from models import calendar, following, publishing, subscription, tally, vote
from models.actor import SYSTEM
from models.answer import answer
from models.calendar import HOUR, MINUTE
from models.comment import comments
from models.database import configure, is_postgres, table_of, transaction
from models.delivery import DeliveryEvent, DeliveryReason, deliveries
from models.event import Event, Outbox, Stream
from models.states import Kind, Publication, Status
from models.submission import submissions, take
from models.subscription import Extent, Topic
from models.tally import tallies
from models.vote import votes
from notifications import addressing
from tests import people
from tests.models.tampering import unguarded
from web.commands.verify import verify

_outbox = table_of(Outbox)
_events = table_of(Event)
_carried = table_of(DeliveryEvent)


@pytest.fixture
def town_with_a_life(town) -> str:
    """An answered proposal with votes, a comment and three followers, who were all written to."""
    with transaction() as session:
        olga = people.olga(session)
        proposal = people.published(session)
        for name in ("Nils", "Maja", "Leif"):
            someone = people.resident(session, name)
            vote.support(session, proposal.reference, someone.id)
            wish = subscription.ask(
                session,
                someone.contact_id,
                Topic.SUBMISSION,
                submission_id=proposal.id,
                extent=Extent.EVERYTHING,
                language="sv",
            )
            subscription.confirm(session, wish.id)
        people.published_comment(session, proposal)
        answer(session, proposal, by=olga.actor, source="Tack.", html="<p>Tack.</p>")
        tally.recount(session, proposal.reference)
        people.a_submission(session, Kind.COMPLAINT)
        reference = proposal.reference
    addressing.address("test")
    # What the clock has not come to yet is not judged: let it have come.
    calendar.freeze(calendar.now() + MINUTE)
    return reference


def run(town):
    result = CliRunner().invoke(verify)
    # The command opened the town anew; the tests go on with theirs.
    configure(town.url)
    return result


def test_a_whole_town_is_proved_and_its_figures_are_said(town, town_with_a_life):
    result = run(town)
    assert result.exit_code == 0, result.output
    said = result.output.splitlines()
    assert said[0].startswith("3 streams and ")
    assert said[0].endswith(" told events proved, 0 faults")
    assert "0 failed" in said[-1]


def test_an_empty_town_is_whole(town):
    with transaction() as session:
        people.municipality(session)
    assert run(town).exit_code == 0


def test_a_database_that_is_not_ready_is_said_so(bare_database, monkeypatch):
    from models import settings as chosen

    new = chosen.settings().model_copy(update={"database_url": bare_database})
    chosen.use(new)
    result = CliRunner().invoke(verify)
    assert result.exit_code == 1
    assert "python -m web migrate" in result.output


SPOILED = {
    "a changed event": (
        lambda: text("UPDATE event SET at = at + 1 WHERE seq = 2"),
        "2: changed",
    ),
    "a status without an event": (
        lambda: update(submissions).values(status=Status.CLOSED),
        "0: row",
    ),
    "a publication without an event": (
        lambda: update(submissions).values(publication=Publication.HIDDEN),
        "0: row",
    ),
    "a comment hidden without an event": (
        lambda: update(comments).values(publication=Publication.HIDDEN),
        "0: comment",
    ),
    "a tally that is not the rows": (lambda: update(tallies).values(count=99), "0: tally"),
    "a vote that is gone": (
        lambda: delete(votes).where(votes.c.id == select(votes.c.id).limit(1).scalar_subquery()),
        "0: tally",
    ),
    "changed words": (lambda: text("UPDATE text SET source = source || '!'"), ": text"),
    "an event nobody will be told of": (
        lambda: delete(_outbox).where(
            _outbox.c.event_id == select(_events.c.id).limit(1).scalar_subquery()
        ),
        "1 events have no outbox row",
    ),
    "a follower who was left out": (
        lambda: delete(_carried).where(
            _carried.c.address == "nils@example.org",
        ),
        "1 followers were not told",
    ),
}


@pytest.mark.parametrize("how", SPOILED)
def test_what_was_spoiled_is_named(town, town_with_a_life, how):
    statement, named = SPOILED[how]
    with unguarded() as session:
        session.execute(statement())
    result = run(town)
    assert result.exit_code == 1
    assert named in result.output


def test_a_submission_without_a_stream_is_named(town, town_with_a_life):
    with unguarded() as session:
        session.execute(delete(table_of(Stream)).where(table_of(Stream).c.key != "configuration"))
    result = run(town)
    assert result.exit_code == 1
    assert f"{town_with_a_life}: no stream" in result.output


def test_a_second_message_about_one_event_is_named(town, town_with_a_life):
    with unguarded() as session:
        if is_postgres():
            name = "delivery_event_event_id_channel_address_key"
            session.execute(text(f"ALTER TABLE delivery_event DROP CONSTRAINT {name}"))
        else:
            session.execute(text("CREATE TABLE kept AS SELECT * FROM delivery_event"))
            session.execute(text("DROP TABLE delivery_event"))
            session.execute(text("ALTER TABLE kept RENAME TO delivery_event"))
        one = session.execute(select(_carried).limit(1)).one()
        other = session.scalars(select(deliveries.c.id).where(deliveries.c.id != one.delivery_id))
        session.execute(insert(_carried).values({**one._asdict(), "delivery_id": other.first()}))
    try:
        result = run(town)
        assert result.exit_code == 1
        assert "1 times an address was told" in result.output
    finally:
        _put_back()


def _put_back() -> None:
    """The databases of PostgreSQL are swept and used again: their keys must stand."""
    if not is_postgres():
        return
    with unguarded() as session:
        session.execute(delete(table_of(DeliveryReason)))
        session.execute(delete(_carried))
        session.execute(text("ALTER TABLE delivery_event ADD UNIQUE (event_id, channel, address)"))


def test_events_that_just_wait_are_no_fault_but_a_worker_that_never_comes_is(town):
    with transaction() as session:
        people.published(session)
    result = run(town)
    assert result.exit_code == 0
    assert "3 waiting" in result.output
    with calendar.at(calendar.now() + HOUR):
        result = run(town)
    assert result.exit_code == 1
    assert "is the worker running?" in result.output


def test_whoever_was_rightly_not_told_is_not_missed(town):
    with transaction() as session:
        olga, nils = people.olga(session), people.resident(session, "Nils")
        rules = people.municipality(session).proposals
        proposal = people.published(session)
        wish = subscription.ask(
            session,
            nils.contact_id,
            Topic.SUBMISSION,
            submission_id=proposal.id,
            extent=Extent.ANSWERS,
            language="sv",
        )
        subscription.confirm(session, wish.id)
        answer(session, proposal, by=olga.actor, source="Tack.", html="<p>Tack.</p>")
        publishing.show(session, proposal, Publication.HIDDEN, by=SYSTEM, rules=rules)
        reference = proposal.reference
    # Hidden before the worker came: held back, and shown again later.
    addressing.address("test")
    with transaction() as session:
        rules = people.municipality(session).proposals
        it = take(session, reference)
        publishing.show(session, it, Publication.PUBLISHED, by=SYSTEM, rules=rules)
    addressing.address("test")
    result = run(town)
    assert result.exit_code == 0, result.output


def test_whoever_came_back_or_asked_for_more_is_not_missed_before(town):
    with transaction() as session:
        olga, proposal = people.olga(session), people.published(session)
        wishes = []
        for name in ("Nils", "Maja"):
            someone = people.resident(session, name)
            wish = subscription.ask(
                session,
                someone.contact_id,
                Topic.SUBMISSION,
                submission_id=proposal.id,
                extent=Extent.ANSWERS,
                language="sv",
            )
            wishes.append(subscription.confirm(session, wish.id))
        subscription.stop(session, wishes[0])
    with transaction() as session:
        it = take(session, proposal.reference)
        people.published_comment(session, it)
        answer(session, it, by=olga.actor, source="Tack.", html="<p>Tack.</p>")
    addressing.address("test")
    with transaction() as session:
        for wish in wishes:
            found = following.of_contact(session, wish.contact_id, wish.id, lock=True)
            following.resume(session, found)
            subscription.widen(found, Extent.EVERYTHING)
    result = run(town)
    assert result.exit_code == 0, result.output


def test_many_faults_are_counted_and_some_are_named(town, monkeypatch):
    monkeypatch.setattr("web.commands.verify.LISTED", 2)
    with transaction() as session:
        for _ in range(5):
            people.a_submission(session)
    with unguarded() as session:
        session.execute(update(submissions).values(status=Status.ANSWERED))
    result = run(town)
    assert result.exit_code == 1
    assert result.output.splitlines()[2] == "and 3 more"
    assert "5 faults" in result.output
