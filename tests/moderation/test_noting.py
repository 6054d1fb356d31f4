"""What the clock notes of verdicts, and which of them it draws for a second look."""

from sqlalchemy import delete, select

from models import calendar
from models.before_verdict import before_verdicts
from models.calendar import MINUTE
from models.database import transaction
from models.second_look import looks
from models.verdict import Judgement
from models.verdict_note import notes
from moderation import noting, record, undoing
from moderation.screening import VERSION
from tests import people
from tests.moderation.reviewed_by import reviewed_by
from tests.moderation.room import NUMBER, item_of, judge, noon

J = Judgement


def _noted() -> list:
    noting.note_verdicts()
    with transaction(write=False) as session:
        return session.execute(select(notes).order_by(notes.c.verdict_id)).all()


def _drawn() -> set[int]:
    with transaction(write=False) as session:
        return set(session.scalars(select(looks.c.verdict_id)))


def test_a_verdict_is_noted_once_nobody_can_take_it_back(town):
    with transaction() as session, calendar.at(noon()):
        case = people.a_submission(
            session, title="Kommunen sover", source=f"Ring mig på {NUMBER} eller 070-1740605."
        )
        judge(session, item_of(session, case), J.REFUSE, reason="personal_data")
        place = (case.category_id, case.unit_id)
    with calendar.at(noon() + 2 * MINUTE):
        assert _noted() == []
    with calendar.at(noon() + 4 * MINUTE):
        (note,) = _noted()
        assert _noted() == [note]
    assert (note.at, note.month) == (noon(), "2026-03")
    assert (note.category_id, note.unit_id) == place
    assert (note.about_us, note.undone) == (True, False)
    assert "personal_number" in note.rules.split(",")
    assert note.rules_version == VERSION
    assert NUMBER not in note.rules


def test_what_the_text_was_is_noted_and_not_what_it_became(town):
    with transaction() as session, calendar.at(noon()):
        case = people.a_submission(session, source="Kommunen: ring 070-1740605.")
        judge(session, item_of(session, case), J.REDACT, redacted="███ ███", reason="personal_data")
    with calendar.at(noon() + 4 * MINUTE):
        (note,) = _noted()
    assert (note.about_us, note.rules) == (True, "phone")


def test_what_was_taken_back_is_noted_so_and_stays_so_when_the_case_is_gone(town):
    with transaction() as session, calendar.at(noon()):
        case = people.a_submission(session)
        verdict = judge(session, item_of(session, case), J.REFUSE, reason="abusive")
        undoing.undo(session, verdict.id, by=people.marek(session).actor)
    with calendar.at(noon() + 4 * MINUTE):
        (note,) = _noted()
        assert note.undone
        assert _drawn() == set()
    with transaction() as session:
        session.execute(delete(before_verdicts))
        assert record.entries(session) == []


def test_of_all_approvals_and_refusals_by_people_so_many_are_drawn(town):
    with transaction() as session, calendar.at(noon()):
        reviewed_by(session, second_looks=100)
        given = []
        for judgement in (J.PUBLISH, J.REFUSE, J.RETURN):
            item = item_of(session, people.a_submission(session))
            said = {"reason": "abusive"} if judgement is J.REFUSE else {"message": "Dela upp det."}
            given.append(judge(session, item, judgement, **said).id)
    with calendar.at(noon() + 4 * MINUTE):
        assert len(_noted()) == 3
    assert _drawn() == set(given[:2])
