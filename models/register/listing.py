"""The register as everyone may read it: what came when, under which number, from whom, about what.

It holds every case from the moment it came (OSL 5:1 §). Sender and subject stand there only while
the case itself is public (OSL 5:2 § second paragraph); of any other case nothing but the day and
the numbers leaves this module, whatever is asked for.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, and_, func, select, text, tuple_
from sqlmodel import Session

from models.calendar import Moment, end_of, start_of
from models.database import table_of
from models.decision import decisions
from models.organisation import Unit
from models.register.numbers import diary, owner
from models.states import PUBLIC, Kind, Outcome, Ruling, Status
from models.submission import SHOWN, submissions
from models.submission_indexes import HANDED_IN_SQL
from models.text import Text

PAGE = 50

_s, _d = submissions.c, diary.c
_texts, _units = table_of(Text), table_of(Unit)

_LAST = (
    select(func.max(decisions.c.id))
    .where(decisions.c.submission_id == _s.id)
    .correlate(submissions)
    .scalar_subquery()
)
_HELD = and_(_d.submission_id == _s.id, _d.ended_at.is_(None))
_ROWS = (
    select(
        _s.id,
        _s.reference,
        _s.received_at,
        _s.publication,
        _s.kind,
        _s.status,
        _s.outcome,
        _s.byline,
        _s.disposal_id,
        _s.done_at,
        _texts.c.title,
        _units.c.name_sv,
        _units.c.name_en,
        _d.written,
        decisions.c.ruling,
        decisions.c.body,
        decisions.c.decided_on,
    )
    .outerjoin(diary, _HELD)
    # What is not public is not even read.
    .outerjoin(_texts, and_(_texts.c.id == _s.text_id, SHOWN))
    .outerjoin(_units, and_(_units.c.id == _s.unit_id, SHOWN))
    .outerjoin(decisions, and_(decisions.c.id == _LAST, SHOWN))
    .order_by(_s.received_at.desc(), _s.id.desc())
)


@dataclass(frozen=True)
class Wanted:
    """What is asked for. `number` is as it was typed; of a `unit_id` only what is public is found,
    because of anything else the unit is not told. `board` is a slug, of the number.
    """

    first: dt.date | None = None
    last: dt.date | None = None
    number: str = ""
    unit_id: int | None = None
    board: str = ""


@dataclass(frozen=True)
class Entry:
    """One line. Where the case is not public, `withheld`, and all below `number` is empty."""

    place: tuple[int, int]
    """What a page goes on from."""
    reference: str
    received_at: Moment
    withheld: bool
    destroyed: bool
    """Disposed of by a rule: nothing is left but this line."""
    number: str = ""
    kind: Kind | None = None
    title: str = ""
    sender: str = ""
    """The name that stands with the text; "" where it is not told."""
    unit: Any = None
    """name_sv, name_en; None where it is not told."""
    status: Status | None = None
    outcome: Outcome | None = None
    done_at: Moment | None = None
    ruling: Ruling | None = None
    body: str = ""
    decided_on: dt.date | None = None


def page(
    session: Session, wanted: Wanted, *, after: tuple[int, int] | None = None, most: int = PAGE
) -> list[Entry]:
    """Lines of the register, the newest first; one more than `most` where there are more."""
    # The page first, found in one index; then what stands on it.
    asked = select(_s.id).where(text(f"submission.{HANDED_IN_SQL}"))
    if wanted.first is not None:
        asked = asked.where(_s.received_at >= start_of(wanted.first))
    if wanted.last is not None:
        asked = asked.where(_s.received_at <= end_of(wanted.last))
    if wanted.number:
        asked = asked.where(_numbered(session, wanted.number))
    if wanted.unit_id is not None:
        # Read off the list in its order, and not sorted out of all that the unit ever had.
        asked = asked.where(SHOWN, _s.unit_id + 0 == wanted.unit_id)
    if wanted.board:
        asked = asked.join(diary, _HELD).where(_d.series == wanted.board)
    if after is not None:
        asked = asked.where(tuple_(_s.received_at, _s.id) < after)
    found = asked.order_by(_s.received_at.desc(), _s.id.desc()).limit(most + 1).subquery()
    rows: Sequence[Row[Any]] = session.execute(_ROWS.join(found, found.c.id == _s.id)).all()
    return [_entry(row) for row in rows]


def _numbered(session: Session, typed: str) -> Any:
    """By the number of the register, or by our own reference."""
    found = owner(session, typed)
    return _s.id == found if found is not None else _s.reference == typed.strip()


def _entry(row: Row[Any]) -> Entry:
    told = row.publication in PUBLIC
    line: dict[str, Any] = {
        "place": (row.received_at, row.id),
        "reference": row.reference,
        "received_at": row.received_at,
        "withheld": not told,
        "destroyed": row.disposal_id is not None,
        "number": row.written or "",
    }
    if told:
        line |= {
            "kind": row.kind,
            "title": row.title,
            "sender": row.byline,
            "unit": row,
            "status": row.status,
            "outcome": row.outcome,
            "done_at": row.done_at,
            "ruling": row.ruling,
            "body": row.body or "",
            "decided_on": row.decided_on,
        }
    return Entry(**line)
