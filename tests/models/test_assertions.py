"""Statements of a dialogue: answered by people, shown by one rule, weighed by the clock alone."""

import json

import pytest
from sqlalchemy import func, select, update

from models import calendar, commenting, erasing, form_key, own_record, review
from models.actor import SYSTEM
from models.calendar import DAY, MINUTE, SECOND
from models.comment import comments
from models.commenting import Words
from models.database import table_of, transaction
from models.dialogue import assertions, keeping, planning, routing
from models.dialogue.kinds import PhaseKind, Section
from models.dialogue.ratings import opinion_results, raters, ratings
from models.errors import Invalid, NotAllowed, NotFound
from models.event import EventKind, version_of
from models.history import timeline
from models.person import Person
from models.profile import Level
from models.states import Publication, Status
from notifications.telling import telling
from tests import people
from tests.dialogues import a_dialogue, later, open_for
from tests.models.stating import a_phase, crowd, rate, weigh

_people = table_of(Person)


@pytest.fixture
def made(town):
    with transaction() as session:
        return a_phase(session)


def result(made):
    with transaction(write=False) as session:
        wanted = select(opinion_results).where(opinion_results.c.phase_id == made.id)
        return session.execute(wanted).first()


def counts(made):
    """The counts of the first statement and the second, None where nothing is said."""
    with transaction(write=False) as session:
        keys = assertions.keys_of(session, made.id)
    found = json.loads(result(made).figures)["counts"]
    return [found.get(str(key)) for key in keys[:2]]


def hide(made, number):
    with transaction() as session:
        session.execute(
            update(comments)
            .where(comments.c.submission_id == made.dialogue, comments.c.number == number)
            .values(publication=Publication.HIDDEN)
        )


def after(made):
    return calendar.at(made.closes_at + MINUTE)


# The rule of what comes next


@pytest.mark.once
def test_what_few_have_answered_comes_first_in_steps_and_what_is_answered_never_again():
    answered = {1: 40, 2: 33, 3: 9, 4: 0}
    assert [routing.step(n) for n in (0, 1, 2, 3, 4, 7, 8, 15, 16)] == [0, 1, 2, 2, 3, 3, 4, 4, 5]
    seen, order = [], []
    while (one := routing.following("Rosa", [1, 2, 3, 4], seen, answered)) is not None:
        seen.append(one)
        order.append(one)
    assert order[:2] == [4, 3]
    assert set(order[2:]) == {1, 2}


@pytest.mark.once
def test_each_has_an_order_of_her_own_and_every_statement_its_turn():
    first = [routing.following(str(rater), range(10), [], {}) for rater in range(600)]
    assert routing.following("7", range(10), [], {}) == routing.following(
        "7", range(9, -1, -1), [], {}
    )
    # Each of ten is first for about a tenth.
    assert all(30 < first.count(one) < 100 for one in range(10))


def test_a_new_statement_catches_up(made):
    crowd(made)
    weigh()
    with transaction() as session:
        held_rules = json.loads(result(made).answered)
        rosa = people.rosa(session)
        answered = {int(key): value for key, value in held_rules.items()}
        stands = assertions.standing(session, made.id, rosa.id, answered)
    # Nobody has answered the third one.
    assert stands.next == stands.all[2].id


# Answering


def test_an_answer_is_kept_once_and_can_be_changed_while_the_phase_is_open(made):
    with transaction() as session:
        rosa = people.rosa(session)
        rate(session, made, rosa.id, first="agree")
        rate(session, made, rosa.id, first="disagree")
        assert session.execute(select(ratings.c.value)).scalars().all() == [-1]
        assert session.execute(select(func.count()).select_from(raters)).scalar_one() == 1
        assert timeline(session, made.stream)[0].kind is EventKind.COMMENT_PUBLISHED


