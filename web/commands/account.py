"""The account of an import: what became of every row, and the report an operator reads."""

import csv
import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path


class Result(StrEnum):
    """What became of a row. The first three are one of each; the others are told beside it."""

    IMPORTED = "imported"
    ALREADY_HERE = "already_here"
    REFUSED = "refused"
    ORPHAN = "orphan"
    """Imported at the top of its thread: what it replies to is not in the data."""
    CUT_OFF = "cut_off"
    """Imported at the top of its thread: what it replies to was refused."""
    WAITING = "waiting"
    """Imported, and shown only after review: it holds a personal number, or the mapping says so."""


ONE_OF_EACH = (Result.IMPORTED, Result.ALREADY_HERE, Result.REFUSED)


@dataclass(frozen=True)
class Note:
    """One line of the report."""

    file: str
    place: int
    id: str
    result: Result
    field: str = ""
    code: str = ""


@dataclass
class Account:
    """One file's rows, each counted once."""

    file: str
    counts: Counter[Result] = field(default_factory=Counter)
    notes: list[Note] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    """Ids of this file that were not taken."""

    @property
    def rows(self) -> int:
        return sum(self.counts[result] for result in ONE_OF_EACH)

    def refuse(self, place: int, id: str, field: str, code: str) -> None:
        self.counts[Result.REFUSED] += 1
        self.refused.add(id)
        self.notes.append(Note(self.file, place, id, Result.REFUSED, field, code))

    def note(self, place: int, id: str, result: Result) -> None:
        self.counts[result] += 1
        self.notes.append(Note(self.file, place, id, result))

    def __str__(self) -> str:
        said = ", ".join(f"{self.counts[result]} {WORDS[result]}" for result in ONE_OF_EACH)
        beside = [result for result in WORDS if result not in ONE_OF_EACH and self.counts[result]]
        also = "".join(f"; {self.counts[result]} {WORDS[result]}" for result in beside)
        return f"{self.file}: {self.rows} rows: {said}{also}"


WORDS = {
    Result.IMPORTED: "imported",
    Result.ALREADY_HERE: "already here",
    Result.REFUSED: "refused",
    Result.ORPHAN: "at the top, for what they reply to is not in the data",
    Result.CUT_OFF: "at the top, for what they reply to was refused",
    Result.WAITING: "wait for review before they are shown",
}


def write(report: Path, accounts: list[Account]) -> None:
    """Every note, in the order of the files, as JSON for a name that ends so, else as CSV."""
    rows = [asdict(note) for account in accounts for note in sorted_notes(account)]
    with report.open("w", encoding="utf-8", newline="") as opened:
        if report.suffix == ".json":
            json.dump(rows, opened, ensure_ascii=False, indent=1)
            return
        writer = csv.DictWriter(opened, ["file", "place", "id", "result", "field", "code"])
        writer.writeheader()
        writer.writerows(rows)


def sorted_notes(account: Account) -> list[Note]:
    return sorted(account.notes, key=lambda note: (note.place, note.result))
