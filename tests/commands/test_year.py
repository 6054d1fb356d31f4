"""A year is lived through the real verbs, and what is told of it can be wrong."""

import csv
import datetime as dt
import itertools
import json
import re
from collections import Counter, defaultdict
from dataclasses import replace

import pytest
from click.testing import CliRunner
from sqlalchemy import select, text

from models import calendar, settings
from models.absence import absences
from models.actor import Source
from models.calendar import holiday_names, local, start_of
from models.database import table_of, transaction
from models.decision import decisions
from models.event import Event, EventKind
from models.helping import TAKEN_IN
from models.states import HANDED_IN, Kind, Status
from models.statistics.rows import By, Sender
from models.submission import submissions
from models.units.reorganisation import moved_cases
from web.commands import scheduler
from web.commands.demo import days
from web.commands.rehearse import rehearse
from web.commands.year import happening, living, plan, proving, telling

pytestmark = pytest.mark.once

events = table_of(Event)
CASES = 200


def test_a_year_has_every_kind_channel_holiday_and_change_of_clocks():
    steps = plan.steps(2026, 600, seed=1)
    came = [step for step in steps if step.does == "hand_in"]
    assert len(came) == 600
    assert {step.told["kind"] for step in came} == {kind.value for kind in plan.KINDS}
    assert set(plan.KINDS) == set(HANDED_IN)
    channels = {step.told.get("came", Source.WEB.value) for step in came}
    assert channels == {source.value for source in plan.CHANNELS} == set(TAKEN_IN) | {Source.WEB}
    on = {local(step.at).date() for step in came if "came" not in step.told}
    assert on >= {dt.date(2026, 3, 29), dt.date(2026, 10, 25)} | holiday_names(2026).keys()
    senders = Counter(place for step in came for place in living.places(step))
    assert {value for by, value in senders if by is By.SENDER} == {
        sender.value for sender in Sender
    }
    does = {step.does for step in steps}
    assert {"hand_over", "delay", "ask", "add", "open_again", "tell", "carry"} <= does
    assert does >= happening.VERBS.keys()
    assert steps == plan.steps(2026, 600, seed=1)
    assert steps != plan.steps(2026, 600, seed=2)


def test_some_days_are_lived_and_every_figure_and_letter_proved(town, tmp_path):
    listed = tmp_path / "letters.csv"
    order = ["--year", "2026", "--days", "8", "--submissions", "14", "--messages", str(listed)]
    done = CliRunner().invoke(rehearse, order)
    assert done.exit_code == 0, done.output
    assert " 0 faults" in done.output
    assert "\n14 submissions," in done.output
    departments = re.findall(r"^department ([\w-]+)", done.output, re.MULTILINE)
    assert len(departments) >= 3
    assert "community" in departments
    with listed.open(encoding="utf-8") as opened:
        rows = list(csv.DictReader(opened))
    keys = Counter((row["channel"], row["to"], row["key"]) for row in rows)
    assert max(keys.values()) == 1
    assert {"receipt", "staff_daily"} <= {row["kind"] for row in rows}
    nobodys = re.compile(r"[\w.]+@example\.org|\+46701740(60[5-9]|6[1-9]\d)")
    assert all(nobodys.fullmatch(row["to"]) for row in rows)
    with transaction(write=False) as session:
        # Nothing of it reached the town that the command was called in.
        assert session.execute(text("SELECT count(*) FROM submission")).scalar() == 0


