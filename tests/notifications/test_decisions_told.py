"""What is told after a board has decided: a correction once, a step with its words, nothing twice."""

import pytest
from sqlmodel import Session

from models import carrying_out, decision_correcting
from models.calendar import today
from models.database import transaction
from models.decision import latest
from models.states import Ruling, Status
from models.submission import take
from models.subscription import Extent
from tests import people
from tests.notifications import post

WHY = "Så står det i det justerade protokollet."


@pytest.fixture
def reference(town):
    """A proposal that the board said yes to, whose followers have been told."""
    with transaction() as session:
        case = people.referred(session)
        people.decided(session, case)
        post.follow(session, people.sam(session), case)
        post.follow(session, people.resident(session, "Nils"), case, extent=Extent.EVERYTHING)
        post.follow(session, people.resident(session, "Maja"))
        made = case.reference
    post.address()
    return made


def told(session: Session, before: int) -> dict[str, str]:
    """Who was addressed since, and with which letter."""
    names = {people.resident(session, name).contact_id: name for name in ("Nils", "Maja")}
    names |= {people.sam(session).contact_id: "Sam", people.rosa(session).contact_id: "Rosa"}
    rows = post.sent_rows()[before:]
    assert len({(row.contact_id, row.event_id) for row in rows}) == len(rows)
    return {names[row.contact_id]: row.kind for row in rows}


def test_a_correction_is_told_once_to_everyone_who_hears_of_decisions(reference):
    before = len(post.sent_rows())
    with transaction() as session:
        case = take(session, reference)
        made = latest(session, case.id)
        decision_correcting.correct(
            session,
            case,
            made,
            by=people.olga(session).actor,
            ruling=Ruling.PARTLY,
            paragraph="215",
            summary="Nämnden säger delvis ja.",
            reasons="Två bänkar ryms.",
            why=WHY,
        )
    post.address()
    post.address()
    with transaction() as session:
        assert told(session, before) == dict.fromkeys(("Rosa", "Sam", "Nils", "Maja"), "decided")


@pytest.mark.parametrize(
    ("to", "heard"),
    [
        (Status.IMPLEMENTING, {"Rosa", "Nils"}),
        (Status.DECIDED, {"Rosa", "Sam", "Nils"}),
    ],
)
def test_what_is_dropped_is_told_to_whoever_was_told_of_the_decision(reference, to, heard):
    with transaction() as session:
        case, olga = take(session, reference), people.olga(session).actor
        if to is Status.DECIDED:
            carrying_out.carry_out(session, case, Status.IMPLEMENTING, by=olga)
    post.address()
    before = len(post.sent_rows())
    with transaction() as session:
        case = take(session, reference)
        day = today() if to is Status.IMPLEMENTING else None
        carrying_out.carry_out(session, case, to, by=olga, note="Marken bär inte.", day=day)
    post.address()
    with transaction() as session:
        assert told(session, before) == dict.fromkeys(heard, "status_moved")
