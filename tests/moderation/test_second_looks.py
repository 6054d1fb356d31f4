"""The blind second look: by somebody else, without knowing, and without any effect (MQ-16)."""

import pytest

from models import calendar
from models.calendar import DAY, MINUTE
from models.database import transaction
from models.errors import Invalid, NotFound, Stale
from models.review import reviewables
from models.states import Publication
from models.verdict import Judgement, verdicts
from moderation import noting, second_looks, undoing
from tests import people
from tests.moderation.reviewed_by import reviewed_by
from tests.moderation.room import item_of, judge, noon

J = Judgement


@pytest.fixture
def drawn(town):
    """Marek approved one text of Rosa's and refused one, and both were drawn."""
    with transaction() as session, calendar.at(noon()):
        reviewed_by(session, second_looks=100, four_eyes={"criticism": False})
        kept = people.a_submission(session, title="Fler bänkar")
        refused = people.a_submission(session, title="Köp mattor")
        judge(session, item_of(session, kept), J.PUBLISH)
        judge(session, item_of(session, refused), J.REFUSE, reason="advertising")
    calendar.freeze(noon() + 4 * MINUTE)
    noting.note_verdicts()
    return kept.reference, refused.reference


def _look(session, someone) -> second_looks.Look:
    found = second_looks.next_one(session, someone.viewer)
    assert found is not None
    return found


def _says(session, someone, *, shown: bool, reason: str | None = None) -> None:
    look = _look(session, someone)
    second_looks.judge(
        session, someone.viewer, look.id, by=someone.actor, shown=shown, reason=reason
    )


def _agreed(session) -> tuple:
    found = second_looks.agreed(session, noon(), noon() + DAY)
    return found.pairs, found.same, found.kappa


def test_another_moderator_judges_the_text_alone(drawn):
    with transaction() as session:
        marek, anna = people.marek(session), people.anna(session)
        assert second_looks.waiting(session, anna.viewer) == 2
        look = _look(session, anna)
        known = ("id", "submission_id", "kind", "target", "section", "title", "html")
        assert look._fields == known
        assert look.title == "Fler bänkar"
        # Whoever judged it first is not asked again, nor whoever wrote it, nor who judges nothing.
        for somebody in (marek, people.rosa(session), people.olga(session)):
            assert second_looks.waiting(session, somebody.viewer) == 0
            with pytest.raises(NotFound):
                second_looks.one(session, somebody.viewer, look.id)


def test_the_author_of_a_text_is_not_asked_though_she_judges_others(town):
    with transaction() as session, calendar.at(noon()):
        reviewed_by(session, second_looks=100)
        anna = people.anna(session)
        case = people.a_submission(session, by=anna)
        proposal = people.published(session)
        comment = people.a_comment(session, proposal, by=anna)
        for thing in (case, comment):
            judge(session, item_of(session, thing), J.PUBLISH)
    with calendar.at(noon() + 4 * MINUTE):
        noting.note_verdicts()
        with transaction() as session:
            assert second_looks.waiting(session, people.anna(session).viewer) == 0
            assert second_looks.waiting(session, people.ada(session).viewer) == 2


def test_what_is_said_changes_nothing_and_counts(drawn):
    with transaction() as session:
        anna = people.anna(session)
        before = (
            session.execute(verdicts.select()).all(),
            session.execute(reviewables.select()).all(),
        )
        _says(session, anna, shown=True)
        assert _agreed(session) == (1, 1, None)
        _says(session, anna, shown=True)
        assert _agreed(session) == (2, 1, 0.0)
        assert second_looks.next_one(session, anna.viewer) is None
        after = (
            session.execute(verdicts.select()).all(),
            session.execute(reviewables.select()).all(),
        )
        assert before == after


def test_a_lead_sees_where_two_did_not_agree(drawn):
    kept, _refused = drawn
    with transaction() as session:
        anna = people.anna(session)
        _says(session, anna, shown=False, reason="advertising")
        _says(session, anna, shown=False, reason="abusive")
        (one,) = second_looks.disagreements(session, people.ada(session).viewer)
        assert (one.reference, one.judgement, one.shown, one.other_reason) == (
            kept,
            J.PUBLISH,
            False,
            "advertising",
        )


def test_a_no_needs_a_reason_of_the_list(drawn):
    with transaction() as session:
        anna = people.anna(session)
        look = _look(session, anna)
        for reason in (None, "", "criticism"):
            with pytest.raises(Invalid):
                second_looks.judge(
                    session, anna.viewer, look.id, by=anna.actor, shown=False, reason=reason
                )


def test_only_the_first_of_two_is_heard(drawn):
    with transaction() as session:
        anna, ada = people.anna(session), people.ada(session)
        look = _look(session, anna)
        _says(session, anna, shown=True)
        with pytest.raises(Stale):
            second_looks.judge(session, ada.viewer, look.id, by=ada.actor, shown=True)


def test_what_was_taken_back_or_reads_otherwise_is_looked_at_no_more(town):
    with transaction() as session, calendar.at(noon()):
        reviewed_by(session, second_looks=100, four_eyes={"criticism": False})
        case = people.a_submission(session)
        verdict = judge(session, item_of(session, case), J.REFUSE, reason="abusive")
        undoing.undo(session, verdict.id, by=people.marek(session).actor)
        gone = people.a_submission(session)
        judge(session, item_of(session, gone), J.PUBLISH)
        assert gone.publication is Publication.PUBLISHED
    with calendar.at(noon() + 4 * MINUTE):
        noting.note_verdicts()
        with transaction() as session:
            anna = people.anna(session)
            assert second_looks.waiting(session, anna.viewer) == 1
            # As a rule of disposal leaves it: the item points at no words of hers.
            blank = people.a_submission(session).text_id
            session.execute(reviewables.update().values(text_id=blank))
            assert second_looks.waiting(session, anna.viewer) == 0
