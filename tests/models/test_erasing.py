"""Erasing a person: every way to her goes, what is a public record stays whole and verifies."""

import pytest
from sqlalchemy import func, select, update

from models import erasing, forgetting, history, leaving, vote
from models.actor import SYSTEM
from models.comment import comments
from models.database import table_of, transaction
from models.delivery import DeliveryState, deliveries
from models.erasing import Texts
from models.errors import NotAllowed, NotFound
from models.person import Channel, Contact, Person
from models.proof import faults
from models.publishing import show_comment
from models.session import begin
from models.states import Kind, Outcome, Publication, Status
from models.submission import stream_of, submissions, take
from models.tables import metadata
from models.vote import votes
from tests import people
from tests.house.source import none_of
from tests.notifications.post import address, follow
from tests.web.test_erasing import everywhere

NUMBER = "+46701740605"
STAYS = {
    "vote.person_id": "her support counts, and nobody is behind it",
    "poll_roll.person_id": "her ballot counts, and nobody is behind it",
    "helpful.person_id": "her mark counts, and nobody is behind it",
    "move_question.person_id": "her answer counts, and nobody is behind it",
    "contact.person_id": "emptied with the address (erasing)",
    "appointment.person_id": "staff cannot be erased",
    "delivery.contact_id": "points at an address that is none (erasing)",
    "address_change.old_id": "the row goes with whose change it was",
    "address_change.new_id": "the row goes with whose change it was",
    "invitation.by_id": "staff cannot be erased",
    "organisation.made_by_id": "staff cannot be erased",
    "membership.invited_by_id": "who asked her, who stays or is nobody",
    "panel_member.invited_by_id": "staff cannot be erased",
    "second_opinion.person_id": "what two of us said of it stays, and nobody is behind it",
    "sanction.person_id": "it is counted, and nobody is behind it",
    "subscription.contact_id": "points at an address that is none, and is stopped",
}
STAFF = {
    "absence",
    "answer",
    "answer_version",
    "bulk_verdict",
    "consultation",
    "decision",
    "decision_version",
    "dialogue_evidence",
    "dialogue_leader",
    "diary_number",
    "draft",
    "field_note",
    "meeting",
    "note",
    "panel",
    "panel_sample",
    "presence",
    "question_wording",
    "reading",
    "reorganisation",
    "reorganised_case",
    "release",
    "reviewable",
    "secrecy_mark",
    "support_batch",
    "verdict",
}
"""What only people who work here do: they keep their names, and cannot be erased."""
STAFF_COLUMNS = {
    "submission.assignee_id",
    "unit.lead_id",
    "submission.coordinator_id",
    "text_received.handled_by_id",
    "sanction.by_id",
    "before_verdict.item_decided_by",
    "second_opinion.asked_by",
    "second_opinion.answered_by",
    "second_look.by_id",
    "sanction.second_id",
    "sanction.lifted_by",
    "review_appeal.decided_by",
    "support_finding.cleared_by",
    "support_removal.answered_by",
}


def test_every_row_that_names_a_person_or_an_address_goes_or_has_a_reason_to_stay():
    listed = {
        f"{column.table.name}.{column.name}"
        for column in (
            *forgetting.GO_WITH_PERSON,
            *forgetting.GO_WITH_ADDRESS,
            *forgetting.LOSE_ADDRESS,
        )
    }
    naming = {
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        if table.name not in STAFF
        for column in table.c
        if any(key.column.table.name in {"person", "contact"} for key in column.foreign_keys)
    }
    none_of(sorted(naming - listed - set(STAYS) - STAFF_COLUMNS))


@pytest.fixture
def rosa(town):
    """Rosa has written, supported, followed, been written to, and is signed in."""
    with transaction() as session:
        rosa = people.rosa(session)
        session.add(Contact(channel=Channel.SMS, address=NUMBER, person_id=rosa.id, confirmed_at=1))
        own = people.published(session, Kind.COMPLAINT, by=rosa, title="Mörkt", byline="Rosa Ek")
        other = people.published(session, by=people.sam(session), title="En cykelväg")
        people.published_comment(session, other, by=rosa, byline="Rosa Ek")
        vote.support(session, other.reference, rosa.id)
        follow(session, rosa, other)
        begin(session, rosa.id)
        named = own.reference, other.reference
    address()
    return rosa, *named


def erased(person_id, texts=Texts.STAY):
    with transaction() as session:
        erasing.erase_person(session, person_id, texts=texts, by=SYSTEM)


def whole(*references):
    with transaction() as session:
        for reference in references:
            stream = stream_of(reference)
            assert history.verify(session, stream) == []
            assert faults(session, stream) == []


