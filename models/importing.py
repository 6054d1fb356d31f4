"""Taking over from another system: one row of its data, one thing here, one event.

An imported text is shown as it was there, unless it waits for review; nobody here wrote it, so it
has no contact and no byline.
"""

from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update
from sqlmodel import Session

from models import keys, promise, review, text
from models.actor import SYSTEM, Source
from models.calendar import DAY, now
from models.comment import MAX_DEPTH, NUMBER_WIDTH, comments
from models.desk import entry
from models.dialogue.kinds import Section
from models.errors import Invalid
from models.event import EventKind, open_stream, record
from models.imported import GivenComment, GivenSubmission, Thing, check_status, imported
from models.numbering import next_reference
from models.profile import Site
from models.routing import routed
from models.search import index
from models.states import PUBLIC, Publication, Status, StatusType, type_of
from models.submission import stream_of, submissions

# Built once: an import runs these for every row.
_SAME = (
    imported.c.source == bindparam("of"),
    imported.c.thing == bindparam("kind"),
    imported.c.source_id == bindparam("named"),
)
_SUBMISSION = select(imported.c.submission_id).where(*_SAME)
_PARENT = (
    select(comments.c.id, comments.c.path)
    .join(imported, imported.c.comment_id == comments.c.id)
    .where(*_SAME, comments.c.submission_id == bindparam("case"))
)
_NUMBER = (
    update(submissions)
    .where(submissions.c.id == bindparam("case"))
    .values(comments=submissions.c.comments + 1)
    .returning(submissions.c.comments, submissions.c.reference)
)
_COMMENT = insert(comments).returning(comments.c.id)
_NOTE = insert(imported).returning(imported.c.id)


def import_submission(session: Session, given: GivenSubmission, *, site: Site) -> str:
    """Take over one submission, where it stood, with one event. Returns its reference here.

    Raises Invalid for a status or an outcome that this kind cannot be imported with, IntegrityError
    when it is here already.
    """
    check_status(given.kind, given.status, given.outcome)
    category_id, unit_id = routed(session, given.subject, kind=given.kind)
    status = _where(given, site)
    promised = promise.given(session, site.opening, given.kind, category_id, now())
    reference = next_reference(session)
    written = text.write(session, title=given.title, source=given.words, html=given.html)
    voting = status is Status.VOTING
    submission_id: int = session.execute(
        insert(submissions)
        .values(
            reference=reference,
            kind=given.kind,
            status=status,
            outcome=given.outcome,
            publication=given.publication,
            text_id=written.id,
            place="",
            category_id=category_id,
            unit_id=unit_id,
            name="",
            byline="",
            show=True,
            language=given.language,
            nonce=keys.nonce(),
            source=Source.IMPORT,
            received_at=given.at,
            published_at=given.at if given.publication in PUBLIC else None,
            # Nobody here promised anything before today.
            promise_id=promised.promise_id,
            answer_by=promised.answer_by,
            due_at=promised.due_at,
            done_at=given.at if type_of(status) is StatusType.CLOSED else None,
            threshold=site.proposals.threshold if voting else None,
            voting_until=now() + site.proposals.days * DAY if voting else None,
            keep_open=site.proposals.keep_open if voting else False,
            comments=0,
            version=1,
        )
        .returning(submissions.c.id)
    ).scalar_one()
    row_id = _note(session, given, Thing.SUBMISSION, submission_id, None)
    index.keep(session, submission_id)
    entry.keep(session, submission_id)
    open_stream(session, stream_of(reference))
    record(
        session,
        stream_of(reference),
        EventKind.RECEIVED,
        by=SYSTEM,
        source=Source.IMPORT,
        occurred_at=given.at,
        facts={
            "kind": given.kind.value,
            "to": status.value,
            "outcome": given.outcome.value if given.outcome else None,
            "shown": given.publication.value,
            "text": written.id,
            "digest": written.digest,
            "unit": unit_id,
            "imported": row_id,
        },
    )
    if given.publication is Publication.QUEUED:
        review.enqueue(session, submission_id=submission_id, text_id=written.id)
    return reference


def _where(given: GivenSubmission, site: Site) -> Status:
    """Voting waits until a proposal is shown, and is left out where no support is needed."""
    if given.status is Status.VOTING and given.publication not in PUBLIC:
        return Status.RECEIVED
    if given.status is Status.VOTING and site.proposals.threshold <= 0:
        return Status.REFERRED
    return given.status


def import_comment(
    session: Session,
    given: GivenComment,
    *,
    phase_id: int | None = None,
    helpful: int = 0,
    section: Section = Section.TALK,
) -> bool:
    """Take over one comment. True when what it replies to is not here: it then stands at the top.

    In a discussion it belongs to a phase, and begins with the helpful marks that it had. One that
    has no words is withdrawn: it leaves its place in the thread. Raises Invalid when its submission
    is not here, IntegrityError when it is here itself.
    """
    submission_id: int | None = session.execute(
        _SUBMISSION, _same(given, Thing.SUBMISSION, given.submission)
    ).scalar()
    if submission_id is None:
        raise Invalid("submission", "unknown")
    parent = _parent(session, given, submission_id)
    at_home = session.execute(_NUMBER, {"case": submission_id}).one()
    orphan = given.parent is not None and parent is None
    written = text.write(session, source=given.words, html=given.html)
    comment_id: int = session.execute(
        _COMMENT,
        {
            "submission_id": submission_id,
            "number": at_home.comments,
            "parent_id": parent.id if parent else None,
            "path": _below(parent.path if parent else "") + f"{at_home.comments:0{NUMBER_WIDTH}d}",
            "text_id": written.id,
            "publication": given.publication,
            "byline": "",
            "official": False,
            "orphan": orphan,
            "source": Source.IMPORT,
            "created_at": given.at,
            "section": section,
            "phase_id": phase_id,
            "helpful": helpful,
            "version": 1,
        },
    ).scalar_one()
    row_id = _note(session, given, Thing.COMMENT, submission_id, comment_id)
    if given.publication is Publication.QUEUED:
        review.enqueue(session, comment_id=comment_id, text_id=written.id)
        return orphan
    public = given.publication in PUBLIC
    record(
        session,
        stream_of(at_home.reference),
        EventKind.COMMENT_PUBLISHED if public else EventKind.COMMENT_HIDDEN,
        by=SYSTEM,
        source=Source.IMPORT,
        occurred_at=given.at,
        facts={
            "comment": comment_id,
            "shown": given.publication.value,
            "text": written.id,
            "digest": written.digest,
            "imported": row_id,
        },
        public=public,
    )
    return orphan


def _parent(session: Session, given: GivenComment, submission_id: int) -> Row[Any] | None:
    if given.parent is None:
        return None
    found = {**_same(given, Thing.COMMENT, given.parent), "case": submission_id}
    return session.execute(_PARENT, found).first()


def _below(path: str) -> str:
    """Where a reply stands: below what it answers, or beside it where a thread is deepest."""
    return path[: NUMBER_WIDTH * MAX_DEPTH]


def _same(
    given: GivenSubmission | GivenComment, thing: Thing, source_id: str
) -> dict[str, str | int]:
    return {"of": given.source, "kind": thing, "named": source_id}


def _note(
    session: Session,
    given: GivenSubmission | GivenComment,
    thing: Thing,
    submission_id: int,
    comment_id: int | None,
) -> int:
    row_id: int = session.execute(
        _NOTE,
        {
            "source": given.source,
            "thing": thing,
            "source_id": given.id,
            "submission_id": submission_id,
            "comment_id": comment_id,
            **vars(given.figures),
        },
    ).scalar_one()
    return row_id
