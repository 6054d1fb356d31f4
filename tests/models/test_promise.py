"""What is promised to whom: rows in order, kept with the case as they were (ST-10)."""

import datetime as dt
import tomllib
from dataclasses import replace

import pytest
from sqlalchemy import func, select, update

from models import calendar, clock, promise
from models.actor import Source
from models.calendar import DAY, MINUTE, moment
from models.database import transaction
from models.misfit import Misfit
from models.profile_file import Whole
from models.promise import given, in_force, promises, put
from models.promise_line import Line, Unit, amount, check
from models.routing import routed
from models.settings.fields import PROFILE, ROOT
from models.states import Kind
from models.submission import take
from tests import people

WEDNESDAY = moment(dt.datetime(2026, 6, 17, 10, 0, tzinfo=calendar.zone()))
USUAL = Line(first_response="10 working days")


@pytest.fixture
def session(town):
    with calendar.at(WEDNESDAY), transaction() as opened:
        people.municipality(opened)
        yield opened


def promised(session, kind=Kind.COMPLAINT, subject="not-sure", at=WEDNESDAY):
    opening = people.municipality(session).opening
    return given(session, opening, kind, routed(session, subject)[0], at)


def now_given(session, *lines):
    """These lines, then the usual one."""
    subjects = {"roads": routed(session, "roads")[0], "parks": routed(session, "parks")[0]}
    put(session, [*lines, USUAL], subjects)


def test_the_first_line_that_fits_is_the_promise(session):
    assert promised(session, Kind.QUESTION).answer_by == dt.date(2026, 6, 22)
    assert promised(session, Kind.PROPOSAL).answer_by == dt.date(2026, 7, 2)
    now_given(
        session,
        Line(kind="question", subject="roads", first_response="1 working day"),
        Line(subject="roads", first_response="3 working days"),
        Line(kind="question", first_response="2 working days"),
    )
    assert promised(session, Kind.QUESTION, "roads").answer_by == dt.date(2026, 6, 18)
    assert promised(session, Kind.PRAISE, "roads").answer_by == dt.date(2026, 6, 23)
    assert promised(session, Kind.QUESTION, "parks").answer_by == dt.date(2026, 6, 22)
    assert promised(session, Kind.PRAISE, "parks").answer_by == dt.date(2026, 7, 2)
    assert promised(session, Kind.PRAISE).answer_by == dt.date(2026, 7, 2)


def test_a_case_is_promised_what_its_subject_is_promised(session):
    now_given(session, Line(subject="roads", first_response="3 working days"))
    for subject, due in (("roads", dt.date(2026, 6, 23)), ("parks", dt.date(2026, 7, 2))):
        receipt = people.handed_in(session, people.a_draft(subject=subject))
        assert take(session, receipt.reference).answer_by == due


def test_what_stands_first_wins_also_over_what_fits_better(session):
    now_given(
        session,
        Line(kind="question", first_response="2 working days"),
        Line(kind="question", subject="roads", first_response="1 working day"),
    )
    assert promised(session, Kind.QUESTION, "roads").answer_by == dt.date(2026, 6, 22)


def test_a_promise_in_calendar_days_ends_on_a_working_day(session):
    now_given(session, Line(kind="praise", first_response="3 days"))
    assert promised(session, Kind.PRAISE) == promise.Given(
        promised(session, Kind.PRAISE).promise_id, dt.date(2026, 6, 22), None
    )


def test_a_promise_in_minutes_ends_at_its_minute(session):
    now_given(session, Line(kind="question", first_response="60 working minutes"))
    late = moment(dt.datetime(2026, 6, 17, 16, 0, tzinfo=calendar.zone()))
    found = promised(session, Kind.QUESTION, at=late)
    due = moment(dt.datetime(2026, 6, 18, 8, 30, tzinfo=calendar.zone()))
    assert (found.answer_by, found.due_at) == (dt.date(2026, 6, 18), due)


def test_a_case_promised_in_minutes_is_late_a_moment_after_its_minute(session):
    now_given(session, Line(kind="question", first_response="60 working minutes"))
    case = people.a_submission(session, Kind.QUESTION)
    assert clock.due(case) == case.due_at == WEDNESDAY + 60 * MINUTE
    assert not clock.is_late(case)
    with calendar.at(case.due_at + 1):
        assert clock.is_late(case)


def test_the_case_keeps_the_promise_it_was_given(session):
    case = people.a_submission(session)
    before = (case.promise_id, case.answer_by)
    now_given(session, Line(kind="complaint", first_response="1 working day"))
    session.expire_all()
    again = take(session, case.reference)
    assert (again.promise_id, again.answer_by) == before
    newer = people.a_submission(session, title="En grop i vägen")
    assert newer.promise_id != case.promise_id
    assert newer.answer_by == dt.date(2026, 6, 18)
    old = session.execute(select(promises).where(promises.c.id == case.promise_id)).one()
    assert (old.first_response, old.valid_until) == ("10 working days", dt.date(2026, 6, 17))


