"""`import-discussions`: threads of another system as they are, below dialogues that are over."""

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from models.comment import comments
from models.database import transaction
from models.dialogue import finding, talking
from models.dialogue.kinds import PhaseKind
from models.dialogue.phases import open_now
from models.dialogue.row import dialogues
from models.dialogue.talking import Order
from models.event import head_of
from models.proof import faults
from models.settings.fields import ROOT
from models.states import Status
from models.submission import stream_of
from models.viewer import NOBODY
from tests import people
from web.commands.import_discussions import import_discussions

MAPPING = str(ROOT / "docs" / "mappings" / "decide-madrid.toml")
DEEP = 24
PROPOSALS = [
    ["id", "title", "date", "summary", "text", "numComments", "status", "numSupports"],
    ["7", "Rena gator", "2015-09-15", "Det är så enkelt.", "", "30", "archived", "6560"],
    ["8", "Tyst", "2015-09-16", "Ingen svarar.", "", "0", "archived", "3"],
    ["9", "Om mig", "2015-09-16", "Mitt nummer är 811218-9876.", "", "0", "archived", "1"],
]
HEAD = ["id", "parentId", "proposalId", "date", "time", "text", "numPositiveVotes"]
HEAD += ["numNegativeVotes"]


def _said(number, parent, words, votes="0", *, of="7") -> list[str]:
    minute = f"0 days 10:{number % 60:02d}:00"
    return [str(number), str(parent), of, "2015-09-15", minute, words, votes, "1"]


COMMENTS = [
    HEAD,
    _said(1, -1, "Bra.", "2"),
    _said(2, -1, ""),
    _said(3, 2, "Svar till ingenting.", "5"),
    _said(4, 99, "Svar till någon som inte finns."),
    _said(5, -1, "Om något som inte finns.", of="50"),
    *(_said(10 + n, 9 + n if n else 1, f"Svar {n}.") for n in range(DEEP)),
]


@pytest.fixture
def folder(town, tmp_path: Path) -> Path:
    with transaction() as session:
        people.municipality(session)
    for name, rows in (("proposals.csv", PROPOSALS), ("comments.csv", COMMENTS)):
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as opened:
            csv.writer(opened).writerows(rows)
    return tmp_path


def _run(folder: Path) -> str:
    done = CliRunner().invoke(import_discussions, [MAPPING, str(folder)])
    assert done.exit_code == 0, done.output
    return done.output


def test_threads_come_as_they_are_and_once(folder):
    said = _run(folder)
    assert "comments.csv: 29 rows: 28 imported, 0 already here, 1 refused; 1 at the top" in said
    assert "proposals.csv: 3 rows: 2 imported, 0 already here, 1 refused" in said
    with transaction(write=False) as session:
        row = finding.by_slug(session, "rena-gator", NOBODY)
        phase = finding.phases_of(session, row.id)[0]
        assert (row.status, phase.kind) == (Status.CLOSED, PhaseKind.DISCUSS)
        assert not open_now(session, row.id)
        top = talking.roots(session, phase.id, None, order=Order.HELPFUL)
        # The empty one leaves its place above what replies to it; it has no words and no marks.
        assert [(one.number, one.helpful, bool(one.html)) for one in top] == [
            (1, 2, True),
            (4, 0, True),
            (2, 0, False),
        ]
        assert [one.orphan for one in top] == [False, True, False]
        deepest = session.execute(select(comments.c.path).order_by(comments.c.path)).all()
        assert max(len(one.path) for one in deepest) == 5 * (DEEP + 1)
        assert faults(session, stream_of(row.reference)) == []
        before = head_of(session, stream_of(row.reference))
    again = _run(folder)
    assert "comments.csv: 29 rows: 0 imported, 28 already here, 1 refused" in again
    with transaction(write=False) as session:
        assert head_of(session, stream_of(row.reference)) == before
        slugs = set(session.scalars(select(dialogues.c.slug)))
        assert slugs == {"rena-gator", "tyst"}
