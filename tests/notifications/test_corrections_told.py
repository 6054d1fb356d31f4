"""A correction is told only where it matters; what was not sent yet says what is true now (ST-24)."""

import pytest

from models import answer, correcting
from models.database import transaction
from models.states import Kind
from models.submission import take
from notifications.looking import look
from notifications.messages import Writer
from notifications.staleness import stale
from tests import people
from tests.notifications.post import address, follow, sent_rows

pytestmark = pytest.mark.usefixtures("town")


def _answered() -> tuple[str, int]:
    with transaction() as session:
        case = people.published(session, Kind.COMPLAINT)
        follow(session, people.sam(session), case)
        by = people.olga(session).actor
        answer.answer(session, case, by=by, source="På torsdag.", html="<p>På torsdag.</p>")
        return case.reference, answer.newest(session, case.id).id


def _correct(reference: str, given: int, **more) -> None:
    with transaction() as session:
        case, by = take(session, reference), people.olga(session).actor
        correcting.correct(session, case, given, by=by, source="På fredag.", **more)


def _letters():
    """Every letter about the answer that may go now."""
    writer = Writer()
    with transaction() as session:
        ids = [row.id for row in sent_rows() if row.kind in {"answered", "gathered"}]
        drafts = [writer.prepare(session, due) for due in look(session, ids) if stale(due) is None]
    return [writer.write(draft) for draft in drafts]


@pytest.mark.parametrize("significant", [True, False])
def test_only_a_correction_that_matters_is_told(significant):
    reference, given = _answered()
    address()
    before = {row.id for row in sent_rows()}
    _correct(reference, given, significant=significant)
    address()
    told = [row for row in sent_rows() if row.id not in before]
    assert bool(told) is significant
    if significant:
        assert {row.address for row in told} <= {"rosa@example.org", "sam@example.org"}
        assert any("rättat" in letter.text for letter in _letters())


def test_a_letter_that_has_not_gone_yet_says_what_is_true_now():
    reference, given = _answered()
    address()
    _correct(reference, given)
    letters = _letters()
    assert len(letters) == 2
    for letter in letters:
        assert "På fredag." in letter.text
        assert "torsdag" not in letter.text + letter.html
