"""The officials' own index: one entry for each case, public or not, with the words it is found by.

It stands apart from the index of what everyone may read (models/search/index), which never asks it
anything. An entry is made in the transaction that makes the case or changes its words, and taken
away by triggers of the database when a word of it is changed or disposed of; `mend` makes what is
missing. Like the other one it holds tokens alone, in no order that a text could be read from.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select, text
from sqlmodel import Session

from models.calendar import SECOND
from models.database import is_postgres, table_of
from models.reply import ReplyBy
from models.search import words
from models.search.index import ID_BITS, newest
from models.submission import submissions
from models.text import Text

_texts = table_of(Text)
_s = submissions.c

_CASES = select(
    _s.id,
    _s.received_at,
    _s.reference,
    _s.language,
    _s.place,
    _s.name,
    _s.byline,
    _s.reply_by,
    _s.reply_to,
    _texts.c.title,
    _texts.c.source,
).join(_texts, _texts.c.id == _s.text_id)
_HANDED_IN = text("submission.kind <> 'dialogue'")
_SOME = _CASES.where(_s.id.in_(bindparam("cases", expanding=True)))
_FORGET = {
    False: text("DELETE FROM staff_entry WHERE rowid = :newest"),
    True: text("DELETE FROM staff_entry WHERE newest = :newest"),
}
_ENTER = {
    False: text("INSERT INTO staff_entry (rowid, words) VALUES (:newest, :words)"),
    True: text(
        "INSERT INTO staff_entry (newest, submission_id, words)"
        " VALUES (:newest, :id, CAST(:words AS tsvector))"
    ),
}
"""By whether it is PostgreSQL."""


def keep(session: Session, submission_id: int) -> None:
    """Make the entry of a case what its words are now."""
    session.flush()
    rows = session.execute(_SOME, {"cases": [submission_id]}).all()
    for row in rows:
        session.execute(_FORGET[is_postgres()], {"newest": newest(row.received_at, row.id)})
    _enter(session, rows)


def found_by(row: Any) -> dict[str, str]:
    """The words of a case by what they are: a hit says which of them it was."""
    return {
        "name": f"{row.name}\n{row.byline}",
        "place": f"{row.place}\n{row.reply_to if row.reply_by is ReplyBy.LETTER else ''}",
        "words": f"{row.title}\n{row.source}\n{row.reference}",
    }


def _enter(session: Session, rows: Sequence[Row[Any]]) -> None:
    made = [
        {
            "newest": newest(row.received_at, row.id),
            "id": row.id,
            # Tokens are letters and digits, and need no quoting in either.
            "words": " ".join(words.tokens("\n".join(found_by(row).values()), row.language)),
        }
        for row in rows
    ]
    if made:
        session.execute(_ENTER[is_postgres()], made)


_AT = {
    False: f"max(submission.received_at, 0) / {SECOND} * {1 << ID_BITS} + submission.id",
    True: f"greatest(submission.received_at, 0) / {SECOND} * {1 << ID_BITS} + submission.id",
}
_MISSING = {
    flag: select(_s.id)
    .where(
        _s.id > bindparam("above"),
        _HANDED_IN,
        text(f"NOT EXISTS (SELECT 1 FROM staff_entry WHERE {key} = {_AT[flag]})"),  # noqa: S608
    )
    .order_by(_s.id)
    .limit(bindparam("most"))
    for flag, key in ((False, "rowid"), (True, "newest"))
}


def mend(session: Session, *, above: int = 0, most: int = 500) -> list[int]:
    """Enter cases that have no entry, at most so many, from beyond an id on; the ids they have.

    Whoever enters a whole town goes on from the last one: to look at all of it again each time
    would take as long again as there are cases.
    """
    missing = session.scalars(_MISSING[is_postgres()], {"above": above, "most": most}).all()
    if missing:
        _enter(session, session.execute(_SOME, {"cases": missing}).all())
    return list(missing)


def entered(session: Session, ids: Iterable[int]) -> list[Row[Any]]:
    """Cases with the words they are found by, in no order."""
    return list(session.execute(_SOME, {"cases": list(ids)}))
