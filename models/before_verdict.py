"""What stood before a verdict, so that it can be put back exactly (spec MQ-11).

Verdicts are never changed or deleted; what is told of one later, that it was undone, stands here.
"""

from typing import Any

from sqlalchemy import Boolean, Column, ColumnElement, ForeignKey, Integer, String, exists, select
from sqlmodel import Field, Session, SQLModel

from models.calendar import Moment
from models.comment import Comment
from models.database import Id, enum_column, moment_column, reference_column, table_of
from models.review import Reviewable, ReviewState
from models.states import PUBLIC, Outcome, Publication, Status
from models.submission import Submission
from models.verdict import Judgement, Verdict, verdicts


class BeforeVerdict(SQLModel, table=True):
    """A thing and its item of the queue as one verdict found them. It goes with its case.

    What a comment has not, such as a status, is empty there. `version` and `item_version` are what
    the verdict left: whoever changes the thing after that makes them grow.
    """

    __tablename__ = "before_verdict"

    verdict_id: int = Field(sa_column=Column(Id, ForeignKey("verdict.id"), primary_key=True))
    submission_id: int = Field(sa_column=reference_column("submission.id"))
    comment_id: int | None = Field(
        default=None, sa_column=reference_column("comment.id", nullable=True, index=False)
    )
    publication: Publication = Field(sa_column=enum_column(Publication, guarded=False))
    text_id: int = Field(sa_column=reference_column("text.id", index=False))
    original_id: int | None = Field(
        default=None, sa_column=reference_column("text.id", nullable=True, index=False)
    )
    pending_text_id: int | None = Field(
        default=None, sa_column=reference_column("text.id", nullable=True, index=False)
    )
    place: str = Field(default="", sa_column=Column(String(200), nullable=False))
    byline: str = Field(default="", sa_column=Column(String(80), nullable=False))
    status: Status | None = Field(
        default=None, sa_column=enum_column(Status, nullable=True, guarded=False)
    )
    outcome: Outcome | None = Field(
        default=None, sa_column=enum_column(Outcome, nullable=True, guarded=False)
    )
    published_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    edited_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    done_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    threshold: int | None = Field(default=None, sa_column=Column(Integer, nullable=True))
    keep_open: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
    voting_until: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    version: int = Field(sa_column=Column(Integer, nullable=False))
    item_state: ReviewState = Field(sa_column=enum_column(ReviewState, guarded=False))
    item_text_id: int = Field(sa_column=reference_column("text.id", index=False))
    item_decided_by: int | None = Field(
        default=None, sa_column=reference_column("person.id", nullable=True, index=False)
    )
    item_decided_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    item_due_at: Moment = Field(sa_column=moment_column())
    item_version: int = Field(sa_column=Column(Integer, nullable=False))
    undone_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    """When the moderator took her own verdict back: it is as if it had not been."""
    reversed_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    """When somebody else found that it was wrong, and what stood before came back."""


before_verdicts = table_of(BeforeVerdict)

_OF_CASES = (
    "pending_text_id",
    "place",
    "status",
    "outcome",
    "published_at",
    "edited_at",
    "done_at",
    "threshold",
    "keep_open",
    "voting_until",
)
OF_BOTH = ("publication", "text_id", "original_id", "byline")
OF_ITEMS = ("state", "text_id", "decided_by", "decided_at", "due_at")


def of_thing(thing: Submission | Comment) -> tuple[str, ...]:
    """The names of what is noted of a thing, and put back."""
    return (*OF_BOTH, *_OF_CASES) if isinstance(thing, Submission) else OF_BOTH


def look(thing: Submission | Comment, item: Reviewable) -> dict[str, Any]:
    """What stands now: to be handed to `note` when the verdict has been given."""
    seen = {name: getattr(thing, name) for name in of_thing(thing)}
    return seen | {f"item_{name}": getattr(item, name) for name in OF_ITEMS}


def note(
    session: Session,
    verdict: Verdict,
    thing: Submission | Comment,
    item: Reviewable,
    seen: dict[str, Any],
) -> None:
    """Keep what a verdict found, in its transaction."""
    session.add(
        BeforeVerdict(
            verdict_id=verdict.id or 0,
            submission_id=verdict.submission_id,
            comment_id=verdict.comment_id,
            version=thing.version,
            item_version=item.version,
            **seen,
        )
    )
    session.flush()


def hidden_name(session: Session, thing: Submission | Comment) -> str:
    """The name that a verdict hid with a detail of a text; '' where none was, or she is erased."""
    of_comment = isinstance(thing, Comment)
    case_id = thing.submission_id if isinstance(thing, Comment) else thing.id
    found = session.execute(
        select(before_verdicts.c.byline)
        .join(verdicts, verdicts.c.id == before_verdicts.c.verdict_id)
        .where(
            before_verdicts.c.submission_id == case_id,
            before_verdicts.c.comment_id.is_not_distinct_from(thing.id if of_comment else None),
            before_verdicts.c.undone_at.is_(None),
            verdicts.c.judgement == Judgement.REDACT,
        )
        .order_by(verdicts.c.id.desc())
        .limit(1)
    ).scalar()
    return found or ""


def is_undone(of: Any = verdicts) -> ColumnElement[bool]:
    """The condition, over verdict or an alias of it, for those that their own moderator took back
    within two minutes: no register, figure or page tells of them, except to staff.
    """
    return exists().where(
        before_verdicts.c.verdict_id == of.c.id, before_verdicts.c.undone_at.is_not(None)
    )


def went_away(session: Session, verdict: Verdict) -> Moment | None:
    """When a thing last ceased to be public by a verdict: hiding may have come before the end."""
    found: Moment | None = session.execute(
        select(verdicts.c.at)
        .join(before_verdicts, before_verdicts.c.verdict_id == verdicts.c.id)
        .where(
            before_verdicts.c.submission_id == verdict.submission_id,
            before_verdicts.c.comment_id.is_not_distinct_from(verdict.comment_id),
            before_verdicts.c.undone_at.is_(None),
            before_verdicts.c.publication.in_(PUBLIC),
            verdicts.c.shown.not_in(PUBLIC),
        )
        .order_by(verdicts.c.id.desc())
        .limit(1)
    ).scalar()
    return found
