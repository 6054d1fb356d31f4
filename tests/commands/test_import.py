"""`import`: untidy data of another system, every row of it accounted for."""

import csv
import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from models import calendar, history
from models.comment import Comment
from models.database import table_of, transaction
from models.event import Event
from models.imported import Imported, at_source
from models.settings.fields import ROOT
from models.states import Publication
from models.submission import Submission, submissions
from models.text import Text
from models.thread import thread
from tests import people
from web.commands.load import load
from web.commands.mapping import read

MADRID = ROOT / "docs" / "mappings" / "decide-madrid.toml"
_comments = table_of(Comment)

PROPOSALS = [
    ["", "id", "title", "date", "summary", "text", "numComments", "status", "numSupports"],
    ["0", "7", "Rena gator", "2015-09-15", "Det är så enkelt.", "", "4", "archived", "6560"],
    [
        "1",
        "19",
        "En bro\u0000  över ån",
        "2015-09-16",
        "Kort.",
        "Långt.\n\nOch mer.",
        "2",
        "open",
        "12",
    ],
    ["2", "50", "", "2015-09-16", "Utan rubrik.", "", "0", "open", "1"],
    ["3", "61", "Utan ord", "2015-09-16", " ", "", "0", "open", "1"],
    ["4", "62", "Okänd status", "2015-09-16", "Ord.", "", "0", "unheard of", "1"],
    ["5", "7", "Samma nummer igen", "2015-09-16", "Ord.", "", "0", "open", "1"],
    ["6", "63", "Fel dag", "2015-02-31", "Ord.", "", "0", "open", "1"],
    ["7", "64", "I framtiden", "2999-01-01", "Ord.", "", "0", "open", "1"],
    ["8", "65", "Fel antal", "2015-09-16", "Ord.", "", "0", "open", "-5"],
    ["9", "", "Utan nummer", "2015-09-16", "Ord.", "", "0", "open", "5"],
    ["10", "66", "x" * 201, "2015-09-16", "Ord.", "", "0", "open", "5"],
    ["11", "67", "För många fält", "2015-09-16", "Ord.", "", "0", "open", "5", "6", "7"],
    ["12", "68", "Om mig", "2015-09-16", "Mitt nummer är 811218-9876.", "", "", "open", ""],
]
COMMENTS = [
    [
        "id",
        "parentId",
        "proposalId",
        "date",
        "time",
        "text",
        "numPositiveVotes",
        "numNegativeVotes",
    ],
    ["105", "104", "7", "2015-09-15", "0 days 11:00:00", "Svar före sin förälder.", "1", "0"],
    ["101", "-1", "7", "2015-09-15", "0 days 10:50:19", "Överst.", "5", "2"],
    ["102", "101", "7", "2015-09-15", "0 days 11:07:10", "Svar.", "1", "1"],
    ["103", "102", "7", "2015-09-15", "0 days 11:23:10", "Svar på svaret.", "0", "0"],
    ["104", "101", "7", "2015-09-15", "0 days 12:00:00", "Yngre än sitt svar.", "0", "0"],
    ["106", "9999", "7", "2015-09-15", "0 days 12:10:00", "Föräldern finns inte.", "0", "0"],
    ["107", "101", "7", "2015-09-15", "0 days 12:20:00", "", "0", "0"],
    ["108", "107", "7", "2015-09-15", "0 days 12:30:00", "Svar på det tomma.", "0", "0"],
    ["109", "-1", "999", "2015-09-15", "0 days 12:30:00", "Till inget.", "0", "0"],
    ["110", "-1", "61", "2015-09-15", "0 days 12:30:00", "Till det avvisade.", "0", "0"],
    ["111", "-1", "7", "2015-09-15", "0 days 25:30:00", "Fel klockslag.", "0", "0"],
    ["112", "113", "7", "2015-09-15", "0 days 13:00:00", "I en ring.", "0", "0"],
    ["113", "112", "7", "2015-09-15", "0 days 13:01:00", "I samma ring.", "0", "0"],
    ["114", "114", "7", "2015-09-15", "0 days 13:02:00", "Svar på sig själv.", "0", "0"],
]


