"""The proof of the rows by the events: what the stream folds to is what the tables say."""

from sqlalchemy import func, select
from sqlmodel import Session

from models.comment import comments
from models.history import Fault, replay, verify
from models.states import Kind
from models.submission import stream_of, submissions
from models.tally import tallies
from models.vote import VoteState, votes

PREFIX = stream_of("")


def faults(session: Session, stream: str) -> list[Fault]:
    """Every fault of one stream: its chain, and rows that differ from what its events say."""
    found = verify(session, stream)
    if stream.startswith(PREFIX):
        found += _rows_that_differ(session, stream)
    return found


def _rows_that_differ(session: Session, stream: str) -> list[Fault]:
    folded = replay(session, stream)
    row = session.execute(
        select(
            submissions.c.id,
            submissions.c.kind,
            submissions.c.status,
            submissions.c.outcome,
            submissions.c.publication,
        ).where(submissions.c.reference == stream.removeprefix(PREFIX))
    ).first()
    if row is None:
        # Disposed of by a rule: the chain stands, the subject is gone.
        return []
    found: list[Fault] = []
    if (row.status, row.outcome, row.publication) != (
        folded.status,
        folded.outcome,
        folded.publication,
    ):
        found.append(Fault(stream, 0, "row"))
    shown = {
        comment.id: comment.publication
        for comment in session.execute(
            select(comments.c.id, comments.c.publication).where(
                comments.c.submission_id == row.id, comments.c.id.in_(folded.comments)
            )
        )
    }
    if any(folded.comments[number] != publication for number, publication in shown.items()):
        found.append(Fault(stream, 0, "comment"))
    if row.kind == Kind.PROPOSAL and not _tallied(session, row.id):
        found.append(Fault(stream, 0, "tally"))
    return found


def _tallied(session: Session, submission_id: int) -> bool:
    """The shown count is the rows; a proposal nobody has supported needs no tally."""
    counted: int = session.execute(
        select(func.count())
        .select_from(votes)
        .where(votes.c.submission_id == submission_id, votes.c.state == VoteState.VALID)
    ).scalar_one()
    shown: int | None = session.execute(
        select(tallies.c.count).where(tallies.c.submission_id == submission_id)
    ).scalar()
    return counted == (shown or 0)
