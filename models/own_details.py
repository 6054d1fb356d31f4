"""What a resident says of herself: her name with us, the names under her texts, her language."""

from typing import Any

from sqlalchemy import Row, func, select, union_all, update
from sqlmodel import Session

from models.comment import comments
from models.database import table_of
from models.person import Person
from models.states import Publication
from models.submission import submissions
from models.subscription import subscriptions

NAMES_SHOWN = 20

_people = table_of(Person)


def person(session: Session, person_id: int) -> Person:
    return session.get_one(Person, person_id)


def rename(session: Session, person_id: int, name: str) -> None:
    """What we call her from now on; "" for nothing. Names under texts stay as they were chosen."""
    session.execute(update(_people).where(_people.c.id == person_id).values(name=name))


def want_staff_mail(session: Session, person_id: int, *, wanted: bool) -> None:
    """Whether somebody who works here wants the daily mail of her work (notifications/staff)."""
    session.execute(update(_people).where(_people.c.id == person_id).values(staff_mail=wanted))


def speak(session: Session, person_id: int, contacts: list[int], language: str) -> None:
    """Her messages come in this language from now on: of her cases, comments and updates."""
    session.execute(update(_people).where(_people.c.id == person_id).values(language=language))
    for table in (submissions, subscriptions):
        session.execute(
            update(table).where(table.c.contact_id.in_(contacts)).values(language=language)
        )


def bylines(session: Session, contacts: list[int]) -> list[Row[Any]]:
    """The names that stand under her texts: `byline` and `texts`, how many; the commonest first."""
    wanted = [
        select(table.c.byline).where(
            table.c.contact_id.in_(contacts),
            table.c.byline != "",
            table.c.publication != Publication.WITHDRAWN,
        )
        for table in (submissions, comments)
    ]
    found = union_all(*wanted).subquery()
    how_many = func.count().label("texts")
    return list(
        session.execute(
            select(found.c.byline, how_many)
            .group_by(found.c.byline)
            .order_by(how_many.desc(), found.c.byline)
            .limit(NAMES_SHOWN)
        )
    )
