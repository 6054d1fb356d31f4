"""Several events on one thing within ten minutes become one message, and none is lost or doubled."""

import dataclasses
import datetime as dt
import threading

import pytest
from sqlalchemy import select

from models import answer, progress, publishing, subscription
from models.actor import SYSTEM
from models.calendar import SECOND, advance, at, freeze, moment, now
from models.comment import Comment
from models.database import is_postgres, table_of, transaction
from models.delivery import DeliveryEvent, DeliveryReason, DeliveryState, deliveries
from models.event import EventKind, record
from models.person import Channel
from models.states import Kind, Outcome, Publication
from models.submission import take
from models.subscription import Extent
from notifications import addressing, chunks, leases
from tests import people
from tests.notifications.post import (
    address,
    follow,
    followers,
    send,
    sent_rows,
    use,
    wishes_of,
)
from tests.notifications.test_staleness import Shelf

S = DeliveryState
carried = table_of(DeliveryEvent)
why = table_of(DeliveryReason)
SAM, ROSA = "sam@example.org", "rosa@example.org"


@pytest.fixture
def shelf(town):
    use(town, gather_seconds=600)
    freeze(moment_of_a_thursday())
    return Shelf()


def moment_of_a_thursday():
    return moment(dt.datetime(2026, 11, 19, 14, 0, tzinfo=dt.UTC))


@pytest.fixture
def case(shelf):
    """Rosa's public complaint, followed by Sam; everything so far was told."""
    with transaction() as session:
        submission = people.published(session, Kind.COMPLAINT, title="Mörkt på gångvägen")
        follow(session, people.sam(session), submission, extent=Extent.EVERYTHING)
    settle(shelf)
    return submission.reference


def settle(shelf):
    """Let ten minutes pass, and forget what was sent."""
    address()
    advance(601)
    send(shelf)
    shelf.letters.clear()


def answered(reference, words="Lampan är bytt."):
    with transaction() as session:
        by = people.olga(session).actor
        given = take(session, reference)
        return answer.answer(session, given, by=by, source=words, html="<p/>")


def closed(reference):
    with transaction() as session:
        by = people.olga(session).actor
        given = take(session, reference)
        reason = "Tre lampor är bytta i dag."
        return progress.close(session, given, by=by, outcome=Outcome.DISMISSED, reason=reason)


def to(shelf, who=SAM):
    return [letter for letter in shelf.letters if letter.address == who]


def carries(address_):
    """The events of each message to an address, oldest message first."""
    with transaction(write=False) as session:
        rows = session.execute(
            select(carried.c.delivery_id, carried.c.event_id)
            .where(carried.c.address == address_)
            .order_by(carried.c.delivery_id, carried.c.event_id)
        ).all()
    found: dict[int, list[int]] = {}
    for delivery_id, event_id in rows:
        found.setdefault(delivery_id, []).append(event_id)
    return list(found.values())


def test_news_waits_ten_minutes_and_goes(case, shelf):
    answered(case)
    address()
    advance(599)
    send(shelf)
    assert shelf.letters == []
    advance(1)
    send(shelf)
    assert [letter.kind for letter in to(shelf)] == ["answered"]
    assert "Lampan är bytt." in to(shelf)[0].text


def test_two_events_within_ten_minutes_are_one_message_due_ten_minutes_after_the_first(case, shelf):
    first = answered(case)
    address()
    advance(400)
    second = closed(case)
    assert address() == 0, "nothing new is made"
    assert carries(SAM)[-1] == [first, second]
    advance(200)
    send(shelf)
    (letter,) = to(shelf)
    assert letter.kind == "gathered"
    assert letter.subject == "Svar: Mörkt på gångvägen"
    assert letter.text.startswith("Gatuenheten har svarat om ”Mörkt på gångvägen”")
    assert letter.text.index("> Lampan är bytt.") < letter.text.index("Det här har också hänt:")
    assert letter.text.index("också hänt") < letter.text.index("Vi har avslutat")
    assert letter.text.count("Number:") + letter.text.count("Nummer:") == 1
    assert [letter.kind for letter in to(shelf, ROSA)] == ["gathered"]
    advance(1200)
    send(shelf)
    assert len(to(shelf)) == 1


def test_what_happens_after_it_has_gone_is_a_message_of_its_own(case, shelf):
    answered(case)
    address()
    advance(600)
    send(shelf)
    closed(case)
    address()
    advance(600)
    send(shelf)
    assert [letter.kind for letter in to(shelf)] == ["answered", "closed"]


def test_what_is_being_sent_takes_nothing_more(case, shelf):
    first = answered(case)
    address()
    advance(600)
    with transaction() as session:
        assert leases.claim(session, "busy")
    second = closed(case)
    address()
    assert carries(SAM)[-2:] == [[first], [second]]


