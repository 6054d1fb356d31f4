"""What an item of the queue is about: a submission, or one comment below it."""

from dataclasses import dataclass

from sqlalchemy import String, bindparam, exists, func, or_, select
from sqlmodel import Session

from models.comment import Comment, comments
from models.database import Id, lock_rows, table_of
from models.errors import NotFound
from models.event import Event
from models.person import Contact
from models.review import Reviewable, reviewables
from models.submission import Submission, submissions, take
from models.text import Text

_contacts = table_of(Contact)
_events = table_of(Event)


@dataclass(frozen=True)
class Subject:
    """A submission, and the comment that is judged when it is not the submission itself."""

    submission: Submission
    comment: Comment | None

    @property
    def thing(self) -> Submission | Comment:
        return self.submission if self.comment is None else self.comment

    @property
    def comment_id(self) -> int | None:
        return None if self.comment is None else self.comment.id

    @property
    def is_change(self) -> bool:
        """Whether a change of a shown text is judged, while the text stands."""
        return self.comment is None and self.submission.pending_text_id is not None

    @property
    def text_id(self) -> int:
        """What waits to be judged: the change, or the words as they stand."""
        if self.comment is None and self.submission.pending_text_id is not None:
            return self.submission.pending_text_id
        return self.thing.text_id

    def words(self, session: Session, *, original: bool = False) -> Text:
        """The words to be judged, or the author's own where a detail of them is hidden."""
        thing = self.thing
        text_id = thing.original_id if original and thing.original_id else self.text_id
        return session.get_one(Text, text_id)


_ABOUT = (
    select(submissions.c.reference, comments.c.number)
    .select_from(reviewables)
    .outerjoin(comments, comments.c.id == reviewables.c.comment_id)
    .join(
        submissions,
        submissions.c.id == func.coalesce(reviewables.c.submission_id, comments.c.submission_id),
    )
    .where(reviewables.c.id == bindparam("item"))
)
_PERSON = bindparam("person", type_=Id)
_WROTE = select(
    or_(
        exists().where(
            _contacts.c.id == bindparam("contact", type_=Id), _contacts.c.person_id == _PERSON
        ),
        exists().where(
            _events.c.stream == bindparam("case", type_=String),
            _events.c.seq == 1,
            _events.c.actor_id == _PERSON,
        ),
    )
)


def held(session: Session, item_id: int) -> tuple[Reviewable, Subject]:
    """An item and what it is about, locked for a change. Raises NotFound.

    The submission comes first, as in every verb, so that two of them never wait for each other.
    """
    row = session.execute(_ABOUT, {"item": item_id}).first()
    if row is None:
        raise NotFound(str(item_id))
    subject = taken(session, row.reference, row.number)
    item: Reviewable = session.scalars(
        lock_rows(select(Reviewable).where(reviewables.c.id == item_id))
    ).one()
    return item, subject


def taken(session: Session, reference: str, number: int | None) -> Subject:
    """A submission, or its comment with that number, locked for a change. Raises NotFound."""
    submission = take(session, reference)
    if number is None:
        return Subject(submission, None)
    comment: Comment | None = session.scalars(
        lock_rows(
            select(Comment).where(
                comments.c.submission_id == submission.id, comments.c.number == number
            )
        )
    ).first()
    if comment is None:
        raise NotFound(reference)
    return Subject(submission, comment)


def wrote(session: Session, person_id: int, *, contact_id: int | None, stream: str | None) -> bool:
    """Whether a person wrote something: by its contact, or by having handed in the submission of
    `stream` while signed in.
    """
    asked = {"person": person_id, "contact": contact_id, "case": stream}
    found: bool = session.execute(_WROTE, asked).scalar_one()
    return found
