"""A submission: what a resident handed in, where it stands, who may see it."""

import datetime as dt
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Integer,
    String,
    false,
    select,
    text,
)
from sqlmodel import Field, Session, SQLModel

from models import keys
from models.actor import Source
from models.calendar import Moment, now
from models.database import (
    Id,
    enum_column,
    id_column,
    lock_rows,
    moment_column,
    reference_column,
    table_of,
)
from models.errors import NotFound, Stale
from models.masking import Masked
from models.reply import ReplyBy
from models.states import (
    PUBLIC,
    Kind,
    Outcome,
    Publication,
    Status,
    StatusType,
    check_move,
    check_publication,
    type_of,
)
from models.submission_indexes import SHOWN_SQL, indexes
from models.viewer import Viewer

KEY_PURPOSE = "case"

SHOWN = text(SHOWN_SQL)
"""Public cases as the partial index has them: SQLite uses that only for a statement that says the
same with constants, never with bound values.
"""

DONE = text(f"{SHOWN_SQL} AND submission.done_at IS NOT NULL")
"""In the same way, those that came to an end."""


class Submission(SQLModel, table=True):
    """One row per submission. `status` and `publication` are shadows of the event stream."""

    __table_args__ = indexes()

    id: int | None = Field(default=None, sa_column=id_column())
    reference: str = Field(sa_column=Column(String(16), nullable=False, unique=True))
    kind: Kind = Field(sa_column=enum_column(Kind))
    status: Status = Field(default=Status.RECEIVED, sa_column=enum_column(Status))
    outcome: Outcome | None = Field(default=None, sa_column=enum_column(Outcome, nullable=True))
    publication: Publication = Field(sa_column=enum_column(Publication))
    text_id: int = Field(sa_column=reference_column("text.id", index=False))
    original_id: int | None = Field(
        default=None, sa_column=reference_column("text.id", nullable=True, index=False)
    )
    pending_text_id: int | None = Field(
        default=None, sa_column=reference_column("text.id", nullable=True, index=False)
    )
    """What its author wants to read there instead: it waits for review while the text stands."""
    edited_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    """When words that everyone could read were last replaced by others of their author."""
    place: str = Field(default="", sa_column=Column(Masked(200), nullable=False))
    category_id: int | None = Field(
        default=None, sa_column=reference_column("category.id", nullable=True)
    )
    area_id: int | None = Field(
        default=None, sa_column=reference_column("area.id", nullable=True, index=False)
    )
    """In what part of the municipality, where the profile names any and one is known."""
    unit_id: int = Field(sa_column=reference_column("unit.id", index=False))
    assignee_id: int | None = Field(
        default=None, sa_column=reference_column("person.id", nullable=True)
    )
    contact_id: int | None = Field(
        default=None, sa_column=reference_column("contact.id", nullable=True)
    )
    name: str = Field(default="", sa_column=Column(Masked(80), nullable=False))
    byline: str = Field(default="", sa_column=Column(Masked(80), nullable=False))
    show: bool = Field(sa_column=Column(Boolean, nullable=False))
    reply_by: ReplyBy = Field(
        default=ReplyBy.NONE, sa_column=enum_column(ReplyBy, server_default="none")
    )
    reply_to: str = Field(
        default="", sa_column=Column(Masked(300), nullable=False, server_default="")
    )
    """A number to ring (E.164) or a postal address; what the site writes to is a contact."""
    latitude: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    longitude: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    """Millionths of a degree (WGS 84), from the sender's own device; for officials alone."""
    appeal: bool = Field(
        default=False, sa_column=Column(Boolean, nullable=False, server_default=false())
    )
    """Somebody appeals a decision: never shown, and never to be taken for a mere complaint."""
    protected: bool = Field(
        default=False, sa_column=Column(Boolean, nullable=False, server_default=false())
    )
    """Its sender's identity is protected: few may read who it is, and each reading is logged."""
    language: str = Field(default="sv", sa_column=Column(String(5), nullable=False))
    nonce: str = Field(sa_column=Column(String(32), nullable=False))
    source: Source = Field(default=Source.WEB, sa_column=enum_column(Source))
    centre: bool = Field(
        default=False, sa_column=Column(Boolean, nullable=False, server_default=false())
    )
    """Taken in by the service centre: whoever answers the phone for all units."""
    at_once: bool = Field(
        default=False, sa_column=Column(Boolean, nullable=False, server_default=false())
    )
    """Answered and ended in the moment it was taken in (models.at_once)."""
    received_at: Moment = Field(sa_column=moment_column())
    confirmed_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    published_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    answer_by: dt.date = Field(sa_column=Column(Date, nullable=False))
    promise_id: int | None = Field(
        default=None, sa_column=reference_column("promise.id", nullable=True, index=False)
    )
    """The promise as it was then; None for what came before promises were rows."""
    due_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    """The end of a promise in minutes; any other ends with the day `answer_by`."""
    put_off_to: dt.date | None = Field(default=None, sa_column=Column(Date, nullable=True))
    """The new day of what is delayed (particulars.delay_day): here, so that the desk goes by it."""
    answered_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    """When an official first answered in public words of her own (ST-13): models.clock.stop."""
    kept: bool | None = Field(default=None, sa_column=Column(Boolean, nullable=True))
    """Whether that was in time; noted when it comes, and never again (ST-17)."""
    done_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    """When it last came to an end, or was carried out; None while it is open."""
    threshold: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    voting_until: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    keep_open: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
    threshold_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    duplicate_of: int | None = Field(
        default=None, sa_column=reference_column("submission.id", nullable=True)
    )
    organisation_id: int | None = Field(default=None, sa_column=Column(Id, nullable=True))
    """In whose name a member of it wrote (models.organisations); the byline says it in words."""
    coordinator_id: int | None = Field(
        default=None, sa_column=reference_column("person.id", nullable=True, index=False)
    )
    """Whom that organisation turns to with it, whoever has it (models.coordinating)."""
    handovers: int = Field(default=0, sa_column=Column(Integer, nullable=False, server_default="0"))
    """How many times it has changed unit (models.handover)."""
    comments: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    """Comments ever numbered on this submission, shown or not: the next one's number less one."""
    locked_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    """Since when nobody writes a comment below it: a moderator has closed the thread."""
    disposal_id: int | None = Field(default=None, sa_column=Column(Id, nullable=True))
    """The run of the rule that disposed of it (models.retention): nothing of it is left to read."""
    version: int = Field(default=1, sa_column=Column(Integer, nullable=False))

    @property
    def stream(self) -> str:
        return stream_of(self.reference)

    @property
    def is_public(self) -> bool:
        return self.publication in PUBLIC

    def move_to(self, status: Status) -> dict[str, str]:
        """Take one step of the transition table and return its facts. Raises NotAllowed."""
        check_move(self.kind, self.status, status)
        facts = {"from": self.status.value, "to": status.value}
        if type_of(status) is not StatusType.CLOSED:
            self.done_at = None
        elif self.done_at is None or status is Status.IMPLEMENTED:
            self.done_at = now()
        self.status = status
        self.version += 1
        return facts

    def show_as(self, publication: Publication) -> dict[str, str]:
        """Take one step of the publication table and return its facts. Raises NotAllowed."""
        check_publication(self.publication, publication)
        facts = {"hid": self.publication.value, "shown": publication.value}
        self.publication = publication
        self.version += 1
        return facts


submissions = table_of(Submission)


def stream_of(reference: str) -> str:
    return f"submission-{reference}"


def tracking_key(submission: Any) -> str:
    """The unguessable key of one case's page, for whoever handed it in (ST-1)."""
    return keys.key(KEY_PURPOSE, submission.reference, submission.nonce)


def holds_key(viewer: Viewer, submission: Any) -> bool:
    given = viewer.keys.get(submission.reference)
    return given is not None and keys.fits(
        given, KEY_PURPOSE, submission.reference, submission.nonce
    )


def is_author(viewer: Viewer, submission: Any, contact_ids: list[int]) -> bool:
    """True for the key's holder and for the person behind the confirmed contact."""
    if holds_key(viewer, submission):
        return True
    return submission.contact_id is not None and submission.contact_id in contact_ids


def take(session: Session, reference: str, *, version: int | None = None) -> Submission:
    """Load a submission for a change, locked. `version` is the one the form was made from.

    Raises NotFound, or Stale when somebody changed the row since.
    """
    found: Submission | None = session.scalars(
        lock_rows(select(Submission).where(submissions.c.reference == reference))
    ).first()
    if found is None:
        raise NotFound(reference)
    if version is not None and version != found.version:
        raise Stale
    return found
