"""Text: a resident's words, with what is needed to prove and to erase them."""

import hashlib
import hmac
import secrets
import unicodedata

from sqlalchemy import Column, LargeBinary, String, insert, select
from sqlalchemy import Text as LongText
from sqlmodel import Field, Session, SQLModel

from models.database import id_column, table_of
from models.errors import NotFound
from models.prose import prose

SALT_BYTES = 16


class Text(SQLModel, table=True):
    """What somebody wrote. A revision is a new row; disposal deletes the row with its salt.

    `html` is sanitised once, here, so that pages never sanitise while rendering.
    """

    id: int | None = Field(default=None, sa_column=id_column())
    title: str = Field(default="", sa_column=Column(String(200), nullable=False))
    source: str = Field(sa_column=Column(LongText, nullable=False))
    html: str = Field(sa_column=Column(LongText, nullable=False))
    salt: bytes = Field(sa_column=Column(LargeBinary(SALT_BYTES), nullable=False))


_texts = table_of(Text)
_WRITE = insert(_texts).returning(_texts.c.id)


class Written:
    """A text row just written: its id and the digest that stands in the event's facts."""

    __slots__ = ("digest", "id")

    def __init__(self, id: int, digest: str) -> None:
        self.id = id
        self.digest = digest


def prepare(source: str) -> str:
    """The sanitised HTML of `source`, made before the write lock is taken: it is the slow part."""
    return prose(source)


def write(session: Session, *, title: str = "", source: str, html: str | None = None) -> Written:
    """Store words and return id and digest. `html` is `prepare(source)` when made beforehand."""
    salt = secrets.token_bytes(SALT_BYTES)
    text_id: int = session.execute(
        _WRITE,
        {
            "title": title,
            "source": source,
            "html": prepare(source) if html is None else html,
            "salt": salt,
        },
    ).scalar_one()
    return Written(text_id, digest(salt, title, source))


def digest_of(session: Session, text_id: int) -> str:
    """The digest of words that are stored. Raises NotFound when they were disposed of."""
    row = session.execute(
        select(_texts.c.salt, _texts.c.title, _texts.c.source).where(_texts.c.id == text_id)
    ).first()
    if row is None:
        raise NotFound(str(text_id))
    return digest(row.salt, row.title, row.source)


def digest(salt: bytes, title: str, source: str) -> str:
    """HMAC-SHA256(salt, NFC source); a title stands on a line of its own before the text."""
    words = f"{title}\n{source}" if title else source
    return hmac.new(salt, unicodedata.normalize("NFC", words).encode(), hashlib.sha256).hexdigest()
