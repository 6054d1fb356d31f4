"""The clock's own work: every second, by one of many, and nothing missed while it was away."""

import threading
from datetime import datetime

import pytest
from sqlalchemy import func, select

from models import answer, calendar, form_key, job, publishing, vote
from models.actor import SYSTEM
from models.allowance import Allowance, spend
from models.calendar import DAY, HOUR, SECOND
from models.database import table_of, transaction
from models.errors import Busy
from models.form_key import FormKey
from models.history import timeline
from models.person import Person
from models.progress import assign
from models.states import Kind, Publication, Status
from models.submission import submissions, take
from models.tally import tallies
from tests import people
from tests.notifications import post
from tests.parallel import at_once
from web.commands import scheduler
from web.commands.scheduler import run, tick


@pytest.fixture
def proposal(town) -> str:
    """A public proposal that needs two; nobody supports it yet."""
    calendar.freeze(calendar.now())
    with transaction() as session:
        rules = people.municipality(session).proposals.model_copy(update={"threshold": 2})
        it = people.a_submission(session, Kind.PROPOSAL)
        publishing.show(session, it, Publication.PUBLISHED, by=SYSTEM, rules=rules)
        return it.reference


def support(reference: str, *names: str) -> None:
    with transaction() as session:
        for name in names:
            vote.support(session, reference, people.resident(session, name).id)


def shown() -> int | None:
    with transaction(write=False) as session:
        return session.execute(select(tallies.c.count)).scalar()


def status() -> str:
    with transaction(write=False) as session:
        return session.execute(select(submissions.c.status)).scalar_one()


def test_a_tick_shows_the_new_count(proposal):
    support(proposal, "Nils")
    assert shown() is None
    assert tick("one")
    assert (shown(), status()) == (1, "voting")


def test_a_tick_crosses_the_threshold(proposal):
    support(proposal, "Nils", "Maja")
    tick("one")
    assert (shown(), status()) == (2, "voting_ended")


def test_a_tick_ends_what_is_over(proposal):
    calendar.advance(31 * DAY // SECOND)
    tick("one")
    with transaction() as session:
        it = take(session, proposal)
        assert (it.status, it.outcome) == (Status.CLOSED, "below_threshold")


def test_votes_cast_while_no_clock_ran_are_counted_by_the_first_tick(proposal):
    support(proposal, "Nils")
    calendar.advance(HOUR // SECOND)
    tick("one")
    assert shown() == 1


def test_votes_cast_while_the_clock_slept_are_counted_by_the_next_tick(proposal):
    slept = calendar.now()
    tick("one")
    support(proposal, "Nils")
    calendar.advance(HOUR // SECOND)
    tick("one", slept)
    assert shown() == 1


def test_two_clocks_do_everything_once(proposal):
    support(proposal, "Nils", "Maja", "Leif")
    assert sum(map(bool, at_once([lambda: tick("one"), lambda: tick("other")]))) == 1
    assert not tick("third")
    with transaction(write=False) as session:
        kinds = [event.kind for event in timeline(session, f"submission-{proposal}")]
    assert kinds.count("threshold_reached") == 1


def test_a_clock_that_died_is_followed_by_another(proposal):
    assert tick("one")
    assert not tick("other")
    calendar.advance(job.LEASE // SECOND + 1)
    assert tick("other")
    assert not tick("one")


def test_what_nobody_needs_to_know_any_more_is_forgotten(proposal):
    with transaction() as session:
        spend(session, "letter", "rosa", most=3, seconds=60)
        form_key.remember(session, form_key.fresh(), "digest", "2026-00001")
    tick("one")
    calendar.advance(3 * DAY // SECOND)
    tick("one")
    with transaction(write=False) as session:
        assert session.execute(select(func.count()).select_from(table_of(Allowance))).scalar() == 0
        runs = list(session.execute(select(table_of(job.JobRun).c.job, table_of(job.JobRun).c.at)))
        forms = session.execute(select(func.count()).select_from(table_of(FormKey))).scalar()
    assert {"minute", "night"} <= {run.job for run in runs}
    assert {run.at for run in runs} == {calendar.now()}, "those of this minute and night are left"
    assert forms == 0


def test_a_database_that_is_away_does_not_end_the_clock(proposal, monkeypatch):
    support(proposal, "Nils")
    stop, ticks, real = threading.Event(), [], scheduler.tick

    def fail_once(owner, since):
        ticks.append(since)
        if len(ticks) == 1:
            raise Busy
        stop.set()
        return real(owner, since)

    monkeypatch.setattr(scheduler, "tick", fail_once)
    monkeypatch.setattr(scheduler, "TICK_SECONDS", 0.0)
    run(stop)
    # What the failed tick should have counted is still to be counted.
    assert ticks == [0, 0]
    assert shown() == 1
    # It gave its lease up: the next one need not wait.
    assert tick("next")


def test_an_answered_case_that_rested_is_closed_by_the_clock(town):
    with transaction() as session:
        case = people.a_submission(session)
        olga = people.olga(session).actor
        answer.answer(session, case, by=olga, source="Den lagas.", html="<p>Den lagas.</p>")
        reference = case.reference
    tick("one")
    calendar.advance(15 * DAY // SECOND)
    tick("one")
    with transaction() as session:
        assert take(session, reference).status is Status.CLOSED


def test_the_clock_tells_staff_of_their_work_on_a_monday_at_seven(town):
    monday = datetime(2026, 11, 23, 6, 59, tzinfo=calendar.zone())
    calendar.freeze(calendar.moment(monday))
    with transaction() as session:
        olga, case = people.olga(session), people.a_submission(session)
        assign(session, case, by=people.ada(session).actor, to=session.get_one(Person, olga.id))
    for seconds, sent in ((0, 0), (60, 1), (60, 1)):
        calendar.advance(seconds)
        tick("one")
        assert len(post.sent_rows(kind="staff_daily")) == sent
