"""Our own words, as letters quote them."""

from sqlalchemy import select
from sqlmodel import Session

from models.database import table_of
from models.text import Text

_texts = table_of(Text)


def words(session: Session, text_id: int | None, *, shown: bool) -> str:
    """Our own words, when everyone may read them and they were not disposed of; else ''."""
    if not shown or text_id is None:
        return ""
    return session.execute(select(_texts.c.source).where(_texts.c.id == text_id)).scalar() or ""
