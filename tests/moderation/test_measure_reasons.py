"""Every warning and every pause has its reasons, with the fields of a statement (MQ-9)."""

import datetime as dt

import pytest
from sqlalchemy import select

from models import calendar, sanctions
from models.database import transaction
from models.sanction import Sanction
from models.sanctions import Conduct, Measure
from models.statement import GroundType, Source
from models.states import Kind
from models.verdict import Judgement
from moderation import sanctions as desk
from moderation.measure_reasons import OUR_RULES, reasons_of
from moderation.reasons import BULLETIN_BOARDS
from moderation.sanctions import Given, Reason
from moderation.screening import Rule, screen
from tests import people
from tests.moderation.room import item_of, judge, noon, report


@pytest.fixture(autouse=True)
def _noon(town):
    calendar.freeze(noon())


def _refused(session, *, reported=False, **text):
    shown = people.published(session, Kind.COMPLAINT, by=people.rosa(session), **text)
    if reported:
        report(session, shown)
        item = item_of(session, shown)
        judge(session, item, Judgement.UNPUBLISH, reason="abusive")
        return item
    waiting = people.a_submission(session, by=people.rosa(session), **text)
    item = item_of(session, waiting)
    judge(session, item, Judgement.REFUSE, reason="abusive")
    return item


def _warned(session, item, *, reason=Reason.ABUSIVE, **more):
    given = Given(Measure.WARNING, reason=reason.value, **more)
    return desk.impose(session, item.id, given, by=people.marek(session).actor)


@pytest.mark.parametrize("reason", list(Reason))
def test_each_reason_there_is_rests_on_a_law_or_on_our_rules(reason):
    with transaction() as session:
        about = Conduct.REPORTING if reason is Reason.UNFOUNDED else Conduct.WRITING
        one = sanctions.give(
            session,
            Measure.WARNING,
            person_id=people.rosa(session).id,
            contact_id=None,
            reason=reason.value,
            by_id=people.marek(session).id,
            conduct=about,
        )
        told = reasons_of(session, one)
        grave = {Reason.THREAT, Reason.CHILD_ABUSE, Reason.TERROR, Reason.HATE_SPEECH}
        if reason in grave:
            assert (told.ground_type, told.ground_ref) == (GroundType.ILLEGAL, BULLETIN_BOARDS)
        elif reason is not Reason.UNLAWFUL:
            assert (told.ground_type, told.ground_ref) == (GroundType.RULES, OUR_RULES)
        assert told.deadline == dt.date(2026, 9, 3)


def test_it_says_whether_somebody_told_us_and_whether_a_filter_had_marked_something():
    with transaction() as session:
        own = _warned(session, _refused(session))
        told = _warned(session, _refused(session, reported=True))
        marked = _warned(session, _refused(session, source="Ring 070-174 06 05 om det."))
        found = [reasons_of(session, one) for one in (own, told, marked)]
        assert [one.source for one in found] == [Source.OWN, Source.NOTICE, Source.OWN]
        assert [one.automated_detection for one in found] == [False, False, True]
        assert not any(one.reversed for one in found)


def test_what_was_reported_only_afterwards_was_no_reason_to_look():
    with transaction() as session:
        shown = people.published(session, Kind.COMPLAINT, by=people.rosa(session))
        report(session, shown)
        item = item_of(session, shown)
        one = _warned(session, item)
        one.from_at -= calendar.DAY
        session.flush()
        assert reasons_of(session, one).source is Source.OWN


def test_what_was_wrong_is_said_to_be_and_what_was_no_longer_needed_is_not():
    with transaction() as session:
        marek = people.marek(session)
        for why, reversed_ in (("wrong", True), ("appeal", True), ("no_longer_needed", False)):
            one = _warned(session, _refused(session))
            desk.lift(session, one.id, by=marek.actor, why=why)
            assert reasons_of(session, one).reversed is reversed_


def test_every_measure_in_the_database_has_its_reasons_and_nobody_is_reached_by_them():
    with transaction() as session:
        _warned(session, _refused(session), message="Tre gånger nu.")
        _warned(session, _refused(session, reported=True), reason=Reason.THREAT)
        every = session.scalars(select(Sanction)).all()
        assert len(every) == 2
        for one in every:
            told = reasons_of(session, one)
            assert all(value is not None for value in vars(told).values())
            rules = {hit.rule for hit in screen(f"{one.message} {told.ground_ref}")}
            assert not rules & {Rule.EMAIL, Rule.PHONE, Rule.PERSONAL_NUMBER}
