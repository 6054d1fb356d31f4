"""Rows of several cases at once, for the pages on which staff act on all of them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam
from sqlmodel import Session

from models import showing
from models.database import table_of
from models.event import Stream
from models.submission import submissions

_streams = table_of(Stream)
_reference = submissions.c.reference
_SEVERAL = (
    showing.cases()
    .add_columns(_streams.c.seq)
    .join(_streams, _streams.c.key == "submission-" + _reference)
    .where(_reference.in_(bindparam("cases", expanding=True)))
)


def several(session: Session, references: Sequence[str]) -> list[Row[Any]]:
    """As models.showing has one, in the order of their numbers here, with the `seq` that their
    streams have come to; unknown ones are left out.
    """
    found = session.execute(_SEVERAL, {"cases": list(references)}) if references else ()
    rows = {row.reference: row for row in found}
    return [rows[reference] for reference in references if reference in rows]
