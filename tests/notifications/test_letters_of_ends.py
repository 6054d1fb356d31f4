"""What a letter says of a delay, of an end and of what goes on; and what it keeps to itself."""

from datetime import timedelta

import pytest

from models import merging, planning, progress
from models.calendar import today
from models.database import transaction
from models.following_up import REOPEN_DAYS
from models.register import numbers
from models.states import Kind, Outcome, Status
from tests import people
from tests.notifications.post import follow, send, use
from tests.notifications.test_staleness import Shelf

REASON = "Kabeln är slut hos leverantören."


@pytest.fixture
def shelf(town):
    use(town)
    return Shelf()


def a_case(shelf, *, shown: bool = True):
    """Rosa's fault report; a public one is followed by Sam. What was sent before is forgotten."""
    with transaction() as session:
        if shown:
            case = people.published(session, Kind.FAULT_REPORT, title="Mörkt vid bron")
            follow(session, people.sam(session), case)
        else:
            case = people.a_submission(
                session, Kind.FAULT_REPORT, title="Mörkt vid bron", shown=False
            )
        progress.move(session, case, Status.IN_PROGRESS, by=people.olga(session).actor)
    send(shelf)
    shelf.letters.clear()
    return case


def told(shelf, case, verb) -> dict[str, str]:
    """The words that each address gets when this happens."""
    with transaction() as session:
        verb(session, session.merge(case), people.olga(session).actor)
    send(shelf)
    return {letter.address: f"{letter.subject}\n{letter.text}" for letter in shelf.letters}


def close(session, case, by, outcome=Outcome.NOT_OURS):
    reason = "Vägen är statlig, så lampan är inte vår."
    progress.close(
        session, case, by=by, outcome=outcome, reason=reason, receiver=people.SOMEONE_ELSE
    )


def test_a_delay_says_why_and_until_when(shelf):
    def late(session, case, by):
        planning.delay(session, case, by=by, reason=REASON, day=today() + timedelta(days=9))

    words = told(shelf, a_case(shelf), late)["rosa@example.org"]
    assert words.startswith("Försenat: Mörkt vid bron\n")
    assert "Ny dag: " in words
    assert f"> {REASON}" in words


def test_a_letter_names_the_number_of_the_register_once_there_is_one(shelf):
    def late(session, case, by):
        planning.delay(session, case, by=by, reason=REASON, day=today() + timedelta(days=9))

    case = a_case(shelf)
    assert "Diarienummer" not in told(shelf, case, late)["rosa@example.org"]
    with transaction() as session:
        series = people.municipality(session).diaries[0]
        numbers.give(session, session.merge(case), by=people.olga(session).actor, series=series)
    shelf.letters.clear()
    words = told(shelf, case, late)["rosa@example.org"]
    assert f"Diarienummer: KS {today().year}/1" in words
    assert all(f"KS {today().year}/1" in letter.html for letter in shelf.letters)


def test_of_a_private_case_a_letter_gives_neither_the_reason_nor_the_title(shelf):
    def late(session, case, by):
        planning.delay(session, case, by=by, reason=REASON, day=today())

    words = told(shelf, a_case(shelf, shown=False), late)
    assert set(words) == {"rosa@example.org"}
    assert "Ny dag: " in words["rosa@example.org"]
    assert REASON not in words["rosa@example.org"]
    assert "bron" not in words["rosa@example.org"]


def test_whoever_is_told_that_it_is_not_ours_reads_whose_it_is(shelf):
    words = told(shelf, a_case(shelf), close)
    last = today() + timedelta(days=REOPEN_DAYS)
    for address in ("rosa@example.org", "sam@example.org"):
        assert "Trafikverket, 0771-921 921" in words[address]
    assert "öppna det igen" in words["rosa@example.org"]
    assert f"{last.day} " in words["rosa@example.org"]
    assert "öppna det igen" not in words["sam@example.org"]


def test_of_a_private_case_a_letter_does_not_say_whose_it_is(shelf):
    words = told(shelf, a_case(shelf, shown=False), close)["rosa@example.org"]
    assert "Trafikverket" not in words
    assert "statlig" not in words


def test_an_end_is_told_in_the_words_of_the_page(shelf):
    def dismiss(session, case, by):
        close(session, case, by, Outcome.DISMISSED)

    words = told(shelf, a_case(shelf), dismiss)["sam@example.org"]
    assert "Vi tar inte upp det. Du kan ringa oss, eller skriva igen" in words


def test_planned_work_is_told_with_its_day(shelf):
    def plan(session, case, by):
        planning.plan(session, case, by=by, on=today() + timedelta(days=9))

    words = told(shelf, a_case(shelf), plan)["rosa@example.org"]
    week = (today() + timedelta(days=9)).isocalendar().week
    assert f"Ska göras vecka {week}, senast " in words


def test_a_duplicate_leads_to_the_case_that_goes_on(shelf):
    def join(session, case, by):
        target = people.published(
            session, Kind.FAULT_REPORT, by=people.ada(session), title="Släckta lampor"
        )
        merging.merge(session, case, target.reference, by=by)
        join.target = target.reference

    words = told(shelf, a_case(shelf), join)
    for address in ("rosa@example.org", "sam@example.org"):
        assert f"“Släckta lampor” ({join.target})" in words[address].replace("”Sl", "“Sl")
        assert f"/submissions/{join.target}\n" in words[address]


def test_ones_own_private_case_goes_on_without_a_name_in_the_letter(shelf):
    def join(session, case, by):
        target = people.a_submission(session, shown=False, title="Släckta lampor")
        merging.merge(session, case, target.reference, by=by)
        join.target = target.reference

    found = told(shelf, a_case(shelf, shown=False), join)
    words = found["rosa@example.org"]
    assert "med ett annat ärende" in words
    assert "Släckta lampor" not in words
    assert join.target not in words
