"""Whose texts the town knows: enough were shown, and none was refused lately."""

import pytest

from models import calendar, person
from models.calendar import DAY
from models.database import transaction
from models.known_author import known, known_among
from models.person import Channel, Person
from models.verdict import Judgement
from moderation import reporting, undoing
from tests import people
from tests.moderation.room import counted, item_of, judge, noon


def _is_known(session, someone, *, approved: int = 2, days: int = 30) -> bool:
    return known(session, someone.contact_id, approved=approved, days=days)


def _judged(session, judgement: Judgement = Judgement.PUBLISH, *, by=None, **said: str):
    submission = people.a_submission(session, by=by)
    judge(session, item_of(session, submission), judgement, **said)
    return submission


def test_whoever_had_enough_texts_shown_is_known(town):
    with transaction() as session:
        rosa, sam = people.rosa(session), people.sam(session)
        case = _judged(session)
        assert not _is_known(session, rosa)
        comment = people.a_comment(session, case, by=rosa)
        assert not _is_known(session, rosa)
        judge(session, item_of(session, comment), Judgement.PUBLISH)
        assert _is_known(session, rosa)
        assert not _is_known(session, rosa, approved=3)
        assert not _is_known(session, rosa, approved=0)
        assert not known(session, None, approved=1, days=1)
        asked = [rosa.contact_id, None, sam.contact_id]
        assert known_among(session, asked, approved=2, days=30) == {rosa.contact_id}


@pytest.mark.parametrize(
    ("judgement", "said", "counts"),
    [
        (Judgement.REFUSE, {"reason": "abusive"}, True),
        (Judgement.RETURN, {"message": "Ta bort namnet."}, False),
        (Judgement.REDACT, {"reason": "personal_data", "redacted": "Lampan vid ███."}, False),
    ],
)
def test_a_refusal_counts_against_her_for_some_days(town, judgement, said, counts):
    with transaction() as session, calendar.at(noon()):
        rosa = people.rosa(session)
        _judged(session)
        _judged(session)
        _judged(session, judgement, **said)
        assert _is_known(session, rosa) is not counts
        calendar.freeze(noon() + 30 * DAY)
        assert _is_known(session, rosa) is not counts
        calendar.freeze(noon() + 30 * DAY + 1)
        assert _is_known(session, rosa)


def test_a_refusal_that_was_taken_back_does_not_count(town):
    with transaction() as session:
        rosa = people.rosa(session)
        _judged(session)
        refused = people.a_submission(session)
        item = item_of(session, refused)
        judge(session, item, Judgement.REFUSE, reason="abusive")
        assert not _is_known(session, rosa)
        judge(session, item, Judgement.PUBLISH)
        assert _is_known(session, rosa)


def test_a_slip_of_the_finger_that_was_undone_does_not_count_either(town):
    with transaction() as session:
        rosa, marek = people.rosa(session), people.marek(session)
        _judged(session)
        refused = people.a_submission(session)
        verdict = judge(session, item_of(session, refused), Judgement.REFUSE, reason="advertising")
        assert not _is_known(session, rosa, approved=1)
        undoing.undo(session, verdict.id, by=marek.actor)
        assert _is_known(session, rosa, approved=1)


def test_a_text_that_is_taken_away_was_not_approved(town):
    with transaction() as session:
        rosa = people.rosa(session)
        shown = _judged(session)
        assert _is_known(session, rosa, approved=1, days=0)
        reporting.look_again(session, shown.reference, None)
        judge(session, item_of(session, shown), Judgement.UNPUBLISH, reason="abusive")
        assert not _is_known(session, rosa, approved=1, days=0)


def test_what_is_written_with_any_address_of_hers_counts(town):
    with transaction() as session:
        rosa = people.rosa(session)
        other = person.reach(session, Channel.EMAIL, "rosa.ny@example.org")
        _judged(session)
        _judged(session)
        assert not known(session, other.id, approved=2, days=30)
        session.get_one(person.Contact, other.id).person_id = rosa.id
        session.flush()
        # Until she has confirmed it anybody could have written it.
        assert not known(session, other.id, approved=2, days=30)
        person.confirm(session, other.id)
        assert known(session, other.id, approved=2, days=30)


def test_a_closed_account_is_not_known(town):
    with transaction() as session:
        rosa = people.rosa(session)
        _judged(session)
        session.get_one(Person, rosa.id).suspended = True
        session.flush()
        assert not _is_known(session, rosa, approved=1)


def test_many_are_asked_of_in_as_many_queries_as_one(town):
    with transaction() as session:
        several = [people.resident(session, f"Person{number}") for number in range(5)]
        for someone in several:
            _judged(session, by=someone)
        with counted() as sent:
            found = known_among(session, [one.contact_id for one in several], approved=1, days=1)
        assert len(found) == 5
        assert len(sent) <= 5
