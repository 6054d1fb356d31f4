"""How much one person may write for everyone to read, from however many networks (MQ-20)."""

import pytest

from models import calendar
from models.actor import Actor, Role
from models.calendar import HOUR, freeze, now
from models.creating import PER_PERSON, Made, WroteEnough, one_more
from models.database import transaction
from tests.moderation.room import noon


@pytest.fixture(autouse=True)
def _noon(town):
    calendar.freeze(noon())


def _write(by, what=Made.PROPOSAL, times=1, contact_id=None):
    for _ in range(times):
        with transaction() as session:
            one_more(session, what, by, contact_id)


@pytest.mark.parametrize("what", list(Made))
def test_a_burst_waits_for_its_window_and_goes_on_all_day_only_so_long(what):
    rosa = Actor(Role.RESIDENT, 7)
    (burst, seconds), (day, _) = PER_PERSON[what]
    _write(rosa, what, burst)
    with pytest.raises(WroteEnough) as enough:
        _write(rosa, what)
    assert 0 < enough.value.wait <= seconds
    done = burst
    while done < day:
        freeze(now() + seconds * calendar.SECOND)
        _write(rosa, what, min(burst, day - done))
        done += min(burst, day - done)
    freeze(now() + seconds * calendar.SECOND)
    with pytest.raises(WroteEnough) as enough:
        _write(rosa, what)
    assert enough.value.wait > seconds


def test_it_counts_each_person_and_each_kind_by_itself_and_nobody_who_works_here():
    rosa, sam = Actor(Role.RESIDENT, 7), Actor(Role.RESIDENT, 8)
    most = PER_PERSON[Made.PROPOSAL][0][0]
    _write(rosa, times=most)
    _write(sam)
    _write(rosa, Made.COMMENT)
    _write(Actor(Role.OFFICIAL, 7), times=most + 1)
    _write(Actor(Role.RESIDENT, None), times=most + 1)
    _write(Actor(Role.RESIDENT, None), times=most, contact_id=7)
    with pytest.raises(WroteEnough):
        _write(Actor(Role.RESIDENT, None), contact_id=7)


def test_what_was_refused_was_not_counted():
    rosa = Actor(Role.RESIDENT, 7)
    _write(rosa, times=PER_PERSON[Made.PROPOSAL][0][0])
    for _ in range(20):
        with pytest.raises(WroteEnough):
            _write(rosa)
    freeze(now() + HOUR)
    _write(rosa, times=PER_PERSON[Made.PROPOSAL][0][0])
