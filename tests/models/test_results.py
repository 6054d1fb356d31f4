"""What came of a dialogue: no end without a report, no archive without an evaluation, and actions."""

import datetime as dt
from dataclasses import replace

import pytest

from models.calendar import freeze, moment, today, zone
from models.database import transaction
from models.dialogue import actions, finding, inputs, keeping, planning, results, themes
from models.dialogue.actions import Planned
from models.dialogue.inputs import Input, Source
from models.dialogue.keeping import Ending
from models.dialogue.kinds import PhaseKind
from models.dialogue.outcome import ActionStatus, Answer
from models.dialogue.results import Answered, Said
from models.errors import Invalid, NotAllowed, NotFound, Stale
from models.event import EventKind
from models.history import replay, timeline, verify
from models.states import Status
from tests import people
from tests.dialogues import a_dialogue, later, open_for
from tests.models.test_themes import said
from tests.results import evaluated, told_back

SAID = Said("Många vill ha skugga.", "<p>Många vill ha skugga.</p>", "Nämnden ändrade planen.")
INTO = Ending("Parkenheten sköter det.", "Parkenheten")


def write(session, held, words=SAID, *, phase=None, version=0, publish=True):
    olga = people.olga(session).actor
    return results.write(session, held, phase, words, by=olga, version=version, publish=publish)


def close(session, held):
    return keeping.move(session, held, Status.CLOSED, by=people.olga(session).actor)


def newest(session, held):
    return timeline(session, held.case.stream, public_only=False)[0]


def an_action(session, held, **other):
    facts = {
        "words": "Plantera fyra träd.",
        "owner_unit_id": held.case.unit_id,
        "due_on": today() + dt.timedelta(days=30),
    }
    olga = people.olga(session).actor
    return actions.add(session, held, Planned(**facts | other), by=olga)


def test_nothing_is_closed_without_a_report_that_answers_every_main_theme(town):
    with transaction() as session:
        held, olga = a_dialogue(session, state=Status.FEEDBACK), people.olga(session)
        with pytest.raises(Invalid) as refused:
            close(session, held)
        assert (refused.value.field, refused.value.code) == ("report", "missing")
    with transaction() as session:
        held = a_dialogue(session, state=Status.FEEDBACK)
        write(session, held, publish=False)
        with pytest.raises(Invalid):
            close(session, held)
    with transaction() as session:
        held = a_dialogue(session, state=Status.FEEDBACK)
        told_back(session, held)
        themes.add(session, held, "Skugga", by=olga.actor)
        with pytest.raises(Invalid) as refused:
            close(session, held)
        assert (refused.value.field, refused.value.code) == ("report", "unanswered")
    with transaction() as session:
        held = a_dialogue(session, state=Status.FEEDBACK)
        themes.add(session, held, "Skugga", by=olga.actor)
        themes.add(session, held, "Annat", by=olga.actor, main=False)
        told_back(session, held)
        close(session, held)
        assert held.case.status is Status.CLOSED


def test_nothing_is_handed_over_before_it_is_written_down_what_was_learnt(town):
    with transaction() as session:
        held, olga = a_dialogue(session, state=Status.FEEDBACK), people.olga(session)
        told_back(session, held)
        close(session, held)
        with pytest.raises(Invalid) as refused:
            keeping.move(session, held, Status.HANDED_OVER, by=olga.actor, ending=INTO)
        assert refused.value.field == "evaluation"
    with transaction() as session:
        held = a_dialogue(session, state=Status.FEEDBACK)
        told_back(session, held)
        close(session, held)
        evaluated(session, held)
        keeping.move(session, held, Status.HANDED_OVER, by=olga.actor, ending=INTO)
        assert replay(session, held.case.stream).status == "handed_over"
        assert verify(session, held.case.stream) == []


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (None, "answer"),
        (Answered(0, Answer.DONE), "said"),
        (Answered(0, Answer.NOT), "said"),
        (Answered(0, Answer.WILL, "Vi planterar.", who="Parkenheten"), "due"),
        (Answered(0, Answer.WILL, "Vi planterar.", due_on=dt.date(2030, 5, 1)), "who"),
    ],
)
def test_an_answer_says_what_when_and_who_or_why_not(town, given, field):
    with transaction() as session:
        held = a_dialogue(session, state=Status.FEEDBACK)
        theme = themes.add(session, held, "Skugga", by=people.olga(session).actor)
        words = replace(SAID, answers=(replace(given, theme_id=theme.id),) if given else ())
        with pytest.raises(Invalid) as refused:
            write(session, held, words)
        assert refused.value.field == f"theme{theme.id}-{field}"


def test_what_was_heard_is_sorted_before_it_is_answered(town):
    with transaction() as session:
        held = a_dialogue(session)
        said(session, held)
        assert [one.code for one in results.lacking(session, held.case.id, None, SAID)] == [
            "no_theme"
        ]


def test_a_report_is_told_once_and_what_is_changed_afterwards_is_not_lost(town):
    with transaction() as session:
        held = a_dialogue(session)
        report = write(session, held)
        assert newest(session, held).kind is EventKind.RESULT_PUBLISHED
        assert newest(session, held).facts["report"] == report.id
        with pytest.raises(Stale):
            write(session, held)
        first = report.text_id
        write(session, held, replace(SAID, words="Fler vill ha skugga."), version=1, publish=False)
        assert newest(session, held).kind is EventKind.EDITED
        assert report.published_at is not None
        assert report.text_id != first
        with pytest.raises(Invalid):
            write(session, held, replace(SAID, influenced=""), version=2, publish=False)