def write(file: Path, rows: list[list[str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows(rows)


@pytest.fixture
def folder(town, tmp_path) -> Path:
    with transaction() as session:
        people.municipality(session)
    made = tmp_path / "source"
    made.mkdir()
    write(made / "proposals.csv", PROPOSALS)
    write(made / "comments.csv", COMMENTS)
    return made


def run(folder: Path, *options: str, mapping: Path = MADRID):
    return CliRunner().invoke(load, [str(mapping), str(folder), *options])


def reported(folder: Path) -> list[dict[str, str]]:
    file = folder / "report.csv"
    assert run(folder, "--report", str(file)).exit_code == 0
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def everything() -> list:
    with transaction(write=False) as session:
        return [
            session.execute(select(func.count()).select_from(table_of(model))).scalar_one()
            for model in (Submission, Comment, Text, Event, Imported)
        ]


def test_every_row_is_imported_or_in_the_report(folder):
    notes = reported(folder)
    refused = {
        (note["file"], note["place"]): (note["id"], note["field"], note["code"])
        for note in notes
        if note["result"] == "refused"
    }
    assert refused == {
        ("proposals.csv", "6"): ("50", "title", "missing"),
        ("proposals.csv", "7"): ("61", "text", "missing"),
        ("proposals.csv", "8"): ("62", "status", "unknown"),
        ("proposals.csv", "9"): ("7", "id", "twice"),
        ("proposals.csv", "10"): ("63", "date", "bad"),
        ("proposals.csv", "11"): ("64", "date", "out_of_range"),
        ("proposals.csv", "12"): ("65", "supports", "not_a_number"),
        ("proposals.csv", "13"): ("", "id", "missing"),
        ("proposals.csv", "14"): ("66", "title", "too_long"),
        ("proposals.csv", "15"): ("", "row", "bad"),
        ("comments.csv", "8"): ("107", "text", "missing"),
        ("comments.csv", "10"): ("109", "submission", "unknown"),
        ("comments.csv", "11"): ("110", "submission", "unknown"),
        ("comments.csv", "12"): ("111", "date", "bad"),
    }
    submissions_here, comments_here, *_ = everything()
    assert (submissions_here, comments_here) == (13 - 10, 14 - 4)
    others = [(note["id"], note["result"]) for note in notes if note["result"] != "refused"]
    assert others == [
        ("68", "waiting"),
        ("106", "orphan"),
        ("108", "cut_off"),
        # A ring is cut where it is oldest, and so is who answers herself.
        ("113", "orphan"),
        ("114", "orphan"),
    ]


def test_the_figures_are_said_last(folder):
    said = run(folder).output.strip().splitlines()
    assert said == [
        (
            "proposals.csv: 13 rows: 3 imported, 0 already here, 10 refused;"
            " 1 wait for review before they are shown"
        ),
        (
            "comments.csv: 14 rows: 10 imported, 0 already here, 4 refused;"
            " 3 at the top, for what they reply to is not in the data;"
            " 1 at the top, for what they reply to was refused"
        ),
    ]


def test_running_it_again_changes_nothing(folder):
    run(folder)
    before = everything()
    again = run(folder)
    assert everything() == before
    assert "13 rows: 0 imported, 4 already here, 9 refused" in again.output
    assert "14 rows: 0 imported, 10 already here, 4 refused" in again.output


def test_what_was_put_right_at_the_source_comes_with_the_next_run(folder):
    run(folder)
    mended = [[*row[:4], "Nu med ord.", *row[5:]] if row[1] == "61" else row for row in PROPOSALS]
    write(folder / "proposals.csv", mended)
    said = run(folder).output
    assert "proposals.csv: 13 rows: 1 imported" in said
    assert "comments.csv: 14 rows: 1 imported" in said


def test_the_thread_is_whole_whatever_the_order_of_the_file(folder):
    run(folder)
    with transaction(write=False) as session:
        first = (
            session.execute(select(submissions.c.id).order_by(submissions.c.id)).scalars().first()
        )
        rows = thread(session, first, limit=100)
    assert [(row.depth, row.orphan, row.html) for row in rows] == [
        (0, False, "<p>Överst.</p>"),
        (1, False, "<p>Yngre än sitt svar.</p>"),
        (2, False, "<p>Svar före sin förälder.</p>"),
        (1, False, "<p>Svar.</p>"),
        (2, False, "<p>Svar på svaret.</p>"),
        (0, True, "<p>Föräldern finns inte.</p>"),
        (0, True, "<p>Svar på det tomma.</p>"),
        (0, True, "<p>I samma ring.</p>"),
        (1, False, "<p>I en ring.</p>"),
        (0, True, "<p>Svar på sig själv.</p>"),
    ]
    # Half past ten and nineteen seconds in Madrid, in summer.
    assert calendar.local(rows[0].at).isoformat() == "2015-09-15T10:50:19+02:00"


def test_words_are_cleaned_and_put_one_below_the_other(folder):
    run(folder)
    with transaction(write=False) as session:
        texts = session.scalars(select(Text).order_by(Text.__table__.c.id).limit(2)).all()
        ids = session.scalars(select(submissions.c.id).order_by(submissions.c.id)).all()
        figures = [tuple(at_source(session, one))[1:] for one in ids]
    assert [(text.title, text.source) for text in texts] == [
        ("Rena gator", "Det är så enkelt."),
        ("En bro över ån", "Kort.\n\nLångt.\n\nOch mer."),
    ]
    assert figures == [(6560, 4), (12, 2), (None, None)]


def test_a_personal_number_is_not_published_unseen(folder):
    run(folder)
    with transaction(write=False) as session:
        found = session.scalars(select(submissions.c.publication).order_by(submissions.c.id)).all()
    assert found == [Publication.PUBLISHED, Publication.PUBLISHED, Publication.QUEUED]


def test_every_chain_of_what_was_imported_is_whole(folder):
    run(folder)
    with transaction(write=False) as session:
        for stream in history.streams(session):
            assert history.verify(session, stream) == []


def test_the_report_may_be_json(folder):
    file = folder / "report.json"
    run(folder, "--report", str(file))
    notes = json.loads(file.read_text("utf-8"))
    assert len(notes) == 10 + 4 + 1 + 4
    assert notes[0] == {
        "file": "proposals.csv",
        "place": 6,
        "id": "50",
        "result": "refused",
        "field": "title",
        "code": "missing",
    }


JSON_MAPPING = """
source = "a-list"
[submissions]
file = "list.json"
records = "items"
kind = "complaint"
subject = "roads"
otherwise = { status = "in_progress" }
[submissions.columns]
id = "number"
title = "subject"
text = ["body"]
date = "made"
"""


def test_json_is_read_like_csv(folder):
    mapping = folder / "mapping.toml"
    mapping.write_text(JSON_MAPPING, "utf-8")
    items = [
        {"number": 1, "subject": "Hål", "body": "Ett hål.", "made": "2026-01-02T03:04:05+01:00"},
        {"number": 2, "subject": "Hål", "body": None, "made": "2026-01-02"},
        {"number": 3, "subject": "Hål", "body": ["Ett", "hål"], "made": "2026-01-02"},
        "nonsense",
    ]
    (folder / "list.json").write_text(json.dumps({"items": items}), "utf-8")
    said = run(folder, mapping=mapping).output
    assert "list.json: 4 rows: 1 imported, 0 already here, 3 refused" in said
    with transaction(write=False) as session:
        (row,) = session.execute(select(submissions)).all()
    assert (row.kind, row.status, row.publication) == ("complaint", "in_progress", "published")
    assert calendar.local(row.received_at).isoformat() == "2026-01-02T03:04:05+01:00"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("proposals.csv", b"id,title\n1,2\n", "has no column summary, text, date"),
        ("proposals.csv", b"", "has no column id"),
        ("proposals.csv", "id,title\n1,Rubrik på".encode("utf-16"), "is not UTF-8"),
        ("proposals.csv", None, "No such file"),
    ],
)
def test_a_file_that_is_none_is_refused_as_a_whole(folder, name, content, said):
    (folder / name).unlink()
    if content is not None:
        (folder / name).write_bytes(content)
    result = run(folder)
    assert result.exit_code == 1
    assert said in result.output
    assert everything()[0] == 0


@pytest.mark.parametrize("content", ["[", '{"rows": []}', '"text"', "7"])
def test_json_without_a_list_is_refused_as_a_whole(folder, content):
    mapping = folder / "mapping.toml"
    mapping.write_text(JSON_MAPPING, "utf-8")
    (folder / "list.json").write_text(content, "utf-8")
    result = run(folder, mapping=mapping)
    assert result.exit_code == 1
    assert "list.json" in result.output


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('source = "Decide Madrid"', 'source = "Decide Madrid!"', "source: String should match"),
        ('zone = "Europe/Madrid"', 'zone = "Europe/Lagom"', "zone: "),
        ('kind = "proposal"', 'kind = "wish"', "submissions.kind: "),
        (
            '"below_threshold"',
            '"thanked"',
            "archived: a proposal is not imported with this outcome",
        ),
        (
            'status = "voting"',
            'status = "decided"',
            "open: a proposal is not imported with this status",
        ),
        ('title = "title"', 'titel = "title"', "submissions.columns.titel: Extra inputs"),
        ('subject = "not-sure"', 'subject = "dragons"', "submissions.subject: dragons?"),
        ('kind = "proposal"', "kind = ", "mapping.toml"),
    ],
)
def test_a_slip_in_the_mapping_is_named(folder, old, new, said):
    written = MADRID.read_text("utf-8")
    assert old in written
    mapping = folder / "mapping.toml"
    mapping.write_text(written.replace(old, new, 1), "utf-8")
    result = run(folder, mapping=mapping)
    assert result.exit_code == 1
    assert said in result.output
    assert everything()[0] == 0


