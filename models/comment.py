"""Comments: threaded below a submission, reviewed before they are shown."""

from sqlalchemy import Boolean, Column, Index, Integer, String, UniqueConstraint, select
from sqlalchemy import text as sql
from sqlmodel import Field, Session, SQLModel

from models import sanctions, text
from models.actor import Actor, Role, Source
from models.calendar import Moment, now
from models.database import (
    Id,
    enum_column,
    id_column,
    moment_column,
    reference_column,
    table_of,
)
from models.dialogue import phases
from models.dialogue.kinds import ACT_OF, Section, Stance
from models.errors import NotAllowed, NotFound
from models.masking import Masked
from models.panel import taking_part
from models.person import is_suspended
from models.states import PUBLIC, Kind, Publication, check_publication
from models.submission import Submission, take

NUMBER_WIDTH = 5
MAX_DEPTH = 40
"""The deepest reply; the page indents four levels and no more."""
_IN_PHASE = sql("phase_id IS NOT NULL")


class Comment(SQLModel, table=True):
    """One comment. `number` counts within its submission; `path` sorts the thread.

    `path` is the numbers of the ancestors and its own, five digits each: digits sort alike under
    every collation, so a thread pages by key on both databases.
    """

    __table_args__ = (
        UniqueConstraint("submission_id", "number"),
        Index("comment_thread", "submission_id", "publication", "path"),
        # Those of a phase of a dialogue, in either order; comments of cases are in neither.
        Index(
            "comment_best",
            *("phase_id", "section", "parent_id", "stance", "helpful", "number"),
            sqlite_where=_IN_PHASE,
            postgresql_where=_IN_PHASE,
        ),
        Index(
            "comment_newest",
            *("phase_id", "section", "parent_id", "stance", "number"),
            sqlite_where=_IN_PHASE,
            postgresql_where=_IN_PHASE,
        ),
    )

    id: int | None = Field(default=None, sa_column=id_column())
    submission_id: int = Field(sa_column=reference_column("submission.id", index=False))
    number: int = Field(sa_column=Column(Integer, nullable=False))
    parent_id: int | None = Field(
        default=None, sa_column=reference_column("comment.id", nullable=True)
    )
    path: str = Field(sa_column=Column(String(NUMBER_WIDTH * (MAX_DEPTH + 1)), nullable=False))
    text_id: int = Field(sa_column=reference_column("text.id", index=False))
    original_id: int | None = Field(
        default=None, sa_column=reference_column("text.id", nullable=True, index=False)
    )
    """The author's own words while a detail of them is hidden."""
    publication: Publication = Field(sa_column=enum_column(Publication))
    contact_id: int | None = Field(
        default=None, sa_column=reference_column("contact.id", nullable=True)
    )
    byline: str = Field(default="", sa_column=Column(Masked(80), nullable=False))
    organisation_id: int | None = Field(default=None, sa_column=Column(Id, nullable=True))
    """In whose name a member of it wrote; the byline says it in words."""
    official: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
    orphan: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
    """Imported, and the comment it replied to was not in the data."""
    source: Source = Field(default=Source.WEB, sa_column=enum_column(Source))
    created_at: Moment = Field(sa_column=moment_column())
    section: Section = Field(
        default=Section.TALK,
        sa_column=enum_column(Section, server_default="talk", guarded=False),
    )
    stance: Stance | None = Field(
        default=None, sa_column=enum_column(Stance, nullable=True, guarded=False)
    )
    phase_id: int | None = Field(default=None, sa_column=Column(Id, nullable=True))
    """In which phase of a dialogue it was written."""
    helpful: int = Field(default=0, sa_column=Column(Integer, nullable=False, server_default="0"))
    """How many found it helpful, as of the last tick."""
    locked_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    """Since when nobody replies to it, nor to what stands below it."""
    version: int = Field(default=1, sa_column=Column(Integer, nullable=False))

    @property
    def depth(self) -> int:
        return len(self.path) // NUMBER_WIDTH - 1

    def show_as(self, publication: Publication) -> dict[str, str | int]:
        """Take one step of the publication table and return its facts. Raises NotAllowed."""
        check_publication(self.publication, publication)
        facts: dict[str, str | int] = {
            "comment": self.id or 0,
            "hid": self.publication.value,
            "shown": publication.value,
        }
        self.publication = publication
        self.version += 1
        return facts


