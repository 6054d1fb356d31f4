"""Whoever was not here for years is written to, and a month later she is nobody (spec L14, L15)."""

import pytest
from sqlalchemy import select, update

from models import calendar, progress, session, tally, vote
from models.calendar import DAY, HOUR, now
from models.database import table_of, transaction
from models.delivery import Delivery
from models.person import Contact, Person
from models.proof import faults
from models.retention import disposing
from models.retention.long_away import LongAway
from models.retention.what import NOTICE, What
from models.session import BrowserSession
from models.states import Kind, Outcome
from models.submission import stream_of
from tests import people
from tests.models.retaining import gone, nights, rows
from tests.notifications.post import follow

YEARS = 730
LONG = "Lampan är lagad och lyser nu hela natten."


@pytest.fixture(autouse=True)
def begins(town):
    calendar.freeze(calendar.start_of(calendar.today()) + 12 * HOUR)


def after(days: int) -> None:
    calendar.freeze(now() + days * DAY)


def _letters() -> list[str]:
    return [row.address for row in rows(Delivery) if row.kind == "long_away"]


def _names() -> set[str]:
    return {row.name for row in rows(Person)}


@pytest.fixture
def rosa() -> people.Someone:
    """She once handed in a case, which is over, and supported a proposal."""
    with transaction() as open_:
        rosa, olga = people.rosa(open_), people.olga(open_)
        case = people.published(open_, Kind.COMPLAINT, by=rosa, byline="Rosa")
        progress.close(open_, case, by=olga.actor, outcome=Outcome.ANSWERED, reason=LONG)
        proposal = people.published(open_, by=olga)
        vote.support(open_, proposal.reference, rosa.id)
        tally.recount(open_, proposal.reference)
        session.begin(open_, rosa.id)
    return rosa


def test_she_is_written_to_once_and_a_month_later_nothing_leads_to_her(rosa):
    after(YEARS)
    nights()
    assert _letters() == []
    after(1)
    nights()
    nights()
    assert _letters() == [rosa.address]
    after(NOTICE)
    nights()
    assert "Rosa" in _names()
    after(1)
    nights()
    assert "Rosa" not in _names()
    assert rosa.address not in {row.address for row in rows(Contact)}
    assert (rows(LongAway), gone()["inactive_people"]) == ([], 1)
    with transaction(write=False) as open_:
        for number in (1, 2):
            assert faults(open_, stream_of(f"{calendar.today().year - 2}-{number:05d}")) == []


def test_whoever_signs_in_within_the_month_stays_and_is_told_anew_the_next_time(rosa):
    after(YEARS + 1)
    nights()
    with transaction() as open_:
        session.begin(open_, rosa.id)
    after(NOTICE + 1)
    nights()
    assert "Rosa" in _names()
    assert rows(LongAway) == []
    after(YEARS)
    nights()
    assert _letters() == [rosa.address] * 2
    assert "Rosa" in _names()


def _follows(open_, rosa):
    follow(open_, rosa)


def _has_an_open_case(open_, rosa):
    people.a_submission(open_, by=rosa)


def _works_here(open_, rosa):
    people.appoint(open_, rosa.id, people.Role.MODERATOR)


def _is_suspended(open_, rosa):
    open_.execute(update(table_of(Person)).values(suspended=True))


@pytest.mark.parametrize("stays", [_follows, _has_an_open_case, _works_here, _is_suspended])
def test_whoever_is_still_bound_to_us_is_left_in_peace(rosa, stays):
    with transaction() as open_:
        stays(open_, rosa)
    after(YEARS * 2)
    nights()
    after(NOTICE + 1)
    nights()
    assert "Rosa" in _names()
    assert _letters() == []


def test_one_sign_of_life_is_enough(rosa):
    after(YEARS - 10)
    with transaction() as open_:
        olga = people.olga(open_)
        vote.support(open_, people.published(open_, title="Ett till", by=olga).reference, rosa.id)
    after(20)
    nights()
    assert _letters() == []


def test_a_preview_says_who_would_go(rosa):
    after(YEARS + 1)
    nights()
    after(NOTICE + 1)
    with transaction(write=False) as open_:
        due = next(one for one in disposing.preview(open_) if one.rule.what is What.PEOPLE)
        assert [row.key for row in due.first] == [rosa.id]
        assert open_.execute(select(table_of(BrowserSession))).all() == []
