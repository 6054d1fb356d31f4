"""Figures of casework: kept up as things happen, the same as a recount, and never too small (ST-18)."""

import datetime as dt
import json
import random

import pytest
from sqlalchemy import select, update

from models import calendar, following_up, handover, profile, progress
from models.answer import answer
from models.calendar import DAY, HOUR, SECOND, end_of, moment
from models.database import table_of, transaction
from models.errors import Invalid, NotAllowed
from models.following_up import Helped
from models.imported import Figures, GivenSubmission
from models.importing import import_submission
from models.organisation import Category, units
from models.profile import Profile
from models.states import Kind, Outcome, Publication, Status
from models.statistics import following, recount, year
from models.statistics.rows import By, Sender, case_figures, month_figures
from models.statistics.small import FEW, untold
from models.statistics.sums import Sums, within
from models.statistics.workdays import Workdays
from models.submission import submissions, take
from tests import people
from web.commands import figuring

ZONE = calendar.zone()
categories = table_of(Category)
REASON = "Det är redan gjort, av en granne med spade."


def on(month, day, hour=10):
    return moment(dt.datetime(2026, month, day, hour, tzinfo=ZONE))


def caught_up(going=figuring.lately):
    """Do a whole round of the scheduler's."""
    for _ in going():
        pass


def wrong():
    """What a recount finds otherwise."""
    with transaction(write=False) as session:
        opening = profile.site(session).opening
        return recount.differences(session, opening, following.last(session))


def figures(place=year.ALL, month=year.WHOLE, of=2026):
    with transaction(write=False) as session:
        return year.of_year(session, of, {}).figures(place, month)


def a_case(session, at, kind=Kind.COMPLAINT, **said):
    with calendar.at(at):
        return people.a_submission(session, kind, shown=False, **said)


def answered(session, case, at):
    with calendar.at(at):
        by = people.olga(session).actor
        answer(session, case, by=by, source="Tack, det är gjort.", html="<p>Tack.</p>")


def test_times_are_working_days_of_our_own_calendar_over_holidays_and_changes_of_the_clock(town):
    with transaction() as session:
        days = Workdays(people.municipality(session).opening)
    # Maundy Thursday to the Wednesday after Easter; over the night of 29 March, too.
    assert days.between(dt.date(2026, 4, 2), dt.date(2026, 4, 8)) == 2
    assert days.between(dt.date(2026, 3, 27), dt.date(2026, 3, 30)) == 1
    assert days.between(dt.date(2026, 10, 24), dt.date(2026, 10, 26)) == 1
    assert days.between(dt.date(2026, 12, 22), dt.date(2027, 1, 12)) == 10
    assert days.between(dt.date(2026, 5, 5), dt.date(2026, 5, 5)) == 0


def test_half_and_nine_of_ten_are_the_nearest_rank():
    days = Sums().answer_days
    assert within(days, 50) is None
    days.update({0: 5, 3: 4, 40: 1})
    assert (within(days, 50), within(days, 90), within(days, 91)) == (0, 3, 40)


def test_a_promise_counts_when_its_time_is_over_and_what_still_waits_counts_against_us(town):
    with transaction() as session:
        cases = [a_case(session, on(9, 1)) for _ in range(6)]
        for case in cases[:4]:
            answered(session, case, on(9, 3))
        last = end_of(cases[0].answer_by)
    with calendar.at(last):
        caught_up()
        assert wrong() == []
        assert figures()["in_time"].of == 0
        # Of four nothing is told.
        assert figures()["answer_median"].few
    with calendar.at(last + 1):
        caught_up()
        assert (figures()["in_time"].value, figures()["in_time"].of) == (66, 6)
        assert figures()["late_open"].value == 2
        with transaction() as session:
            answered(session, take(session, cases[4].reference), last + 1)
        caught_up()
        told = figures()
        assert (told["in_time"].value, told["late_open"].value) == (66, 1)
        assert (told["answer_median"].value, told["answer_90"].value) == (2, 11)
        assert wrong() == []


