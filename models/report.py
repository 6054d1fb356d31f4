"""Reports: somebody says that a text breaks the rules, a notice by the DSA article 16 (MQ-10)."""

import secrets
from enum import StrEnum

from sqlalchemy import Boolean, Column, Index, Integer, String, false, text, true
from sqlmodel import Field, Session, SQLModel

from models.calendar import DAY, Moment
from models.database import Id, id_column, moment_column, reference_column, table_of
from models.masking import LongMasked, Masked
from models.review import Reviewable
from models.verdict import Judgement

CODE_BYTES = 10
"""Of the address of a report's own page: 80 bits, which nobody guesses."""
RECEIVED, DECIDED = "report_received", "report_decided"
"""The kinds of the letters about it: folders of templates/mail."""
TRACED = DAY
"""How long we know that two reports came from one network."""

_TRACED_SQL = "network IS NOT NULL"
_WAITING_SQL = "told_verdict_id IS NULL AND contact_id IS NOT NULL"


class Decision(StrEnum):
    """What a person decided about the text."""

    GONE = "gone"
    MASKED = "masked"
    """A detail of it is hidden."""
    STAYS = "stays"


DECIDES: dict[Judgement, Decision] = {
    Judgement.UNPUBLISH: Decision.GONE,
    Judgement.REFUSE: Decision.GONE,
    Judgement.HIDE: Decision.GONE,
    Judgement.RETURN: Decision.GONE,
    Judgement.REDACT: Decision.MASKED,
    Judgement.KEEP: Decision.STAYS,
    Judgement.PUBLISH: Decision.STAYS,
}


class Report(SQLModel, table=True):
    """Somebody said that a text breaks the rules. The words are hers and never published."""

    __table_args__ = (
        Index("report_code", "code", unique=True),
        Index(
            "report_traced",
            "at",
            sqlite_where=text(_TRACED_SQL),
            postgresql_where=text(_TRACED_SQL),
        ),
        Index(
            "report_untold",
            "reviewable_id",
            sqlite_where=text(_WAITING_SQL),
            postgresql_where=text(_WAITING_SQL),
        ),
    )

    id: int | None = Field(default=None, sa_column=id_column())
    reviewable_id: int = Field(sa_column=reference_column("reviewable.id"))
    reason: str = Field(sa_column=Column(String(32), nullable=False))
    explanation: str = Field(sa_column=Column(LongMasked, nullable=False))
    contact_id: int | None = Field(
        default=None, sa_column=reference_column("contact.id", nullable=True)
    )
    at: Moment = Field(sa_column=moment_column())
    code: str | None = Field(default=None, sa_column=Column(String(20), nullable=True))
    """Of its own page, which needs no account; None for reports from before there was one."""
    name: str = Field(default="", sa_column=Column(Masked(80), nullable=False, server_default=""))
    others: str = Field(default="", sa_column=Column(LongMasked, nullable=False, server_default=""))
    """Other addresses where the same stands, as she wrote them."""
    language: str = Field(
        default="sv", sa_column=Column(String(5), nullable=False, server_default="sv")
    )
    due_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    """By when we have promised to decide it (the clock `notice_decide`)."""
    network: str | None = Field(default=None, sa_column=Column(String(32), nullable=True))
    """A keyed hash of the network that it came from, for a day: see moderation.scoring."""
    known: bool = Field(
        default=False, sa_column=Column(Boolean, nullable=False, server_default=false())
    )
    """She was signed in, and we had known her address for a day."""
    weight: int = Field(default=0, sa_column=Column(Integer, nullable=False, server_default="0"))
    counts: bool = Field(
        default=True, sa_column=Column(Boolean, nullable=False, server_default=true())
    )
    """Whether it counts beside those that came before it."""
    told_verdict_id: int | None = Field(default=None, sa_column=Column(Id, nullable=True))
    """The verdict that she was told of by letter."""


reports = table_of(Report)


def add(session: Session, item: Reviewable, made: Report) -> int:
    """Add one report to its item and return its id. It never makes a second item (MQ-2)."""
    made.code = secrets.token_hex(CODE_BYTES)
    session.add(made)
    item.reports += 1
    item.fine = False
    session.add(item)
    session.flush()
    return made.id or 0
