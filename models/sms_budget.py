"""What text messages cost on a day: counted in parts, as operators bill them (spec NT-7).

A fifth of the day is kept for codes, whatever news there is; and codes never take more than half,
so that nobody who asks for codes without end keeps a decision from its followers (spec T50).
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Column, Date, Integer, and_, func, select, update
from sqlmodel import Field, Session, SQLModel

from models.calendar import DAY, Moment, now, today
from models.database import changed, table_of, upsert
from models.person import Channel, Contact
from models.settings import settings
from models.token import Token

NEWS_AT_MOST, CODES_AT_MOST = 80, 50
"""Hundredths of the day's parts."""

NEARLY_SPENT = 80
"""From so many hundredths on the operator is told."""


class SmsDay(SQLModel, table=True):
    """How many parts went to operators on one local day."""

    __tablename__ = "sms_day"

    day: date = Field(sa_column=Column(Date, primary_key=True))
    news: int = Field(sa_column=Column(Integer, nullable=False))
    codes: int = Field(sa_column=Column(Integer, nullable=False))


@dataclass(frozen=True)
class Figures:
    """How the day stands, and how many of the last day's codes were used."""

    most: int
    news: int
    codes: int
    asked: int
    """Buttons sent by text message in the last 24 hours."""
    used: int
    """How many of them were pressed."""

    @property
    def nearly_spent(self) -> bool:
        return (self.news + self.codes) * 100 >= self.most * NEARLY_SPENT


_days = table_of(SmsDay)
_tokens = table_of(Token)
_contacts = table_of(Contact)


def codes() -> int:
    """How many of a day's parts may be codes."""
    return settings().sms_parts_per_day * CODES_AT_MOST // 100


def reserve(session: Session, parts: int, *, code: bool) -> bool:
    """Take so many parts of today's; False when there are not as many left. Never too many, with
    any number of workers.
    """
    day, most = today(), settings().sms_parts_per_day
    empty = upsert(_days).values(day=day, news=0, codes=0).on_conflict_do_nothing()
    session.execute(empty)
    column = _days.c.codes if code else _days.c.news
    share = CODES_AT_MOST if code else NEWS_AT_MOST
    room = and_(column + parts <= most * share // 100, _days.c.news + _days.c.codes + parts <= most)
    taking = update(_days).where(_days.c.day == day, room).values({column: column + parts})
    return changed(session, taking) == 1


def give_back(session: Session, parts: int, *, code: bool) -> None:
    """No operator took them."""
    column = _days.c.codes if code else _days.c.news
    session.execute(
        update(_days)
        .where(_days.c.day == today(), column >= parts)
        .values({column: column - parts})
    )


def figures(session: Session) -> Figures:
    """Counts of today and of the last 24 hours; nothing of anybody."""
    row = session.execute(select(_days.c.news, _days.c.codes).where(_days.c.day == today())).first()
    asked, used = conversion(session, now() - DAY)
    news, codes = (row.news, row.codes) if row else (0, 0)
    return Figures(settings().sms_parts_per_day, news, codes, asked, used)


def conversion(session: Session, since: Moment) -> tuple[int, int]:
    """How many buttons went out by text message since a moment, and how many were pressed."""
    asked, used = session.execute(
        select(func.count(), func.count(_tokens.c.used_at))
        .select_from(_tokens)
        .join(_contacts, _contacts.c.id == _tokens.c.contact_id)
        .where(_tokens.c.created_at > since, _contacts.c.channel == Channel.SMS)
    ).one()
    return asked, used
