"""What one person may not decide alone, and who the other one may be (MQ-7)."""

import pytest

from models import progress, reconfiguring
from models.actor import Role
from models.answer import answer
from models.database import transaction
from models.errors import Invalid, NotAllowed, NotFound, Stale
from models.person import Person, appoint
from models.revising import revise
from models.second_opinion import Answer, Matter, SecondOpinion
from models.second_person import second_person
from models.states import Publication
from models.verdict import Judgement, Verdict
from moderation import four_eyes, proposing
from moderation.reasons import Reason
from moderation.undoing import undo
from tests import people
from tests.moderation.room import item_of, judge, report

J = Judgement
ABOUT_US = "Kommunen struntar i gångvägen, och nämnden sover."


def rules(session):
    return people.municipality(session).proposals


def propose(session, thing, judgement, reason, *, by=None):
    """Marek's judgement (or `by`'s), proposed where it takes two."""
    item = item_of(session, thing)
    return proposing.judge(
        session,
        item.id,
        by=(by or people.marek(session)).actor,
        judgement=judgement,
        version=item.version,
        rules=rules(session),
        reason=reason,
        message="Raden om grannen.",
    )


def proposal(session, thing) -> SecondOpinion:
    return four_eyes.open_of(session, item_of(session, thing))


def agree(session, thing, by) -> Verdict:
    return proposing.agree(session, proposal(session, thing).id, by=by.actor, rules=rules(session))


def shown(session, **more):
    thing = people.published(session, **more)
    report(session, thing)
    return thing


def test_what_a_law_makes_urgent_is_hidden_at_once_and_ended_by_another(town):
    with transaction() as session:
        thing, anna = shown(session), people.anna(session)
        with pytest.raises(NotAllowed, match="needs_two"):
            judge(session, item_of(session, thing), J.UNPUBLISH, reason="terror")
        assert propose(session, thing, J.UNPUBLISH, "terror") is None
        assert thing.publication is Publication.HIDDEN
        with pytest.raises(NotAllowed, match="own_proposal"):
            agree(session, thing, people.marek(session))
        verdict = agree(session, thing, anna)
        assert thing.publication is Publication.UNPUBLISHED
        assert (verdict.by_id, verdict.reason, verdict.message) == (
            anna.id,
            "terror",
            "Raden om grannen.",
        )
        found = session.get_one(SecondOpinion, 1)
        assert (found.answer, found.verdict_id) == (Answer.CONFIRMED, verdict.id)
        # She may take it back, as every verdict of her own.
        undo(session, verdict.id, by=anna.actor)
        assert thing.publication is Publication.HIDDEN


def test_what_nobody_can_read_yet_waits_for_the_other_one(town):
    with transaction() as session:
        case = people.a_submission(session)
        assert propose(session, case, J.REFUSE, "threat") is None
        assert case.publication is Publication.QUEUED
        assert item_of(session, case).state == "escalated"
        agree(session, case, people.anna(session))
        assert case.publication is Publication.REFUSED


def test_whoever_hid_it_is_one_and_whoever_ends_it_the_other(town):
    with transaction() as session:
        thing = shown(session)
        item = item_of(session, thing)
        judge(session, item, J.HIDE, reason="threat")
        with pytest.raises(NotAllowed, match="needs_two"):
            judge(session, item, J.UNPUBLISH, reason="threat")
        judge(session, item, J.UNPUBLISH, reason="threat", by=people.anna(session))
        assert thing.publication is Publication.UNPUBLISHED


@pytest.mark.parametrize("judgement", [J.REFUSE, J.UNPUBLISH, J.HIDE])
def test_what_speaks_of_the_municipality_is_not_taken_away_by_one(town, judgement):
    with transaction() as session:
        thing = (
            people.a_submission(session, source=ABOUT_US)
            if judgement is J.REFUSE
            else shown(session, source=ABOUT_US)
        )
        before = thing.publication
        assert propose(session, thing, judgement, "abusive") is None
        assert thing.publication is before
        agree(session, thing, people.anna(session))
        assert thing.publication is not before


@pytest.mark.parametrize(
    ("reason", "text"), [("hate_speech", ABOUT_US), ("personal_data", ABOUT_US)]
)
def test_what_the_law_asks_for_is_not_held_up_by_whom_it_speaks_of(town, reason, text):
    with transaction() as session:
        case = people.a_submission(session, source=text)
        assert propose(session, case, J.REFUSE, reason) is not None


