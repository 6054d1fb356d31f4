"""The promise of review: a place in the queue, a time, and honesty when it is broken (MQ-19)."""

import json

import pytest
from sqlalchemy import select, update

from models import calendar, review_wait
from models.calendar import DAY, HOUR, MINUTE, end_of, local, now
from models.database import transaction
from models.delivery import deliveries
from models.event import Event, EventKind
from models.history import told
from models.hours import PRESET, Rules
from models.opening import of
from models.review import Reviewable, reviewables
from models.reviewing import Reviewing
from models.submission import submissions
from models.verdict import Judgement
from moderation import backlog, lateness, promising
from moderation.claims import claim
from tests import people
from tests.moderation.room import counted, item_of, judge, noon, report
from tests.moderation.ruled import town_with

ZONE = "Europe/Stockholm"


@pytest.fixture
def tuesday(town):
    calendar.freeze(noon())


@pytest.mark.parametrize(
    ("hours", "day", "at"),
    [
        (None, 4, None),
        (1, 3, (13, 0)),
        (8, 4, (11, 30)),
        # Over a weekend: Friday and Monday count, the days between do not.
        (34, 9, (12, 0)),
    ],
)
def test_working_time_alone_counts(tuesday, hours, day, at):
    with transaction() as session:
        site = town_with(session, review_hours=hours)
        item = item_of(session, people.a_submission(session))
        due = local(item.due_at)
        assert due.day == day
        assert item.due_at == (end_of(due.date()) if at is None else item.due_at)
        assert at is None or (due.hour, due.minute) == at
        assert site.opening.is_working_day(due.date())


def test_a_day_on_which_the_town_is_closed_is_no_next_day():
    closed = Rules.model_validate(
        PRESET.model_dump(mode="json") | {"closed": [["2026-03-04", "Städdag", "Cleaning day"]]}
    )
    days = [local(Reviewing().due(of(rules, ZONE), noon())).day for rules in (PRESET, closed)]
    assert days == [4, 5]


def test_each_has_her_place_in_the_order_in_which_texts_are_read(tuesday):
    with transaction() as session:
        site = people.municipality(session)
        first, second, third = (people.a_submission(session) for _ in range(3))
        proposal = people.published(session)
        comment = people.a_comment(session, proposal)
        places = promising.cases(session, site, [first.id, second.id, third.id, proposal.id])
        assert [places[one.id].number for one in (first, second, third)] == [1, 2, 3]
        assert proposal.id not in places
        assert promising.comments(session, site, [comment.id])[comment.id].number == 4
        judge(session, item_of(session, first), Judgement.PUBLISH)
        assert promising.cases(session, site, [third.id])[third.id].number == 2


def test_places_are_counted_to_a_hundred_and_cost_the_same_for_a_list(tuesday):
    with transaction() as session:
        site = people.municipality(session)
        cases = [people.a_submission(session) for _ in range(promising.MOST + 1)]
        with counted() as one:
            places = promising.cases(session, site, [cases[-1].id])
        with counted() as many:
            promising.cases(session, site, [case.id for case in cases])
        assert places[cases[-1].id].number is None
        assert len(one) == len(many) <= 11


def late(session):
    return session.scalars(
        select(Event).where(Event.kind == EventKind.PROMISE_MISSED).order_by(Event.id)
    ).all()


def letters(session):
    return session.execute(
        select(deliveries.c.address, deliveries.c.submission_id).where(
            deliveries.c.kind == "review_late"
        )
    ).all()


def test_a_broken_promise_is_noted_once_and_its_author_told_once(tuesday):
    with transaction() as session:
        submission = people.a_submission(session)
        item, reference = item_of(session, submission).id, submission.id
    calendar.freeze(noon() + 3 * DAY)
    assert lateness.each_minute()
    assert not lateness.each_minute()
    with transaction() as session:
        assert session.get_one(Reviewable, item).missed_at == now()
        (event,) = late(session)
        facts = json.loads(event.facts)
        assert (event.public, told(event.kind, facts)) == (True, "promise_missed_text")
        assert letters(session) == [("rosa@example.org", reference)]


def test_nothing_is_late_before_its_time_nor_when_somebody_read_it(tuesday):
    with transaction() as session:
        judge(session, item_of(session, people.a_submission(session)), Judgement.PUBLISH)
        people.a_submission(session)
    calendar.freeze(end_of(local(noon() + DAY).date()))
    lateness.each_minute()
    with transaction() as session:
        assert late(session) == letters(session) == []