def test_nothing_leads_to_her_any_more_and_every_chain_is_whole(rosa):
    hers, own, other = rosa
    assert len(everywhere("Rosa Ek")) == 2
    erased(hers.id)
    for gone in ("rosa@example.org", NUMBER, "Rosa"):
        assert everywhere(gone) == []
    whole(own, other)
    with transaction() as session:
        assert take(session, own).publication is Publication.PUBLISHED
        assert take(session, own).status is Status.RECEIVED, "the case is handled all the same"
        supports = select(func.count()).select_from(votes).where(votes.c.person_id == hers.id)
        assert session.scalar(supports) == 1, "her support counts"
        waits = select(deliveries.c.id).where(deliveries.c.state == DeliveryState.QUEUED)
        theirs = waits.where(deliveries.c.address.startswith("erased:"))
        assert session.execute(theirs).all() == []


def test_who_holds_no_address_is_erased_as_well(town):
    with transaction() as session:
        made = Person(name="Nils", created_at=1)
        session.add(made)
        session.flush()
        begin(session, made.id)
        person_id = made.id
    erased(person_id)
    assert everywhere("Nils") == []
    with transaction() as session:
        assert session.scalars(select(table_of(Person).c.name)).all() == [""]
        with pytest.raises(NotFound):
            erasing.erase_person(session, 999, texts=Texts.STAY, by=SYSTEM)


def test_who_works_here_or_has_is_not_erased(town):
    with transaction() as session:
        olga = people.olga(session)
        with pytest.raises(NotAllowed):
            erasing.erase_person(session, olga.id, texts=Texts.STAY, by=olga.actor)


def test_her_texts_leave_the_site_when_she_wishes_and_her_cases_are_still_handled(rosa):
    hers, own, other = rosa
    with transaction() as session:
        voting = people.published(session, by=hers, title="Fler bänkar").reference
        board = people.referred(session, by=hers).reference
        queued = people.a_submission(session, by=hers, title="Hål i vägen").reference
        unread = people.a_submission(session, Kind.PROPOSAL, by=hers, title="En bro").reference
        waiting = people.a_comment(session, take(session, other), by=hers, source="Ja.").id
    erased(hers.id, Texts.GO)
    whole(own, other, voting, board, queued, unread)
    shown, at = Publication, Status
    wanted = {
        own: (shown.UNPUBLISHED, at.RECEIVED, None),
        voting: (shown.WITHDRAWN, at.CLOSED, Outcome.WITHDRAWN),
        board: (shown.UNPUBLISHED, at.REFERRED, None),
        queued: (shown.PRIVATE, at.RECEIVED, None),
        unread: (shown.WITHDRAWN, at.CLOSED, Outcome.WITHDRAWN),
    }
    with transaction() as session:
        for reference, what in wanted.items():
            case = take(session, reference)
            assert (case.publication, case.status, case.outcome) == what
        below = select(comments.c.id, comments.c.publication).order_by(comments.c.id)
        published, waited = session.execute(below).all()
        assert published.publication is shown.UNPUBLISHED
        assert (waited.id, waited.publication) == (waiting, shown.WITHDRAWN)
    assert everywhere("Rosa") == []


@pytest.mark.parametrize("kind", [Kind.COMPLAINT, Kind.PROPOSAL])
def test_every_text_that_is_or_may_be_shown_can_be_taken_off(town, kind):
    """Whatever was judged of it before; and nothing of hers waits for review afterwards."""
    shown = Publication
    with transaction() as session:
        rosa, sam = people.rosa(session), people.sam(session)
        thing = people.published(session, by=sam)
        for was in (shown.REDACTED, shown.HIDDEN, shown.RETURNED, shown.UNCONFIRMED, shown.REFUSED):
            case = people.a_submission(session, kind, by=rosa, title=f"Om {was}")
            session.execute(
                update(submissions).where(submissions.c.id == case.id).values(publication=was)
            )
            comment = people.a_comment(session, thing, by=rosa, source=f"Om {was}")
            session.execute(
                update(comments).where(comments.c.id == comment.id).values(publication=was)
            )
        session.expire_all()
        leaving.take_off(session, [rosa.contact_id], by=rosa.actor)
        for table in (submissions, comments):
            left = select(table.c.publication).where(table.c.contact_id == rosa.contact_id)
            assert set(session.scalars(left)) <= {
                shown.UNPUBLISHED,
                shown.WITHDRAWN,
                shown.PRIVATE,
                shown.REFUSED,
            }


def test_a_hidden_comment_of_anothers_stays_as_it_is(rosa):
    hers, _, other = rosa
    with transaction() as session:
        case = take(session, other)
        sams = people.published_comment(session, case, by=people.sam(session), source="Nej.")
        show_comment(session, case, sams, Publication.HIDDEN, by=SYSTEM)
        kept = sams.id
    erased(hers.id, Texts.GO)
    with transaction() as session:
        found = select(comments.c.publication).where(comments.c.id == kept)
        assert session.scalar(found) is Publication.HIDDEN