def test_a_wrong_figure_and_a_letter_that_went_twice_are_found():
    # As where nothing has been set: a made-up town needs no secret of anybody's.
    settings.use(None)
    with living.town(2026) as chosen:
        length = living.Length(days=3, submissions=6, seed=1)
        lived = living.live(chosen, 2026, length, passed=lambda: None)
        letters = [one for one in lived.letters if one.delivery_id]

        def faults(**changed):
            return proving.faults(
                session, replace(lived, **changed), telling.of_year(session, 2026)
            )

        with transaction() as session:
            assert faults() == []
            # An association of which one writes has one of us to turn to, whatever it writes of.
            _s = submissions.c
            theirs = select(_s.organisation_id, _s.coordinator_id).distinct()
            ((_, whom),) = session.execute(theirs.where(_s.organisation_id.is_not(None))).all()
            assert whom is not None
            first = letters[0]
            assert faults(letters=[*letters, first]) == [
                f"{(first.channel, first.address, first.message_key)} went 2 times"
            ]
            other = replace(first, message_key="event:0")
            assert len(faults(letters=[other, *letters[1:]])) == 2
            one_more = lived.came + Counter([(By.KIND, Kind.QUESTION.value)])
            (missed,) = faults(came=one_more)
            assert "were handed in" in missed
            # Shown to whoever reads: a number that nobody counted, and one that tells of too few.
            session.execute(text("UPDATE month_figure SET received = received + 1"))
            found = faults()
            assert any("received is" in one for one in found)
            assert any("received is told as 7, counted 6" in one for one in found)


def _a_year():
    """Every step of the town itself, of a proposal that is carried out, and of two faults: one at
    the parks when these are merged, one of the streets when he leaves who has it.
    """
    wanted = [None]
    seeds = itertools.count(1)
    while None in wanted:
        cases = defaultdict(list)
        for step in plan.steps(2026, CASES, next(seeds)):
            cases[step.case].append(step)
        wanted = [
            next((steps for steps in cases.values() if is_it(steps)), None)
            for is_it in (
                lambda steps: "implemented" in steps[-1].given,
                lambda steps: _is_open(steps, "parks", dt.date(2026, 7, 1)),
                lambda steps: _is_open(steps, "roads", dt.date(2026, 9, 15)),
            )
        ]
    every = itertools.chain(cases[happening.NOBODYS], *wanted)
    return sorted(every, key=lambda step: step.at)


def _is_open(steps, subject, day):
    told, begins = steps[0].told, start_of(day)
    is_one = (told.get("kind"), told.get("subject")) == (Kind.FAULT_REPORT, subject)
    stays = all(step.does != "hand_over" for step in steps)
    return is_one and stays and len(steps) > 1 and steps[1].at < begins < steps[-1].at


def test_the_town_itself_changes_through_the_real_verbs(town):
    steps = _a_year()
    with living.town(2026):
        with transaction() as session:
            made = happening.YearTown(session, plan.people(CASES), {})
            made.settle()
        lived = living.Lived()
        for step in steps:
            # The clock comes before what waits for it, and after what it is to do.
            if step.does == "have_merged":
                calendar.freeze(step.at)
                scheduler.tick("year")
            with transaction() as session:
                made.session = session
                living.take(made, step, lived)
            if step.does == "leave" or (step.does == "decide_all" and step.given in made.met):
                scheduler.tick("year")
        with transaction(write=False) as session:
            (decision,) = session.execute(select(decisions)).all()
            assert decision.meeting_id is not None
            assert decision.minutes_posted == days.after(decision.decided_on, happening.APPROVED)
            cases = {row.id: row for row in session.execute(select(submissions))}
            assert cases[decision.submission_id].status is Status.IMPLEMENTED
            (moved,) = session.execute(select(moved_cases)).all()
            streets = made.unit(happening.INTO)
            assert cases[moved.submission_id].unit_id == streets
            (let_go,) = _let_go(session)
            assert let_go == made.people[happening.LEAVES["name"]]
            (away,) = session.execute(select(absences)).all()
            assert away.person_id == made.people[happening.AWAY]


def _let_go(session):
    """Who had a case that the clock gave back to the unit."""
    facts = session.scalars(select(events.c.facts).where(events.c.kind == EventKind.ASSIGNED))
    told = [json.loads(one) for one in facts]
    return [one["let_go"] for one in told if "let_go" in one]


def test_it_says_which_dialogue_or_which_year():
    assert CliRunner().invoke(rehearse, []).exit_code == 2
    assert CliRunner().invoke(rehearse, ["slug", "--year", "2026"]).exit_code == 2
