"""The rows of false support: what a rule found, and what two people took away because of it."""

from enum import StrEnum

from sqlalchemy import Boolean, Column, Integer, PrimaryKeyConstraint, String
from sqlmodel import Field, SQLModel

from models.calendar import Moment
from models.database import (
    Id,
    enum_column,
    id_column,
    moment_column,
    reference_column,
    table_of,
)
from models.vote import VoteState


class SupportRule(StrEnum):
    """Why a support is doubted; said in public by these names when it is taken away."""

    BURST = "burst"
    """Far more in an hour than this proposal is used to."""
    NEW_ADDRESSES = "new_addresses"
    """Almost all of a day's support from addresses that nobody had seen before it, at a time when
    there was far more than usual.
    """
    ONE_NETWORK = "one_network"
    ONE_DOMAIN = "one_domain"
    """Many from addresses of one mail domain that few others have."""
    ONE_MAILBOX = "one_mailbox"
    """Several spellings of an address that all lead to the same mailbox."""
    THROWAWAY = "throwaway"
    """Addresses that are made to be thrown away."""
    BY_HAND = "by_hand"
    """No rule found it: somebody chose a mail domain or a time herself."""


class Finding(SQLModel, table=True):
    """What the watch found about one proposal: by which rule, and its figures (spec MQ-20)."""

    __tablename__ = "support_finding"

    id: int | None = Field(default=None, sa_column=id_column())
    submission_id: int = Field(sa_column=reference_column("submission.id"))
    rule: SupportRule = Field(sa_column=enum_column(SupportRule, guarded=False))
    domain: str = Field(default="", sa_column=Column(String(255), nullable=False))
    """The mail domain that it is about, where it is about one."""
    network: str | None = Field(default=None, sa_column=Column(String(32), nullable=True))
    """The keyed hash of a network, for three days."""
    since: Moment = Field(sa_column=moment_column())
    until: Moment = Field(sa_column=moment_column())
    count: int = Field(sa_column=Column(Integer, nullable=False))
    """Votes that it marked."""
    total: int = Field(sa_column=Column(Integer, nullable=False))
    """All that were given in the same time."""
    usual: int = Field(sa_column=Column(Integer, nullable=False))
    """What the rule compared it with: votes of an ordinary hour, or a share in percent."""
    at: Moment = Field(sa_column=moment_column(index=True))
    cleared_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    cleared_by: int | None = Field(
        default=None, sa_column=reference_column("person.id", nullable=True, index=False)
    )
    """Who looked at it and found nothing wrong."""


class Batch(SQLModel, table=True):
    """Support that one person wants to take away, and another agrees to; or that came back."""

    __tablename__ = "support_batch"

    id: int | None = Field(default=None, sa_column=id_column())
    submission_id: int = Field(sa_column=reference_column("submission.id"))
    finding_id: int | None = Field(
        default=None, sa_column=reference_column("support_finding.id", nullable=True, index=False)
    )
    rule: SupportRule = Field(sa_column=enum_column(SupportRule, guarded=False))
    domain: str = Field(default="", sa_column=Column(String(255), nullable=False))
    since: Moment = Field(sa_column=moment_column())
    until: Moment = Field(sa_column=moment_column())
    note: str = Field(default="", sa_column=Column(String(500), nullable=False))
    """What the one says to the other; for staff alone."""
    count: int = Field(sa_column=Column(Integer, nullable=False))
    """Of how many votes it is: as previewed, then as taken away."""
    below: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
    """The proposal had reached its goal, and would not have without them."""
    proposed_by: int = Field(sa_column=reference_column("person.id", index=False))
    proposed_at: Moment = Field(sa_column=moment_column())
    dropped_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    dropped_by: int | None = Field(
        default=None, sa_column=reference_column("person.id", nullable=True, index=False)
    )
    confirmed_by: int | None = Field(
        default=None, sa_column=reference_column("person.id", nullable=True, index=False)
    )
    confirmed_at: Moment | None = Field(
        default=None, sa_column=moment_column(nullable=True, index=True)
    )
    undone_by: int | None = Field(
        default=None, sa_column=reference_column("person.id", nullable=True, index=False)
    )
    undone_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))


class Removal(SQLModel, table=True):
    """One vote of a batch, and what it was: undoing gives that back and nothing else."""

    __tablename__ = "support_removal"
    __table_args__ = (PrimaryKeyConstraint("batch_id", "vote_id"),)

    batch_id: int = Field(sa_column=reference_column("support_batch.id", index=False))
    submission_id: int = Field(sa_column=reference_column("submission.id"))
    vote_id: int = Field(sa_column=Column(Id, nullable=False, index=True))
    """A number without a key: a vote goes with its case."""
    was: VoteState = Field(sa_column=enum_column(VoteState, guarded=False))
    taken: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
    """It was taken away; False for one that only was proposed, or was given back."""
    objected_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    """When its person said that it was she."""
    answered_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    answered_by: int | None = Field(
        default=None, sa_column=reference_column("person.id", nullable=True, index=False)
    )


findings = table_of(Finding)
batches = table_of(Batch)
removals = table_of(Removal)
