"""What somebody says of herself so that she may take part: a tie to the municipality, a birth year.

Kept for a person until she takes it back. Whoever is only asked by letter yet is no person: hers
waits with the button of that letter, and becomes hers when it is pressed, so nobody can declare
anything in another's name.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, Column, ForeignKey, Integer, Row, bindparam, delete, false, select
from sqlmodel import Field, Session, SQLModel

from models.calendar import Moment, now
from models.database import Id, moment_column, table_of, upsert
from models.token import Purpose, Token

ELDEST = 1900
"""Nobody who was born before takes part."""


@dataclass(frozen=True)
class Said:
    """What a form says: that she lives, works or studies here, and the year she was born in."""

    tied: bool = False
    birth_year: int | None = None
    proven: bool = False
    """Not said but shown: whoever was signed in met every rule when she asked for the letter."""


NOTHING = Said()


class Declaration(SQLModel, table=True):
    """What one person has said of herself."""

    person_id: int = Field(sa_column=Column(Id, ForeignKey("person.id"), primary_key=True))
    tied: bool = Field(sa_column=Column(Boolean, nullable=False))
    birth_year: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    made_at: Moment = Field(sa_column=moment_column())


class WaitingDeclaration(SQLModel, table=True):
    """What was said in a form that ends in a letter, until its button is pressed."""

    __tablename__ = "waiting_declaration"

    token_id: int = Field(
        sa_column=Column(Id, ForeignKey("token.id", ondelete="CASCADE"), primary_key=True)
    )
    tied: bool = Field(sa_column=Column(Boolean, nullable=False))
    birth_year: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    proven: bool = Field(sa_column=Column(Boolean, nullable=False, server_default=false()))


declarations = table_of(Declaration)
_waiting = table_of(WaitingDeclaration)
_tokens = table_of(Token)

_OF = select(declarations).where(declarations.c.person_id == bindparam("person"))


def of(session: Session, person_id: int) -> Row[Any] | None:
    """What she has said: `tied`, `birth_year` and `made_at`; None for nothing."""
    return session.execute(_OF, {"person": person_id}).first()


def keep(session: Session, person_id: int, said: Said) -> None:
    """Remember what somebody says of herself; what she leaves out now, she said before."""
    if not said.tied and said.birth_year is None:
        return
    known = of(session, person_id)
    if known is not None:
        said = Said(said.tied or known.tied, said.birth_year or known.birth_year)
        if (said.tied, said.birth_year) == (known.tied, known.birth_year):
            return
    values = {"tied": said.tied, "birth_year": said.birth_year, "made_at": now()}
    session.execute(
        upsert(declarations)
        .values(person_id=person_id, **values)
        .on_conflict_do_update(index_elements=["person_id"], set_=values)
    )


def withdraw(session: Session, person_id: int) -> None:
    """Forget all that she said of herself. What she did meanwhile stays done."""
    session.execute(delete(declarations).where(declarations.c.person_id == person_id))


def wait(session: Session, button: Token | None, said: Said) -> None:
    """Keep with the button of a letter what was said where it was asked for."""
    if button is None or said == NOTHING:
        return
    session.execute(
        upsert(_waiting)
        .values(token_id=button.id, tied=said.tied, birth_year=said.birth_year, proven=said.proven)
        .on_conflict_do_nothing()
    )


def take(session: Session, button: Token, person_id: int) -> Said:
    """The button was pressed: what waited with it is this person's own word from now on."""
    return _taken(session, _waiting.c.token_id == button.id, person_id)


def take_of_case(session: Session, submission_id: int, person_id: int) -> Said:
    """The same for whoever confirms a case on its page, and not by the button of its letter."""
    hers = select(_tokens.c.id).where(
        _tokens.c.submission_id == submission_id, _tokens.c.purpose == Purpose.SUBMISSION
    )
    return _taken(session, _waiting.c.token_id.in_(hers), person_id)


def _taken(session: Session, which: Any, person_id: int) -> Said:
    rows = session.execute(delete(_waiting).where(which).returning(_waiting)).all()
    if not rows:
        return NOTHING
    said = Said(rows[-1].tied, rows[-1].birth_year, rows[-1].proven)
    keep(session, person_id, said)
    return said
