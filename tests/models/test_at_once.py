"""A question answered while it is asked; the letter itself; and another kind with the same number."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from models import answer, at_once, form_key, history, registering, retyping, scan
from models.actor import Source
from models.at_once import Direct, Words, direct_answers
from models.attachment.kinds import Media
from models.attachment.row import attachments
from models.attachment.showing import found, of_sender
from models.attachment.workshop import Stored
from models.calendar import today
from models.database import transaction
from models.delivery import deliveries
from models.desk import finding
from models.errors import Invalid, NotAllowed, NotFound
from models.event import Event, EventKind
from models.frequent import views
from models.frequent.views import Tag
from models.organisation import units
from models.person import Person
from models.progress import assign
from models.states import Kind, Publication, Status
from models.submission import take
from tests import people

SCAN = Stored("s" * 32, Media.PDF, 1_000, "0" * 64)
ANSWER = "Biblioteket har öppet till klockan 19 på torsdagar."


@pytest.fixture
def session(town):
    with transaction() as opened:
        people.municipality(opened)
        yield opened


def draft(**more):
    made = people.a_draft(Kind.QUESTION, title="När har biblioteket öppet?", shown=False)
    return replace(made, **{"came_by": Source.PHONE, "centre": True, **more})


def answered(session, *, words=ANSWER, form=None, **more):
    return at_once.take_in(
        session,
        draft(**more),
        lambda _case: Words(words, f"<p>{words}</p>"),
        by=people.olga(session).actor,
        site=people.municipality(session),
        form=form or form_key.fresh(),
    )


def taken_in(session, **more):
    receipt = registering.register(
        session,
        draft(**more),
        by=people.olga(session).actor,
        site=people.municipality(session),
        form=form_key.fresh(),
    )
    return take(session, receipt.reference)


def test_one_verb_takes_in_answers_and_ends_and_nobody_is_written_to(session):
    form = form_key.fresh()
    receipt = answered(session, form=form)
    assert answered(session, form=form) == receipt
    case = take(session, receipt.reference)
    assert (case.status, case.outcome, case.publication) == ("closed", "answered", "private")
    assert (case.kept, case.at_once, case.centre, case.source) == (True, True, True, "phone")
    kinds = session.scalars(select(Event.kind).where(Event.stream == case.stream)).all()
    assert kinds == [EventKind.RECEIVED, EventKind.ANSWERED, EventKind.CLOSED]
    assert history.verify(session, case.stream) == []
    assert history.replay(session, case.stream).status == "closed"
    assert session.execute(select(deliveries)).all() == []


def test_too_little_is_no_answer_and_a_proposal_is_none_to_be_answered_at_once(session):
    with pytest.raises(Invalid, match="answer: too_short"):
        answered(session, words="Kl. 19.")
    with pytest.raises(Invalid, match="kind: at_once"):
        answered(session, kind=Kind.PROPOSAL)


def test_direct_answers_are_those_of_who_waited_for_one(session):
    since, until = today(), today() + timedelta(days=1)
    assert direct_answers(session, since, until) == Direct(0, 0, 0)
    assert Direct(0, 0, 0).share is None
    for source in (Source.PHONE, Source.CHAT, Source.VISIT):
        answered(session, came_by=source)
    taken_in(session)
    # A letter waits for nobody, and a unit that takes something in is not the service centre.
    taken_in(session, came_by=Source.LETTER)
    taken_in(session, centre=False)
    views.count(session, Tag.ASKED, Source.PHONE)
    direct = direct_answers(session, since, until)
    assert (direct, direct.share) == (Direct(4, 3, 1), 80)
    assert direct_answers(session, until, until + timedelta(days=1)).taken_in == 0


def test_what_stands_in_a_letter_is_found_and_its_scan_is_never_shown_by_itself(session):
    case = taken_in(
        session, came_by=Source.LETTER, kind=Kind.COMPLAINT, source="Trottoaren utanför Konsum."
    )
    olga, marek = people.olga(session), people.marek(session)
    hits, _ = finding.find(session, "Konsum", "sv", olga.viewer)
    assert [hit.row.reference for hit in hits] == [case.reference]
    assert scan.is_missing(session, case)
    scan.keep(session, case, SCAN, by=olga.actor)
    assert not scan.is_missing(session, case)
    with pytest.raises(NotAllowed):
        scan.keep(session, case, SCAN, by=olga.actor)
    name = session.execute(select(attachments.c.name)).scalar_one()
    for publication in (Publication.QUEUED, Publication.PUBLISHED):
        case.publication = publication
        session.flush()
        assert found(session, case.reference, name, olga.viewer, [])
        # Whoever judges texts, and everybody, does not see who signed it.
        for someone in (marek, people.rosa(session)):
            with pytest.raises(NotFound):
                found(session, case.reference, name, someone.viewer, [])
        assert of_sender(session, case.reference) is None


def test_a_scan_is_for_who_took_it_in_or_has_the_case_and_of_paper_alone(session):
    letter, call = taken_in(session, came_by=Source.LETTER), taken_in(session)
    olga = people.olga(session)
    parks = next(one.id for one in units(session) if one.slug == "parks")
    pia = people.official_of(session, "Pia", parks)
    assert scan.case_for(session, letter.reference, olga.viewer, by=olga.actor).id == letter.id
    for reference, who in ((call.reference, olga), (letter.reference, pia)):
        with pytest.raises(NotFound):
            scan.case_for(session, reference, who.viewer, by=who.actor)


def test_another_kind_keeps_the_number_the_promise_and_the_history(session):
    case, olga = taken_in(session), people.olga(session)
    assign(session, case, by=olga.actor, to=session.get_one(Person, olga.id))
    before = (case.reference, case.answer_by, case.received_at, case.promise_id)
    retyping.retype(session, case, Kind.FAULT_REPORT, by=olga.actor)
    assert (case.kind, case.status) == (Kind.FAULT_REPORT, Status.RECEIVED)
    assert (case.reference, case.answer_by, case.received_at, case.promise_id) == before
    assert history.replay(session, case.stream).status == "received"
    assert history.verify(session, case.stream) == []
    for kind, code in ((Kind.FAULT_REPORT, "same"), (Kind.PROPOSAL, "unknown")):
        with pytest.raises(Invalid, match=f"kind: {code}"):
            retyping.retype(session, case, kind, by=olga.actor)
    answer.answer(session, case, by=olga.actor, source=ANSWER, html="")
    with pytest.raises(NotAllowed):
        retyping.retype(session, case, Kind.QUESTION, by=olga.actor)
    proposal = people.published(session)
    assert retyping.kinds(proposal) == []
