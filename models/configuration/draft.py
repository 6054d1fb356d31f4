"""A draft of the configuration that administrators make together before anybody else sees it.

There is one for the whole site, or none. It says what is to differ, so whatever else is changed in
the meantime stays changed. A draft is no history: it leaves no event until it is put in force.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Column, Integer, Text, delete, insert, select, update
from sqlmodel import Field, Session, SQLModel

from models.calendar import Moment, now
from models.configuration.parts import Difference, Plain, applied
from models.database import lock_rows, moment_column, table_of
from models.errors import Stale

THE_ONE = 1


class ConfigurationDraft(SQLModel, table=True):
    """The draft; `data` is what differs, and when it was saved tells its wordings apart."""

    __tablename__ = "configuration_draft"

    id: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    data: str = Field(sa_column=Column(Text, nullable=False))
    updated_at: Moment = Field(sa_column=moment_column())


_drafts = table_of(ConfigurationDraft)
_READ = select(_drafts.c.data, _drafts.c.updated_at)


@dataclass(frozen=True)
class Draft:
    """What is to differ. `version` is when it was saved."""

    version: Moment
    differences: tuple[Difference, ...]

    def edit(self, data: Plain) -> Plain:
        """The configuration with the draft put on."""
        return applied(data, self.differences)


def read(session: Session) -> Draft | None:
    """The draft there is, if any."""
    row = session.execute(_READ).first()
    if row is None:
        return None
    told = (Difference(tuple(path), was, now) for path, was, now in json.loads(row.data))
    return Draft(row.updated_at, tuple(told))


def save(session: Session, differences: Sequence[Difference], *, known: Moment) -> None:
    """The draft says this from now on; where nothing is to differ there is none.

    Raises Stale when somebody changed it since the version `known` (0 for none).
    """
    _check(session, known)
    if not differences:
        session.execute(delete(_drafts))
        return
    values = {
        "data": json.dumps(differences, ensure_ascii=False),
        "updated_at": now(),
    }
    if known:
        session.execute(update(_drafts).values(values))
    else:
        session.execute(insert(_drafts).values(id=THE_ONE, **values))


def drop(session: Session, *, known: Moment) -> None:
    """There is no draft any more. Raises as `save`."""
    _check(session, known)
    session.execute(delete(_drafts))


def _check(session: Session, known: Moment) -> None:
    row = session.execute(lock_rows(_READ)).first()
    if (row.updated_at if row else 0) != known:
        raise Stale(when=row.updated_at if row else None, what="draft")
