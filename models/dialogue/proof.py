"""The proof of votes that have closed: what was published is what was counted, and nobody twice."""

import json
from collections.abc import Iterator

from sqlalchemy import func, select
from sqlmodel import Session

from models import counting
from models.database import table_of
from models.dialogue import ballot_file, closing
from models.dialogue.polls import Poll, ballots, papers, polls, rolls
from models.event import Event, EventKind

_events = table_of(Event)


def closed(session: Session) -> list[int]:
    """The ids of all votes that have closed."""
    return list(session.scalars(select(polls.c.id).where(polls.c.closed_at.is_not(None))))


def file(session: Session, poll_id: int) -> str:
    """The published ballots of a vote (models.dialogue.ballot_file)."""
    said = select(ballots.c.receipt, ballots.c.choices).where(ballots.c.poll_id == poll_id)
    return ballot_file.written(session.execute(said).all())


def faults(session: Session, poll_id: int) -> Iterator[str]:
    """What is wrong with a vote that has closed, by code: `digest` (the ballots are others than
    those of its closing), `count` (they say something else than the result), `roll` (there are
    more or fewer of them than voters), `secret` (something still ties them to people).
    """
    poll = session.get_one(Poll, poll_id)
    published = file(session, poll_id)
    if not ballot_file.digest(published) == poll.digest == _sealed(session, poll):
        yield "digest"
    try:
        found = counting.count(
            poll.method,
            closing.options_of(session, poll),
            ballot_file.read(published).items(),
            most=poll.most,
        )
    except ValueError:
        yield "count"
    else:
        if (found.ballots, closing.noted(found)) != (poll.ballots, poll.counts):
            yield "count"
    voters = select(func.count()).where(rolls.c.poll_id == poll_id)
    if session.execute(voters).scalar() != poll.ballots:
        yield "roll"
    left = session.execute(select(func.count()).where(papers.c.poll_id == poll_id)).scalar()
    if left or poll.secret is not None:
        yield "secret"


def _sealed(session: Session, poll: Poll) -> str:
    """The digest that the history of the dialogue has."""
    said = select(_events.c.facts).where(
        _events.c.stream == closing.stream(session, poll),
        _events.c.kind == EventKind.BALLOT_CLOSED,
    )
    for facts in map(json.loads, session.scalars(said)):
        if facts["poll"] == poll.id:
            return str(facts["digest"])
    return ""