def test_that_a_comment_or_a_report_waits_too_long_is_told_to_nobody_else(tuesday):
    with transaction() as session:
        proposal = people.published(session)
        people.a_comment(session, proposal)
        report(session, proposal)
    calendar.freeze(noon() + 3 * DAY)
    lateness.each_minute()
    with transaction() as session:
        assert [event.public for event in late(session)] == [False, False]
        # The comment's writer waits; whoever wrote what is shown and was reported does not.
        assert [row.address for row in letters(session)] == ["sam@example.org"]


def test_an_address_that_nobody_confirmed_is_written_nothing(tuesday):
    with transaction() as session:
        people.handed_in(session, people.a_draft(by=people.rosa(session)))
        session.execute(update(submissions).values(confirmed_at=None))
    calendar.freeze(noon() + 3 * DAY)
    lateness.each_minute()
    with transaction() as session:
        assert (len(late(session)), letters(session)) == (1, [])


def judged(session, times, *, after, lateness=0):
    """So many texts that Marek read `after` microseconds, `lateness` after their promise."""
    for _ in range(times):
        item = item_of(session, people.a_submission(session))
        judge(session, item, Judgement.PUBLISH)
        session.execute(
            update(reviewables)
            .where(reviewables.c.id == item.id)
            .values(created_at=now() - after, due_at=now() - lateness)
        )


def test_the_median_is_of_working_time_and_more_late_than_not_is_behind(tuesday):
    with transaction() as session:
        site = people.municipality(session)
        judged(session, 4, after=2 * HOUR)
        assert backlog.count(session, site).median is None
        judged(session, 3, after=DAY, lateness=MINUTE)
        found = backlog.count(session, site)
        # Of four after two hours and three after a day of 8.5, the fourth is the median.
        assert (found.median, found.behind) == (120, False)
        judged(session, 3, after=DAY, lateness=MINUTE)
        found = backlog.count(session, site)
        assert (found.median, found.behind) == (round(8.5 * 60), True)


def test_more_than_the_profile_says_is_a_backlog_and_how_long_it_takes_is_told(tuesday):
    with transaction() as session:
        site = town_with(session, backlog=3)
        judged(session, 10, after=HOUR)
        waits = [people.a_submission(session) for _ in range(4)]
        found = backlog.count(session, site)
        assert (found.waiting, found.behind) == (4, True)
        # Ten in the five working days of a week: 255 minutes each.
        assert found.expected == 4 * 5 * 510 // 10
        review_wait.note(session, found)
        expected = promising.expected(session, site)
        place = promising.cases(session, site, [waits[-1].id])[waits[-1].id]
        assert (local(expected).day, place.expected) == (5, expected)
        assert not place.missed


def test_while_we_keep_up_and_when_nobody_counted_nothing_is_said_of_it(tuesday):
    with transaction() as session:
        site = people.municipality(session)
        assert promising.expected(session, site) is None
        review_wait.note(session, review_wait.Counted(3, 60, 60, behind=False))
        assert promising.expected(session, site) is None
        review_wait.note(session, review_wait.Counted(99, None, None, behind=True))
        assert promising.expected(session, site) is None
        review_wait.note(session, review_wait.Counted(99, 600, 600, behind=True))
        assert promising.expected(session, site) is not None
        calendar.freeze(now() + 2 * HOUR)
        assert promising.expected(session, site) is None


def test_in_a_backlog_whoever_waits_is_told_once_and_not_again_when_it_is_late(tuesday):
    with transaction() as session:
        town_with(session, backlog=1)
        people.a_submission(session)
        people.a_submission(session, by=people.sam(session))
    assert lateness.each_minute()
    calendar.freeze(noon() + 3 * DAY)
    lateness.each_minute()
    lateness.each_minute()
    with transaction() as session:
        assert sorted(row.address for row in letters(session)) == [
            "rosa@example.org",
            "sam@example.org",
        ]
        assert len(late(session)) == 2


def test_a_moderator_who_reads_it_in_this_moment_is_not_disturbed(tuesday):
    with transaction() as session:
        item = item_of(session, people.a_submission(session))
        claim(session, item.id, people.marek(session).actor)
        version, item_id = item.version, item.id
    calendar.freeze(noon() + 2 * DAY)
    lateness.each_minute()
    with transaction() as session:
        assert session.get_one(Reviewable, item_id).version == version
