"""What nobody sent is not kept: the staged is gone after a day, with it every file without a row.

First the row goes, then the file: what breaks in between is a file without a row, which the next
night takes.
"""

from collections.abc import Sequence
from itertools import islice

from sqlalchemy import delete, select
from sqlmodel import Session

from models.attachment import files
from models.attachment.files import Found
from models.attachment.row import UNCLAIMED, attachments
from models.calendar import DAY, SECOND, now
from models.meeting.row import meeting_cases

KEPT_UNSENT = DAY
"""A form may lie on a table overnight."""
AT_ONCE = 500


def forget_unsent(session: Session) -> None:
    """Delete the rows of what was staged a day ago and never sent; their files are orphans then."""
    drafts = select(meeting_cases.c.document_id).where(meeting_cases.c.document_id.is_not(None))
    session.execute(
        delete(attachments).where(
            UNCLAIMED,
            attachments.c.created_at < now() - KEPT_UNSENT,
            attachments.c.id.not_in(drafts),
        )
    )


def old_files() -> list[list[Found]]:
    """Every file written a day ago or earlier, in parts that one question can name."""
    every = files.found(before=(now() - KEPT_UNSENT) / SECOND)
    return list(iter(lambda: list(islice(every, AT_ONCE)), []))


def orphans(session: Session, lying: Sequence[Found]) -> list[Found]:
    """Those of the files that no row names."""
    names = {one.name for one in lying}
    known = set(session.scalars(select(attachments.c.name).where(attachments.c.name.in_(names))))
    return [one for one in lying if one.name not in known]
