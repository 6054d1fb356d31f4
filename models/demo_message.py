"""What a demo would have sent, kept readable. Nothing is ever written here outside demo mode."""

from sqlalchemy import Column, String, Text, select
from sqlmodel import Field, Session, SQLModel

from models.calendar import Moment, now
from models.database import enum_column, id_column, moment_column, table_of, upsert
from models.person import Channel


class DemoMessage(SQLModel, table=True):
    """One message as its reader would see it."""

    __tablename__ = "demo_message"

    id: int | None = Field(default=None, sa_column=id_column())
    key: str = Field(sa_column=Column(String(32), nullable=False, unique=True))
    at: Moment = Field(sa_column=moment_column())
    channel: Channel = Field(sa_column=enum_column(Channel))
    address: str = Field(sa_column=Column(String(254), nullable=False))
    subject: str = Field(default="", sa_column=Column(String(200), nullable=False))
    text: str = Field(sa_column=Column(Text, nullable=False))


_messages = table_of(DemoMessage)


def keep(
    session: Session, key: str, *, channel: str, address: str, subject: str, text: str
) -> None:
    """Keep one message. `key` is the delivery's: a second try of it is the same message."""
    session.execute(
        upsert(_messages)
        .values(
            key=key,
            at=now(),
            channel=channel,
            address=address,
            subject=subject,
            text=text,
        )
        .on_conflict_do_nothing(index_elements=["key"])
    )


def newest(session: Session, *, limit: int = 100) -> list[DemoMessage]:
    """What was kept, newest first."""
    return list(session.scalars(select(DemoMessage).order_by(_messages.c.id.desc()).limit(limit)))