@pytest.mark.parametrize(("after_close", "counts_then"), [(-1, True), (0, False), (1, False)])
def test_the_moment_counts_by_the_servers_clock(made, after_close, counts_then):
    with calendar.at(made.closes_at + after_close), transaction() as session:
        rosa = people.rosa(session)
        if counts_then:
            rate(session, made, rosa.id, first="agree")
        else:
            with pytest.raises(NotAllowed) as refused:
                rate(session, made, rosa.id, first="agree")
            assert refused.value.code == "phase_closed"


def test_nobody_answers_what_nobody_may_read(made):
    hide(made, made.numbers[0])
    with transaction() as session:
        rosa = people.rosa(session)
        for number in (made.numbers[0], 999):
            with pytest.raises(NotFound):
                assertions.rate(session, made.dialogue, number, 1, person_id=rosa.id)


def test_whoever_is_suspended_cannot_answer_and_what_she_answered_does_not_count(made):
    hers = crowd(made, agree=6)
    weigh()
    assert counts(made)[0] == [6, 0, 0]
    with transaction() as session:
        session.execute(update(_people).where(_people.c.id == hers[0]).values(suspended=True))
        with pytest.raises(NotAllowed) as refused:
            rate(session, made, hers[0], first="pass")
        assert refused.value.code == "suspended"
    weigh()
    assert counts(made)[0] == [5, 0, 0]
    with after(made):
        weigh()
        assert counts(made)[0] == [5, 0, 0]
        # What becomes of her later changes nothing: it was counted by whom she was then.
        with transaction() as session:
            session.execute(update(_people).values(suspended=False))
        weigh()
        assert counts(made)[0] == [5, 0, 0]


def test_the_towns_own_rules_say_who_may(made):
    with transaction() as session:
        rules = people.municipality(session).participation.model_copy(
            update={"comment": Level.IDENTIFIED}
        )
        rosa = people.rosa(session)
        with pytest.raises(Invalid) as refused:
            assertions.rate(
                session, made.dialogue, made.numbers[0], 1, person_id=rosa.id, rules=rules
            )
        assert (refused.value.field, refused.value.code) == ("eligible", "identification")


# Statements


def test_a_residents_statement_waits_for_review_and_then_stands_like_any_other(made):
    with transaction() as session:
        rosa = people.rosa(session)
        said = Words(
            "Torget behöver en toalett.",
            "<p>Torget behöver en toalett.</p>",
            "",
            None,
            form_key.fresh(),
            section=Section.STATEMENT,
            phase_id=made.id,
        )
        key = commenting.write(
            session, made.reference, said, by=rosa.actor, contact_id=rosa.contact_id, language="sv"
        )
        assert len(assertions.shown(session, made.id)) == 3
        item = session.execute(
            select(review.reviewables).where(review.reviewables.c.comment_id == key)
        ).one()
        assert item.state == review.ReviewState.PENDING
        session.execute(
            update(comments).where(comments.c.id == key).values(publication=Publication.PUBLISHED)
        )
        assert [one.official for one in assertions.shown(session, made.id)] == [True] * 3 + [False]


def test_what_leaders_write_is_shown_at_once_but_never_of_a_draft(town):
    with transaction() as session:
        olga = people.olga(session)
        held = a_dialogue(session, state=Status.DRAFT, phases=[later(PhaseKind.STATEMENTS)])
        phase = planning.take(session, held, session.scalar(select(assertions.phases.c.id)))
        with pytest.raises(NotFound):
            assertions.add_official(session, held, phase, "Torget är bra.", by=olga.actor)


def test_only_a_phase_of_statements_takes_them_and_so_many(town, monkeypatch):
    with transaction() as session:
        olga = people.olga(session)
        held = a_dialogue(
            session, phases=[open_for(PhaseKind.DISCUSS), open_for(PhaseKind.STATEMENTS)]
        )
        ids = session.scalars(select(assertions.phases.c.id).order_by("position")).all()
        talk, statements = (planning.take(session, held, one) for one in ids)
        with pytest.raises(NotFound):
            assertions.add_official(session, held, talk, "Torget är bra.", by=olga.actor)
        monkeypatch.setattr(assertions, "MOST", 1)
        assertions.add_official(session, held, statements, "Torget är bra.", by=olga.actor)
        with pytest.raises(NotAllowed) as refused:
            assertions.add_official(session, held, statements, "Torget är fint.", by=olga.actor)
        assert refused.value.code == "statements_full"


