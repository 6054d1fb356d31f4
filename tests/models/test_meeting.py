"""A meeting of a board: drafts nobody sees, decisions shown at their time, minutes for all."""

import datetime as dt

import pytest
from sqlalchemy import delete, func, select

from models import calendar, history, publishing
from models.actor import SYSTEM
from models.attachment.kinds import Media
from models.attachment.row import attachments
from models.attachment.workshop import Stored
from models.calendar import DAY, HOUR, MINUTE
from models.database import transaction
from models.decision import decisions, latest
from models.errors import Invalid, NotAllowed, Stale
from models.meeting import agenda, drafts, listing, minutes, row, showing
from models.meeting.row import MeetingState
from models.particulars import Particulars
from models.person import Appointment, Person
from models.progress import move
from models.states import Publication, Ruling, Status
from models.submission import take
from models.text import Text
from tests import people
from tests.models.retaining import nights
from tests.parallel import at_once
from web.commands.scheduler import tick

NOON = calendar.moment(dt.datetime(2026, 11, 26, 11, 0, tzinfo=dt.UTC))
TODAY = dt.date(2026, 11, 26)
WORDS = {"summary": "Nämnden säger ja.", "reasons": "Det behövs."}


@pytest.fixture
def called(town):
    """A meeting with three proposals of its board, and their references."""
    calendar.freeze(NOON)
    with transaction() as session:
        people.municipality(session)
        cases = [people.referred(session) for _ in range(3)]
        meeting = row.call(session, board="technical", day=TODAY)
        agenda.add(session, meeting, {case.id for case in cases})
        return meeting.id, [case.reference for case in cases]


def fill(session, meeting, *numbers, **changed):
    """Enter the decision of the first case, the second, ..., as whoever holds the page."""
    rows = drafts.rows(session, meeting.id)
    drafts.save(
        session,
        meeting,
        [
            drafts.Draft(
                rows[number].id,
                **{"ruling": Ruling.APPROVED, "paragraph": f"{number}", **WORDS} | changed,
            )
            for number in numbers
        ],
    )


def scheduled(number, at, *rows):
    """Drafts of these rows, to be shown at a moment."""
    with transaction() as session:
        meeting = row.take(session, number)
        fill(session, meeting, *rows)
        showing.schedule(session, meeting, by=people.olga(session).actor, at=at)


def decided(session):
    return session.execute(select(func.count()).select_from(decisions)).scalar_one()


def kinds(session, reference):
    return [event.kind for event in history.timeline(session, f"submission-{reference}")]


# The list of cases


def test_cases_of_this_board_come_first_and_none_is_taken_twice(called):
    number, _ = called
    with transaction() as session:
        ours, theirs = people.referred(session), people.referred(session)
        session.merge(Particulars(submission_id=ours.id, board="Tekniska nämnden"))
        session.merge(Particulars(submission_id=theirs.id, board="Kommunstyrelsen"))
        meeting = row.take(session, number)
        found = agenda.candidates(session, meeting)
        assert [(one.id, one.here) for one in found] == [(ours.id, 1), (theirs.id, 0)]
        other = row.call(session, board="executive", day=TODAY)
        agenda.add(session, other, {theirs.id})
        assert [one.id for one in agenda.candidates(session, meeting)] == [ours.id]
        with pytest.raises(Invalid) as refused:
            agenda.add(session, meeting, {theirs.id})
        assert refused.value.code == "unknown"


def test_a_case_moves_up_and_is_taken_off_with_its_words(called):
    number, references = called
    with transaction() as session:
        meeting = row.take(session, number)
        fill(session, meeting, 2)
        texts = session.execute(select(func.count()).select_from(Text)).scalar_one()
        last = drafts.rows(session, number)[2].id
        agenda.move_up(session, meeting, last)
        assert [one.reference for one in drafts.rows(session, number)] == [
            references[0], references[2], references[1],
        ]  # fmt: skip
        agenda.remove(session, meeting, last)
        assert len(drafts.rows(session, number)) == 2
        assert session.execute(select(func.count()).select_from(Text)).scalar_one() == texts - 2


def test_a_meeting_with_cases_is_not_cancelled(called):
    with transaction() as session:
        with pytest.raises(NotAllowed):
            row.cancel(session, row.take(session, called[0]))
        empty = row.call(session, board="culture", day=TODAY)
        row.cancel(session, empty)
        assert listing.one(session, empty.id) is None


# Drafts


def test_a_draft_says_what_it_lacks_and_is_saved_as_it_is(called):
    number, _ = called
    with transaction() as session:
        meeting = row.take(session, number)
        fill(session, meeting, 0, ruling=None, reasons="")
        first, second, _ = drafts.rows(session, number)
    assert drafts.lacks(first) == ["ruling", "reasons", "document"]
    assert (first.summary, drafts.is_begun(first), drafts.is_ready(first)) == (
        WORDS["summary"], True, False,
    )  # fmt: skip
    assert (drafts.is_begun(second), len(drafts.lacks(second))) == (False, 5)