def test_the_shipped_mapping_is_valid():
    assert read(MADRID).source == "Decide Madrid"


def test_a_batch_that_fails_is_taken_by_the_next_run(folder, monkeypatch):
    from web.commands import load as command

    monkeypatch.setattr("web.commands.load.BATCH", 2)
    taken = []

    def fail_at_the_fifth(session, given):
        taken.append(given)
        if len(taken) == 5:
            raise command.Busy
        return real(session, given)

    real = command.import_comment
    monkeypatch.setattr("web.commands.load.import_comment", fail_at_the_fifth)
    broken = run(folder)
    assert broken.exit_code == 1
    assert "Run this again" in broken.output
    assert everything()[1] == 4
    monkeypatch.setattr("web.commands.load.import_comment", real)
    assert run(folder).exit_code == 0
    assert everything()[1] == 10


REAL = os.environ.get("TORGET_TEST_DECIDE_MADRID", "")


@pytest.mark.skipif(not REAL, reason="TORGET_TEST_DECIDE_MADRID names no folder with the data")
def test_the_real_data_set_is_accounted_for_row_by_row(folder):
    said = run(Path(REAL)).output
    assert "proposals.csv: 80 rows: 80 imported, 0 already here, 0 refused" in said
    assert "comments.csv: 5633 rows: 5571 imported, 0 already here, 62 refused" in said
    with transaction(write=False) as session:
        largest = session.execute(
            select(_comments.c.submission_id)
            .group_by(_comments.c.submission_id)
            .order_by(func.count().desc())
        ).scalars()
        rows = thread(session, next(largest), limit=1000)
        supports = session.execute(select(func.sum(table_of(Imported).c.supports))).scalar_one()
        deepest = session.execute(select(func.max(func.length(_comments.c.path)))).scalar_one()
    assert (len(rows), deepest // 5 - 1) == (589, 24)
    assert supports >= 228_140
