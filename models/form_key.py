"""Idempotency keys of forms: a double click, F5 or fifty parallel posts make one thing."""

import hashlib
import json
import secrets
from collections.abc import Mapping

from sqlalchemy import Column, String, bindparam, insert, select
from sqlmodel import Field, Session, SQLModel

from models.calendar import Moment, now
from models.database import moment_column, table_of
from models.errors import Invalid, NotAllowed

KEY_LENGTH = 32


class FormKey(SQLModel, table=True):
    """A form that was acted on: what was in it, by digest, and what it led to."""

    __tablename__ = "form_key"

    key: str = Field(sa_column=Column(String(KEY_LENGTH), primary_key=True))
    digest: str = Field(sa_column=Column(String(64), nullable=False))
    result: str = Field(sa_column=Column(String(80), nullable=False))
    at: Moment = Field(sa_column=moment_column(index=True))


_keys = table_of(FormKey)
_EARLIER = select(_keys.c.digest, _keys.c.result).where(_keys.c.key == bindparam("form"))
_REMEMBER = insert(_keys)


def fresh() -> str:
    """A key for one rendered form."""
    return secrets.token_hex(KEY_LENGTH // 2)


def digest(contents: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(contents, sort_keys=True, default=str).encode()).hexdigest()


def earlier(session: Session, key: str, contents: str) -> str | None:
    """What this form already led to, or None when it is new.

    Raises Invalid for something that is no key, NotAllowed when the same key comes with other
    words: answering with the old receipt would lose the new ones.
    """
    if len(key) != KEY_LENGTH or not key.isascii() or not key.isalnum():
        raise Invalid("form_key", "missing")
    row = session.execute(_EARLIER, {"form": key}).first()
    if row is None:
        return None
    if row.digest != contents:
        raise NotAllowed("form_already_used")
    result: str = row.result
    return result


def remember(session: Session, key: str, contents: str, result: str) -> None:
    """Raises IntegrityError when a parallel post was first: the unit is run again and finds it."""
    session.execute(_REMEMBER, {"key": key, "digest": contents, "result": result, "at": now()})
