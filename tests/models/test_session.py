"""Signed-in browsers: known by a hash, ended by us."""

import datetime as dt

import pytest
from sqlalchemy import select, update

from models import calendar
from models.actor import Actor, Role
from models.calendar import DAY, HOUR
from models.database import table_of, transaction
from models.errors import NotFound
from models.person import Person, appoint
from models.session import ABSOLUTE, IDLE, BrowserSession, begin, end, seen, whose
from models.viewer import NOBODY, Viewer
from tests import people
from tests.models.retaining import nights, rows

_sessions = table_of(BrowserSession)


def viewer(cookie: str) -> Viewer:
    with transaction(write=False) as session:
        return whose(session, cookie)


def suspend(person_id: int, suspended: bool = True) -> None:
    with transaction() as session:
        person = session.get_one(Person, person_id)
        person.suspended = suspended
        session.add(person)


@pytest.fixture
def rosa(town):
    with transaction() as session:
        return people.rosa(session)


@pytest.fixture
def cookie(rosa) -> str:
    with transaction() as session:
        return begin(session, rosa.id)


def test_a_cookie_says_who_and_nothing_else(rosa, cookie):
    found = viewer(cookie)
    assert (found.person_id, found.name, found.roles) == (rosa.id, "Rosa", frozenset())
    assert not found.is_staff


def test_the_cookie_itself_is_stored_nowhere(cookie):
    with transaction(write=False) as session:
        (row,) = session.execute(select(_sessions)).all()
    assert cookie not in str(row)
    assert len(row.token_hash) == 64


@pytest.mark.parametrize("forged", ["", "x", "a" * 43, "å", "' OR 1=1 --"])
def test_a_forged_cookie_is_nobodys(cookie, forged):
    assert viewer(forged) == NOBODY


def test_a_suspended_person_is_signed_out_at_once(rosa, cookie):
    suspend(rosa.id)
    assert viewer(cookie) == NOBODY
    with transaction() as session:
        assert whose(session, begin(session, rosa.id)) == NOBODY


def test_suspending_one_signs_nobody_else_out(rosa, cookie):
    with transaction() as session:
        sam = people.sam(session)
    suspend(sam.id)
    assert viewer(cookie).person_id == rosa.id


def test_a_session_ends_when_it_is_not_used(cookie):
    with calendar.at(calendar.now() + IDLE - HOUR):
        assert viewer(cookie) != NOBODY
    with calendar.at(calendar.now() + IDLE + HOUR):
        assert viewer(cookie) == NOBODY


def test_a_session_that_is_used_lives_on_but_not_for_ever(cookie):
    began = calendar.now()
    for day in range(0, 60, 10):
        with calendar.at(began + day * DAY), transaction() as session:
            found = whose(session, cookie)
            assert found != NOBODY, day
            seen(session, found)
    with calendar.at(began + ABSOLUTE + HOUR):
        assert viewer(cookie) == NOBODY


def test_nothing_is_kept_of_a_session_that_has_ended(rosa, cookie):
    began = calendar.now()
    with calendar.at(began + 10 * DAY), transaction() as session:
        later = begin(session, rosa.id)
    for when, left in ((began + 10 * DAY, 2), (began + IDLE, 1)):
        with calendar.at(when):
            nights()
            assert len(rows(BrowserSession)) == left
    with calendar.at(began + IDLE), transaction() as session:
        assert whose(session, later) != NOBODY


def test_signing_out_ends_this_browser_and_no_other(rosa, cookie):
    with transaction() as session:
        other = begin(session, rosa.id)
        end(session, whose(session, cookie))
    assert viewer(cookie) == NOBODY
    assert viewer(other).person_id == rosa.id


def test_roles_are_those_held_today(rosa):
    today = calendar.today()
    day = dt.timedelta(days=1)
    with transaction() as session:
        cookie = begin(session, rosa.id, strong=True)
        appoint(session, rosa.id, Role.MODERATOR)
        appoint(session, rosa.id, Role.MODERATOR, unit_id=None)
        appoint(session, rosa.id, Role.OFFICIAL, until=today)
        appoint(session, rosa.id, Role.AUDITOR, until=today - day)
    assert viewer(cookie).roles == {Role.MODERATOR, Role.OFFICIAL}
    with calendar.at(calendar.end_of(today) + 1), transaction() as session:
        _strong_now(session)
        assert whose(session, cookie).roles == {Role.MODERATOR}
    with calendar.at(calendar.start_of(today) - 1), transaction() as session:
        # Nobody acts in a role before it began.
        _strong_now(session)
        assert whose(session, cookie).posts == whose(session, cookie).held_back == frozenset()


def _strong_now(session):
    at = calendar.now()
    session.execute(update(_sessions).values(created_at=at, last_seen_at=at, strong_at=at))


def test_one_acts_in_a_role_one_has_or_as_a_resident(rosa):
    marek = Viewer(person_id=7, roles=frozenset({Role.MODERATOR}))
    assert marek.acting(Role.MODERATOR, Role.ADMINISTRATOR) == Actor(Role.MODERATOR, 7)
    assert marek.acting() == Actor(Role.RESIDENT, 7)
    assert NOBODY.acting() == Actor(Role.RESIDENT, None)
    for stranger in (NOBODY, Viewer(person_id=1), marek):
        with pytest.raises(NotFound):
            stranger.acting(Role.OFFICIAL)


def test_a_key_is_added_without_forgetting_the_others():
    holder = NOBODY.with_key("2026-00001", "a").with_key("2026-00002", "b")
    assert holder.keys == {"2026-00001": "a", "2026-00002": "b"}
    assert NOBODY.keys == {}
