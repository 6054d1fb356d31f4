"""Whom we have written to, because she was not here for years."""

from sqlalchemy import Column, ForeignKey
from sqlmodel import Field, SQLModel

from models.calendar import Moment
from models.database import Id, moment_column, table_of


class LongAway(SQLModel, table=True):
    """Since when she knows that we shall erase her. Gone as soon as she is here again."""

    __tablename__ = "long_away"

    person_id: int = Field(sa_column=Column(Id, ForeignKey("person.id"), primary_key=True))
    told_at: Moment = Field(sa_column=moment_column())


long_away = table_of(LongAway)
