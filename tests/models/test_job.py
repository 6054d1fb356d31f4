"""One scheduler at a time, each job once per period."""

import pytest

from models import calendar, job
from models.calendar import SECOND
from models.database import transaction
from tests.parallel import at_once, unit


def hold(owner: str, name: str = job.SCHEDULER) -> bool:
    with transaction() as session:
        return job.hold(session, owner, name=name)


def test_one_holds_the_lease_and_the_other_waits(town):
    calendar.freeze(calendar.now())
    assert hold("one")
    assert hold("one")
    assert not hold("other")
    assert hold("other", name="something else")


def test_a_lease_that_is_not_renewed_goes_to_the_next(town):
    calendar.freeze(calendar.now())
    assert hold("one")
    calendar.advance(job.LEASE // SECOND)
    assert not hold("other")
    calendar.advance(1)
    assert hold("other")
    assert not hold("one")


def test_a_lease_given_up_is_free_at_once(town):
    assert hold("one")
    with transaction() as session:
        job.release(session, "other")
    assert not hold("other")
    with transaction() as session:
        job.release(session, "one")
    assert hold("other")


def test_of_twenty_that_begin_at_once_one_holds_it(town):
    calendar.freeze(calendar.now())
    works = [
        lambda owner=owner: unit(lambda session: job.hold(session, owner))
        for owner in "abcdefghij" * 2
    ]
    holders = {owner for owner, held in zip("abcdefghij" * 2, at_once(works), strict=True) if held}
    assert len(holders) == 1


def test_a_job_runs_once_per_period_however_many_begin_it(town):
    works = [lambda: unit(lambda session: job.first_time(session, "digest", "2026-11-21"))] * 20
    assert sorted(at_once(works)) == [False] * 19 + [True]
    with transaction() as session:
        assert job.first_time(session, "digest", "2026-11-22")
        assert job.first_time(session, "reminder", "2026-11-21")


def test_a_job_that_failed_was_not_run(town):
    def fail(session):
        assert job.first_time(session, "digest", "2026-11-21")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        unit(fail)
    with transaction() as session:
        assert job.first_time(session, "digest", "2026-11-21")
