"""What a board said: everything required, an appeal only when there is one, and what came of it."""

import datetime as dt

import pytest

from models.carrying_out import carry_out
from models.decision import decide, latest, post_minutes
from models.errors import Invalid, NotAllowed
from models.history import replay, timeline, verify
from models.progress import move
from models.states import Kind, Ruling, Status
from models.text import Text
from tests import people

FRIDAY = dt.date(2026, 11, 20)
GOOD = {
    "body": "Tekniska nämnden",
    "decided_on": FRIDAY,
    "paragraph": "§ 214",
    "ruling": Ruling.APPROVED,
    "summary": "Nämnden säger ja.",
    "reasons": "Därför att det behövs.",
    "appealable": True,
}


@pytest.fixture
def olga(session):
    return people.olga(session)


@pytest.fixture
def proposal(session):
    return people.referred(session)


def enter(session, submission, olga, **changed):
    return decide(session, submission, by=olga.actor, **GOOD | changed)


def test_a_decision_is_one_event_with_the_step_it_makes(session, proposal, olga):
    before = len(timeline(session, proposal.stream))
    decision = enter(session, proposal, olga, ruling=Ruling.PARTLY)
    happened = timeline(session, proposal.stream)
    assert len(happened) == before + 1
    facts = happened[0].facts
    assert (happened[0].kind, facts["from"], facts["to"]) == ("decided", "referred", "decided")
    assert (facts["ruling"], facts["decision"]) == ("partly", decision.id)
    assert session.get_one(Text, decision.reasons_id).source == GOOD["reasons"]
    assert verify(session, proposal.stream) == []
    assert latest(session, proposal.id) is decision


@pytest.mark.parametrize("field", ["body", "paragraph", "summary", "reasons"])
@pytest.mark.parametrize("empty", ["", " \n\t"])
def test_nothing_of_a_decision_may_be_missing(session, proposal, olga, field, empty):
    with pytest.raises(Invalid) as refused:
        enter(session, proposal, olga, **{field: empty})
    assert (refused.value.field, refused.value.code) == (field, "missing")
    assert proposal.status is Status.REFERRED


def test_the_last_day_to_appeal_stands_only_where_the_minutes_are_posted(session, proposal, olga):
    decision = enter(session, proposal, olga)
    assert (decision.minutes_posted, decision.appeal_by) == (None, None)
    post_minutes(session, proposal, decision, by=olga.actor, on=dt.date(2026, 11, 25))
    # three weeks, KL 13 kap. 5 §
    assert decision.appeal_by == dt.date(2026, 12, 16)
    event = timeline(session, proposal.stream)[0]
    assert event.facts == {"decision": decision.id, "minutes_posted": "2026-11-25"}


def test_minutes_posted_at_once_give_the_last_day_at_once(session, proposal, olga):
    # The Wednesday three weeks after falls on the day before Christmas Eve: a working day.
    decision = enter(session, proposal, olga, minutes_posted=dt.date(2026, 12, 2))
    assert decision.appeal_by == dt.date(2026, 12, 23)


def test_a_last_day_never_falls_on_a_holiday(session, proposal, olga):
    decision = enter(session, proposal, olga, minutes_posted=dt.date(2026, 12, 3))
    # Christmas Eve, two days of Christmas, a Sunday: Monday
    assert decision.appeal_by == dt.date(2026, 12, 28)


def test_what_cannot_be_appealed_has_no_last_day(session, proposal, olga):
    with pytest.raises(Invalid) as refused:
        enter(session, proposal, olga, appealable=False, minutes_posted=FRIDAY)
    assert refused.value.code == "not_appealable"
    decision = enter(session, proposal, olga, appealable=False)
    with pytest.raises(NotAllowed):
        post_minutes(session, proposal, decision, by=olga.actor, on=FRIDAY)


def test_minutes_are_not_posted_before_the_decision(session, proposal, olga):
    early = FRIDAY - dt.timedelta(days=1)
    with pytest.raises(Invalid) as refused:
        enter(session, proposal, olga, minutes_posted=early)
    assert refused.value.code == "before_decision"
    decision = enter(session, proposal, olga)
    with pytest.raises(Invalid):
        post_minutes(session, proposal, decision, by=olga.actor, on=early)


def test_only_what_is_before_a_board_is_decided(session, olga):
    for submission in (
        people.a_submission(session, Kind.PROPOSAL),
        people.published(session, Kind.PROPOSAL),
        people.published(session, Kind.COMPLAINT),
    ):
        with pytest.raises(NotAllowed):
            enter(session, submission, olga)


def test_a_remitted_proposal_is_prepared_and_decided_again(session, proposal, olga):
    first = enter(session, proposal, olga)
    move(session, proposal, Status.PREPARING, by=olga.actor)
    second = enter(session, proposal, olga, ruling=Ruling.REJECTED)
    assert latest(session, proposal.id) is second is not first


@pytest.mark.parametrize("ruling", [Ruling.APPROVED, Ruling.PARTLY])
def test_a_yes_is_carried_out_and_may_be_undone_or_dropped(session, proposal, olga, ruling):
    enter(session, proposal, olga, ruling=ruling)
    for to in (
        Status.IMPLEMENTING,
        Status.DECIDED,
        Status.IMPLEMENTED,
        Status.IMPLEMENTING,
        Status.IMPLEMENTED,
    ):
        carry_out(session, proposal, to, by=olga.actor, note="Pengarna tog slut.")
        assert replay(session, proposal.stream).status == to
    assert verify(session, proposal.stream) == []


@pytest.mark.parametrize("ruling", [Ruling.REJECTED, Ruling.ANSWERED])
@pytest.mark.parametrize("to", [Status.IMPLEMENTING, Status.IMPLEMENTED])
def test_a_no_is_not_carried_out(session, proposal, olga, ruling, to):
    enter(session, proposal, olga, ruling=ruling)
    with pytest.raises(NotAllowed) as refused:
        carry_out(session, proposal, to, by=olga.actor)
    assert refused.value.code == "not_approved"


def test_what_is_dropped_is_dropped_with_a_reason(session, proposal, olga):
    enter(session, proposal, olga)
    carry_out(session, proposal, Status.IMPLEMENTING, by=olga.actor)
    with pytest.raises(Invalid) as refused:
        carry_out(session, proposal, Status.DECIDED, by=olga.actor)
    assert (refused.value.field, refused.value.code) == ("note", "missing")


@pytest.mark.parametrize("to", [Status.DECIDED, Status.CLOSED, Status.PREPARING])
def test_carrying_out_is_no_way_around_a_decision(session, proposal, olga, to):
    with pytest.raises(NotAllowed):
        carry_out(session, proposal, to, by=olga.actor, note="Så vill jag.")
    assert proposal.status is Status.REFERRED


def test_what_was_approved_once_and_sent_back_is_not_decided_by_carrying_it_out(
    session, proposal, olga
):
    enter(session, proposal, olga)
    for to in (Status.PREPARING, Status.CLOSED, Status.DECIDED, Status.RECEIVED):
        with pytest.raises(NotAllowed):
            carry_out(session, proposal, to, by=olga.actor, note="Så vill jag.")
    move(session, proposal, Status.PREPARING, by=olga.actor)
    for to in Status:
        with pytest.raises(NotAllowed):
            carry_out(session, proposal, to, by=olga.actor, note="Så vill jag.")
    assert proposal.status is Status.PREPARING