def test_a_new_promise_holds_from_its_day_and_the_old_one_until_then(session):
    now_given(session, Line(kind="complaint", first_response="1 working day"))
    assert promised(session, at=WEDNESDAY - DAY).answer_by == dt.date(2026, 7, 1)
    assert promised(session, at=WEDNESDAY).answer_by == dt.date(2026, 6, 18)


def test_to_promise_the_same_again_makes_no_rows(session):
    count = select(func.count()).select_from(promises)
    before = session.execute(count).scalar_one()
    now_given(session, Line(kind="question", first_response="2 working days"))
    assert session.execute(count).scalar_one() == before
    now_given(session)
    assert session.execute(count).scalar_one() == before + 1


def test_the_first_promises_hold_for_what_came_before_the_town(session):
    assert promised(session, at=WEDNESDAY - 400 * DAY).answer_by < dt.date(2026, 1, 1)


def test_a_promise_that_is_not_public_holds_all_the_same(session):
    now_given(session, Line(kind="praise", first_response="1 working day", public=False))
    assert promised(session, Kind.PRAISE).answer_by == dt.date(2026, 6, 18)
    assert [row.public for row in in_force(session, calendar.today())] == [False, True]


def test_a_case_without_a_row_keeps_its_day(session):
    case = people.a_submission(session)
    table = case.__table__
    session.execute(
        update(table)
        .where(table.c.id == case.id)
        .values(promise_id=None, answer_by=dt.date(2026, 6, 18))
    )
    again = take(session, case.reference)
    assert clock.due(again) == calendar.end_of(dt.date(2026, 6, 18))


def test_who_rings_is_promised_what_is_promised_to_those_who_ring(session):
    now_given(session, Line(channel="phone", first_response="1 working day"))
    opening = people.municipality(session).opening
    by_phone = given(session, opening, Kind.QUESTION, None, WEDNESDAY, channel=Source.PHONE)
    assert by_phone.answer_by == dt.date(2026, 6, 18)
    assert promised(session, Kind.QUESTION).answer_by == dt.date(2026, 7, 2)
    draft = replace(people.a_draft(Kind.QUESTION), came_by=Source.PHONE)
    with calendar.at(WEDNESDAY):
        case = take(session, people.handed_in(session, draft).reference)
    assert case.answer_by == by_phone.answer_by


# What a file may say


def _of(kind, subject=None, **said):
    return Line(kind=kind, subject=subject, **{"first_response": "1 day", **said})


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("1 working day", (1, Unit.WORKING_DAYS)),
        ("10 working days", (10, Unit.WORKING_DAYS)),
        ("90 working minutes", (90, Unit.MINUTES)),
        ("30 days", (30, Unit.CALENDAR_DAYS)),
    ],
)
def test_a_time_is_written_in_words(said, means):
    assert amount(said) == means
    assert Line(first_response=said).first_response == said


@pytest.mark.parametrize("said", ["", "0 days", "2", "two days", "2 weeks", "-1 days", "2 days "])
def test_what_is_no_time_is_refused(said):
    with pytest.raises(ValueError, match="is no time"):
        Line(first_response=said)


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ([], "the last line must be for everything"),
        ([Line(kind="praise", first_response="1 day")], "the last line must be for everything"),
        ([USUAL, Line(kind="praise", first_response="1 day")], "last line must be for everything"),
        ([USUAL, USUAL], "line 2: never reached, line 1 fits"),
        ([_of("praise"), _of("praise", "roads"), USUAL], "line 2: never reached, line 1 fits"),
        ([_of("praise", "roads", channel="phone"), _of("praise"), *[USUAL] * 2], "line 4: never"),
        ([_of(None, "dragons"), USUAL], "line 1: no such subject: dragons"),
        ([_of("praise", confirm_receipt="2 days"), USUAL], "confirm_receipt cannot be longer"),
        ([_of("praise", decide="5 days", update_every="6 days"), USUAL], "update_every cannot be"),
        (
            [Line(first_response="10 working days", decide="9 days")],
            "line 1: first_response cannot be longer than decide",
        ),
        (
            [Line(confirm_receipt="1 day", first_response="30 working minutes")],
            "confirm_receipt cannot be longer",
        ),
    ],
)
def test_promises_that_cannot_be_are_refused(lines, why):
    with pytest.raises(ValueError, match=why):
        check(lines, {"roads"})


@pytest.mark.parametrize(
    "change", [lambda read: read.pop("promises"), lambda read: read["promises"].pop()]
)
def test_a_town_that_would_promise_somebody_nothing_is_not_made(change):
    read = tomllib.loads((ROOT / PROFILE).read_text("utf-8"))
    read.pop("logo", None)
    change(read)
    rows = {
        name: read.pop(name)
        for name in ("units", "boards", "categories", "questions", "promises")
        if name in read
    }
    with pytest.raises(ValueError, match="promises"):
        Whole.model_validate({"site": read, **rows})


def test_what_cannot_be_says_its_line_and_its_code_for_whoever_types_it():
    lines = [Line(kind="praise", first_response="3 days", decide="2 days"), USUAL]
    with pytest.raises(Misfit) as found:
        check(lines, set())
    assert (found.value.code, found.value.path) == ("promises_order", ("promises", "0"))
    assert found.value.values == {"number": 1, "sooner": "first_response", "later": "decide"}
