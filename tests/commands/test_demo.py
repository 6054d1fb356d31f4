"""The demonstration: whole, believable, and only for an empty town."""

import pytest
from sqlalchemy import func, select

from models import history, proof
from models.calendar import now
from models.database import table_of, transaction
from models.event import Event
from models.states import Kind, Publication, Status
from models.submission import submissions
from tests import people
from web.commands.demo import fill


@pytest.fixture
def filled(town):
    with transaction() as session:
        people.municipality(session)
    return fill()


def test_every_kind_and_most_states_can_be_seen(filled):
    with transaction(write=False) as session:
        rows = session.execute(
            select(submissions.c.kind, submissions.c.status, submissions.c.publication)
        ).all()
    assert len(rows) == filled
    assert {row.kind for row in rows} == set(Kind)
    assert {row.status for row in rows} >= {
        Status.RECEIVED,
        Status.IN_PROGRESS,
        Status.PLANNED,
        Status.ANSWERED,
        Status.VOTING,
        Status.PREPARING,
        Status.DECIDED,
        Status.IMPLEMENTING,
        Status.IMPLEMENTED,
        Status.CLOSED,
    }
    assert {row.publication for row in rows} >= {
        Publication.PUBLISHED,
        Publication.QUEUED,
        Publication.PRIVATE,
        Publication.REFUSED,
    }


def test_its_streams_are_whole_and_nothing_happens_in_the_future(filled):
    with transaction(write=False) as session:
        assert [
            fault for stream in history.streams(session) for fault in proof.faults(session, stream)
        ] == []
        latest = session.execute(select(func.max(table_of(Event).c.at))).scalar_one()
    assert latest <= now()


def test_a_town_that_is_not_empty_is_left_alone(filled):
    assert fill() == 0
