"""`import-statements`: a conversation of another system becomes a closed dialogue, once, with nobody in it."""

import csv
import random

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from models import proof
from models.database import transaction
from models.dialogue import opinions
from models.dialogue.ratings import raters, ratings
from models.dialogue.row import phases
from models.person import Person
from models.submission import stream_of, submissions
from tests import people
from web.commands.import_statements import import_statements

SAID = ["Fler bänkar.", "Inga bilar.", "Mer ljus.", "", "Köp billiga skor."]


@pytest.fixture
def folder(town, tmp_path):
    """Forty people in two camps answer three statements; one says nothing, one was refused."""
    with transaction() as session:
        people.municipality(session)
    chance = random.Random(4)  # noqa: S311  (no secret)
    with (tmp_path / "comments.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["timestamp", "comment-id", "moderated", "comment-body"])
        for number, words in enumerate(SAID):
            rows.writerow([1_400_000_000_000 + number, number, -1 if number == 4 else 1, words])
    with (tmp_path / "participants-votes.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["participant", "group-id", *range(5)])
        for number in range(40):
            camp = number % 2
            side = 1 if camp else -1
            rows.writerow(
                [number, "" if number < 4 else camp, 1, side, -side, chance.choice([1, ""]), 1]
            )
    (tmp_path / "summary.csv").write_text("topic,Torget\n", "utf-8")
    return tmp_path


def load(folder, *more):
    ran = CliRunner().invoke(import_statements, [str(folder), *more])
    return ran.exit_code, ran.output


def count(table):
    with transaction(write=False) as session:
        return session.execute(select(func.count()).select_from(table)).scalar_one()


def test_it_is_taken_over_once_and_nobody_stands_behind_an_answer(folder):
    code, said = load(folder)
    assert (code, said.splitlines()[0]) == (0, "/dialogues/torget")
    assert "40 people, 3 of 5 statements shown" in said
    assert "ours: 2 groups of 20, 20" in said
    assert "adjusted Rand index 1.00 over 36 people" in said
    assert count(raters) == 40
    answers = count(ratings)
    with transaction(write=False) as session:
        assert session.execute(select(func.count(raters.c.person_id))).scalar_one() == 0
        assert session.execute(select(func.count()).select_from(Person)).scalar_one() == 0
        phase = session.execute(select(phases.c.id)).scalar_one()
        made = opinions.result(session, phase)
        assert [one.source for one in made.statements.values()] == SAID[:3]
        assert made.final
        assert len(made.groups) == 2
        reference = session.execute(select(submissions.c.reference)).scalar_one()
        assert list(proof.faults(session, stream_of(reference))) == []
    code, said = load(folder)
    assert code == 0
    assert said.startswith("It is here already.")
    assert (count(submissions), count(ratings)) == (1, answers)


def test_the_manners_of_older_versions_stand_beside_ours_when_asked_for(folder):
    assert load(folder, "--compare")[1].count("adjusted Rand index") == 2 + 16


@pytest.mark.parametrize(
    ("file", "words", "said"),
    [
        ("participants-votes.csv", "participant,group-id,0\n1,0,7\n", "line 2: 7"),
        ("participants-votes.csv", "someone,0\n1,1\n", "has no column"),
        ("comments.csv", "comment-id,comment-body,timestamp\n", "statements: missing"),
        ("comments.csv", "comment-id,comment-body,timestamp\n1,Ja,i går\n", "timestamp"),
    ],
)
def test_a_file_that_does_not_fit_is_told_and_nothing_is_taken(folder, file, words, said):
    (folder / file).write_text(words, "utf-8")
    code, output = load(folder)
    assert code == 1
    assert said in output
    assert count(submissions) == 0
