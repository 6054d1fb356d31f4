"""What ends by itself, and what does not."""

from models import ageing, answer, calendar, history
from models.calendar import DAY, now
from models.database import transaction
from models.states import Outcome, Status
from models.submission import take
from tests import people


def _answered() -> str:
    with transaction() as session:
        case = people.a_submission(session)
        olga = people.olga(session).actor
        answer.answer(session, case, by=olga, source="Lampan lagas.", html="<p>Lampan lagas.</p>")
        return case.reference


def _rested() -> list[str]:
    with transaction(write=False) as session:
        return ageing.rested(session)


def _end(reference: str) -> None:
    with transaction() as session:
        ageing.end_rested(session, reference)


def test_an_answered_case_closes_by_itself_after_fourteen_days(town):
    reference, answered = _answered(), now()
    with calendar.at(answered + 13 * DAY):
        assert _rested() == []
    with calendar.at(answered + 15 * DAY):
        assert _rested() == [reference]
        _end(reference)
        assert _rested() == []
    with transaction() as session:
        case = take(session, reference)
        assert (case.status, case.outcome) == (Status.CLOSED, Outcome.ANSWERED)
        folded = history.replay(session, case.stream)
        assert (folded.status, folded.outcome) == ("closed", "answered")


def test_a_new_answer_begins_the_fortnight_anew(town):
    reference, answered = _answered(), now()
    with calendar.at(answered + 10 * DAY), transaction() as session:
        olga = people.olga(session).actor
        again = "Nu är den lagad."
        answer.answer(session, take(session, reference), by=olga, source=again, html="<p>Nu</p>")
    with calendar.at(answered + 15 * DAY):
        assert _rested() == []


def test_a_case_that_moved_on_is_left_alone(town):
    reference, answered = _answered(), now()
    with calendar.at(answered + 15 * DAY):
        _end(reference)
        _end(reference)
    with transaction(write=False) as session:
        kinds = [event.kind for event in history.timeline(session, f"submission-{reference}")]
    assert kinds.count("closed") == 1
