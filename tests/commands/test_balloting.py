"""Votes of dialogues by the clock, and their proof on the command line."""

import pytest
from click.testing import CliRunner
from sqlalchemy import select, update

from models import calendar
from models.calendar import HOUR, MINUTE
from models.database import transaction
from models.dialogue import polls
from models.event import EventKind
from models.history import timeline
from tests.models.polling import a_poll, cast, crowd
from web.commands.balloting import Balloting
from web.commands.scheduler import tick
from web.commands.verify import verify


@pytest.fixture
def poll(town):
    with transaction() as session:
        return a_poll(session, live=True)


def _row():
    with transaction(write=False) as session:
        return session.execute(select(polls.polls)).one()


def _told(poll):
    with transaction(write=False) as session:
        kinds = [one.kind for one in timeline(session, poll.stream)]
    return [kinds.count(kind) for kind in (EventKind.BALLOT_OPENED, EventKind.BALLOT_CLOSED)]


def test_the_clock_opens_a_vote_closes_it_late_and_never_twice(poll):
    assert tick("clock")
    assert tick("clock")
    assert _told(poll) == [1, 0]
    cast(poll, *crowd(1), 2)
    with calendar.at(poll.closes_at + 3 * HOUR):
        for _ in range(2):
            assert tick("clock")
        assert _told(poll) == [1, 1]
    assert _row().counts == "0,1,0"


def test_an_open_vote_is_counted_once_a_minute_and_not_at_every_ballot(poll):
    at = calendar.now() // MINUTE * MINUTE + 2 * MINUTE
    clock = Balloting()
    persons = crowd(6)
    with calendar.at(at):
        for person in persons[:5]:
            cast(poll, person, 1)
        clock.go_on()
        assert _row().ballots == 5
        cast(poll, persons[5], 1)
        clock.go_on()
        assert _row().ballots == 5
    with calendar.at(at + MINUTE):
        clock.go_on()
        assert _row().ballots == 6


def test_verify_counts_every_vote_again_and_names_what_was_changed(poll):
    for person in crowd(2):
        cast(poll, person, 2)
    with calendar.at(poll.closes_at):
        tick("clock")
    assert "ballots" not in CliRunner().invoke(verify).output
    with transaction() as session:
        session.execute(update(polls.ballots).values(choices="1"))
    done = CliRunner().invoke(verify)
    assert done.exit_code == 1
    assert f"ballots {poll.id}: digest\nballots {poll.id}: count" in done.output
