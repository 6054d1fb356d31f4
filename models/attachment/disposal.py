"""Files without a row: what nobody sent, and what a rule disposed of (models.retention).

First the row goes, then the file: what breaks in between is a file without a row, which the next
night takes.
"""

from collections.abc import Sequence
from itertools import islice

from sqlalchemy import select
from sqlmodel import Session

from models.attachment import files
from models.attachment.files import Found
from models.attachment.mask import masks
from models.attachment.row import attachments
from models.calendar import DAY, SECOND, now

NEW = DAY
"""A file is written before its row: younger than this, it may have none yet."""
AT_ONCE = 500


def old_files() -> list[list[Found]]:
    """Every file written a day ago or earlier, in parts that one question can name."""
    every = files.found(before=(now() - NEW) / SECOND)
    return list(iter(lambda: list(islice(every, AT_ONCE)), []))


def orphans(session: Session, lying: Sequence[Found]) -> list[Found]:
    """Those of the files that no row names."""
    names = {one.name for one in lying}
    known = {
        name
        for column in (attachments.c.name, masks.c.name)
        for name in session.scalars(select(column).where(column.in_(names)))
    }
    return [one for one in lying if one.name not in known]
