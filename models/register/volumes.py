"""The volumes of a long case: each is as much as one form can ask about, and is a copy of its own.

Where one ends follows from the events alone, which never change: so a copy that was made has for
ever what was judged for it, and nothing of the next.
"""

import json
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session

from models.answer import answers
from models.calendar import Moment
from models.correcting import versions
from models.database import table_of
from models.event import Event, EventKind
from models.submission import Submission

MOST_PARTS = 150
"""Of one volume."""
WORDED = ("text", "reasons", "asked", "added", "corrected")
"""What facts call the texts of a case; `draft`, `remark` and `pending` ones are not given out."""
LEFT_OUT = (
    EventKind.COMMENT_HIDDEN,
    EventKind.REPORTED,
    EventKind.VERDICT_GIVEN,
    EventKind.SECRECY_MARKED,
    EventKind.SECRECY_LIFTED,
    EventKind.RELEASED,
)
_TAKES_ROOM = (*WORDED, "attachment", "note", "comment")

_events = table_of(Event)
_WHOLE = (
    select(_events.c.seq, _events.c.facts)
    .where(
        _events.c.stream == bindparam("stream"),
        _events.c.at <= bindparam("at"),
        _events.c.kind.not_in(LEFT_OUT),
    )
    .order_by(_events.c.seq)
)
_KEPT_BACK = (
    select(versions.c.text_id)
    .join(answers, answers.c.id == versions.c.answer_id)
    .where(answers.c.submission_id == bindparam("case"), versions.c.shown.is_(False))
    .where(versions.c.text_id.is_not(None))
)


@dataclass(frozen=True)
class Outline:
    """What the events of a case until a moment come to: the last one of each volume, and the
    wordings that do not stand any more, which only moderators, or nobody, may read.
    """

    ends: list[int]
    replaced: frozenset[int]

    def volume(self, seq: int) -> tuple[int, int]:
        """The number of the volume in which an event stands, from 1, and the last event before
        that volume.
        """
        at = min(bisect_left(self.ends, seq), len(self.ends) - 1)
        return at + 1, self.ends[at - 1] if at else 0


def outline(session: Session, case: Submission, *, at: Moment) -> Outline:
    """Where the volumes of a case end, by its events until a moment."""
    ends: list[int] = []
    replaced = set(session.execute(_KEPT_BACK, {"case": case.id}).scalars())
    used = last = 0
    for row in session.execute(_WHOLE, {"stream": case.stream, "at": at}):
        facts = json.loads(row.facts)
        room = _room(facts)
        if used and used + room > MOST_PARTS:
            ends.append(last)
            used = 0
        used += room
        last = row.seq
        if "from_text" in facts:
            replaced.add(facts["from_text"])
    return Outline([*ends, last], frozenset(replaced))


def _room(facts: Mapping[str, Any]) -> int:
    """How much room an event is given, whatever becomes of its words later."""
    return max(1, sum(name in facts for name in _TAKES_ROOM))
