"""Asking another unit: its own day, its words between officials, and one unit that answers."""

from datetime import date, datetime, timedelta

import pytest

from models import answer, belonging, calendar, consulted, consulting, decision, merging, planning
from models.actor import Role
from models.calendar import moment, today, zone
from models.database import transaction
from models.errors import Invalid, NotAllowed, NotFound
from models.handover import hand_over
from models.history import timeline, verify
from models.organisation import units
from models.progress import close
from models.states import Kind, Outcome, Ruling
from models.submission import submissions
from tests import people

QUESTION = "Är trädet ert?"
ANSWER = "Ja, det är vårt. Vi tar ner det."


@pytest.fixture
def session(town):
    calendar.freeze(moment(datetime(2026, 11, 23, 10, tzinfo=zone())))
    with transaction() as opened:
        yield opened


@pytest.fixture
def case(session):
    return people.a_submission(session, Kind.FAULT_REPORT)


def _another(session, unit_id: int) -> int:
    """A unit that has not got the case, and does not answer for all."""
    return next(
        unit.id for unit in units(session) if not unit.service_centre and unit.id != unit_id
    )


@pytest.fixture
def parks(session, case) -> int:
    return _another(session, case.unit_id)


def test_that_a_unit_is_asked_is_public_and_the_question_is_not(session, case, parks):
    people.asked(session, case, unit_id=parks, question=QUESTION)
    event = timeline(session, case.stream)[0]
    assert event.kind == "consulted"
    assert (event.facts["unit"], event.facts["day"]) == (parks, "2026-11-24")
    assert QUESTION not in str(event.facts)
    (row,) = consulted.of_case(session, case.id)
    assert QUESTION in row.question_html
    assert row.answered_at is None


def test_the_unit_answers_the_one_that_asked_once(session, case, parks):
    per = people.official_of(session, "Per", parks)
    number = people.asked(session, case, unit_id=parks)
    consulting.reply(session, case, number, by=per.actor, answer=ANSWER, quotable=True)
    event = timeline(session, case.stream)[0]
    assert (event.kind, event.facts["unit"]) == ("consultation_answered", parks)
    (row,) = consulted.of_case(session, case.id)
    assert ANSWER in row.answer_html
    assert (row.replier, row.quotable) == ("Per", True)
    with pytest.raises(NotAllowed):
        consulting.reply(session, case, number, by=per.actor, answer="Nej.")
    assert verify(session, case.stream) == []
    assert case.answered_at is None, "no answer to the resident"


def test_nobody_answers_for_another_unit_or_about_another_case(session, case, parks):
    number = people.asked(session, case, unit_id=parks)
    sixth = next(u.id for u in units(session) if u.id not in {case.unit_id, parks})
    outsider = people.official_of(session, "Samira", sixth)
    with pytest.raises(NotFound):
        consulting.reply(session, case, number, by=outsider.actor, answer=ANSWER)
    other = people.a_submission(session, title="Ett annat")
    with pytest.raises(NotFound):
        consulting.reply(session, other, number, by=people.olga(session).actor, answer=ANSWER)
    with pytest.raises(Invalid):
        consulting.reply(session, case, number, by=people.olga(session).actor, answer=" ")


def test_the_usual_day_is_two_working_days_before_the_cases_own(session):
    # Asked on Monday 23 November 2026.
    for own, usual in (
        (date(2026, 12, 4), date(2026, 12, 2)),
        (date(2026, 11, 30), date(2026, 11, 26)),
        (date(2026, 11, 24), date(2026, 11, 23)),
        (date(2026, 11, 23), date(2026, 11, 23)),
        (None, date(2026, 11, 25)),
    ):
        assert consulting.usual_day(own) == usual


def test_no_unit_is_given_longer_than_the_case_has(session, case, parks):
    own = consulting.own_day(case)
    for due, code in (
        (own + timedelta(days=1), "after_own"),
        (today() - timedelta(days=1), "past"),
    ):
        with pytest.raises(Invalid) as refused:
            people.asked(session, case, unit_id=parks, due_on=due)
        assert (refused.value.field, refused.value.code) == ("due_on", code)
    people.asked(session, case, unit_id=parks, due_on=own)


def test_a_case_that_is_late_has_no_day_left_to_keep_within(session, case, parks):
    case.answer_by = today() - timedelta(days=4)
    assert consulting.own_day(case) is None
    assert consulting.own_day(case, today() + timedelta(days=9)) == today() + timedelta(days=9)
    people.asked(session, case, unit_id=parks, due_on=today() + timedelta(days=20))


