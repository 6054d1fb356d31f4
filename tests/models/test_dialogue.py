"""A dialogue from its draft on: what must be said, who leads, and what its phases let people do."""

import datetime as dt

import pytest

from models import commenting, form_key
from models.calendar import DAY, advance, today
from models.comment import comment as write_comment
from models.database import transaction
from models.dialogue import finding, keeping, leading, phases, planning, ready
from models.dialogue.keeping import Ending
from models.dialogue.kinds import ALLOWED, Act, Level, PhaseKind, Section
from models.errors import Invalid, NotAllowed, NotFound, Stale
from models.event import EventKind
from models.history import replay, timeline
from models.states import Publication, Status
from models.viewer import NOBODY
from tests import people
from tests.dialogues import a_dialogue, later, open_for, some_words
from tests.models.polling import first_phase, set_up


def _kinds(session, held):
    return [one.kind for one in timeline(session, held.case.stream, public_only=False)]


def test_a_draft_is_known_to_those_alone_who_may_lead_it(town):
    with transaction() as session:
        held = a_dialogue(session, state=Status.DRAFT)
        slug = held.dialogue.slug
        assert slug == "hur-kan-torget-bli-en-plats-dar-fler-vill-vara"
        assert finding.by_slug(session, slug, people.olga(session).viewer).question
        for stranger in (NOBODY, people.rosa(session).viewer):
            with pytest.raises(NotFound):
                finding.by_slug(session, slug, stranger)
            with pytest.raises(NotFound):
                keeping.take_for(session, slug, stranger)
        assert not finding.listed(session, [Status.DRAFT], public=True)


def test_what_only_informs_is_no_dialogue(town):
    with transaction() as session:
        words = some_words(level=Level.INFORMATION)
        held = a_dialogue(session, state=Status.DRAFT, words=words)
        with pytest.raises(Invalid) as refused:
            keeping.move(session, held, Status.COMING, by=people.olga(session).actor)
        assert (refused.value.field, refused.value.code) == ("level", "information")


@pytest.mark.parametrize("lacks", ready.TOLD)
def test_nothing_is_shown_that_lacks_what_people_must_know(town, lacks):
    with transaction() as session:
        olga = people.olga(session)
        words = some_words(**{lacks: None if lacks.endswith("_on") else ""})
        held = a_dialogue(session, state=Status.DRAFT, words=words)
        with pytest.raises(Invalid) as refused:
            keeping.move(session, held, Status.COMING, by=olga.actor)
        assert (refused.value.field, refused.value.code) == (lacks, "missing")


def test_somebody_answers_for_it_and_there_is_a_phase(town):
    with transaction() as session:
        olga = people.olga(session)
        held = a_dialogue(session, state=Status.DRAFT, phases=[])
        with pytest.raises(Invalid) as refused:
            keeping.move(session, held, Status.COMING, by=olga.actor)
        assert refused.value.field == "phases"
        held.case.status = Status.DRAFT
        leading.name_leaders(session, held, [], by=olga.actor)
        with pytest.raises(Invalid) as refused:
            keeping.move(session, held, Status.COMING, by=olga.actor)
        assert refused.value.field == "leaders"


def test_from_coming_on_everyone_can_read_it_and_back_in_the_draft_nobody(town):
    with transaction() as session:
        olga = people.olga(session)
        held = a_dialogue(session, state=Status.COMING)
        slug, stream = held.dialogue.slug, held.case.stream
        assert finding.by_slug(session, slug, NOBODY).status is Status.COMING
        keeping.move(session, held, Status.DRAFT, by=olga.actor)
        with pytest.raises(NotFound):
            finding.by_slug(session, slug, NOBODY)
        folded = replay(session, stream)
        assert (folded.status, folded.publication) == ("draft", Publication.PRIVATE)


def test_breaking_off_says_who_and_why_and_is_the_end(town):
    with transaction() as session:
        olga = people.olga(session)
        held = a_dialogue(session)
        with pytest.raises(Invalid) as refused:
            keeping.move(session, held, Status.BROKEN_OFF, by=olga.actor, ending=Ending())
        assert refused.value.field == "ended_by"
    with transaction() as session:
        held = a_dialogue(session)
        why = Ending("Pengarna räcker inte.", "Tekniska nämnden")
        keeping.move(session, held, Status.BROKEN_OFF, by=olga.actor, ending=why)
        assert held.dialogue.ended_by == "Tekniska nämnden"
        with pytest.raises(NotAllowed):
            keeping.move(session, held, Status.OPEN, by=olga.actor)


def test_going_back_to_listening_needs_a_reason(town):
    with transaction() as session:
        olga = people.olga(session)
        held = a_dialogue(session, state=Status.ANALYSIS)
        with pytest.raises(Invalid):
            keeping.move(session, held, Status.OPEN, by=olga.actor)


