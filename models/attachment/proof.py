"""Proof that what lies in the folder is what was sent: by the rows, and by the chain of events."""

import hmac
import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session

from models.attachment import files
from models.attachment.mask import masks
from models.attachment.row import UNCLAIMED, attachments, mark_of
from models.database import table_of
from models.errors import NotFound
from models.event import Event

CHUNK = 200
_events = table_of(Event)


def faults(session: Session) -> Iterator[tuple[str, str]]:
    """Names of attachments whose file is `missing` or `changed`, and streams whose event says
    another attachment than the row (`swapped`). What was disposed of is no fault.
    """
    for row in _in_chunks(session, select(attachments).where(~UNCLAIMED), attachments.c.id):
        code = _of_file(row)
        if code:
            yield row.name, code
    for row in _in_chunks(session, select(masks).where(masks.c.name.is_not(None)), masks.c.id):
        code = _of_file(row)
        if code:
            yield row.name, code
    told = select(_events).where(_events.c.facts.contains("attachment_digest"))
    for event in _in_chunks(session, told, _events.c.id):
        facts = json.loads(event.facts)
        kept = session.execute(
            select(attachments).where(attachments.c.id == facts["attachment"])
        ).first()
        if kept is not None and not hmac.compare_digest(
            mark_of(kept.salt, kept.sha256), facts["attachment_digest"]
        ):
            yield f"{event.stream} {event.seq}", "swapped"


def _of_file(row: Row[Any]) -> str:
    try:
        with files.opened(row.name, small=False) as file:
            found = files.digest(file)
    except NotFound:
        return "missing"
    return "" if found == row.sha256 else "changed"


def _in_chunks(session: Session, wanted: Any, number: Any) -> Iterator[Row[Any]]:
    after = 0
    while True:
        rows = session.execute(wanted.where(number > after).order_by(number).limit(CHUNK)).all()
        yield from rows
        if len(rows) < CHUNK:
            return
        after = rows[-1].id