def test_saving_again_keeps_no_former_words(called):
    number, _ = called
    with transaction() as session:
        meeting = row.take(session, number)
        fill(session, meeting, 0)
        count = session.execute(select(func.count()).select_from(Text)).scalar_one()
        fill(session, meeting, 0, summary="Nämnden säger nej.")
        assert session.execute(select(func.count()).select_from(Text)).scalar_one() == count
        fill(session, meeting, 0, summary="", reasons="")
        assert session.execute(select(func.count()).select_from(Text)).scalar_one() == count - 2


def test_whoever_saves_second_is_told(called):
    number, _ = called
    with transaction() as session:
        seen = row.take(session, number).version
        fill(session, row.take(session, number, version=seen), 0)
    with transaction() as session, pytest.raises(Stale):
        row.take(session, number, version=seen)


def test_a_document_waits_with_its_draft_for_as_long_as_it_takes(called):
    number, references = called
    scan = Stored("a" * 32, Media.PDF, 1000, "0" * 64)
    with transaction() as session:
        fill(session, row.take(session, number), 0, document=scan, document_alt="Protokollet")
    calendar.advance(3 * DAY // calendar.SECOND)
    nights()
    with transaction() as session:
        fill(session, row.take(session, number), 0, document_alt="Protokollet")
        assert "document" not in drafts.lacks(drafts.rows(session, number)[0])
        meeting = row.take(session, number)
        showing.schedule(session, meeting, by=people.olga(session).actor, at=calendar.now())
    tick("one")
    with transaction() as session:
        made = latest(session, take(session, references[0]).id)
        found = session.execute(select(attachments)).one()
        assert (found.decision_id, found.alt) == (made.id, "Protokollet")


# Shown at its time


def test_until_its_time_nothing_of_it_is_anywhere_but_in_the_draft(called):
    number, references = called
    scheduled(number, NOON + 2 * HOUR, 0, 1)
    calendar.freeze(NOON + 2 * HOUR - 1)
    tick("one")
    with transaction() as session:
        assert decided(session) == 0
        assert "decided" not in kinds(session, references[0])
    calendar.freeze(NOON + 2 * HOUR)
    tick("one")
    with transaction() as session:
        assert decided(session) == 2
        assert kinds(session, references[0])[0] == "decided"
        assert take(session, references[2]).status is Status.REFERRED
        meeting = row.take(session, number)
        assert (meeting.state, meeting.show_at, meeting.shown_at) == (
            MeetingState.HELD, None, NOON + 2 * HOUR,
        )  # fmt: skip
        made = latest(session, take(session, references[0]).id)
        assert (made.body, made.decided_on, made.preliminary) == ("Tekniska nämnden", TODAY, True)
        assert made.by_id == people.olga(session).id
        assert history.verify(session, f"submission-{references[0]}") == []


def test_two_clocks_and_one_that_wakes_late_show_everything_once(called):
    number, references = called
    scheduled(number, NOON + MINUTE, 0, 1, 2)
    calendar.freeze(NOON + 9 * DAY)

    def show() -> None:
        with transaction(write=False) as session:
            waiting = showing.waiting(session, number)
        for case in waiting:
            with transaction() as session:
                showing.show(session, number, case)
        with transaction() as session:
            showing.finish(session, number)

    at_once([show, show, lambda: tick("one"), lambda: tick("other")])
    with transaction() as session:
        assert decided(session) == 3
        for reference in references:
            assert kinds(session, reference).count("decided") == 1
    calendar.freeze(NOON)
    tick("one")
    with transaction() as session:
        assert decided(session) == 3, "a clock that was put back shows nothing again"


def test_one_that_can_no_longer_be_decided_keeps_none_back(called):
    number, references = called
    scheduled(number, NOON + MINUTE, 0, 1, 2)
    with transaction() as session:
        rules = people.municipality(session).proposals
        author = people.rosa(session).actor
        publishing.withdraw(session, take(session, references[1]), by=author, rules=rules)
    calendar.freeze(NOON + MINUTE)
    tick("one")
    tick("one")
    with transaction() as session:
        assert decided(session) == 2
        left = [one.left_out for one in drafts.rows(session, number)]
        assert left == ["", "not_before_a_board", ""]


def test_one_decided_by_hand_meanwhile_is_not_decided_twice(called):
    number, references = called
    scheduled(number, NOON + MINUTE, 0)
    with transaction() as session:
        people.decided(session, take(session, references[0]))
    calendar.freeze(NOON + MINUTE)
    tick("one")
    with transaction() as session:
        assert decided(session) == 1
        assert drafts.rows(session, number)[0].left_out == "not_before_a_board"


def test_a_hidden_case_is_decided_and_stays_hidden(called):
    number, references = called
    scheduled(number, NOON + MINUTE, 0)
    with transaction() as session:
        rules = people.municipality(session).proposals
        case = take(session, references[0])
        publishing.show(session, case, Publication.HIDDEN, by=SYSTEM, rules=rules)
    calendar.freeze(NOON + MINUTE)
    tick("one")
    with transaction() as session:
        assert take(session, references[0]).publication is Publication.HIDDEN
        assert decided(session) == 1


def test_drafts_that_wait_for_their_time_cannot_be_changed_until_it_is_taken_back(called):
    number, _ = called
    scheduled(number, NOON + MINUTE, 0)
    with transaction() as session:
        meeting = row.take(session, number)
        case = drafts.rows(session, number)[0].id
        for forbidden in (
            lambda: fill(session, meeting, 0),
            lambda: agenda.remove(session, meeting, case),
            lambda: agenda.move_up(session, meeting, case),
            lambda: showing.schedule(session, meeting, by=SYSTEM, at=NOON),
        ):
            with pytest.raises(NotAllowed):
                forbidden()
        showing.unschedule(session, meeting)
        fill(session, meeting, 0)
    calendar.freeze(NOON + DAY)
    tick("one")
    with transaction() as session:
        assert decided(session) == 0
        assert showing.show(session, number, case) is False


def test_what_has_been_shown_is_not_taken_back(called):
    number, _ = called
    scheduled(number, NOON, 0)
    with transaction() as session, pytest.raises(NotAllowed):
        showing.unschedule(session, row.take(session, number))


def test_nothing_whole_is_nothing_to_show(called):
    with transaction() as session:
        meeting = row.take(session, called[0])
        fill(session, meeting, 0, paragraph="")
        with pytest.raises(Invalid) as refused:
            showing.schedule(session, meeting, by=people.olga(session).actor, at=NOON)
    assert refused.value.code == "nothing_whole"


def test_nothing_is_decided_before_the_board_has_met(called):
    number, _ = called
    tomorrow = TODAY + dt.timedelta(days=1)
    with transaction() as session:
        meeting = row.take(session, number)
        fill(session, meeting, 0)
        row.change(session, meeting, day=tomorrow, place="", presenter="", participants="")
        olga = people.olga(session).actor
        for early in (NOON, calendar.start_of(tomorrow) - 1):
            with pytest.raises(Invalid) as refused:
                showing.schedule(session, meeting, by=olga, at=early)
            assert (refused.value.field, refused.value.code) == ("when", "before_meeting")
        assert showing.schedule(session, meeting, by=olga, at=calendar.start_of(tomorrow)) == 1


@pytest.mark.parametrize(
    ("day", "clock", "utc"),
    [
        ((2026, 11, 26), "17:30", (2026, 11, 26, 16, 30)),
        ((2027, 3, 28), "01:59", (2027, 3, 28, 0, 59)),
        ((2027, 3, 28), "03:00", (2027, 3, 28, 1, 0)),
        # This hour comes twice: the second, so that nothing is shown too early.
        ((2027, 10, 31), "02:30", (2027, 10, 31, 1, 30)),
    ],
)
def test_a_chosen_time_is_the_towns(called, day, clock, utc):
    found = showing.at_clock(dt.date(*day), clock)
    assert found == calendar.moment(dt.datetime(*utc, tzinfo=dt.UTC))


@pytest.mark.parametrize(
    ("day", "clock", "wrong"),
    [
        ((2027, 3, 28), "02:30", ("clock", "left_out")),
        ((2026, 11, 26), "12:00", ("day", "past")),
        ((2026, 11, 25), "23:59", ("day", "past")),
    ],
)
def test_a_time_that_never_comes_is_not_chosen(called, day, clock, wrong):
    with pytest.raises(Invalid) as refused:
        showing.at_clock(dt.date(*day), clock)
    assert (refused.value.field, refused.value.code) == wrong


# Minutes


def test_minutes_are_for_all_decisions_and_give_each_its_last_day(called):
    number, references = called
    with transaction() as session:
        meeting = row.take(session, number)
        fill(session, meeting, 0, 1)
        fill(session, meeting, 2, appealable=False)
        showing.schedule(session, meeting, by=people.olga(session).actor, at=NOON)
    tick("one")
    calendar.freeze(NOON + 8 * DAY)
    with transaction() as session:
        olga, meeting = people.olga(session).actor, row.take(session, number)
        minutes.approve(session, meeting, by=olga, approved=dt.date(2026, 12, 3))
        made = [latest(session, take(session, one).id) for one in references]
        assert {(one.preliminary, one.appeal_by) for one in made} == {(False, None)}
        posted = dt.date(2026, 12, 3)
        minutes.approve(session, meeting, by=olga, approved=posted, posted=posted)
        assert [one.appeal_by for one in made] == [dt.date(2026, 12, 28)] * 2 + [None]
        assert meeting.state is MeetingState.MINUTES_POSTED
        told = [history.told(e.kind, e.facts) for e in history.timeline(
            session, f"submission-{references[0]}")]  # fmt: skip
        assert told[:3] == ["minutes_posted", "minutes_approved", "decided"]
        # The day was mistyped: the same act puts it right.
        minutes.approve(session, meeting, by=olga, approved=posted, posted=dt.date(2026, 12, 4))
        assert made[0].appeal_by == dt.date(2026, 12, 28)
        assert history.verify(session, f"submission-{references[0]}") == []


def test_minutes_have_days_that_can_be(called):
    number, _ = called
    with transaction() as session:
        olga, meeting = people.olga(session).actor, row.take(session, number)
        with pytest.raises(NotAllowed):
            minutes.approve(session, meeting, by=olga, approved=TODAY)
    scheduled(number, NOON, 0)
    tick("one")
    with transaction() as session:
        meeting = row.take(session, number)
        for approved, posted, wrong in (
            (TODAY - dt.timedelta(days=1), None, "before_meeting"),
            (TODAY + dt.timedelta(days=1), None, "future"),
            (TODAY, TODAY - dt.timedelta(days=1), "before_approval"),
            (TODAY, TODAY + dt.timedelta(days=1), "future"),
        ):
            with pytest.raises(Invalid) as refused:
                minutes.approve(session, meeting, by=olga, approved=approved, posted=posted)
            assert refused.value.code == wrong
        minutes.approve(session, meeting, by=olga, approved=TODAY, posted=TODAY)
        with pytest.raises(Invalid):
            minutes.approve(session, meeting, by=olga, approved=TODAY)


def test_a_decision_entered_after_the_minutes_is_not_preliminary(called):
    number, references = called
    scheduled(number, NOON, 0)
    tick("one")
    with transaction() as session:
        olga = people.olga(session).actor
        minutes.approve(session, row.take(session, number), by=olga, approved=TODAY, posted=TODAY)
    scheduled(number, NOON, 1)
    tick("one")
    with transaction() as session:
        made = latest(session, take(session, references[1]).id)
        assert (made.preliminary, made.appeal_by) == (False, dt.date(2026, 12, 17))


def test_the_day_of_a_meeting_stays_once_its_decisions_are_shown(called):
    number, _ = called
    other = {"place": "Sal A", "presenter": "Maj Ek", "participants": "Bo Lind, Eva Å"}
    with transaction() as session:
        row.change(session, row.take(session, number), day=TODAY + dt.timedelta(days=1), **other)
        row.change(session, row.take(session, number), day=TODAY, **other)
    scheduled(number, NOON, 0)
    tick("one")
    with transaction() as session:
        meeting = row.take(session, number)
        row.change(session, meeting, day=TODAY, **other | {"place": ""})
        with pytest.raises(Invalid) as refused:
            row.change(session, meeting, day=TODAY + dt.timedelta(days=1), **other)
    assert (refused.value.field, refused.value.code) == ("day", "decided")


def test_a_proposal_is_referred_to_a_board_of_the_profile(town):
    with transaction() as session:
        case, olga = people.referred(session), people.olga(session).actor
        move(session, case, Status.PREPARING, by=olga)
        move(session, case, Status.REFERRED, by=olga, board="Kommunstyrelsen", board_id=1)
        found = session.get_one(Particulars, case.id)
        assert (found.board, found.board_id) == ("Kommunstyrelsen", 1)


def test_what_an_official_chose_is_shown_though_she_has_left(called):
    number, references = called
    scheduled(number, NOON + MINUTE, 0)
    with transaction() as session:
        session.execute(delete(Appointment.__table__))
    calendar.freeze(NOON + MINUTE)
    tick("one")
    with transaction() as session:
        assert "decided" in kinds(session, references[0])


def test_what_somebody_suspended_has_chosen_waits_for_a_colleague(called):
    number, references = called
    scheduled(number, NOON + MINUTE, 0)
    with transaction() as session:
        session.get_one(Person, people.olga(session).id).suspended = True
    calendar.freeze(NOON + MINUTE)
    tick("one")
    with transaction() as session:
        assert "decided" not in kinds(session, references[0])
        meeting = row.take(session, number)
        assert (meeting.show_at, drafts.rows(session, number)[0].left_out) == (None, "suspended")
        fill(session, meeting, 0)
        ada = people.ada(session).actor
        assert showing.schedule(session, meeting, by=ada, at=calendar.now()) == 1
    tick("one")
    with transaction() as session:
        assert "decided" in kinds(session, references[0])