@pytest.mark.parametrize("reason", ["advertising", "individual_case", "similar_open"])
def test_what_is_plain_to_see_is_refused_by_one_and_hidden_by_two(town, reason):
    with transaction() as session:
        case = people.a_submission(session, source=ABOUT_US)
        assert propose(session, case, J.REFUSE, reason) is not None
        assert propose(session, shown(session, source=ABOUT_US), J.HIDE, reason) is None


def test_a_town_chooses_what_takes_two(town):
    with transaction() as session:
        _profile(session, criticism=False, removal=True)
        case = people.a_submission(session, source=ABOUT_US)
        assert propose(session, case, J.REFUSE, "abusive") is not None
        thing = shown(session)
        assert propose(session, thing, J.HIDE, "abusive") is not None
        assert propose(session, thing, J.UNPUBLISH, "abusive") is None
        assert thing.publication is Publication.HIDDEN


def _profile(session, **chosen) -> None:
    people.municipality(session)
    whole = reconfiguring.present(session)
    pairs = whole.site.reviewing.four_eyes.model_copy(update=chosen)
    reviewing = whole.site.reviewing.model_copy(update={"four_eyes": pairs})
    site = whole.site.model_copy(update={"reviewing": reviewing})
    wanted = whole.model_copy(update={"site": site})
    reconfiguring.use(session, wanted, by=people.ada(session).actor)


def test_the_named_second_person_agrees_from_outside_the_desk(town):
    with transaction() as session:
        olga, sam = people.olga(session), people.sam(session)
        case = people.a_submission(session)
        propose(session, case, J.REFUSE, "threat")
        for nobody in (olga, sam):
            with pytest.raises(NotFound):
                agree(session, case, nobody)
        _profile(session, second_person=olga.address)
        agree(session, case, olga)
        assert case.publication is Publication.REFUSED


@pytest.mark.parametrize("lost", ["appointment", "account"])
def test_the_named_second_person_works_here(town, lost):
    with transaction() as session:
        someone = people.sam(session) if lost == "appointment" else people.olga(session)
        _profile(session, second_person=someone.address)
        session.get_one(Person, someone.id).suspended = lost == "account"
        session.flush()
        assert second_person(session) is None


def test_who_does_not_agree_leaves_it_waiting_for_another_judgement(town):
    with transaction() as session:
        case, anna = people.a_submission(session), people.anna(session)
        propose(session, case, J.REFUSE, "threat")
        asked = proposal(session, case)
        proposing.decline(session, asked.id, by=anna.actor, note="Det är bildligt.")
        assert (asked.answer, asked.answered_by) == (Answer.DECLINED, anna.id)
        assert proposal(session, case) is None
        assert case.publication is Publication.QUEUED
        judge(session, item_of(session, case), J.PUBLISH)
        with pytest.raises(Stale):
            proposing.agree(session, asked.id, by=anna.actor, rules=rules(session))


def test_a_proposal_about_other_words_is_agreed_to_by_nobody(town):
    with transaction() as session:
        case, rosa = people.a_submission(session), people.rosa(session)
        propose(session, case, J.REFUSE, "threat")
        asked = proposal(session, case).id
        revise(session, case, by=rosa.actor, title="Nytt", source="Nya, snälla ord.")
        with pytest.raises(Stale):
            proposing.agree(session, asked, by=people.anna(session).actor, rules=rules(session))
        assert case.publication is Publication.QUEUED
        # It is proposed anew, of the new words.
        propose(session, case, J.REFUSE, "threat")
        assert session.get_one(SecondOpinion, asked).answer is Answer.LAPSED


def test_whoever_judges_it_otherwise_has_answered(town):
    with transaction() as session:
        case, anna = people.a_submission(session), people.anna(session)
        propose(session, case, J.REFUSE, "threat")
        asked = proposal(session, case)
        judge(session, item_of(session, case), J.PUBLISH, by=anna)
        assert (asked.answer, asked.answered_by) == (Answer.DECLINED, anna.id)


def test_the_same_judgement_by_another_is_agreement(town):
    with transaction() as session:
        case, anna = people.a_submission(session, source=ABOUT_US), people.anna(session)
        propose(session, case, J.REFUSE, "abusive")
        asked = proposal(session, case)
        judge(session, item_of(session, case), J.REFUSE, reason="abusive", by=anna)
        assert asked.answer is Answer.CONFIRMED