def test_a_phase_that_has_begun_has_a_report_of_its_own(town):
    with transaction() as session:
        planned = [open_for(PhaseKind.DISCUSS), later(PhaseKind.VOTE)]
        held = a_dialogue(session, phases=planned)
        [talk, vote] = finding.phases_of(session, held.case.id)
        write(session, held, replace(SAID, influenced=""), phase=talk.id)
        write(session, held)
        with pytest.raises(NotAllowed):
            write(session, held, phase=vote.id)
        with pytest.raises(NotFound):
            write(session, a_dialogue(session), phase=talk.id)
        rows = results.of_dialogue(session, held.case.id)
        assert [row.phase_id for row in rows] == [None, talk.id]


def test_a_theme_that_has_been_answered_stays(town):
    with transaction() as session:
        held, olga = a_dialogue(session), people.olga(session)
        theme = themes.add(session, held, "Skugga", by=olga.actor)
        one = said(session, held)
        themes.put(session, held, theme, [Input(Source.COMMENT, one.id)], by=olga.actor)
        told_back(session, held)
        with pytest.raises(NotAllowed):
            themes.remove(session, held, theme, by=olga.actor)
        assert inputs.counts(session, held.case.id).themes == {theme.id: {"talk": 1}}


def test_an_action_is_late_the_day_after_its_day_and_not_once_it_is_done(town):
    freeze(moment(dt.datetime(2026, 11, 20, 12, tzinfo=zone())))
    with transaction() as session:
        held, olga = a_dialogue(session), people.olga(session)
        made = an_action(session, held, due_on=dt.date(2026, 11, 20))
        assert not actions.is_late(made)
        freeze(moment(dt.datetime(2026, 11, 21, 0, tzinfo=zone())))
        assert actions.is_late(made)
        assert actions.late(session, olga.viewer) == 1
        neighbour = people.official_of(session, "Nina", held.case.unit_id + 1)
        assert actions.late(session, neighbour.viewer) == 0
        done = Planned(
            made.words,
            made.owner_unit_id,
            made.due_on,
            status=ActionStatus.DONE,
            done_on=today(),
        )
        actions.change(session, held, made, done, by=olga.actor)
        assert not actions.is_late(made)
        told = newest(session, held)
        assert (told.kind, told.facts["to"]) == (EventKind.ACTION_CHANGED, "done")
        assert replay(session, held.case.stream).status == "open"
        with pytest.raises(Stale):
            actions.take(session, held, made.id, version=1)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"words": ""}, "said"),
        ({"owner_unit_id": 99}, "unit"),
        ({"theme_id": 99}, "theme"),
        ({"status": ActionStatus.DONE}, "done_on"),
        ({"status": ActionStatus.DROPPED}, "why"),
    ],
)
def test_an_action_says_what_who_and_why_it_is_dropped(town, wrong, field):
    with transaction() as session:
        held = a_dialogue(session)
        with pytest.raises(Invalid) as refused:
            an_action(session, held, **wrong)
        assert refused.value.field == field


def test_what_is_not_done_goes_over_to_the_next_year_with_a_reason_and_its_first_day(town):
    freeze(moment(dt.datetime(2026, 12, 30, 12, tzinfo=zone())))
    with transaction() as session:
        held, olga = a_dialogue(session), people.olga(session)
        late = an_action(session, held, due_on=dt.date(2026, 5, 1))
        next_year = an_action(session, held, due_on=dt.date(2027, 5, 1))
        with pytest.raises(Invalid):
            actions.carry(session, held, 2026, "", by=olga.actor)
        assert actions.carry(session, held, 2026, "Marken var frusen.", by=olga.actor) == 1
        assert (late.due_on, late.carried_from) == (dt.date(2027, 12, 31), dt.date(2026, 5, 1))
        assert next_year.carried_from is None
        freeze(moment(dt.datetime(2028, 1, 2, 12, tzinfo=zone())))
        assert actions.carry(session, held, 2027, "Marken var frusen.", by=olga.actor) == 2
        assert (late.due_on, late.carried_from) == (dt.date(2028, 12, 31), dt.date(2026, 5, 1))
        assert actions.carry(session, held, 2027, "Igen.", by=olga.actor) == 0
        with pytest.raises(Invalid):
            actions.carry(session, held, 2020, "Igen.", by=olga.actor)


def test_a_year_has_one_note(town):
    with transaction() as session:
        held, olga, year = a_dialogue(session), people.olga(session), today().year
        for words in ("Tre träd.", "Fyra träd."):
            actions.write_year(session, held, year, words, f"<p>{words}</p>", by=olga.actor)
        with pytest.raises(Invalid):
            actions.write_year(session, held, 1999, "x", "x", by=olga.actor)
        assert [(row.year, row.source) for row in actions.years(session, held.case.id)] == [
            (year, "Fyra träd.")
        ]


def test_a_phase_that_is_written_of_is_not_taken_away(town):
    with transaction() as session:
        olga = people.olga(session)
        held = a_dialogue(session, state=Status.DRAFT, phases=[open_for(PhaseKind.DISCUSS)])
        [talk] = finding.phases_of(session, held.case.id)
        words = replace(SAID, influenced="")
        results.write(session, held, talk.id, words, by=olga.actor, version=0, publish=False)
        with pytest.raises(NotAllowed) as refused:
            planning.remove(session, held, planning.take(session, held, talk.id), by=olga.actor)
        assert refused.value.code == "phase_told"
