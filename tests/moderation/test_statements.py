"""Every restriction has its reasons: one statement, with every field, and nobody's address in it."""

import datetime as dt

import pytest
from sqlalchemy import select

from models import calendar, statement
from models.calendar import DAY
from models.database import transaction
from models.errors import Invalid, NotFound
from models.revising import revise
from models.statement import Statement
from models.states import Kind, Publication
from models.verdict import RESTRICTING, Judgement, Verdict
from moderation import explaining
from moderation.doors import doors
from moderation.reasons import GROUNDS, Reason
from moderation.screening import Rule, screen
from moderation.undoing import undo
from tests import people
from tests.moderation.room import item_of, judge, noon, report

J = Judgement


def _everything(session):
    """Things in every state in which something can be restricted."""
    shown, reported = people.published(session), people.published(session, title="En annan väg")
    changed = people.published(session, title="En tredje")
    rosa = people.rosa(session)
    revise(session, changed, by=rosa.actor, title="En fjärde", source="Ett annat ord.")
    report(session, reported, reason="threat")
    report(session, shown)
    return [
        people.a_submission(session, Kind.PROPOSAL),
        people.a_comment(session, shown),
        shown,
        reported,
        changed,
    ]


@pytest.mark.parametrize("judgement", sorted(RESTRICTING))
def test_every_restriction_has_exactly_one_statement_and_nothing_else_has_one(town, judgement):
    with transaction() as session:
        for thing in _everything(session):
            item = item_of(session, thing)
            change = getattr(thing, "pending_text_id", None) is not None
            if judgement in doors(item.state, thing.publication, change=change):
                said = {"reason": "abusive", "message": "Ta bort namnet.", "redacted": "Utan."}
                judge(session, item, judgement, **said)
        for thing in _everything(session)[:2]:
            judge(session, item_of(session, thing), J.PUBLISH)
        given = session.scalars(select(Verdict)).all()
        owed = sorted(one.id for one in given if one.judgement in RESTRICTING)
        # What the rule hid on a report is among them.
        assert len(owed) > 2
        assert sorted(session.scalars(select(Statement.verdict_id))) == owed


def test_it_says_what_was_decided_why_and_until_when_it_can_be_looked_at_again(town):
    with transaction() as session, calendar.at(noon()):
        proposal = people.published(session)
        report(session, proposal)
        item = item_of(session, proposal)
        verdict = judge(session, item, J.HIDE, reason="hate_speech", message="Raden om grannarna.")
        told = session.get_one(Statement, verdict.id)
        assert (told.decision, told.scope, told.change) == ("hide", "site", False)
        assert (told.ground_type, told.ground) == ("illegal", "hate_speech")
        assert told.ground_ref == GROUNDS[Reason.HATE_SPEECH].reference
        assert (told.facts, told.source) == ("Raden om grannarna.", "notice")
        assert (told.automated_detection, told.automated_decision) == (False, False)
        assert told.duration_until == noon() + DAY
        assert told.deadline == dt.date(2026, 9, 3)
        last = judge(session, item, J.UNPUBLISH, reason="abusive")
        told = session.get_one(Statement, last.id)
        assert (told.ground_type, told.ground_ref) == ("rules", "rules#abusive")
        assert told.duration_until is None


def test_the_half_year_begins_on_the_day_she_is_told(town):
    just_before_midnight = calendar.moment(dt.datetime(2026, 3, 3, 22, 59, tzinfo=dt.UTC))
    with transaction() as session, calendar.at(just_before_midnight):
        item = item_of(session, people.a_submission(session))
        told = session.get_one(Statement, judge(session, item, J.REFUSE, reason="abusive").id)
        assert told.deadline == dt.date(2026, 9, 4)


def test_what_screening_had_marked_and_what_a_rule_did_is_said(town):
    with transaction() as session:
        marked = people.a_submission(session, source="Ring 070-174 06 05 om du vill veta.")
        verdict = judge(session, item_of(session, marked), J.REFUSE, reason="personal_data")
        assert session.get_one(Statement, verdict.id).automated_detection is True
        assert session.get_one(Statement, verdict.id).source == "own"
        report(session, people.published(session), reason="threat")
        by_rule = session.scalars(select(Statement).order_by(Statement.verdict_id.desc())).first()
        assert (by_rule.automated_decision, by_rule.source) == (True, "notice")


@pytest.mark.parametrize("said", ["Skriv till rosa@example.org", "Ring 070-174 06 05"])
def test_nobody_is_reached_by_what_it_says(town, said):
    with transaction() as session:
        item = item_of(session, people.a_submission(session))
        with pytest.raises(Invalid) as refusal:
            judge(session, item, J.REFUSE, reason="abusive", message=said)
        assert (refusal.value.field, refusal.value.code) == ("message", "contact_details")
        # Asking for a change without a reason of the list restricts nothing, and may say it.
        judge(session, item, J.RETURN, message=said)
        for told in session.scalars(select(Statement)):
            rules = {hit.rule for hit in screen(told.facts)}
            assert not rules & {Rule.EMAIL, Rule.PHONE, Rule.PERSONAL_NUMBER}


def test_its_code_opens_it_and_no_other_does(town):
    with transaction() as session:
        item = item_of(session, people.a_submission(session))
        verdict = judge(session, item, J.REFUSE, reason="abusive")
        other = judge(
            session, item_of(session, people.a_submission(session)), J.REFUSE, reason="abusive"
        )
        code = statement.code(session.get_one(Statement, verdict.id))
        assert statement.find(session, code).verdict_id == verdict.id
        _, _, key = code.partition("-")
        for wrong in (f"{other.id}-{key}", code[:-1], str(verdict.id), "", "9" * 30, "x-y"):
            with pytest.raises(NotFound):
                statement.find(session, wrong)


def test_of_a_hidden_detail_its_author_sees_what_she_wrote_and_what_is_shown(town):
    with transaction() as session:
        case = people.a_submission(session, source="Kalle på Ågatan har rätt.")
        item = item_of(session, case)
        verdict = judge(
            session, item, J.REDACT, reason="personal_data", redacted="███ på Ågatan har rätt."
        )
        found = explaining.explained(
            session, statement.code(session.get_one(Statement, verdict.id))
        )
        assert [one.text.strip() for one in found.was if one.changed] == ["Kalle"]
        assert [one.text.strip() for one in found.now if one.changed] == ["███"]
        assert (found.thing, found.reference, found.appealable) == ("case", case.reference, True)
        assert case.publication is Publication.REDACTED


def test_what_was_taken_back_at_once_was_never_told(town):
    with transaction() as session:
        item = item_of(session, people.a_submission(session))
        verdict = judge(session, item, J.REFUSE, reason="abusive")
        code = statement.code(session.get_one(Statement, verdict.id))
        undo(session, verdict.id, by=people.marek(session).actor)
        with pytest.raises(NotFound):
            explaining.explained(session, code)
