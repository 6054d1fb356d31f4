"""Text: a resident's words, with what is needed to prove and to erase them."""

import hashlib
import hmac
import secrets
import unicodedata
from typing import Any, NamedTuple

from sqlalchemy import Column, LargeBinary, String, bindparam, insert, select
from sqlalchemy import Text as LongText
from sqlmodel import Field, Session, SQLModel

from models.database import id_column, table_of
from models.errors import NotFound
from models.masking import mask
from models.prose import prose

SALT_BYTES = 16


class Text(SQLModel, table=True):
    """What somebody wrote. A revision is a new row; disposal deletes the row with its salt.

    `html` is sanitised once, here, so that pages never sanitise while rendering. Personal numbers
    are masked in `title`, `source` and `html` (spec L16): nothing that reads those can show one.
    """

    id: int | None = Field(default=None, sa_column=id_column())
    title: str = Field(default="", sa_column=Column(String(200), nullable=False))
    source: str = Field(sa_column=Column(LongText, nullable=False))
    html: str = Field(sa_column=Column(LongText, nullable=False))
    salt: bytes = Field(sa_column=Column(LargeBinary(SALT_BYTES), nullable=False))
    unmasked_title: str | None = Field(default=None, sa_column=Column(String(200), nullable=True))
    """The words as they were written, where a personal number is masked in them; None for nearly
    all. `original` and the digests alone read these two.
    """
    unmasked_source: str | None = Field(default=None, sa_column=Column(LongText, nullable=True))

    @property
    def holds_number(self) -> bool:
        """Whether something is masked: then it is not published as it stands."""
        return self.unmasked_source is not None


class Original(NamedTuple):
    """Words as they were written: for the internal view, which is written down."""

    title: str
    source: str


_texts = table_of(Text)
_WRITE = insert(_texts).returning(_texts.c.id)
_WORDS = select(_texts).where(_texts.c.id == bindparam("id"))


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
    """Store words and return id and digest, which is of the words as they were written. `html` is
    `prepare(source)` when made beforehand; where a personal number is masked it is made anew.
    """
    salt = secrets.token_bytes(SALT_BYTES)
    shown = Original(mask(title), mask(source))
    masked = shown != (title, source)
    text_id: int = session.execute(
        _WRITE,
        {
            "title": shown.title,
            "source": shown.source,
            "html": prepare(shown.source) if html is None or masked else html,
            "salt": salt,
            "unmasked_title": title if masked else None,
            "unmasked_source": source if masked else None,
        },
    ).scalar_one()
    return Written(text_id, digest(salt, title, source))


def original(session: Session, text_id: int) -> Original:
    """The words as they were written, with every personal number in them. Whoever shows them to
    anybody but their author writes that down. Raises NotFound when they were disposed of.
    """
    return original_of(_row(session, text_id))


def original_of(row: Any) -> Original:
    """The same of a row of the table."""
    if row.unmasked_source is None:
        return Original(row.title, row.source)
    return Original(row.unmasked_title or "", row.unmasked_source)


def digest_of(session: Session, text_id: int) -> str:
    """The digest of words that are stored. Raises NotFound when they were disposed of."""
    return digest_of_row(_row(session, text_id))


def digest_of_row(row: Any) -> str:
    """The digest of the words of a row of the table, as they were written."""
    return digest(row.salt, *original_of(row))


def _row(session: Session, text_id: int) -> Any:
    row = session.execute(_WORDS, {"id": text_id}).first()
    if row is None:
        raise NotFound(str(text_id))
    return row


def digest(salt: bytes, title: str, source: str) -> str:
    """HMAC-SHA256(salt, NFC source); a title stands on a line of its own before the text."""
    words = f"{title}\n{source}" if title else source
    return hmac.new(salt, unicodedata.normalize("NFC", words).encode(), hashlib.sha256).hexdigest()