def test_what_commits_late_falls_in_as_long_as_its_transaction_may_last(town):
    with transaction() as session:
        case = a_case(session, on(9, 1))
    with calendar.at(on(9, 2)):
        caught_up()
    with transaction() as session:
        # Written just before that count, and committed after it.
        answered(session, take(session, case.reference), on(9, 2) - 9 * SECOND)
    with calendar.at(on(9, 2) + 60 * SECOND):
        caught_up()
        assert wrong() == []
    with transaction() as session:
        other = a_case(session, on(9, 1))
    with calendar.at(on(9, 2) + 120 * SECOND):
        # Later than anything may come, as after a copy was put back: the night finds it.
        caught_up()
        assert wrong() != []
        caught_up(figuring.everything)
        assert wrong() == []
        assert other.id


def test_another_calendar_has_every_day_counted_anew(town):
    with transaction() as session:
        for _ in range(5):
            answered(session, a_case(session, on(9, 1)), on(9, 3))
    with calendar.at(on(9, 4)):
        caught_up()
        assert figures()["answer_median"].value == 2
        with transaction() as session:
            wanted = json.loads(profile.site(session).model_dump_json())
            wanted["calendar"]["closed"] = [["2026-09-02", "Stängt", "Closed"]]
            made = Profile(version=99, data=json.dumps(wanted), made_at=calendar.now())
            session.add(made)
        caught_up()
        assert figures()["answer_median"].value == 1
        assert wrong() == []


def test_whoever_is_erased_stays_counted_as_who_she_was(town):
    with transaction() as session:
        case = a_case(session, on(9, 1))
    with calendar.at(on(9, 2)):
        caught_up()
    with transaction() as session:
        session.execute(
            update(submissions)
            .where(submissions.c.id == case.id)
            .values(contact_id=None, reply_by="none")
        )
        answered(session, take(session, case.reference), on(9, 2, 12))
    with calendar.at(on(9, 3)):
        caught_up()
    with transaction(write=False) as session:
        row = session.execute(select(case_figures)).one()
        assert row.sender is Sender.RESIDENT
        assert row.answer_days == 1


@pytest.mark.once
def test_no_history_makes_other_figures_than_a_recount(town):
    chance = random.Random(2026)  # noqa: S311  (the same histories every time)
    with transaction() as session:
        people.municipality(session)
        olga, rosa = people.olga(session).actor, people.rosa(session).actor
        places = [row.id for row in units(session)]
    references, at = [], on(3, 20)
    for step in range(60):
        # Over both changes of the clock, midsummer and the turn of the year.
        at += chance.randrange(1, 80) * HOUR
        with calendar.at(at), transaction() as session:
            if len(references) < 3 or chance.random() < 0.4:
                kind = chance.choice(
                    [Kind.COMPLAINT, Kind.QUESTION, Kind.FAULT_REPORT, Kind.PRAISE]
                )
                references.append(people.a_submission(session, kind, shown=False).reference)
            else:
                _happens(
                    session, take(session, chance.choice(references)), chance, places, olga, rosa
                )
        if step % 10 == 0:
            with calendar.at(at + 5 * SECOND):
                caught_up()
                assert wrong() == []
    with calendar.at(at + 60 * DAY):
        caught_up()
        assert wrong() == []
        with transaction(write=False) as session:
            kept = session.execute(select(month_figures)).all()
        with transaction() as session:
            following.begin_anew(session)
        caught_up(figuring.everything)
        with transaction(write=False) as session:
            assert sorted(session.execute(select(month_figures)).all()) == sorted(kept)


def _happens(session, case, chance, places, olga, rosa):
    """One of the things that happen to cases, if it may."""
    verbs = (
        lambda: answer(session, case, by=olga, source="Tack.", html="<p>Tack.</p>"),
        lambda: handover.hand_over(
            session, case, by=olga, unit_id=chance.choice(places), reason="Hör dit."
        ),
        lambda: progress.close(session, case, by=olga, outcome=Outcome.ANSWERED, reason=REASON),
        lambda: progress.reopen(session, case, by=olga),
        lambda: following_up.tell(session, case, by=rosa, helped=chance.choice(list(Helped))),
    )
    try:
        chance.choice(verbs)()
    except (Invalid, NotAllowed):
        session.rollback()


