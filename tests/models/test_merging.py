"""Two cases about the same thing: which one goes on, who hears of it, and what nobody learns."""

import pytest
from sqlalchemy import select

from models import merging, publishing, subscription
from models.actor import SYSTEM
from models.errors import Invalid, NotAllowed
from models.history import replay, timeline, verify
from models.progress import reopen
from models.states import Kind, Outcome, Publication, Status
from models.subscription import Subscription, SubscriptionState, subscriptions
from tests import people
from tests.notifications.post import follow


@pytest.fixture
def olga(session):
    return people.olga(session)


@pytest.fixture
def target(session):
    return people.published(session, Kind.FAULT_REPORT, by=people.sam(session))


@pytest.fixture
def case(session):
    return people.published(session, Kind.FAULT_REPORT)


def wishes(session, submission) -> dict[int, Subscription]:
    found = session.scalars(
        select(Subscription).where(
            subscriptions.c.submission_id == submission.id,
            subscriptions.c.state == SubscriptionState.ACTIVE,
        )
    ).all()
    return {wish.contact_id: wish for wish in found}


def refused(session, case, reference, olga) -> str:
    with pytest.raises(Invalid) as error:
        merging.merge(session, case, reference, by=olga.actor)
    assert error.value.field == "duplicate_of"
    return error.value.code


def test_a_duplicate_is_closed_and_says_what_goes_on(session, case, target, olga):
    merging.merge(session, case, f" {target.reference} ", by=olga.actor)
    assert (case.status, case.outcome) == (Status.CLOSED, Outcome.DUPLICATE)
    assert case.duplicate_of == target.id
    event = timeline(session, case.stream)[0]
    assert (event.kind, event.facts["into"]) == ("merged", target.reference)
    told = replay(session, case.stream)
    assert (told.status, told.outcome) == ("closed", "duplicate")
    assert verify(session, case.stream) == []


def test_a_case_is_no_duplicate_of_itself_of_nothing_or_of_a_duplicate(session, case, target, olga):
    assert refused(session, case, case.reference, olga) == "same"
    assert refused(session, case, "2026-99999", olga) == "unknown"
    merging.merge(session, case, target.reference, by=olga.actor)
    third = people.published(session, Kind.FAULT_REPORT)
    assert refused(session, third, case.reference, olga) == "is_duplicate"


def test_what_is_hidden_or_private_to_somebody_else_goes_on_for_nobody(session, case, olga):
    sam = people.sam(session)
    private = people.a_submission(session, Kind.FAULT_REPORT, by=sam, shown=False)
    assert refused(session, case, private.reference, olga) == "unknown"
    hidden = people.published(session, Kind.FAULT_REPORT)
    rules = people.municipality(session).proposals
    publishing.show(session, hidden, Publication.HIDDEN, by=SYSTEM, rules=rules)
    assert refused(session, case, hidden.reference, olga) == "unknown"


def test_ones_own_case_goes_on_though_it_is_not_public_and_its_number_is_in_no_event(session, olga):
    first, second = (people.a_submission(session, Kind.FAULT_REPORT, shown=False) for _ in range(2))
    merging.merge(session, second, first.reference, by=olga.actor)
    assert second.duplicate_of == first.id
    assert "into" not in timeline(session, second.stream)[0].facts


def test_a_public_case_does_not_go_on_in_one_that_is_not(session, case, olga):
    own = people.a_submission(session, Kind.FAULT_REPORT, shown=False)
    assert refused(session, case, own.reference, olga) == "unknown"


def test_there_are_no_chains_and_no_circles(session, case, target, olga):
    merging.merge(session, case, target.reference, by=olga.actor)
    last = people.published(session, Kind.FAULT_REPORT)
    merging.merge(session, target, last.reference, by=olga.actor)
    session.refresh(case)
    assert (case.duplicate_of, target.duplicate_of) == (last.id, last.id)
    assert refused(session, last, case.reference, olga) == "is_duplicate"


def test_followers_go_along_once_and_nobody_follows_who_stopped(session, case, target, olga):
    both, only, stopped = (people.resident(session, name) for name in ("Kim", "Nils", "Maja"))
    for someone in (both, only, stopped):
        follow(session, someone, case)
    follow(session, both, target)
    subscription.stop(session, follow(session, stopped, target))
    merging.merge(session, case, target.reference, by=olga.actor)
    there, left = wishes(session, target), wishes(session, case)
    rosa = people.rosa(session)
    assert set(there) == {both.contact_id, only.contact_id, rosa.contact_id}
    assert there[only.contact_id].moved_from_id == case.id
    assert there[both.contact_id].moved_from_id == case.id
    # She hears that it was joined, and may choose anew.
    assert set(left) == {stopped.contact_id}


def test_a_duplicate_that_was_none_is_opened_again(session, case, target, olga):
    merging.merge(session, case, target.reference, by=olga.actor)
    reopen(session, case, by=olga.actor)
    assert (case.outcome, case.duplicate_of) == (None, None)
    assert case.status is Status.IN_PROGRESS


def test_what_is_decided_is_not_joined(session, olga):
    proposal = people.referred(session)
    people.decided(session, proposal)
    other = people.published(session)
    with pytest.raises(NotAllowed):
        merging.merge(session, proposal, other.reference, by=olga.actor)