def test_two_at_once_do_not_overwrite_each_other(town):
    with transaction() as session:
        olga = people.olga(session)
        held = a_dialogue(session)
        was = held.dialogue.version
        keeping.edit(session, held, some_words(purpose="Något annat."), by=olga.actor)
        with pytest.raises(Stale):
            keeping.take_for(session, held.dialogue.slug, olga.viewer, version=was)


@pytest.mark.parametrize("kind", PhaseKind)
def test_a_phase_lets_do_what_its_kind_allows_and_nothing_else(town, kind):
    with transaction() as session:
        held = a_dialogue(session, phases=[open_for(kind)])
        for act in Act:
            if act in ALLOWED[kind]:
                assert phases.check(session, held.case.id, act).kind is kind
            else:
                with pytest.raises(NotAllowed):
                    phases.check(session, held.case.id, act)


def test_a_phase_is_open_from_its_first_moment_until_just_before_its_last(town):
    with transaction() as session:
        held = a_dialogue(session, phases=[later(PhaseKind.VOTE, after=1, days=1)])
        [phase] = finding.phases_of(session, held.case.id)
        opens, closes = phase.opens_at, phase.closes_at

        def is_open(at):
            return bool(phases.open_now(session, held.case.id, at=at))

        assert [is_open(at) for at in (opens - 1, opens, closes - 1, closes)] == [
            False,
            True,
            True,
            False,
        ]
        keeping.move(
            session,
            held,
            Status.BROKEN_OFF,
            by=people.olga(session).actor,
            ending=Ending("Slut.", "Nämnden"),
        )
        assert not is_open(opens)


def test_a_phase_that_has_opened_keeps_its_kind_and_beginning(town):
    with transaction() as session:
        olga = people.olga(session)
        held = a_dialogue(session)
        [phase] = finding.phases_of(session, held.case.id)
        taken = planning.take(session, held, phase.id)
        with pytest.raises(NotAllowed):
            planning.change(session, held, taken, open_for(PhaseKind.VOTE), by=olga.actor)
        with pytest.raises(NotAllowed):
            planning.remove(session, held, taken, by=olga.actor)
        longer = planning.Planned(taken.kind, taken.opens_at, taken.closes_at + DAY)
        planning.change(session, held, taken, longer, by=olga.actor)
        newest = timeline(session, held.case.stream)[0]
        assert newest.kind is EventKind.PHASE_CHANGED
        assert newest.facts["was_closes"] == phase.closes_at
        assert newest.facts["closes"] == phase.closes_at + DAY


def test_a_phase_ends_after_it_begins_and_not_in_the_past(town):
    with transaction() as session:
        olga = people.olga(session)
        held = a_dialogue(session)
        for wrong in (open_for(PhaseKind.VOTE, days=0), open_for(PhaseKind.VOTE, -1, since=3)):
            with pytest.raises(Invalid):
                planning.add(session, held, wrong, by=olga.actor)


def test_residents_write_only_while_a_phase_lets_them(town):
    with transaction() as session:
        rosa = people.rosa(session)
        held = a_dialogue(session, phases=[open_for(PhaseKind.DISCUSS)])

        def write(section=Section.TALK):
            return write_comment(
                session,
                held.case.reference,
                by=rosa.actor,
                source="Fler bänkar i solen.",
                contact_id=rosa.contact_id,
                confirmed=True,
                section=section,
            )

        assert write().phase_id == finding.phases_of(session, held.case.id)[0].id
        with pytest.raises(NotAllowed):
            write(Section.IDEA)
        advance(15 * 86_400)
        with pytest.raises(NotAllowed):
            write()


def test_what_is_written_in_a_dialogue_waits_for_review_as_every_comment(town):
    with transaction() as session:
        rosa = people.rosa(session)
        held = a_dialogue(session)
        words = commenting.Words("Fler bänkar.", "<p>Fler bänkar.</p>", "", None, form_key.fresh())
        made = commenting.write(
            session,
            held.case.reference,
            words,
            by=rosa.actor,
            contact_id=rosa.contact_id,
            language="sv",
        )
        assert people.waiting_item(session, comment_id=made).state == "pending"


def test_it_closes_on_a_day_after_it_opens(town):
    with transaction() as session, pytest.raises(Invalid):
        a_dialogue(session, words=some_words(closes_on=today() - dt.timedelta(days=1)))


def test_a_vote_is_not_shown_before_it_is_said_what_is_voted_on(town):
    with transaction() as session:
        olga = people.olga(session)
        held = a_dialogue(session, state=Status.DRAFT, phases=[later(PhaseKind.VOTE)])
        phase = first_phase(session, held)
        [lack] = ready.lacks(session, held.dialogue)
        assert (lack.field, lack.phase.id) == ("ballot", phase.id)
    reference = held.case.reference
    with pytest.raises(Invalid, match="ballot"), transaction() as session:
        keeping.move(session, keeping.hold(session, reference), Status.COMING, by=olga.actor)
    with transaction() as session:
        held = keeping.hold(session, reference)
        set_up(session, held, first_phase(session, held))
        assert list(ready.lacks(session, held.dialogue)) == []
        keeping.move(session, held, Status.COMING, by=olga.actor)