def test_a_message_that_failed_once_takes_nothing_more(case, shelf):
    """It may be half way there, and a second try must say the same as the first."""
    first = answered(case)
    address()
    with transaction() as session:
        session.execute(
            deliveries.update().where(deliveries.c.state == S.QUEUED).values(attempts=1)
        )
    second = closed(case)
    address()
    assert carries(SAM)[-2:] == [[first], [second]]


def test_a_receipt_waits_for_nothing(shelf):
    with transaction() as session:
        people.a_submission(session, Kind.COMPLAINT)
    send(shelf)
    assert [letter.kind for letter in shelf.letters] == ["receipt"]


def test_two_cases_are_two_messages(case, shelf):
    with transaction() as session:
        other = people.published(session, Kind.COMPLAINT, title="Snö")
        follow(session, people.sam(session), other)
    answered(case)
    answered(other.reference)
    address()
    advance(600)
    send(shelf)
    assert [letter.kind for letter in to(shelf)] == ["answered", "answered"]


def test_what_was_hidden_meanwhile_drops_out_and_the_rest_goes_in_its_own_letter(case, shelf):
    first = answered(case)
    with transaction() as session:
        comment = people.published_comment(
            session, take(session, case), by=people.resident(session, "Kim")
        )
        comment_id = comment.id
    address()
    with transaction() as session:
        publishing.show_comment(
            session,
            take(session, case),
            session.get_one(Comment, comment_id),
            Publication.HIDDEN,
            by=people.marek(session).actor,
            reason="abusive",
        )
    advance(600)
    send(shelf)
    (letter,) = to(shelf)
    assert letter.kind == "answered"
    assert "kommentar" not in letter.text.split("Hellre prata")[0]
    with transaction(write=False) as session:
        codes = dict(
            session.execute(
                select(carried.c.event_id, carried.c.code).where(carried.c.address == SAM)
            ).all()
        )
    assert codes[first] == ""
    assert "not_public" in codes.values()


def test_nothing_left_to_tell_is_no_letter(case, shelf):
    answered(case)
    closed(case)
    address()
    with transaction() as session:
        publishing.show(
            session,
            take(session, case),
            Publication.HIDDEN,
            by=people.marek(session).actor,
            rules=people.municipality(session).proposals,
            reason="abusive",
        )
    advance(600)
    send(shelf)
    assert to(shelf) == []
    assert sent_rows(address=SAM)[-1].state is S.EXPIRED


def test_whoever_stopped_meanwhile_hears_nothing_of_all_of_it(case, shelf):
    answered(case)
    closed(case)
    address()
    with transaction() as session:
        (wish,) = wishes_of(session, people.sam(session).contact_id)
        subscription.stop(session, wish)
    advance(600)
    send(shelf)
    assert to(shelf) == []
    row = sent_rows(address=SAM)[-1]
    assert (row.state, row.code) == (S.CANCELLED, "unsubscribed")


def test_addressing_the_same_chunk_twice_changes_nothing(case, shelf):
    answered(case)
    address()
    second = closed(case)
    for _ in range(2):
        with transaction() as session:
            chunks.write(session, second, 0)
    before = carries(SAM), carries(ROSA)
    address()
    assert (carries(SAM), carries(ROSA)) == before
    with transaction(write=False) as session:
        told = select(why.c.event_id).where(why.c.event_id == second)
        assert len(session.execute(told).all()) == 1


def test_a_chunk_written_twice_after_the_message_went_makes_no_second_one(case, shelf):
    answered(case)
    address()
    second = closed(case)
    with transaction() as session:
        chunks.write(session, second, 0)
    advance(600)
    send(shelf)
    assert len(to(shelf)) == 1
    assert len(to(shelf, ROSA)) == 1


@pytest.mark.parametrize("dies_in", [1, 2, 3, 4])
def test_a_crash_while_attaching_loses_nothing_and_repeats_nothing(shelf, monkeypatch, dies_in):
    monkeypatch.setattr(chunks, "SIZE", 2)
    with transaction() as session:
        submission = people.published(session, Kind.COMPLAINT)
        everyone = [ROSA, *(who.address for who in followers(session, submission, 7))]
    settle(shelf)
    events = [answered(submission.reference)]
    address()
    events.append(closed(submission.reference))
    write, calls = chunks.write, []

    def dying(session, event_id, after):
        calls.append(after)
        if len(calls) == dies_in:
            raise KeyboardInterrupt
        return write(session, event_id, after)

    monkeypatch.setattr(chunks, "write", dying)
    with pytest.raises(KeyboardInterrupt):
        addressing.address("dead")
    monkeypatch.setattr(chunks, "write", write)
    advance(addressing.LEASE / SECOND + 1)
    assert address() == 0
    assert {who: carries(who)[-1] for who in everyone} == dict.fromkeys(everyone, events)
    advance(600)
    send(shelf)
    assert sorted(letter.address for letter in shelf.letters) == sorted(everyone)