comments = table_of(Comment)


def comment(
    session: Session,
    reference: str,
    *,
    by: Actor,
    source: str,
    html: str | None = None,
    contact_id: int | None,
    byline: str = "",
    confirmed: bool,
    reply_to: int | None = None,
    organisation_id: int | None = None,
    section: Section = Section.TALK,
    stance: Stance | None = None,
    phase_id: int | None = None,
) -> Comment:
    """Write a comment, optionally as a reply to the comment with that number.

    It waits for review, or for a confirmed contact before that. Raises NotFound when the submission
    or the comment replied to is not public, NotAllowed when the writer is suspended and Paused when
    she may not write for a time, or with `thread_locked` when a moderator has closed the thread
    (models.locking). Of an address that is not confirmed nobody is told so but whoever
    presses the button in its letter (T09). In a dialogue a resident writes only while a phase is
    open that lets her (models.dialogue.phases): NotAllowed with `phase_closed` otherwise, and with
    `panel_only` when it is for a panel that she is not in.
    """
    if confirmed and contact_id is not None:
        if is_suspended(session, contact_id):
            raise NotAllowed("suspended")
        sanctions.check(session, by.person_id, contact_id)
    submission = take(session, reference)
    if not submission.is_public:
        raise NotFound(reference)
    parent = _parent(session, submission, reply_to)
    if phase_id is None and parent is not None:
        phase_id = parent.phase_id
    if submission.kind is Kind.DIALOGUE and by.role is Role.RESIDENT:
        phase_id = phases.check(session, submission.id or 0, ACT_OF[section], phase_id=phase_id).id
        # Of an address that is not confirmed nobody learns whether it is a member's (T09).
        hers = contact_id if confirmed else None
        taking_part.check(session, submission.id or 0, person_id=by.person_id, contact_id=hers)
    _check_not_locked(session, submission, parent)
    written = text.write(session, source=source, html=html)
    submission.comments += 1
    number = submission.comments
    made = Comment(
        submission_id=submission.id or 0,
        number=number,
        parent_id=parent.id if parent else None,
        path=(parent.path if parent else "") + f"{number:0{NUMBER_WIDTH}d}",
        text_id=written.id,
        publication=Publication.QUEUED if confirmed else Publication.UNCONFIRMED,
        contact_id=contact_id,
        byline=byline,
        organisation_id=organisation_id,
        official=by.role is Role.OFFICIAL,
        section=section,
        stance=stance,
        phase_id=phase_id,
        created_at=now(),
    )
    session.add(submission)
    session.add(made)
    session.flush()
    return made


def _parent(session: Session, submission: Submission, number: int | None) -> Comment | None:
    if number is None:
        return None
    parent = session.scalars(
        select(Comment).where(
            comments.c.submission_id == submission.id, comments.c.number == number
        )
    ).first()
    if parent is None or parent.publication not in PUBLIC:
        raise NotFound
    if parent.depth >= MAX_DEPTH:
        raise NotAllowed("thread_too_deep")
    return parent


def _check_not_locked(session: Session, submission: Submission, parent: Comment | None) -> None:
    if submission.locked_at is not None:
        raise NotAllowed("thread_locked")
    if parent is None:
        return
    ends = range(NUMBER_WIDTH, len(parent.path) + 1, NUMBER_WIDTH)
    locked = select(comments.c.id).where(
        comments.c.submission_id == submission.id,
        comments.c.path.in_([parent.path[:end] for end in ends]),
        comments.c.locked_at.is_not(None),
    )
    if session.execute(locked).first() is not None:
        raise NotAllowed("thread_locked")
