"""Support for a proposal: one person one vote.

A vote inserts one row and nothing else (architecture rule 14): models.tally counts them by the
scheduler's one-second tick, so a viral proposal never queues on its own counter.
"""

from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Index,
    String,
    UniqueConstraint,
    bindparam,
    case,
    select,
    text,
    update,
)
from sqlmodel import Field, Session, SQLModel

from models import declaration, eligibility, sanctions, support_rules
from models.calendar import Moment, now
from models.database import (
    Id,
    enum_column,
    id_column,
    is_postgres,
    moment_column,
    reference_column,
    table_of,
    upsert,
)
from models.declaration import NOTHING, Said
from models.eligibility import Act
from models.errors import NotAllowed, NotFound
from models.person import Person
from models.profile import Participation, site
from models.states import PUBLIC, Kind, Status
from models.submission import submissions
from models.support_rules import SupportRules


class VoteState(StrEnum):
    """Where a support stands (spec MQ-20). What waits for its button to be pressed is a token and
    no vote, so it can never be counted.
    """

    VALID = "valid"
    SUSPECT = "suspect"
    """A rule has marked it (models.support_watch). It counts, and nobody is told, until two people
    have looked at it and taken it away.
    """
    INVALIDATED = "invalidated"
    """Taken away by two people, for a reason that is told (models.invalidating)."""
    MOVED = "moved"
    """Its person has moved it to the proposal that this one was joined with."""
    WITHDRAWN = "withdrawn"


COUNTED = (VoteState.VALID, VoteState.SUSPECT)
"""What the public count counts: a suspicion takes nobody's support away."""


_FOUND = text("finding_id IS NOT NULL")


class Vote(SQLModel, table=True):
    """One person's support for one proposal."""

    __table_args__ = (
        UniqueConstraint("submission_id", "person_id"),
        Index("vote_found", "finding_id", sqlite_where=_FOUND, postgresql_where=_FOUND),
    )

    id: int | None = Field(default=None, sa_column=id_column())
    submission_id: int = Field(sa_column=reference_column("submission.id", index=False))
    person_id: int = Field(sa_column=reference_column("person.id"))
    cast_at: Moment = Field(sa_column=moment_column())
    changed_at: Moment = Field(sa_column=moment_column(index=True))
    withdrawn_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    state: VoteState = Field(default=VoteState.VALID, sa_column=enum_column(VoteState))
    network: str | None = Field(default=None, sa_column=Column(String(32), nullable=True))
    """A keyed hash of the network it came from, for three days: see models.support_watch."""
    finding_id: int | None = Field(default=None, sa_column=Column(Id, nullable=True))
    """What made it suspect (models.invalidated). It stays so if it is taken back and given again.
    """


votes = table_of(Vote)
_people = table_of(Person)


_OPEN = select(
    submissions.c.id,
    submissions.c.kind,
    submissions.c.status,
    submissions.c.publication,
    submissions.c.voting_until,
    select(_people.c.suspended)
    .where(_people.c.id == bindparam("person"))
    .scalar_subquery()
    .label("suspended"),
    sanctions.suspends(bindparam("person"), bindparam("at")).label("paused"),
).where(submissions.c.reference == bindparam("case"))
_STANDS = select(votes.c.state).where(
    votes.c.submission_id == bindparam("case"), votes.c.person_id == bindparam("person")
)


@cache
def _casting(_postgres: bool) -> Any:
    """The one statement of a vote, built once for each database."""
    statement = upsert(votes)
    return statement.on_conflict_do_update(
        index_elements=["submission_id", "person_id"],
        set_={
            "state": case(
                (votes.c.finding_id.is_not(None), VoteState.SUSPECT.value),
                else_=statement.excluded.state,
            ),
            "changed_at": statement.excluded.changed_at,
            "withdrawn_at": None,
            "network": statement.excluded.network,
        },
        where=votes.c.state.in_((VoteState.WITHDRAWN, VoteState.MOVED)),
    )


def counted() -> ColumnElement[bool]:
    """That a vote is one of those that the public count is made of."""
    return votes.c.state.in_(COUNTED)


def support(
    session: Session,
    reference: str,
    person_id: int,
    *,
    rules: Participation | None = None,
    said: Said = NOTHING,
    network: str = "",
    watched: SupportRules | None = None,
) -> None:
    """Count this person's support once, however often she presses.

    `network` is a keyed hash of the one she comes from (models.support_rules.trace). `rules` and
    `watched` are the profile's where they are not given; `said` is what she says of herself with
    it. Raises NotFound when the proposal is not public, NotAllowed when voting is not open, the
    person is suspended or the town denies one of her addresses, Paused when she may not support for
    a time, and as models.eligibility.check when she may not support here.
    """
    row = _open_row(session, reference, person_id)
    if row.suspended:
        raise NotAllowed("suspended")
    if row.paused:
        sanctions.check(session, person_id)
    if watched is None:
        watched = site(session).reviewing.support
    support_rules.check_person(session, watched, person_id)
    eligibility.check(session, Act.SUPPORT, person_id, rules=rules, said=said)
    declaration.keep(session, person_id, said)
    at = now()
    session.execute(
        _casting(is_postgres()),
        {
            "submission_id": row.id,
            "person_id": person_id,
            "cast_at": at,
            "changed_at": at,
            "state": VoteState.VALID,
            "network": network or None,
        },
    )


def withdraw_support(session: Session, reference: str, person_id: int) -> None:
    """Take one's support back while voting is open. Taking back what was not given is no fault."""
    row = _open_row(session, reference, person_id)
    session.execute(
        update(votes)
        .where(
            votes.c.submission_id == row.id,
            votes.c.person_id == person_id,
            counted(),
        )
        .values(state=VoteState.WITHDRAWN, changed_at=now(), withdrawn_at=now(), network=None)
    )


def supports(session: Session, submission_id: int, person_id: int) -> bool:
    """Whether this person's support counts now."""
    return stands(session, submission_id, person_id) in COUNTED


def stands(session: Session, submission_id: int, person_id: int) -> VoteState | None:
    """Where this person's support of a proposal stands; None where she never gave any."""
    found: VoteState | None = session.execute(
        _STANDS, {"case": submission_id, "person": person_id}
    ).scalar()
    return found


def check_open(row: Any) -> None:
    """Raises NotFound for a proposal that is not public, NotAllowed when support is not open."""
    if row.publication not in PUBLIC:
        raise NotFound
    if row.kind != Kind.PROPOSAL:
        raise NotAllowed("not_a_proposal")
    if row.status != Status.VOTING or row.voting_until is None or row.voting_until <= now():
        raise NotAllowed("voting_closed")


def _open_row(session: Session, reference: str, person_id: int) -> Any:
    asked = {"case": reference, "person": person_id, "at": now()}
    row = session.execute(_OPEN, asked).first()
    if row is None:
        raise NotFound(reference)
    check_open(row)
    return row
