"""`dispose`: what would go, and what went."""

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from models import calendar
from models.calendar import DAY, now
from models.database import table_of, transaction
from models.form_key import FormKey, fresh, remember
from models.retention.runs import runs
from models.states import Kind
from models.submission import submissions
from tests import people
from web.__main__ import main


@pytest.fixture
def old(town) -> str:
    """A proposal that nobody confirmed and a form, both of forty days ago."""
    with transaction() as session:
        nils = people.Someone(0, 0, "Nils", "nils@example.org")
        reference = people.handed_in(session, people.a_draft(Kind.PROPOSAL, by=nils)).reference
        remember(session, fresh(), "digest", reference)
    calendar.freeze(now() + 40 * DAY)
    return reference


def _dispose(*options: str) -> list[str]:
    done = CliRunner().invoke(main, ["dispose", *options], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output.splitlines()


def _forms() -> int:
    with transaction(write=False) as session:
        return session.execute(select(func.count()).select_from(table_of(FormKey))).scalar_one()


def test_a_preview_says_how_many_and_which_and_takes_nothing(old):
    lines = _dispose("--preview")
    assert "forms: 2 older than 1 days" in lines
    assert "closed_cases (off): 0 older than 3650 days" in lines
    at = lines.index("unconfirmed_proposals: 1 older than 30 days")
    assert lines[at + 1] == f"  {old}"
    assert _forms() == 2


def test_applied_by_hand_it_says_what_went_and_the_second_time_nothing(old):
    first = _dispose()
    assert {"forms: 2", "unconfirmed_proposals: 1"} <= set(first)
    assert _forms() == 0
    with transaction(write=False) as session:
        gone = session.execute(select(submissions.c.disposal_id)).scalar()
        assert session.execute(select(runs.c.what).where(runs.c.id == gone)).scalar_one()
    calendar.advance(1)
    assert _dispose() == ["Nothing was due."]
