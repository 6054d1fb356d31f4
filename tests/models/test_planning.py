"""Days that we name: when it is to be done, and until when it is delayed."""

import datetime as dt

import pytest

from models import planning
from models.calendar import today
from models.errors import Invalid, NotAllowed
from models.history import replay, timeline, verify
from models.particulars import Particulars
from models.progress import close, move, reopen
from models.states import Kind, Outcome, Status
from models.text import Text
from tests import people

REASON = "Kabeln är slut hos leverantören."


@pytest.fixture
def olga(session):
    return people.olga(session)


@pytest.fixture
def case(session, olga):
    made = people.a_submission(session, Kind.FAULT_REPORT)
    move(session, made, Status.IN_PROGRESS, by=olga.actor)
    return made


def in_days(days: int) -> dt.date:
    return today() + dt.timedelta(days=days)


def of(session, case) -> Particulars:
    return session.get_one(Particulars, case.id)


def test_what_is_planned_has_a_day(session, case, olga):
    planning.plan(session, case, by=olga.actor, on=in_days(9))
    assert (case.status, of(session, case).planned_on) == (Status.PLANNED, in_days(9))
    event = timeline(session, case.stream)[0]
    assert (event.kind, event.facts["day"]) == ("moved", in_days(9).isoformat())


@pytest.mark.parametrize(("days", "code"), [(None, "missing"), (-1, "past")])
def test_nothing_is_planned_for_no_day_or_for_yesterday(session, case, olga, days, code):
    day = None if days is None else in_days(days)
    for verb in (
        lambda: planning.plan(session, case, by=olga.actor, on=day),
        lambda: planning.delay(session, case, by=olga.actor, reason=REASON, day=day),
    ):
        with pytest.raises(Invalid) as refused:
            verb()
        assert (refused.value.field, refused.value.code) == ("day", code)


def test_only_a_fault_is_planned(session, olga):
    question = people.a_submission(session, Kind.QUESTION)
    move(session, question, Status.IN_PROGRESS, by=olga.actor)
    with pytest.raises(NotAllowed):
        planning.plan(session, question, by=olga.actor, on=in_days(1))


def test_a_delay_says_why_and_until_when_and_leaves_the_promise(session, case, olga):
    promised, version = case.answer_by, case.version
    planning.delay(session, case, by=olga.actor, reason=REASON, day=in_days(30))
    assert (case.status, case.answer_by) == (Status.IN_PROGRESS, promised)
    assert case.version == version + 1
    said = of(session, case)
    assert said.delay_day == in_days(30)
    assert session.get_one(Text, said.delay_text_id).source == REASON
    event = timeline(session, case.stream)[0]
    assert event.kind == "delayed"
    assert REASON not in str(event.facts)
    assert replay(session, case.stream).status == "in_progress"
    assert verify(session, case.stream) == []


def test_what_was_planned_is_delayed_to_its_new_day(session, case, olga):
    planning.plan(session, case, by=olga.actor, on=in_days(2))
    planning.delay(session, case, by=olga.actor, reason=REASON, day=in_days(20))
    assert of(session, case).planned_on == in_days(20)


def test_a_delay_has_a_reason_and_an_open_case(session, case, olga):
    with pytest.raises(Invalid):
        planning.delay(session, case, by=olga.actor, reason=" ", day=in_days(2))
    close(session, case, by=olga.actor, outcome=Outcome.DISMISSED, reason=REASON)
    with pytest.raises(NotAllowed):
        planning.delay(session, case, by=olga.actor, reason=REASON, day=in_days(2))


def test_a_case_that_is_opened_again_begins_without_the_old_delay(session, case, olga):
    planning.delay(session, case, by=olga.actor, reason=REASON, day=in_days(2))
    close(
        session,
        case,
        by=olga.actor,
        outcome=Outcome.NOT_OURS,
        reason=REASON,
        receiver=people.SOMEONE_ELSE,
    )
    said = of(session, case)
    assert (said.receiver, said.receiver_contact) == ("Trafikverket", "0771-921 921")
    assert said.forwarded is True
    reopen(session, case, by=olga.actor)
    said = of(session, case)
    assert (said.delay_day, said.delay_text_id) == (None, None)
    assert (said.receiver, said.receiver_contact, said.forwarded) == ("", "", None)