def test_whether_the_result_is_live_is_chosen_before_it_opens(made):
    with transaction() as session:
        olga = people.olga(session)
        held = keeping.take_for(session, made.slug, olga.viewer)
        phase = planning.take(session, held, made.id)
        assert not assertions.is_live(session, made.id)
        with pytest.raises(NotAllowed) as refused:
            assertions.show_live(session, held, phase, live=True, by=olga.actor)
        assert refused.value.code == "phase_open"


def test_nobody_is_told_that_the_result_will_be_live(town):
    with transaction() as session:
        made = a_phase(session, live=True)
        told = [
            one for one in timeline(session, made.stream, public_only=False) if "live" in one.facts
        ]
        assert [one.kind for one in told] == [EventKind.PHASE_CHANGED]
        assert telling(told[0].kind, told[0].facts) is None
        assert not [one for one in timeline(session, made.stream) if "live" in one.facts]


# The result


def test_the_result_is_made_by_the_clock_and_only_when_something_is_new(made):
    crowd(made)
    assert result(made) is None
    weigh()
    first = result(made)
    assert counts(made) == [[6, 0, 0], [6, 0, 0]]
    with transaction(write=False) as session:
        version = version_of(session, made.stream)
    with calendar.at(calendar.now() + MINUTE):
        weigh()
        second = result(made)
        # Once more, for answers whose transactions were long; and then no more.
        assert second.basis == first.basis
    with calendar.at(calendar.now() + 2 * MINUTE):
        weigh()
        assert result(made) == second
    with transaction() as session:
        assert version_of(session, made.stream) == version
        rate(session, made, people.rosa(session).id, first="disagree")
    weigh()
    assert counts(made)[0] == [6, 1, 0]


def test_what_is_hidden_is_in_no_result_within_a_minute(made):
    crowd(made)
    weigh()
    hide(made, made.numbers[0])
    weigh()
    assert counts(made)[0] == [6, 0, 0]
    assert len(json.loads(result(made).figures)["counts"]) == 1


def test_fewer_than_five_answers_are_told_of_nobody(made):
    crowd(made, agree=4)
    weigh()
    assert counts(made)[0] is None
    assert list(json.loads(result(made).answered).values()) == [4, 4]


def test_when_the_phase_has_closed_nobody_stands_behind_an_answer(made):
    crowd(made)
    with calendar.at(made.closes_at + 5 * SECOND):
        # Answers of the last second may still be on their way.
        weigh()
        assert result(made).final is False
    with after(made):
        weigh()
        final = result(made)
        assert final.final
        with transaction(write=False) as session:
            behind = select(raters.c.person_id, raters.c.changed_at).distinct()
            assert session.execute(behind).all() == [(None, made.closes_at)]
            assert session.execute(select(func.count()).select_from(ratings)).scalar_one() == 12
        weigh()
        assert result(made) == final


def test_a_clock_that_comes_late_counts_the_same(made):
    crowd(made)
    with calendar.at(made.closes_at + 20 * DAY):
        weigh()
        assert result(made).final
        assert counts(made)[0] == [6, 0, 0]


def test_a_person_who_is_erased_takes_her_answers_along_while_they_are_hers(made):
    hers = crowd(made)
    with transaction() as session:
        erasing.erase_person(session, hers[0], texts=erasing.Texts.STAY, by=SYSTEM)
        assert session.execute(select(func.count()).select_from(ratings)).scalar_one() == 10


def test_her_record_has_her_answers_while_they_are_hers(made):
    hers = crowd(made)

    def told():
        with transaction(write=False) as session:
            return own_record.counts(session, own_record.of(session, hers[0]))["rated"]

    assert told() == 2
    with after(made):
        weigh()
        assert told() == 0