@pytest.mark.once
def test_nothing_small_is_told_and_nothing_that_would_tell_it():
    chance = random.Random(5)  # noqa: S311  (the same tables every time)
    for _ in range(40):
        rows, columns = range(chance.randrange(1, 7)), range(chance.randrange(1, 7))
        counts = {(r, c): chance.choice([0, 0, 1, 2, 3, 5, 8, 40]) for r in rows for c in columns}
        sums = [(("row", r), [(r, c) for c in columns]) for r in rows]
        sums += [(("column", c), [(r, c) for r in rows]) for c in columns]
        counts |= {total: sum(counts[part] for part in parts) for total, parts in sums}
        whole = [("all", [("row", r) for r in rows]), ("all", [("column", c) for c in columns])]
        counts["all"] = sum(counts["row", r] for r in rows)
        hidden = untold(counts, sums + whole)
        assert {cell for cell, count in counts.items() if 0 < count < FEW} <= hidden
        for total, parts in sums + whole:
            out = [part for part in parts if part in hidden]
            if total not in hidden and out and len(parts) > 1:
                assert len(out) > 1
                assert sum(counts[part] for part in out) >= FEW
            if total in hidden:
                assert out


def test_a_small_unit_is_told_in_no_table_and_by_no_difference(town):
    with transaction() as session:
        for subject, number in (("street-lights", 3), ("parks", 6), ("schools", 9)):
            for _ in range(number):
                case = a_case(session, on(9, 1))
                category = session.execute(
                    select(categories.c.id).where(categories.c.slug == subject)
                ).scalar_one_or_none()
                session.execute(
                    update(submissions)
                    .where(submissions.c.id == case.id)
                    .values(category_id=category)
                )
    with calendar.at(on(9, 2)):
        caught_up()
    with transaction(write=False) as session:
        read = year.of_year(session, 2026, {})
    told = [read.figures(place)["received"] for place in read.places(By.SUBJECT)]
    assert sorted(one.value for one in told if not one.few) == [9]
    assert read.figures(year.ALL)["received"].value == 18


@pytest.mark.once
def test_a_department_never_tells_of_the_one_unit_that_is_too_small():
    chance = random.Random(7)  # noqa: S311  (the same units every time)
    departments = {unit: 100 + unit % 3 for unit in range(9)}
    months = (year.WHOLE, *year.MONTHS)
    for _ in range(5):
        cells = {year.ALL: {month: Sums() for month in months}}
        for unit, department in departments.items():
            here = ((By.UNIT, str(unit)), (By.DEPARTMENT, str(department)), year.ALL)
            for month in year.MONTHS:
                number = chance.choice([0, 0, 2, 4, 7, 30])
                for place in here:
                    sums = cells.setdefault(place, {one: Sums() for one in months})
                    sums[month].counts["received"] += number
                    sums[year.WHOLE].counts["received"] += number
        read = year.Year(2026, cells, departments)
        for department in read.places(By.DEPARTMENT):
            units_of = [(By.UNIT, str(unit)) for unit, of in departments.items()]
            units_of = [
                place for place in units_of if str(departments[int(place[1])]) == department[1]
            ]
            for month in months:
                few = [read.figures(unit, month)["received"].few for unit in units_of]
                if not read.figures(department, month)["received"].few:
                    assert sum(few) != 1


def test_what_was_taken_over_from_an_earlier_system_is_not_counted(town):
    given = GivenSubmission(
        source="elsewhere",
        id="7",
        kind=Kind.PROPOSAL,
        title="Rena gator",
        words="Städa oftare.",
        html="<p>Städa oftare.</p>",
        subject="not-sure",
        status=Status.CLOSED,
        outcome=Outcome.BELOW_THRESHOLD,
        publication=Publication.PUBLISHED,
        at=on(1, 7),
        language="sv",
        figures=Figures(supports=6, comments=0),
    )
    with calendar.at(on(9, 1)), transaction() as session:
        import_submission(session, given, site=people.municipality(session))
    with calendar.at(on(9, 2)):
        caught_up()
        caught_up(figuring.everything)
        assert wrong() == []
    assert figures()["received"].value == 0
