"""How much is asked of the database for one case's page, whatever the case has been through."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import event

from models import merging, planning, progress
from models.answer import answer
from models.calendar import today
from models.database import engine, transaction
from models.states import Kind, Outcome, Status
from tests import people
from web import shared

pytestmark = pytest.mark.once

MOST = 10
"""Session and version, the case, its decision, events, words, answers, comments and their count,
and what hangs on it; each at most once.
"""


def queries(site, reference: str, path: str = "") -> int:
    asked = []

    def listen(_connection, _cursor, statement, *_rest) -> None:
        if not re.match("BEGIN|SET|SHOW", statement):
            asked.append(statement)

    shared.parts.clear()
    event.listen(engine(), "before_cursor_execute", listen)
    try:
        assert site.browser().get(f"/submissions/{reference}{path}").status_code == 200
    finally:
        event.remove(engine(), "before_cursor_execute", listen)
    return len(asked)


def _plain(_session, _case, _olga) -> None:
    pass


def _planned_and_delayed(session, case, olga) -> None:
    progress.move(session, case, Status.IN_PROGRESS, by=olga)
    planning.plan(session, case, by=olga, on=today() + timedelta(days=3))
    for _ in range(5):
        planning.delay(session, case, by=olga, reason="Tjäle.", day=today() + timedelta(days=9))


def _not_ours(session, case, olga) -> None:
    progress.close(
        session,
        case,
        by=olga,
        outcome=Outcome.NOT_OURS,
        reason="Vägen är statlig, så lampan är inte vår.",
        receiver=people.SOMEONE_ELSE,
    )


def _joined(session, case, olga) -> None:
    target = people.published(session, Kind.FAULT_REPORT).reference
    merging.merge(session, case, target, by=olga, reason="Samma lampa som där.")


def _answered_and_opened_again(session, case, olga) -> None:
    for _ in range(4):
        answer(session, case, by=olga, source="Klart.", html="<p>Klart.</p>")
        progress.reopen(session, case, by=olga)
        people.published_comment(session, case)


@pytest.mark.parametrize(
    "life", [_plain, _planned_and_delayed, _not_ours, _joined, _answered_and_opened_again]
)
def test_a_case_is_read_in_a_bounded_number_of_queries(site, life):
    with transaction() as session:
        olga = people.olga(session).actor
        case = people.published(session, Kind.FAULT_REPORT)
        life(session, case, olga)
        reference, warm = case.reference, people.published(session).reference
    # What is kept for a while, such as the profile, is not asked again.
    queries(site, warm)
    assert queries(site, reference) <= MOST
    assert queries(site, reference, "/history") <= 5
    assert queries(site, reference, "/history/check") <= 6
