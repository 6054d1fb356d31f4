"""What was taken back at once is told to nobody, and what was corrected once (NT-5, NT-8)."""

import pytest

from models import answer, correcting, progress, publishing
from models.calendar import advance, freeze
from models.database import transaction
from models.delivery import DeliveryState
from models.states import Kind, Publication, Status
from models.submission import take
from models.subscription import Extent
from tests import people
from tests.notifications.post import address, follow, send, sent_rows, use
from tests.notifications.test_staleness import Shelf

S = DeliveryState
MORNING = 1_794_000_000_000_000


@pytest.fixture
def shelf(town):
    freeze(MORNING)
    use(town, gather_seconds=0)
    return Shelf()


@pytest.fixture
def case(shelf):
    """Rosa's public case, of which Sam wants to hear everything; all so far is told."""
    with transaction() as session:
        submission = people.published(session, Kind.COMPLAINT, title="Mörkt på gångvägen")
        follow(session, people.sam(session), submission, extent=Extent.EVERYTHING)
    send(shelf)
    shelf.letters.clear()
    return submission.reference


def move(reference, *steps):
    for step in steps:
        with transaction() as session:
            by = people.olga(session).actor
            progress.move(session, take(session, reference), step, by=by)


def show(reference, *steps):
    for step in steps:
        with transaction() as session:
            publishing.show(
                session,
                take(session, reference),
                step,
                by=people.marek(session).actor,
                rules=people.municipality(session).proposals,
                reason="personal_data",
            )


def told(shelf):
    return sorted((letter.address.partition("@")[0], letter.kind) for letter in shelf.letters)


def ended():
    return {(row.state, row.code) for row in sent_rows() if row.state is not S.SENT}


def test_a_step_that_was_taken_back_within_two_minutes_is_told_to_nobody(case, shelf):
    move(case, Status.IN_PROGRESS)
    send(shelf)
    shelf.letters.clear()
    move(case, Status.WAITING_RESIDENT)
    advance(119)
    move(case, Status.IN_PROGRESS)
    send(shelf)
    assert told(shelf) == []
    assert ended() == {(S.EXPIRED, "superseded")}


def test_a_step_that_was_taken_back_later_is_told_and_so_is_that(case, shelf):
    move(case, Status.IN_PROGRESS, Status.WAITING_RESIDENT)
    advance(121)
    move(case, Status.IN_PROGRESS)
    send(shelf)
    # The steps of the first minute went to and fro; the last stands apart.
    assert ("rosa", "status_moved") in told(shelf)


def test_whoever_has_heard_of_a_step_hears_that_it_was_taken_back(case, shelf):
    move(case, Status.IN_PROGRESS)
    send(shelf)
    move(case, Status.WAITING_RESIDENT)
    send(shelf)
    assert ("rosa", "status_moved") in told(shelf)
    shelf.letters.clear()
    advance(30)
    move(case, Status.IN_PROGRESS)
    send(shelf)
    assert told(shelf).count(("rosa", "status_moved")) == 1


def test_a_text_that_was_hidden_and_shown_again_at_once_frightens_nobody(case, shelf):
    show(case, Publication.HIDDEN)
    advance(60)
    show(case, Publication.PUBLISHED)
    send(shelf)
    assert told(shelf) == []


def test_a_text_that_was_hidden_for_longer_is_told_to_whoever_wrote_it(case, shelf):
    show(case, Publication.HIDDEN)
    advance(121)
    show(case, Publication.PUBLISHED)
    send(shelf)
    assert ("rosa", "refused") in told(shelf)


@pytest.mark.parametrize("matters", [True, False])
def test_an_answer_corrected_before_it_was_sent_goes_once_in_its_newest_words(case, shelf, matters):
    with transaction() as session:
        olga = people.olga(session).actor
        submission = take(session, case)
        answer.answer(session, submission, by=olga, source="Den lagas i maj.", html="<p>x</p>")
    address()
    with transaction() as session:
        given = answer.newest(session, take(session, case).id)
        correcting.correct(
            session,
            take(session, case),
            given.id,
            by=people.olga(session).actor,
            source="Den lagas i juni.",
            significant=matters,
        )
    advance(60)
    send(shelf)
    assert sorted(letter.address for letter in shelf.letters) == [
        "rosa@example.org",
        "sam@example.org",
    ]
    assert all("juni" in letter.text and "maj" not in letter.text for letter in shelf.letters)
    cancelled = [row for row in sent_rows() if row.code == "superseded"]
    assert len(cancelled) == (2 if matters else 0)
