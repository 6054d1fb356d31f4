"""At once, once a day or once a week; and nothing at all until a day."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from models import following, pause
from models.calendar import advance, freeze, moment, today
from models.database import transaction
from models.delivery import DeliveryState
from models.errors import Invalid
from models.event import EventKind
from models.states import Kind
from models.submission import take
from models.subscription import Frequency
from notifications import audience, gathering
from tests import people
from tests.notifications.post import address, decided, follow, send, sent_rows, use
from tests.notifications.test_gathering import Shelf, answered, carries, closed, to

SAM = "sam@example.org"
S = DeliveryState
STOCKHOLM = ZoneInfo("Europe/Stockholm")


def local(*when):
    return moment(dt.datetime(*when, tzinfo=STOCKHOLM))


@pytest.fixture
def shelf(town):
    use(town, gather_seconds=0)
    # A Thursday.
    freeze(local(2026, 11, 19, 14))
    return Shelf()


def followed(who="Sam", *, title="Mörkt på gångvägen", frequency=Frequency.DAILY):
    with transaction() as session:
        submission = people.published(session, Kind.COMPLAINT, title=title)
        wish = follow(session, people.resident(session, who), submission)
        following.change_frequency(session, wish, frequency)
    address()
    return submission.reference


def test_everything_of_a_day_comes_in_one_letter_at_seven(shelf):
    first, second = followed(), followed(title="Snö på cykelbanan")
    answered(first)
    address()
    advance(3600)
    answered(second, "Vi har plogat.")
    closed(second)
    address()
    freeze(local(2026, 11, 20, 6, 59, 59))
    send(shelf)
    assert to(shelf) == []
    freeze(local(2026, 11, 20, 7))
    send(shelf)
    (letter,) = to(shelf)
    assert letter.kind == letter.list_id == "digest"
    assert letter.bulk
    assert letter.reference == ""
    assert "/u/d" in letter.unsubscribe_url, "one press ends all of it"
    lines = letter.text.splitlines()
    assert lines[0] == "Det här har hänt sedan sist i det du följer."
    for reference in (first, second):
        assert sum(line.endswith(f"/submissions/{reference}") for line in lines) == 1
    assert letter.text.index(first) < letter.text.index(second)
    assert "Vi har plogat" not in letter.text
    freeze(local(2026, 11, 21, 7))
    send(shelf)
    assert len(to(shelf)) == 1, "nothing happened since: nothing comes"


def test_once_a_week_is_monday_at_seven(shelf):
    reference = followed(frequency=Frequency.WEEKLY)
    answered(reference)
    address()
    freeze(local(2026, 11, 22, 7))
    send(shelf)
    assert to(shelf) == []
    freeze(local(2026, 11, 23, 7))
    send(shelf)
    assert len(to(shelf)) == 1


@pytest.mark.parametrize(
    ("at", "frequency", "comes"),
    [
        # Clocks go back on 25 October 2026 and forward on 28 March 2027.
        ((2026, 10, 24, 8), Frequency.DAILY, (2026, 10, 25, 7)),
        ((2026, 10, 25, 6, 59), Frequency.DAILY, (2026, 10, 25, 7)),
        ((2026, 10, 25, 7), Frequency.DAILY, (2026, 10, 26, 7)),
        ((2026, 10, 20, 8), Frequency.WEEKLY, (2026, 10, 26, 7)),
        ((2027, 3, 27, 8), Frequency.DAILY, (2027, 3, 28, 7)),
        ((2027, 3, 28, 1, 30), Frequency.DAILY, (2027, 3, 28, 7)),
        ((2027, 3, 28, 8), Frequency.WEEKLY, (2027, 3, 29, 7)),
        ((2026, 11, 23, 6), Frequency.WEEKLY, (2026, 11, 23, 7)),
        ((2026, 11, 23, 7), Frequency.WEEKLY, (2026, 11, 30, 7)),
    ],
)
@pytest.mark.once
def test_seven_is_seven_on_the_clocks_of_the_town(at, frequency, comes):
    day, at_seven = gathering.next_morning(local(*at), frequency)
    assert at_seven == local(*comes)
    assert day == dt.date(*comes[:3])


def test_the_most_immediate_of_several_wishes_wins_and_one_message_says_why(shelf):
    with transaction() as session:
        submission = people.published(session)
        sam = people.sam(session)
        following.change_frequency(session, follow(session, sam, submission), Frequency.WEEKLY)
        follow(session, sam)
        decided(session, submission, by=people.olga(session))
    send(shelf)
    (letter,) = to(shelf)
    assert letter.kind == "decided"
    assert "alla beslut" in letter.text
    assert "det här ärendet" in letter.text
    freeze(local(2026, 11, 23, 7))
    send(shelf)
    assert len(to(shelf)) == 1


def test_there_are_no_digests_by_text_message(shelf):
    with transaction() as session:
        nils = people.resident(session, "Nils", phone="+46701740607")
        submission = people.published(session, Kind.COMPLAINT)
        wish = follow(session, nils, submission)
        with pytest.raises(Invalid):
            following.change_frequency(session, wish, Frequency.DAILY)
        assert wish.frequency is Frequency.AT_ONCE


def test_a_clock_that_goes_back_after_the_digest_loses_nothing(shelf):
    """F27: it was seven, then it is ten to seven again: what happens then comes at seven too."""
    reference = followed()
    first = answered(reference)
    address()
    freeze(local(2026, 11, 20, 7))
    send(shelf)
    freeze(local(2026, 11, 20, 6, 50))
    second = closed(reference)
    address()
    assert carries(SAM) == [[first], [second]]
    freeze(local(2026, 11, 20, 7))
    send(shelf)
    assert len(to(shelf)) == 2


def test_a_clock_that_leaps_a_week_sends_one_digest(shelf):
    reference = followed()
    answered(reference)
    address()
    freeze(local(2026, 11, 27, 12))
    send(shelf)
    send(shelf)
    assert len(to(shelf)) == 1


def test_a_long_digest_names_what_there_is_room_for_and_counts_the_rest(shelf, monkeypatch):
    monkeypatch.setattr("notifications.collected.CASES_SHOWN", 2)
    for number in range(4):
        answered(followed(title=f"Hål {number}"))
    address()
    freeze(local(2026, 11, 20, 7))
    send(shelf)
    (letter,) = to(shelf)
    assert letter.text.count("Gatuenheten har svarat") == 2
    assert "Och 2 ärenden till" in letter.text


def test_while_paused_nothing_comes_and_it_is_written_down_that_it_did_not(shelf):
    reference = followed(frequency=Frequency.AT_ONCE)
    with transaction() as session:
        sam = people.sam(session)
        pause.begin(session, sam.contact_id, today() + dt.timedelta(days=4))
        submission = take(session, reference)
        olga = people.olga(session)
        assert audience.count(session, submission, EventKind.ANSWERED, by=olga.actor) == 1
    event_id = answered(reference)
    send(shelf)
    assert [letter.address for letter in shelf.letters if letter.kind == "answered"] == [
        "rosa@example.org"
    ]
    (row,) = sent_rows(address=SAM)
    assert (row.state, row.code, row.gathers) == (S.SUPPRESSED, "paused", None)
    assert carries(SAM) == [[event_id]]
    freeze(local(2026, 11, 23, 0, 0, 1))
    closed(reference)
    send(shelf)
    assert [letter.kind for letter in to(shelf)] == ["closed"], (
        "no flood of what happened meanwhile"
    )


def test_a_pause_that_begins_while_a_digest_waits_holds_it_back(shelf):
    reference = followed()
    answered(reference)
    address()
    with transaction() as session:
        pause.begin(session, people.sam(session).contact_id, today() + dt.timedelta(days=4))
    freeze(local(2026, 11, 20, 7))
    send(shelf)
    assert to(shelf) == []
    (row,) = sent_rows(address=SAM)
    assert (row.state, row.code) == (S.SUPPRESSED, "paused")


def test_a_pause_does_not_hold_back_what_is_ones_own(shelf):
    with transaction() as session:
        rosa = people.rosa(session)
        submission = people.published(session, Kind.COMPLAINT, by=rosa)
        pause.begin(session, rosa.contact_id, today() + dt.timedelta(days=4))
    answered(submission.reference)
    send(shelf)
    assert "answered" in [letter.kind for letter in to(shelf, "rosa@example.org")]


@pytest.mark.parametrize(("days", "code"), [(0, "past"), (-3, "past"), (400, "too_far")])
def test_a_pause_ends_on_a_day_to_come_within_a_year(shelf, days, code):
    with transaction() as session, pytest.raises(Invalid) as refused:
        pause.begin(session, people.sam(session).contact_id, today() + dt.timedelta(days=days))
    assert refused.value.code == code


def test_a_pause_can_be_ended_and_moved(shelf):
    with transaction() as session:
        contact_id = people.sam(session).contact_id
        for days in (4, 9):
            pause.begin(session, contact_id, today() + dt.timedelta(days=days))
        assert pause.until(session, contact_id) == local(2026, 11, 28)
        pause.end(session, contact_id)
        assert pause.until(session, contact_id) is None
