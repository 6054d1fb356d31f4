"""A year is lived through the real verbs, and what is told of it can be wrong."""

import csv
import datetime as dt
from collections import Counter
from dataclasses import replace

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from models.actor import Source
from models.calendar import holiday_names, local
from models.database import transaction
from models.states import Kind
from web.commands.rehearse import rehearse
from web.commands.year import living, plan, telling

pytestmark = pytest.mark.once


def test_a_year_has_every_kind_channel_holiday_and_change_of_clocks():
    steps = plan.steps(2026, 600, seed=1)
    came = [step for step in steps if step.does == "hand_in"]
    assert len(came) >= 595
    assert {step.told["kind"] for step in came} == {kind.value for kind in plan.KINDS}
    assert set(plan.KINDS) == set(Kind) - {Kind.DIALOGUE}
    channels = {step.told.get("came", Source.WEB.value) for step in came}
    assert channels == {source.value for source in plan.CHANNELS}
    days = {local(step.at).date() for step in came if "came" not in step.told}
    assert days & set(holiday_names(2026))
    assert {dt.date(2026, 3, 29), dt.date(2026, 10, 25)} <= set(plan.special_days(2026))
    does = {step.does for step in steps}
    assert {"hand_over", "delay", "ask", "add", "open_again", "tell", "decide", "carry"} <= does
    assert steps == plan.steps(2026, 600, seed=1)
    assert steps != plan.steps(2026, 600, seed=2)


def test_some_days_are_lived_and_every_figure_and_letter_proved(town, tmp_path):
    listed = tmp_path / "letters.csv"
    order = ["--year", "2026", "--days", "8", "--submissions", "14", "--messages", str(listed)]
    done = CliRunner().invoke(rehearse, order)
    assert done.exit_code == 0, done.output
    assert " 0 faults" in done.output
    assert "department community" in done.output
    with listed.open(encoding="utf-8") as opened:
        rows = list(csv.DictReader(opened))
    keys = Counter((row["channel"], row["to"], row["key"]) for row in rows)
    assert max(keys.values()) == 1
    assert {"receipt", "staff_daily"} <= {row["kind"] for row in rows}
    assert all(row["to"].endswith("@example.org") for row in rows)
    with transaction(write=False) as session:
        # Nothing of it reached the town that the command was called in.
        assert session.execute(text("SELECT count(*) FROM submission")).scalar() == 0


def test_a_wrong_figure_and_a_letter_that_went_twice_are_found(town):
    with living.town(2026) as chosen:
        length = living.Length(days=3, submissions=6, seed=1)
        lived = living.live(chosen, 2026, length, passed=lambda: None)
        letters = [one for one in lived.letters if one.delivery_id]
        with transaction() as session:
            assert telling.faults(session, lived.letters) == []
            first = letters[0]
            assert telling.faults(session, [*letters, first]) == [
                f"{(first.channel, first.address, first.message_key)} went 2 times"
            ]
            other = replace(first, message_key="event:0")
            assert len(telling.faults(session, [other, *letters[1:]])) == 2
            session.execute(text("UPDATE month_figure SET received = received + 1"))
            assert any("received is" in one for one in telling.faults(session, lived.letters))


def test_it_says_which_dialogue_or_which_year():
    assert CliRunner().invoke(rehearse, []).exit_code == 2
    assert CliRunner().invoke(rehearse, ["slug", "--year", "2026"]).exit_code == 2