def test_a_case_with_a_new_day_gives_no_unit_longer_than_that(session, case, parks):
    day = today() + timedelta(days=30)
    planning.delay(session, case, by=people.olga(session).actor, reason="Tjäle i marken.", day=day)
    with pytest.raises(Invalid):
        people.asked(session, case, unit_id=parks, due_on=day + timedelta(days=1))
    people.asked(session, case, unit_id=parks, due_on=day)


def test_a_unit_is_asked_once_at_a_time_and_never_itself(session, case, parks):
    people.asked(session, case, unit_id=parks)
    for unit_id, code in ((parks, "asked"), (case.unit_id, "has_it"), (999, "unknown")):
        with pytest.raises(Invalid) as refused:
            people.asked(session, case, unit_id=unit_id)
        assert (refused.value.field, refused.value.code) == ("unit", code)
    with pytest.raises(Invalid):
        people.asked(session, people.a_submission(session), unit_id=parks, question=" \n")


def _close(session, case, by):
    close(
        session, case, by=by, outcome=Outcome.DISMISSED, reason="Det finns inget att göra åt det."
    )


def _answer(session, case, by):
    answer.answer(session, case, by=by, source="Tack.", html="<p>Tack.</p>")


def _merge(session, case, by):
    merging.merge(session, case, people.published(session).reference, by=by)


def _decide(session, case, by):
    decision.decide(
        session,
        case,
        by=by,
        body="Tekniska nämnden",
        decided_on=today(),
        paragraph="12",
        ruling=Ruling.REJECTED,
        summary="Nej.",
        reasons="Pengarna räcker inte.",
        appealable=True,
    )


@pytest.mark.parametrize("act", [_close, _answer, _merge, _decide])
def test_only_the_unit_that_has_the_case_ends_it(session, act):
    proposal = act is _decide
    case = people.referred(session) if proposal else people.published(session, Kind.COMPLAINT)
    parks = _another(session, case.unit_id)
    per = people.official_of(session, "Per", parks)
    with session.begin_nested() as point:
        act(session, case, per.actor)
        point.rollback()
    session.refresh(case)
    people.asked(session, case, unit_id=parks)
    with pytest.raises(NotAllowed) as refused:
        act(session, case, per.actor)
    assert refused.value.code == "only_asked"
    act(session, case, people.official_of(session, "Olle", case.unit_id).actor)


def test_whoever_works_for_every_unit_acts_everywhere(session, case, parks):
    people.asked(session, case, unit_id=parks)
    per = people.official_of(session, "Per", parks)
    assert consulting.only_asked(session, case, per.actor)
    for who in (people.olga(session), people.ada(session)):
        assert not consulting.only_asked(session, case, who.actor)
    people.appoint(session, per.id, Role.OFFICIAL)
    assert not consulting.only_asked(session, case, per.actor)


def test_the_unit_that_gets_the_case_is_not_only_asked_any_more(session, case, parks):
    per = people.official_of(session, "Per", parks)
    people.asked(session, case, unit_id=parks)
    hand_over(session, case, by=people.olga(session).actor, unit_id=parks, reason="Ert träd.")
    _answer(session, case, per.actor)


def test_a_unit_finds_what_it_has_to_answer_and_no_more(session, case, parks):
    def found() -> set[str]:
        wanted = consulted.for_units([parks])
        return set(
            session.scalars(
                submissions.select().with_only_columns(submissions.c.reference).where(wanted)
            )
        )

    assert found() == set()
    number = people.asked(session, case, unit_id=parks)
    assert found() == {case.reference}
    assert consulted.days_for(session, [parks]) == {case.id: date(2026, 11, 24)}
    consulting.reply(session, case, number, by=people.olga(session).actor, answer=ANSWER)
    assert found() == set()


def test_a_unit_without_anybody_is_reached_by_those_who_work_for_all(session, parks):
    olga = people.olga(session)
    assert parks in belonging.answers_for(session, olga.id)
    per = people.official_of(session, "Per", parks)
    assert parks not in belonging.answers_for(session, olga.id)
    assert belonging.answers_for(session, per.id) == {parks}


def test_who_leads_a_unit_and_who_does_where_nobody_does(session, parks):
    centre = next(unit.id for unit in units(session) if unit.service_centre)
    ada = people.ada(session)
    assert belonging.leads(session, parks) == []
    assert belonging.responsible(session, parks) == [ada.id]
    gunnel = people.official_of(session, "Gunnel", centre, lead=True)
    assert belonging.leads(session, parks) == belonging.responsible(session, parks) == [gunnel.id]
    assert parks in belonging.led_by(session, gunnel.id)
    per = people.official_of(session, "Per", parks, lead=True)
    assert belonging.leads(session, parks) == [per.id]
    assert parks not in belonging.led_by(session, gunnel.id)
