"""What a page of inputs says, each in its own table."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session

from models.comment import comments
from models.database import table_of
from models.dialogue import evidence
from models.dialogue.heard import evidences, field_notes
from models.dialogue.inputs import Source, source_of
from models.text import Text

_texts = table_of(Text)


def words_of(session: Session, rows: Sequence[Any]) -> Mapping[Source, Mapping[int, Row[Any]]]:
    """What each of these rows of `listed` says, by what it is and its id: of a comment number,
    byline and html, of a note its row, of a case as models.dialogue.evidence.linked has it.
    """
    ids: dict[Source, list[int]] = {source: [] for source in Source}
    for row in rows:
        ids[source_of(row)].append(row.id)
    statements = {
        Source.COMMENT: select(comments.c.id, comments.c.number, comments.c.byline, _texts.c.html)
        .join(_texts, _texts.c.id == comments.c.text_id)
        .where(comments.c.id.in_(ids[Source.COMMENT])),
        Source.NOTE: select(field_notes).where(field_notes.c.id.in_(ids[Source.NOTE])),
        Source.CASE: evidence.LINKED.where(evidences.c.id.in_(ids[Source.CASE])),
    }
    return {
        source: {row.id: row for row in session.execute(wanted)} if ids[source] else {}
        for source, wanted in statements.items()
    }
