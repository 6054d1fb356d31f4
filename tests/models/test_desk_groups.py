"""Which group of the desk a case stands in, in which order, and whose it is."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from models import calendar, consulting
from models.actor import Role
from models.calendar import DAY, MINUTE, now, today
from models.clock import Clock
from models.database import transaction
from models.desk import groups, whose
from models.desk.groups import Group
from models.desk.whose import Whose
from models.keeping_promises import delaying
from models.keeping_promises.row import PromiseClock, Which
from models.meeting import row
from models.meeting.row import MeetingCase
from models.organisation import units
from models.person import appoint
from models.states import Status
from models.submission import submissions, take
from models.viewer import Post, Viewer
from tests import people


@pytest.fixture(autouse=True)
def wednesday(town):
    """Noon of a Wednesday: days of the same week lie before and after it."""
    day = today()
    calendar.freeze(calendar.start_of(day) + DAY // 2 + (9 - day.weekday()) * DAY)


def _case(session, title: str, **columns) -> int:
    made = people.a_submission(session, title=title)
    session.execute(update(submissions).where(submissions.c.id == made.id).values(**columns))
    session.expire_all()
    return made.id


def _titles(session, group, only=(), **more) -> list[str]:
    keys = groups.keys(session, group, only, **{"most": 20} | more)
    found = groups.rows(session, [key.id for key in keys])
    return [found[key.id].title for key in keys]


def test_every_open_case_stands_in_the_group_of_its_day():
    with transaction() as session:
        day = today()
        for title, columns in {
            "i går": {"answer_by": day - timedelta(days=1)},
            "förra veckan": {"answer_by": day - timedelta(days=9)},
            "för en minut sedan": {"answer_by": day, "due_at": now() - MINUTE},
            "om en minut": {"answer_by": day, "due_at": now() + MINUTE},
            "i dag": {"answer_by": day},
            "på söndag": {"answer_by": day + timedelta(days=4)},
            "på måndag": {"answer_by": day + timedelta(days=5)},
            "besvarat och öppet": {
                "answer_by": day - timedelta(days=3),
                "answered_at": now() - DAY,
                "kept": True,
            },
            "väntar på avsändaren": {"answer_by": day, "status": Status.WAITING_RESIDENT},
            "samlar stöd": {"answer_by": day, "status": Status.VOTING},
            "försenat till i går": {
                "answer_by": day - timedelta(days=9),
                "put_off_to": day - timedelta(days=1),
            },
            "försenat till i dag": {"answer_by": day - timedelta(days=9), "put_off_to": day},
            "försenat till måndag": {
                "answer_by": day - timedelta(days=9),
                "put_off_to": day + timedelta(days=5),
            },
            "slut": {"answer_by": day - timedelta(days=1), "status": Status.CLOSED},
            "överklagande": {"answer_by": day + timedelta(days=9), "appeal": True},
        }.items():
            _case(session, title, **columns)
        assert {group: _titles(session, group) for group in Group} == {
            Group.APPEALS: ["överklagande"],
            Group.LATE: ["förra veckan", "i går", "för en minut sedan", "försenat till i går"],
            Group.TODAY: ["om en minut", "i dag", "försenat till i dag"],
            Group.WEEK: ["på söndag"],
            Group.LATER: [
                "på måndag",
                "överklagande",
                "försenat till måndag",
                "besvarat och öppet",
            ],
            Group.WAITING: ["väntar på avsändaren", "samlar stöd"],
        }
        counts = {group: groups.count(session, group, []) for group in Group}
        assert list(counts.values()) == [1, 4, 3, 1, 4, 2]


def test_what_was_answered_and_should_be_decided_by_now_is_late_until_a_new_day_is_told():
    with transaction() as session:
        day, noon = today(), now()
        for title, due_at, put_off_to in (
            ("hos nämnden", noon - DAY, None),
            ("öppnat igen", noon - DAY, day - timedelta(days=1)),
            ("nytt besked", noon - DAY, day + timedelta(days=9)),
            ("i tid", noon + DAY, None),
        ):
            answered = {"answer_by": day - timedelta(days=9), "answered_at": noon, "kept": True}
            case = _case(session, title, put_off_to=put_off_to, **answered)
            session.add(
                PromiseClock(
                    submission_id=case,
                    which=Which.DECIDE,
                    cycle=1,
                    state=Clock.MISSED if due_at < noon else Clock.RUNNING,
                    started_at=noon - 9 * DAY,
                    due_at=due_at,
                    paused=0,
                    seq=1,
                )
            )
            last = case
        meeting = row.call(session, board="technical", day=day + timedelta(days=2))
        session.add(MeetingCase(meeting_id=meeting.id, submission_id=last, position=1))
        before = update(submissions).where(submissions.c.id == last)
        session.execute(before.values(status=Status.REFERRED))
        session.flush()
        assert delaying.owed_by_meeting(session, meeting.id, day + timedelta(days=2)) == {last}
        assert not delaying.owed_by_meeting(session, meeting.id, day)
        assert _titles(session, Group.LATE) == ["hos nämnden", "öppnat igen"]
        assert _titles(session, Group.LATER) == ["nytt besked", "i tid"]
        key = groups.keys(session, Group.LATE, [], most=1)[0]
        assert groups.rows(session, [key.id])[key.id].decide_at == noon - DAY


def test_a_group_goes_on_where_it_ended_whatever_its_parts():
    with transaction() as session:
        for number in range(3):
            _case(session, f"lovat {number}", answer_by=today() + timedelta(days=20))
        for number in range(2):
            _case(session, f"besvarat {number}", answer_by=today(), answered_at=now(), kept=True)
        whole, seen, after = _titles(session, Group.LATER), [], None
        while True:
            keys = groups.keys(session, Group.LATER, [], most=2, after=after)
            if not keys:
                break
            found = groups.rows(session, [key.id for key in keys])
            seen += [found[key.id].title for key in keys]
            after = keys[-1]
        assert seen == whole
        assert len(set(seen)) == 5


def test_beyond_a_hundred_it_is_only_said_that_there_are_more():
    with transaction() as session:
        _case(session, "sen", answer_by=today() - timedelta(days=1))
        row = session.execute(submissions.select()).mappings().one()
        session.execute(
            submissions.insert(),
            [
                {name: value for name, value in row.items() if name != "id"}
                | {"reference": f"2020-{number:05d}"}
                for number in range(groups.MANY + 20)
            ],
        )
        assert groups.count(session, Group.LATE, []) == groups.MANY + 1


def test_a_units_cases_are_those_it_has_and_those_it_is_asked_about():
    with transaction() as session:
        people.municipality(session)
        mine, other, third = (unit.id for unit in units(session)[:3])
        per = people.resident(session, "Per")
        appoint(session, per.id, Role.OFFICIAL, unit_id=mine)
        for title, unit_id in (("vårt", mine), ("deras", other), ("frågan", third)):
            case = people.a_submission(session, title=title)
            case.unit_id = unit_id
            session.add(case)
            session.flush()
            if title == "frågan":
                asked = take(session, case.reference)
                consulting.ask(
                    session,
                    asked,
                    by=people.ada(session).actor,
                    unit_id=mine,
                    question="Är stolpen er?",
                    due_on=today(),
                )
        desk = whose.desk_of(Viewer(per.id, posts=frozenset({Post(Role.OFFICIAL, mine)})))
        seen = {
            one: sorted(
                title
                for group in Group
                for title in _titles(session, group, whose.only(session, one, desk))
            )
            for one in desk.choices
        }
        assert seen == {
            Whose.MINE: [],
            Whose.UNIT: ["frågan", "vårt"],
        }
        assert desk.chosen("") is desk.chosen("all") is Whose.UNIT


def test_whoever_works_for_the_whole_town_has_no_unit_to_choose():
    with transaction() as session:
        olga = people.olga(session)
        mine = _case(session, "mitt", assignee_id=olga.id)
        _case(session, "någons", assignee_id=None)
        desk = whose.desk_of(olga.viewer)
        assert desk.choices == (Whose.MINE, Whose.ALL)
        assert desk.chosen("unit") is desk.chosen("") is Whose.ALL
        only = whose.only(session, Whose.MINE, desk)
        keys = [key.id for group in Group for key in groups.keys(session, group, only, most=9)]
        assert keys == [mine]
