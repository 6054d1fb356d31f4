"""The access log: who of the staff saw or changed what about people and private cases, and when.

It answers "who looked at me, and who gave her that role" (spec L25; ASVS 16.2; dataskydds-
förordningen article 32). What happens to a case is told by its own history, not here. A trigger
refuses to change a row; rows go only by the rule for how long they are kept (`forget`), which is
why nothing refuses to delete them.
"""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Column, Index, Integer, String, bindparam, delete, insert, select
from sqlmodel import Field, Session, SQLModel

from models.actor import Actor, Role
from models.calendar import MINUTE, Moment, now
from models.database import Id, changed, enum_column, id_column, moment_column, table_of
from models.viewer import Viewer

AGAIN_AFTER = 10 * MINUTE
"""Looking at the same thing within it is one look."""


class What(StrEnum):
    """What was seen, or changed. Others may follow: the column is not guarded."""

    CASE = "case"
    """A case that not everyone may read, or of somebody whose identity is protected."""
    ITEM = "item"
    """A text that waits for review, of such a case."""
    ATTACHMENT = "attachment"
    ORIGINAL = "original"
    """The words of a case with the personal numbers in them."""
    DOSSIER = "dossier"
    """All that belongs to a case was read to be copied, or a copy was taken out of the site."""
    SEARCH = "search"
    """The desk was searched, which finds names, numbers and addresses. For what, is not kept."""
    PERSON = "person"
    PEOPLE = "people"
    """People were searched by name or address."""
    LOG = "log"

    ROLE_GIVEN = "role_given"
    ROLE_CHANGED = "role_changed"
    ROLE_ENDED = "role_ended"
    RENAMED = "renamed"
    SUSPENDED = "suspended"
    RESTORED = "restored"
    SIGNED_OUT = "signed_out"
    FACTOR_RESET = "factor_reset"
    PROTECTED = "protected"
    UNPROTECTED = "unprotected"
    ORGANISATION_ENTERED = "organisation_entered"
    ORGANISATION_ENDED = "organisation_ended"
    INVITED = "invited"
    INVITATION_WITHDRAWN = "invitation_withdrawn"
    SANCTIONED = "sanctioned"
    """Warned, or held back from writing or reporting for a time."""
    SANCTION_LIFTED = "sanction_lifted"
    LEAD_NAMED = "lead_named"
    """The page of a unit says that she leads it."""
    LEAD_ENDED = "lead_ended"
    CLAIM_TAKEN = "claim_taken"
    """A text that somebody was reading, by whoever wanted to judge it herself."""


SIGHTS = frozenset(
    {
        What.CASE,
        What.ITEM,
        What.ATTACHMENT,
        What.ORIGINAL,
        What.DOSSIER,
        What.SEARCH,
        What.PERSON,
        What.PEOPLE,
        What.LOG,
    }
)
"""What was only looked at; everything else changed something."""


class AccessLog(SQLModel, table=True):
    """One look or one change. Ids only, without foreign keys: what they lead to may be erased while
    the log of it stands. `detail` and `number` say more in codes: a role and its unit, a reason.
    """

    __tablename__ = "access_log"
    __table_args__ = (
        Index("access_log_by", "person_id", "id"),
        Index("access_log_about", "about_person_id", "id"),
        Index("access_log_case", "submission_id", "id"),
        Index("access_log_at", "at", "id"),
    )

    id: int | None = Field(default=None, sa_column=id_column())
    at: Moment = Field(sa_column=moment_column())
    person_id: int | None = Field(default=None, sa_column=Column(Id, nullable=True))
    """Whoever looked or changed; None for a rule, or the operator's command line."""
    role: Role = Field(sa_column=enum_column(Role, guarded=False))
    what: What = Field(sa_column=enum_column(What, guarded=False))
    submission_id: int | None = Field(default=None, sa_column=Column(Id, nullable=True))
    about_person_id: int | None = Field(default=None, sa_column=Column(Id, nullable=True))
    detail: str = Field(default="", sa_column=Column(String(40), nullable=False))
    number: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))


access_log = table_of(AccessLog)
_l = access_log.c
_ADD = insert(access_log).returning(_l.id)

_REVIEWING = (Role.MODERATOR, Role.ADMINISTRATOR, Role.OFFICIAL, Role.AUDITOR)
_AS = {
    What.CASE: (Role.OFFICIAL, Role.ADMINISTRATOR, Role.MODERATOR, Role.AUDITOR),
    What.SEARCH: (Role.OFFICIAL, Role.ADMINISTRATOR, Role.MODERATOR, Role.AUDITOR),
    What.ITEM: _REVIEWING,
    What.ATTACHMENT: (Role.OFFICIAL, *_REVIEWING),
    What.ORIGINAL: (Role.OFFICIAL, *_REVIEWING),
    What.DOSSIER: (Role.OFFICIAL, Role.ADMINISTRATOR),
}
_ELSE = (Role.ADMINISTRATOR, Role.AUDITOR, Role.OFFICIAL, Role.MODERATOR)


@dataclass(frozen=True)
class Seen:
    """What a page shows its reader that has to be written down before she sees it."""

    what: What
    submission_id: int | None = None
    person_id: int | None = None


def note(
    session: Session,
    by: Actor,
    what: What,
    *,
    submission_id: int | None = None,
    person_id: int | None = None,
    detail: str = "",
    number: int | None = None,
) -> int:
    """Write down what was done, in the transaction that does it; the id of the row.

    `person_id` is whom it was done to. Codes and numbers only: never a name, an address or a word.
    """
    row = {
        "at": now(),
        "person_id": by.person_id,
        "role": by.role,
        "what": what,
        "submission_id": submission_id,
        "about_person_id": person_id,
        "detail": detail,
        "number": number,
    }
    added: int = session.execute(_ADD, row).scalar_one()
    return added


_LOOKED = (
    select(_l.id)
    .where(
        _l.person_id == bindparam("reader"),
        _l.at > bindparam("since"),
        _l.what == bindparam("sort"),
        _l.submission_id.is_not_distinct_from(bindparam("case", type_=Id)),
        _l.about_person_id.is_not_distinct_from(bindparam("about", type_=Id)),
    )
    .limit(1)
)


def has_looked(session: Session, viewer: Viewer, seen: Seen) -> bool:
    """Whether the same look of the same person was written down a moment ago."""
    asked = {
        "reader": viewer.person_id,
        "since": now() - AGAIN_AFTER,
        "sort": seen.what,
        "case": seen.submission_id,
        "about": seen.person_id,
    }
    return session.execute(_LOOKED, asked).first() is not None


def look(session: Session, viewer: Viewer, seen: Seen) -> None:
    """Write a look down, in the first role that she holds for it."""
    roles = _AS.get(seen.what, _ELSE)
    role = next((role for role in roles if role in viewer.roles), Role.RESIDENT)
    by = Actor(role, viewer.person_id)
    note(session, by, seen.what, submission_id=seen.submission_id, person_id=seen.person_id)


def forget(session: Session, before: Moment, *, most: int) -> int:
    """Delete up to `most` of the rows from before a moment; how many went. For the rule alone."""
    oldest = select(_l.id).where(_l.at < before).order_by(_l.at, _l.id).limit(most)
    return changed(session, delete(access_log).where(_l.id.in_(oldest)))