def test_one_answer_to_several_cases_is_one_message_that_says_it_once(shelf):
    with transaction() as session:
        cases = [
            people.published(session, Kind.COMPLAINT, title=title, by=people.rosa(session))
            for title in ("Mörkt på gångvägen", "Mörkt i tunneln", "Mörkt vid bron")
        ]
        for one in cases[:2]:
            follow(session, people.sam(session), one)
    settle(shelf)
    with transaction() as session:
        by = people.olga(session).actor
        for one in cases:
            answer.answer(
                session,
                take(session, one.reference),
                by=by,
                source="Vi byter alla lampor i veckan.",
                html="<p/>",
                batch="b17",
            )
    address()
    advance(600)
    send(shelf)
    (sams,), (rosas,) = to(shelf), to(shelf, ROSA)
    assert sams.text.count("Vi byter alla lampor") == rosas.text.count("Vi byter alla lampor") == 1
    assert sams.reference == rosas.reference == ""
    assert sum(one.reference in rosas.text for one in cases) == 3
    assert sum(f"/submissions/{one.reference}" in sams.text for one in cases) == 2


def test_a_town_that_does_not_gather_sends_each_at_once_but_one_act_in_one(town):
    use(town, gather_seconds=0)
    shelf = Shelf()
    with transaction() as session:
        cases = [people.published(session, Kind.COMPLAINT, title=title) for title in ("A", "B")]
        for one in cases:
            follow(session, people.sam(session), one)
    send(shelf)
    freeze(now())
    answered(cases[0].reference)
    with transaction() as session:
        for one in cases:
            record(session, one.stream, EventKind.ANSWERED, by=SYSTEM, facts={"batch": "b"})
    send(shelf)
    assert [letter.kind for letter in to(shelf)] == ["answered"]
    advance(61)
    send(shelf)
    assert [letter.kind for letter in to(shelf)] == ["answered", "gathered"]


def test_a_text_message_says_the_most_important(shelf):
    with transaction() as session:
        nils = people.resident(session, "Nils", phone="+46701740607")
        submission = people.published(session, Kind.COMPLAINT, title="Mörkt på gångvägen")
        follow(session, nils, submission)
    settle(shelf)
    answered(submission.reference)
    closed(submission.reference)
    address()
    advance(600)
    send(shelf)
    (text,) = to(shelf, "+46701740607")
    assert "Svar om" in text.text
    assert "\n" not in text.text


def test_an_author_nobody_has_confirmed_is_told_once_that_there_is_an_answer(shelf):
    with transaction() as session:
        draft = people.a_draft(Kind.COMPLAINT)
        draft = dataclasses.replace(draft, channel=Channel.EMAIL, address="new@example.org")
        made = people.handed_in(session, draft)
    send(shelf)
    shelf.letters.clear()
    answered(made.reference)
    closed(made.reference)
    address()
    advance(600)
    send(shelf)
    assert [letter.kind for letter in to(shelf, "new@example.org")] == ["there_is_an_answer"]


def test_attaching_and_claiming_at_once_leave_the_event_in_exactly_one_message(case, shelf):
    """The claim has the row and has not committed; the event that comes then waits and looks again.

    On PostgreSQL the two are in two connections; SQLite has one writer.
    """
    if not is_postgres():
        pytest.skip("one writer")
    first = answered(case)
    address()
    second = closed(case)
    done = threading.Event()

    def attach():
        with transaction() as session:
            chunks.write(session, second, 0)
        done.set()

    with transaction() as session:
        # It came to the minute a moment before the other clock did.
        with at(now() + 600 * SECOND):
            assert leases.claim(session, "quick")
        thread = threading.Thread(target=attach)
        thread.start()
        assert not done.wait(0.5), "it waits for the row"
    thread.join(10)
    assert carries(SAM)[-2:] == [[first], [second]]


def test_a_claim_passes_by_what_is_being_attached(case, shelf):
    if not is_postgres():
        pytest.skip("one writer")
    first = answered(case)
    address()
    second = closed(case)
    with transaction() as session:
        chunks.write(session, second, 0)
        with at(now() + 600 * SECOND), transaction() as other:
            assert leases.claim(other, "quick") == []
    assert carries(SAM)[-1] == [first, second]
    advance(600)
    with transaction() as session:
        assert len(leases.claim(session, "quick")) == 2


def test_two_events_addressed_at_once_are_one_message(case, shelf):
    if not is_postgres():
        pytest.skip("one writer")
    first, second = answered(case), closed(case)
    done = threading.Event()

    def write():
        with transaction() as session:
            chunks.write(session, second, 0)
        done.set()

    with transaction() as session:
        chunks.write(session, first, 0)
        thread = threading.Thread(target=write)
        thread.start()
        assert not done.wait(0.3), "it waits until it can see what the other made"
    thread.join(10)
    assert carries(SAM)[-1] == [first, second]
