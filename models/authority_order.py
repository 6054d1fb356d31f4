"""AuthorityOrder: what an authority ordered us to do, and what we did (spec MQ-14).

The Digital Services Act (2022/2065), article 9: to act against illegal content; article 10: to
give information. How many there were, and how soon each was met, is told every year (article
15(1)(a)). The person whom an order is about stands in the case it is registered as, never here.
"""

from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, String
from sqlmodel import Field, SQLModel

from models.calendar import Moment
from models.database import enum_column, id_column, moment_column, table_of
from models.masking import Masked

LONGEST_NAME = 200
LONGEST_GROUND = 300
LONGEST_WORDS = 1000
"""Characters: of the authority's name, of the ground it names, of what we did."""


class OrderKind(StrEnum):
    ACT = "act"
    """Against illegal content."""
    INFORM = "inform"
    """To give information."""


class OrderOutcome(StrEnum):
    MET = "met"
    PARTLY = "partly"
    NOTHING_THERE = "nothing_there"
    NOT_MET = "not_met"
    """It lacked what the law asks of an order, or we asked a court about it."""


class AuthorityOrder(SQLModel, table=True):
    """One order. `reason` is the sort of content, a code of moderation.reasons, for those to act;
    `confirmed_at` when the authority was told that we have it. Who of us wrote it down stands in
    its stream.
    """

    __tablename__ = "authority_order"
    __table_args__ = (
        CheckConstraint("(outcome IS NULL) = (done_at IS NULL)", name="authority_order_done"),
    )

    id: int | None = Field(default=None, sa_column=id_column())
    kind: OrderKind = Field(sa_column=enum_column(OrderKind, guarded=False))
    reason: str | None = Field(default=None, sa_column=Column(String(32), nullable=True))
    authority: str = Field(sa_column=Column(Masked(LONGEST_NAME), nullable=False))
    ground: str = Field(sa_column=Column(Masked(LONGEST_GROUND), nullable=False))
    received_at: Moment = Field(sa_column=moment_column(index=True))
    confirmed_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    outcome: OrderOutcome | None = Field(
        default=None, sa_column=enum_column(OrderOutcome, nullable=True, guarded=False)
    )
    done_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    words: str = Field(default="", sa_column=Column(Masked(LONGEST_WORDS), nullable=False))

    @property
    def stream(self) -> str:
        return f"order-{self.id}"


orders = table_of(AuthorityOrder)
