"""The index of what everyone may read: one entry for each public case, in both databases.

An entry is made by `keep`, which every verb calls that shows a text or changes a shown one. It is
taken away by a trigger of the database whenever a case stops being public or its words change, so
that a verb which forgets can only make a case harder to find, never find what is hidden (ST-3).
`mend` finds what was forgotten, and everything in a town that was there before the index.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Index, Row, String, bindparam, column, select, table, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, Session, SQLModel

from models.calendar import SECOND, Moment
from models.database import is_postgres, table_of
from models.search import words
from models.states import PUBLIC
from models.submission import SHOWN, submissions
from models.text import Text

ID_BITS = 30
"""A case's place in the index is the second it was received, then its id: entries lie by age."""

TABLE = "search_entry"
TAIL = 3
LONGEST_STEM = 24

_texts = table_of(Text)
_entries = table(TABLE, column("newest"), column("submission_id"), column("words"))


class Word(SQLModel, table=True):
    """A stem that stood in a public text: where "did you mean" looks for what is spelled alike.

    It says nothing by itself: what is suggested is read from texts that are public at that moment.
    """

    __tablename__ = "search_word"
    __table_args__ = (
        Index("search_word_head", "head", "letters"),
        Index("search_word_tail", "tail", "letters"),
    )

    stem: str = Field(sa_column=Column(String(LONGEST_STEM), primary_key=True))
    head: str = Field(sa_column=Column(String(1), nullable=False))
    tail: str = Field(sa_column=Column(String(TAIL), nullable=False))
    letters: int


vocabulary = table_of(Word)

_CASES = (
    select(
        submissions.c.id,
        submissions.c.publication,
        submissions.c.received_at,
        submissions.c.reference,
        submissions.c.place,
        submissions.c.language,
        _texts.c.title,
        _texts.c.source,
    )
    .join(_texts, _texts.c.id == submissions.c.text_id)
    .where(submissions.c.id.in_(bindparam("cases", expanding=True)))
)
_FORGET = {
    False: text("DELETE FROM search_entry WHERE rowid = :newest"),
    True: text("DELETE FROM search_entry WHERE newest = :newest"),
}
_ENTER = {
    False: text(
        "INSERT INTO search_entry (rowid, title, place, words)"
        " VALUES (:newest, :title, :place, :words)"
    ),
    True: text(
        "INSERT INTO search_entry (newest, submission_id, title, place, words) VALUES"
        " (:newest, :id, CAST(:title AS tsvector), CAST(:place AS tsvector),"
        " CAST(:words AS tsvector))"
    ),
}
_LEARN = {
    False: sqlite.insert(vocabulary).on_conflict_do_nothing(),
    True: postgresql.insert(vocabulary).on_conflict_do_nothing(),
}
"""By whether it is PostgreSQL."""


def newest(received_at: Moment, submission_id: int) -> int:
    """Where a case lies in the index; a greater number is a younger case."""
    return max(received_at, 0) // SECOND << ID_BITS | submission_id


def keep(session: Session, submission_id: int) -> None:
    """Make the entry of a case what its words are now; none for a case that is not public."""
    row = session.execute(_CASES, {"cases": [submission_id]}).first()
    if row is None:
        return
    session.execute(_FORGET[is_postgres()], {"newest": newest(row.received_at, row.id)})
    if row.publication in PUBLIC:
        _enter(session, [row])


def _enter(session: Session, rows: Sequence[Row[Any]]) -> None:
    entries: list[dict[str, Any]] = []
    learned: set[str] = set()
    for row in rows:
        columns = {
            "title": words.tokens(row.title, row.language),
            "place": words.tokens(row.place, row.language),
            "words": words.tokens(f"{row.source}\n{row.reference}", row.language),
        }
        learned.update(*columns.values())
        if is_postgres():
            # SQLite looks in all columns where none is named; here one holds all.
            columns["words"] = [token for found in columns.values() for token in found]
        # Tokens are letters and digits, and need no quoting in either.
        made = {name: " ".join(found) for name, found in columns.items()}
        entries.append({"newest": newest(row.received_at, row.id), "id": row.id, **made})
    session.execute(_ENTER[is_postgres()], entries)
    stems = [
        {"stem": stem, "head": stem[0], "tail": stem[-TAIL:], "letters": len(stem)}
        # In one order everywhere, so that two who learn the same words never wait for each other.
        for stem in sorted(learned)
        if TAIL <= len(stem) <= LONGEST_STEM and stem.isalpha()
    ]
    if stems:
        session.execute(_LEARN[is_postgres()], stems)


_PLACE = {
    False: f"max(submission.received_at, 0) / {SECOND} * {1 << ID_BITS} + submission.id",
    True: f"greatest(submission.received_at, 0) / {SECOND} * {1 << ID_BITS} + submission.id",
}
_MISSING = {
    flag: select(submissions.c.id)
    .join(_texts, _texts.c.id == submissions.c.text_id)
    .where(
        SHOWN,
        text(f"NOT EXISTS (SELECT 1 FROM {TABLE} WHERE {key} = {_PLACE[flag]})"),  # noqa: S608
    )
    .order_by(submissions.c.id)
    .limit(bindparam("most"))
    for flag, key in ((False, "rowid"), (True, "newest"))
}


def mend(session: Session, *, most: int = 500) -> int:
    """Enter public cases that have no entry, at most so many, and say how many there were."""
    missing = session.scalars(_MISSING[is_postgres()], {"most": most}).all()
    if missing:
        _enter(session, session.execute(_CASES, {"cases": missing}).all())
    return len(missing)


_STALE = {
    False: text("DELETE FROM search_word WHERE stem NOT IN (SELECT term FROM search_entry_terms)"),
    True: text(
        "DELETE FROM search_word WHERE stem NOT IN"
        " (SELECT word FROM ts_stat('SELECT words FROM search_entry'))"
    ),
}


def tidy(session: Session) -> None:
    """Drop words that stand in no public text any more. Reads the whole index: for the night."""
    session.execute(_STALE[is_postgres()])
