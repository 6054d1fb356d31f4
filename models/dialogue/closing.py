"""Opening a vote, counting it, and closing it for good: by the clock, each of them once.

Whoever votes needs none of this: when a ballot counts is settled by the times of its phase. The
clock may come late, or twice.
"""

import hashlib
import json
import secrets
from collections import Counter
from collections.abc import Sequence

from sqlalchemy import ColumnElement, delete, func, insert, or_, select
from sqlmodel import Session

from models import counting
from models.actor import SYSTEM
from models.calendar import now
from models.database import lock_rows
from models.dialogue import ballot_file
from models.dialogue.kinds import PhaseKind
from models.dialogue.phases import TAKES_PART
from models.dialogue.polls import Poll, ballots, options, papers, poll_options, polls
from models.dialogue.row import phases
from models.event import EventKind, record, touch
from models.submission import stream_of, submissions

FEWEST_OPTIONS = 2
FEWEST_LIVE = 5
"""Ballots, below which no count is shown while a vote is open: it would tell of single people."""
A_FEW = 20

_p = polls.c
_READY = (
    select(func.count()).where(poll_options.c.poll_id == _p.id).scalar_subquery() >= FEWEST_OPTIONS
)
_TAKES_PART = submissions.c.status.in_(sorted(TAKES_PART))


def to_open(session: Session) -> Sequence[int]:
    """Votes whose time has begun, and of which nobody was told so yet."""
    is_time = phases.c.opens_at <= now(), phases.c.closes_at > now()
    return _few(session, _p.opened_at.is_(None), _TAKES_PART, *is_time)


def to_count(session: Session) -> Sequence[int]:
    """Votes that are open, and of which the count is shown meanwhile."""
    return _few(session, _p.opened_at.is_not(None), _p.live.is_(True), phases.c.closes_at > now())


def to_close(session: Session) -> Sequence[int]:
    """Votes whose time is over. One that never had a voter is opened and closed at once."""
    has_begun = or_(_p.opened_at.is_not(None), _TAKES_PART)
    return _few(session, has_begun, phases.c.closes_at <= now())


def _few(session: Session, *wanted: ColumnElement[bool]) -> Sequence[int]:
    return session.scalars(
        select(_p.id)
        .join(phases, phases.c.id == _p.phase_id)
        .join(submissions, submissions.c.id == _p.submission_id)
        .where(_p.closed_at.is_(None), phases.c.kind == PhaseKind.VOTE, _READY, *wanted)
        .order_by(_p.id)
        .limit(A_FEW)
    ).all()


def open_poll(session: Session, poll_id: int) -> bytes:
    """The secret of an open vote, which is made when it is first asked for: with it the options are
    fixed, and their digest stands in the history.
    """
    poll: Poll = session.scalars(lock_rows(select(Poll).where(_p.id == poll_id))).one()
    if poll.secret is not None:
        return poll.secret
    poll.secret, poll.opened_at = secrets.token_bytes(32), now()
    session.add(poll)
    session.flush()
    facts: dict[str, str | int] = {
        "poll": poll_id,
        "method": poll.method.value,
        "options": options_of(session, poll),
        "digest": digest_of_options(session, poll),
    }
    record(session, stream(session, poll), EventKind.BALLOT_OPENED, by=SYSTEM, facts=facts)
    return poll.secret


def digest_of_options(session: Session, poll: Poll) -> str:
    """SHA-256 of what stood on the ballot: JSON of question, method, `most`, and the title and
    words of each option, in this order, without spaces and without escapes.
    """
    said = [[one.title, one.words] for one in options(session, poll.id or 0)]
    paper = [poll.question, poll.method.value, poll.most, said]
    return hashlib.sha256(
        json.dumps(paper, separators=(",", ":"), ensure_ascii=False).encode()
    ).hexdigest()


def count_meanwhile(session: Session, poll_id: int) -> None:
    """Note how an open vote stands, where that is shown, and make its pages new if it has moved."""
    poll: Poll = session.scalars(lock_rows(select(Poll).where(_p.id == poll_id))).one()
    said = session.execute(
        select(papers.c.choices, func.count().label("times"))
        .where(papers.c.poll_id == poll_id)
        .group_by(papers.c.choices)
    )
    found = _counted(session, poll, Counter({row.choices: row.times for row in said}))
    counts = noted(found)
    if poll.closed_at is not None or found.ballots < FEWEST_LIVE:
        return
    if (poll.ballots, poll.counts) != (found.ballots, counts):
        poll.ballots, poll.counts = found.ballots, counts
        session.add(poll)
        session.flush()
        touch(session, stream(session, poll))


def close_poll(session: Session, poll_id: int) -> bool:
    """Count a vote whose time is over, publish its ballots, and destroy what tied them to people.
    False when that was done before, or it is not time.
    """
    # For itself: whoever casts a ballot shares this row, and has ended before.
    mine = select(Poll).where(_p.id == poll_id).with_for_update()
    poll: Poll = session.scalars(mine.execution_options(populate_existing=True)).one()
    over: int = session.execute(
        select(phases.c.closes_at).where(phases.c.id == poll.phase_id)
    ).scalar_one()
    if poll.closed_at is not None or over > now():
        return False
    if poll.opened_at is None:
        open_poll(session, poll_id)
    of_poll = papers.c.poll_id == poll_id
    box = session.execute(select(papers.c.receipt, papers.c.choices).where(of_poll)).all()
    found = _counted(session, poll, Counter(choices for _, choices in box))
    poll.digest = ballot_file.digest(ballot_file.written(box))
    poll.ballots, poll.counts = found.ballots, noted(found)
    poll.secret, poll.closed_at = None, now()
    session.add(poll)
    # By receipt, which is chance: where a row lies tells nothing of when it was cast.
    rewritten = select(papers.c.poll_id, papers.c.receipt, papers.c.choices).where(of_poll)
    session.execute(
        insert(ballots).from_select(
            ["poll_id", "receipt", "choices"], rewritten.order_by(papers.c.receipt)
        )
    )
    session.execute(delete(papers).where(of_poll))
    session.flush()
    facts: dict[str, str | int] = {"poll": poll_id, "count": found.ballots, "digest": poll.digest}
    record(session, stream(session, poll), EventKind.BALLOT_CLOSED, by=SYSTEM, facts=facts)
    return True


def options_of(session: Session, poll: Poll) -> int:
    """How many options its ballot has."""
    return len(options(session, poll.id or 0))


def _counted(session: Session, poll: Poll, said: Counter[str]) -> counting.Result:
    number = options_of(session, poll)
    return counting.count(poll.method, number, said.items(), most=poll.most)


def noted(found: counting.Result) -> str:
    """The counts as they are stored: in the order of the options, with commas between."""
    return ",".join(str(one.count) for one in sorted(found.lines, key=lambda one: one.option))


def stream(session: Session, poll: Poll) -> str:
    """The stream of its dialogue."""
    reference: str = session.execute(
        select(submissions.c.reference).where(submissions.c.id == poll.submission_id)
    ).scalar_one()
    return stream_of(reference)