def test_nobody_has_a_say_in_what_she_wrote_or_has_a_part_in(town):
    with transaction() as session:
        anna = people.anna(session)
        own = people.a_submission(session, by=anna)
        propose(session, own, J.REFUSE, "threat")
        with pytest.raises(NotAllowed, match="own_text"):
            agree(session, own, anna)


def test_who_leaves_something_to_another_says_why_and_does_not_judge_it(town):
    with transaction() as session:
        case, marek, anna = (
            people.a_submission(session),
            people.marek(session),
            people.anna(session),
        )
        item = item_of(session, case)
        with pytest.raises(Invalid) as refusal:
            proposing.escalate(session, item.id, by=marek.actor, version=item.version, note=" ")
        assert (refusal.value.field, refusal.value.code) == ("colleague", "missing")
        asked = proposing.escalate(
            session, item.id, by=marek.actor, version=item.version, note="Jag känner henne."
        )
        with pytest.raises(NotAllowed, match="you_asked"):
            judge(session, item, J.PUBLISH)
        with pytest.raises(NotAllowed, match="own_proposal"):
            _decide(session, asked, marek)
        _decide(session, asked, anna)
        assert case.publication is Publication.PUBLISHED
        assert session.get_one(SecondOpinion, asked).answer is Answer.CONFIRMED


def _decide(session, asked, by) -> Verdict:
    return proposing.decide(session, asked, by=by.actor, judgement=J.PUBLISH, rules=rules(session))


def test_fear_for_a_life_hides_what_can_be_read_and_waits_for_no_claim(town):
    with transaction() as session:
        marek, anna = people.marek(session), people.anna(session)
        thing, case = shown(session), people.a_submission(session)
        for one in (thing, case):
            item = item_of(session, one)
            item.claimed_by, item.claimed_at = anna.id, one.received_at
            for _ in range(2):
                proposing.fear_for_life(
                    session,
                    item.id,
                    by=marek.actor,
                    rules=rules(session),
                    reason=Reason.PERSONAL_DATA,
                )
            assert (item.urgent, item.state) == (True, "escalated")
            assert proposal(session, one).code == proposing.DANGER
        assert (thing.publication, case.publication) == ("hidden", "queued")
        assert len(four_eyes.waiting(session, matter=Matter.ESCALATION)) == 2


def test_what_is_asked_of_people_is_answered_by_neither_who_asked_nor_whom_it_is_about(town):
    with transaction() as session:
        marek, anna, sam = people.marek(session), people.anna(session), people.sam(session)
        asked = four_eyes.ask(
            session, Matter.SUSPENSION, by=marek.actor, person_id=sam.id, reason="abusive"
        )
        for who, code in ((marek, "own_proposal"), (sam, "about_you")):
            with pytest.raises(NotAllowed, match=code):
                four_eyes.answer(session, asked, by=who.actor, confirms=True)
        found = four_eyes.answer(session, asked, by=anna.actor, confirms=True)
        assert (found.answer, found.answered_by) == (Answer.CONFIRMED, anna.id)
        with pytest.raises(Stale) as late:
            four_eyes.answer(session, asked, by=people.ada(session).actor, confirms=True)
        assert late.value.who == "Anna"


@pytest.mark.parametrize("part", ["assigned", "answered", "replied"])
def test_nobody_judges_what_she_has_a_part_in_as_an_official(town, part):
    with transaction() as session:
        olga = people.olga(session)
        appoint(session, olga.id, Role.MODERATOR)
        proposal_ = people.published(session)
        thing = people.a_comment(session, proposal_)
        if part == "assigned":
            person = session.get_one(Person, olga.id)
            progress.assign(session, proposal_, by=people.ada(session).actor, to=person)
        elif part == "answered":
            answer(session, proposal_, by=olga.actor, source="Vi ser över det.", html="<p>Vi</p>")
        else:
            hers = people.published_comment(session, proposal_, by=olga, source="Vi mäter nu.")
            thing = people.a_comment(
                session, proposal_, source="Ni mäter fel.", reply_to=hers.number
            )
        judging = people.Someone(
            olga.id, olga.contact_id, "Olga", olga.address, role=Role.MODERATOR
        )
        with pytest.raises(NotAllowed, match=r"own_case|own_answer"):
            judge(session, item_of(session, thing), J.PUBLISH, by=judging)
        judge(session, item_of(session, thing), J.PUBLISH)
